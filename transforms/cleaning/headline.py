"""Finds the headline of a plain text, or of the dump of a page."""

import re
from typing import Optional, Sequence

from transforms.cleaning.judge import Unit, is_running
from transforms.letters import letters_of

HEADLINE_WORDS = (3, 32)
HEADLINE_CHARACTERS = 220
# Section names, dates and share bars may stand above a headline; not more than a few lines of them.
SEARCHED_UNITS = 6
# A byline or a date stands within so many lines after a headline; lines of so few words above it are a menu.
SIGNED_UNITS = 20
SIGNED_WITHIN = 4
MENU_WORDS = 4

_WORD = re.compile(r"\w+(?:['’-]\w+)*")
_ENDS_LIKE_TEXT = re.compile(r"(?<!\b[A-Z])[.;:,][\"”’')]*$")
# " - The Paper", " | World | The Paper"
_NAME_AFTER = re.compile(r"(?:\s+[|–—»-]\s+[^|–—»]{2,40}){1,3}$|\s*\|.{2,60}$")


def find_headline(units: Sequence[Unit]) -> Optional[int]:
    """Which of a text's first units is its headline; None if it has none.

    A headline is short, is no clutter, does not end like running text, and has text after it.
    """
    article = [index for index, unit in enumerate(units) if unit.reason is None]
    signed = _signed(units)
    for position, index in enumerate(article[:SEARCHED_UNITS]):
        text = units[index].text
        words = len(text.split())
        following = [units[after].text for after in article[position + 1 :]]
        if (
            not following
            or _ENDS_LIKE_TEXT.search(text)
            or words > HEADLINE_WORDS[1]
            or len(text) > HEADLINE_CHARACTERS
        ):
            return signed
        if signed is not None and words <= MENU_WORDS and index < signed:
            continue
        if len(_WORD.findall(text)) >= HEADLINE_WORDS[0] or is_running(following[0]):
            return index
        # Shorter, and more short lines after it: the name of a section or a paper.
    return signed


def _signed(units: Sequence[Unit]) -> Optional[int]:
    """The first line like a headline that a byline or a date follows, before any running text but a notice's."""
    running = 0
    for index, unit in enumerate(units[:SIGNED_UNITS]):
        if unit.reason is not None:
            continue
        running += is_running(unit.text)
        if running > 1:
            return None
        words = len(unit.text.split())
        if MENU_WORDS < words <= HEADLINE_WORDS[1] and not _ENDS_LIKE_TEXT.search(unit.text):
            following = units[index + 1 : index + 1 + SIGNED_WITHIN]
            return index if any(one.reason in ("byline", "timestamp") for one in following) else None
    return None


def find_page_headline(units: Sequence[Unit]) -> "tuple[Optional[str], Optional[int]]":
    """The headline of a page's dump, and its unit where it stands above the text.

    A dump begins with what the browser shows as the page's title: the headline, often with the paper's name after
    it. The line that has the same words stands above the article, nearest to running text of all that have.
    """
    shown = units[0].text
    letters = letters_of(shown)
    same = [
        index
        for index, unit in enumerate(units[1:], 1)
        if len(unit.text) <= 2 * len(shown)  # an economy: letters are most of a line
        and len(unit.text.split()) >= HEADLINE_WORDS[0]
        and letters.startswith(letters_of(unit.text))
    ]
    if same:
        longest = max(len(units[index].text) for index in same)
        index = min((one for one in same if len(units[one].text) == longest), key=lambda one: _to_running(units, one))
        return units[index].text, index
    title = _NAME_AFTER.sub("", shown)
    if len(title.split()) < HEADLINE_WORDS[0] or len(title) > HEADLINE_CHARACTERS or is_running(shown):
        return None, None
    return title, None


def _to_running(units: Sequence[Unit], index: int) -> int:
    return next((after - index for after in range(index + 1, len(units)) if is_running(units[after].text)), len(units))
