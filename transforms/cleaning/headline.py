"""Finds the headline of a plain text."""

import re
from typing import Optional, Sequence

HEADLINE_WORDS = (3, 32)
HEADLINE_CHARACTERS = 220
# Section names, dates and share bars may stand above a headline; not more than a few lines of them.
SEARCHED_PARAGRAPHS = 5

_ENDS_LIKE_TEXT = re.compile(r"(?<!\b[A-Z])[.;:,][\"”’')]*$")


def find_headline(paragraphs: Sequence[str], reasons: Sequence[Optional[str]]) -> Optional[int]:
    """Which of a text's first paragraphs is its headline; None if it has none.

    A headline is short, is no clutter, does not end like running text, and has text after it.

    :param reasons: for each paragraph, why it is clutter, or None.
    """
    for index, paragraph in enumerate(paragraphs[:SEARCHED_PARAGRAPHS]):
        if reasons[index] is not None or index + 1 == len(paragraphs):
            continue
        words = len(paragraph.split())
        if words < HEADLINE_WORDS[0] and not _ENDS_LIKE_TEXT.search(paragraph):
            continue  # the name of a section or a paper
        if words <= HEADLINE_WORDS[1] and len(paragraph) <= HEADLINE_CHARACTERS and not _ENDS_LIKE_TEXT.search(paragraph):
            return index
        return None
    return None
