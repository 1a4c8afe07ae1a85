"""Finds the headline of a plain text, or of the dump of a page."""

import re
from collections import Counter
from typing import Optional, Sequence

from transforms.cleaning.judge import Unit, is_running
from transforms.cleaning.line_judge import odds_of
from transforms.cleaning.stretch import GAIN, LOSS, main_stretch
from transforms.letters import letters_of

HEADLINE_WORDS = (3, 32)
HEADLINE_CHARACTERS = 220
# Section names, dates and share bars may stand above a headline; not more than a few lines of them.
SEARCHED_UNITS = 6
# A byline or a date stands within so many lines after a headline; lines of so few words above it are a menu.
SIGNED_UNITS = 20
SIGNED_WITHIN = 4
MENU_WORDS = 4

# Of what a headline says, the text below it says again at least so much; junk in its place says less.
SAID_AGAIN = 0.3
ODDS_OF_JUNK = 0.5
# What counts for a headline beside its words: who wrote it or when comes after it, another line repeats it (a
# trail of sections does, and the frame around a video), and the text comes soon.
SIGNED, REPEATED, NEAR = 0.6, 0.3, 0.5
NEAR_UNITS = 12

_WORD = re.compile(r"\w+(?:['’-]\w+)*")
_LONG_WORD = re.compile(r"[^\W\d_]{4,}|\d+")
_ENDS_LIKE_TEXT = re.compile(r"(?<!\b[A-Z])[.;:,][\"”’')]*$")
# " - The Paper", " | World | The Paper"
_NAME_AFTER = re.compile(r"(?:\s+[|–—»-]\s+[^|–—»]{2,40}){1,3}$|\s*\|.{2,60}$")
# "News > UK > Health"
_TRAIL = re.compile(r"[^>›»]{2,30}[>›»][^>›»]{2,30}[>›»]")


def find_headline(units: Sequence[Unit]) -> Optional[int]:
    """Which of a text's first units is its headline; None if it has none.

    A headline is short, is no clutter, does not end like running text, and has text after it. If the text says hardly
    anything of it again, and its words are those of clutter, another line may be the headline that says what the text does.
    """
    found = _first_like_headline(units)
    if found is None or odds_of([units[found].text])[0] < ODDS_OF_JUNK:
        return found
    known = _said_below(units)
    likely = _likeliest(units, known) if _share(units[found].text, known) < SAID_AGAIN else None
    return found if likely is None else likely


def _first_like_headline(units: Sequence[Unit]) -> Optional[int]:
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
        if signed is not None and words <= MENU_WORDS and index < signed or _TRAIL.match(text):
            continue
        if len(_WORD.findall(text)) >= HEADLINE_WORDS[0] or is_running(following[0]):
            return index
        # Shorter, and more short lines after it: the name of a section or a paper.
    return signed


def _signed(units: Sequence[Unit]) -> Optional[int]:
    """The first line like a headline that a byline or a date follows, before any running text but a notice's."""
    running = 0
    for index, unit in enumerate(units[:SIGNED_UNITS]):
        if unit.reason is not None or _TRAIL.match(unit.text):
            continue
        running += is_running(unit.text)
        if running > 1:
            return None
        words = len(unit.text.split())
        if MENU_WORDS < words <= HEADLINE_WORDS[1] and not _ENDS_LIKE_TEXT.search(unit.text):
            return index if _is_signed(units, index) else None
    return None


def _is_signed(units: Sequence[Unit], index: int) -> bool:
    """Whether a byline or a date follows a line soon."""
    return any(one.reason in ("byline", "timestamp") for one in units[index + 1 : index + 1 + SIGNED_WITHIN])


def find_page_headline(units: Sequence[Unit]) -> "tuple[Optional[str], Optional[int]]":
    """The headline of a page's dump, and its unit where it stands above the text.

    Most dumps begin with what the browser shows as the page's title: the headline, often with the paper's name after
    it. The line that has the same words stands above the article, nearest to running text of all that have. Where the
    first line is none of that, the headline is the line above the text that the text says most of again; what stands
    above it is not known to be the page's unless a byline or a date follows it.
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
    if not same or units[0].reason is not None:
        known = _said_below(units)
        if units[0].reason is not None or _share(shown, known) < SAID_AGAIN:
            likely = _likeliest(units, known)
            if likely is not None:
                return units[likely].text, likely if _is_signed(units, likely) else None
    if units[0].reason is not None:
        return None, None
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


def begins_with(units: Sequence[Unit], title: Optional[str]) -> bool:
    """Whether a dump begins with a title, or with a line that hides one."""
    return letters_of(units[0].text).startswith(letters_of(title or ""))


def _said_below(units: Sequence[Unit]) -> "Counter[str]":
    """How many paragraphs of running text have each longer word, by its beginning."""
    return Counter(word for unit in units if unit.reason is None and is_running(unit.text) for word in _stems(unit.text))


def _stems(text: str) -> "set[str]":
    return {word[:6].lower() for word in _LONG_WORD.findall(text)}


def _share(text: str, known: "Counter[str]") -> float:
    """How much of a line's longer words are in the running text, those that are there once for half."""
    stems = _stems(text)
    return sum(min(known[stem], 2) / 2 for stem in stems) / len(stems) if stems else 0.0


def _likeliest(units: Sequence[Unit], known: "Counter[str]") -> Optional[int]:
    """The line above the main text that is most like its headline; None if the text says of none enough again."""
    texts = [unit.text for unit in units]
    gains = [
        min(len(unit.text.split()), GAIN) if unit.reason is None and is_running(unit.text) else -LOSS for unit in units
    ]
    start, end = main_stretch(gains)
    repeated = Counter(map(letters_of, texts[:end]))
    best, found = 0.0, None
    for index in range(start):
        unit, count = units[index], len(texts[index].split())
        if unit.reason not in (None, "related") or not HEADLINE_WORDS[0] <= count <= HEADLINE_WORDS[1]:
            continue
        if _ENDS_LIKE_TEXT.search(unit.text) or len(unit.text) > HEADLINE_CHARACTERS or _TRAIL.match(unit.text):
            continue
        share = _share(unit.text, known)
        if share < SAID_AGAIN:
            continue
        score = share * min(1.0, count / 6) + SIGNED * _is_signed(units, index) + REPEATED * (repeated[letters_of(unit.text)] > 1)
        score += NEAR * (start - index <= NEAR_UNITS)
        if score >= best:
            best, found = score, index
    return found
