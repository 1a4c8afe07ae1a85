"""Finds the headline of a plain text."""

import re
from typing import Optional, Sequence

from transforms.cleaning.judge import Unit, is_running

HEADLINE_WORDS = (3, 32)
HEADLINE_CHARACTERS = 220
# Section names, dates and share bars may stand above a headline; not more than a few lines of them.
SEARCHED_UNITS = 6

_ENDS_LIKE_TEXT = re.compile(r"(?<!\b[A-Z])[.;:,][\"”’')]*$")


def find_headline(units: Sequence[Unit]) -> Optional[int]:
    """Which of a text's first units is its headline; None if it has none.

    A headline is short, is no clutter, does not end like running text, and has text after it.
    """
    article = [index for index, unit in enumerate(units) if unit.reason is None]
    for position, index in enumerate(article[:SEARCHED_UNITS]):
        text = units[index].text
        words = len(text.split())
        following = [units[after].text for after in article[position + 1 :]]
        if not following or _ENDS_LIKE_TEXT.search(text) or words > HEADLINE_WORDS[1] or len(text) > HEADLINE_CHARACTERS:
            return None
        if words >= HEADLINE_WORDS[0] or is_running(following[0]):
            return index
        # Shorter, and more short lines after it: the name of a section or a paper.
    return None
