"""Finds the headline of a plain text, or of the dump of a page."""

import functools
import operator
import re
from collections import Counter
from pathlib import Path
from typing import Mapping, Optional, Sequence

import numpy as np

from transforms.cleaning.line_features import Lines, group_of
from transforms.cleaning.line_judge import odds_of
from transforms.cleaning.stretch import GAIN, LOSS, main_stretch
from transforms.cleaning.trees import Trees, read_trees
from transforms.cleaning.unit import SIGNING, Unit
from transforms.letters import letters_of
from transforms.sentences import count_words, is_running

TREES = Path(__file__).with_name("headline_trees.csv")
# The likeliest line is the headline if the odds are no worse. Below the better one, or if a line above it might be the headline as
# well, what stands above it is not taken for the name of a paper or a section.
LEAST_ODDS, CERTAIN_ODDS = -3.0, -1.0
# Lines of better odds, and hardly worse ones than the likeliest's, might be the headline as well.
DOUBTFUL_ODDS, DOUBTFUL_WITHIN = -3.0, 4.0
HEADLINE_WORDS = (3, 32)
ALONE_WORDS = (5, 20)
SIGNED_WORDS = 2  # of a line that a byline follows
STANDFIRST_WORDS = 12  # most standfirsts have more, and most headlines don't
DATE_WORDS = 6
ODDS_OF_JUNK = 1.5
CANDIDATE_WORDS = 2
HEADLINE_CHARACTERS = 220
# A headline is one of so many first units, and has hardly more paragraphs than a notice's above it.
CANDIDATE_UNITS = 30
RUNNING_ABOVE = 2
# So many units after the last that may be it tell what stands about it, and so many of the text what it says.
SEEN_AFTER = 8
READ_UNITS = 40
# A byline or a date stands within so many lines after a headline; lines of so few words above it are a menu.
SIGNED_WITHIN = 4
MENU_WORDS = 4

# Of what a headline says, the text below it says again at least so much; junk in its place says less.
SAID_AGAIN = 0.3
# What counts for a headline beside its words: who wrote it or when comes after it, another line repeats it (a
# trail of sections does, and the frame around a video), and the text comes soon.
SIGNED, REPEATED, NEAR = 0.6, 0.3, 0.5
NEAR_UNITS = 12

_LONG_WORD = re.compile(r"[^\W\d_]{4,}|\d+")
_BEGINNING = operator.itemgetter(slice(6))
_ENDS_LIKE_TEXT = re.compile(r"(?<!\b[A-Z])[.;:,][\"”’')]*$")
# " - The Paper", " | World | The Paper"
_NAME_AFTER = re.compile(r"(?:\s+[|–—»-]\s+[^|–—»]{2,40}){1,3}$|\s*\|.{2,60}$")
# "LAGOS (Reuters) – Fuel queues …", "NEW YORK — Stocks rose …": sentences that no headline is.
_DATELINE = re.compile(r"[A-Z]{3,}[A-Z .,'’-]*(?:,? [A-Z][a-z]+\.?){0,2} ?(?:\([A-Z][^()]{1,30}\) ?)?(?:—| [–-]) ?[\w“\"]")
# "News > UK > Health"
_TRAIL = re.compile(r"[^>›»]{2,30}[>›»][^>›»]{2,30}[>›»]")


def likeliest(units: Sequence[Unit], odds: "Mapping[int, float]") -> Optional[int]:
    """The unit that is most likely the headline, by its odds; None if none may be it.

    Below a short first line that may be the headline as well and has no words of clutter, a long one is its standfirst.
    """
    best = max(odds, key=odds.__getitem__, default=None)
    if best is None or odds[best] < LEAST_ODDS:
        return None
    first = units[0].text
    if best and odds.get(0, LEAST_ODDS) > DOUBTFUL_ODDS and all(unit.reason in SIGNING for unit in units[1:best]):
        if count_words(first) <= STANDFIRST_WORDS < count_words(units[best].text) and odds_of([first])[0] < 0:
            return 0
    return best


def headline_odds(units: Sequence[Unit]) -> "dict[int, float]":
    """Of each unit that may be the headline, the logarithm of the odds that it is.

    By boosted trees, from how the line looks, where it stands, what the lines about it are and how much of it the text says
    again; `python -m models.headline_judge` makes their weights.
    """
    if _stands_alone(units):
        return {0: CERTAIN_ODDS}
    indices = candidates(units)
    if not indices:
        return {}
    rows = headline_features(units, indices, odds_of([unit.text for unit in seen_with(units, indices)]))
    odds = dict(zip(indices, map(float, _trees().odds(rows))))
    begun = next((index for index, unit in enumerate(units) if unit.reason is None and is_running(unit.text)), len(units))
    above = {index: one for index, one in odds.items() if index < begun}
    # A line amid the text is no headline where one above it may be.
    return above if max(above.values(), default=LEAST_ODDS) >= CERTAIN_ODDS else odds


def _stands_alone(units: Sequence[Unit]) -> bool:
    """Whether the first line can only be the headline: at most byline and date stand between it and running text. An
    economy, for trees are costly."""
    text = units[0].text if units and units[0].reason is None else ""
    least = SIGNED_WORDS if units[1:] and units[1].reason == "byline" else ALONE_WORDS[0]
    if not least <= count_words(text) <= ALONE_WORDS[1] or len(text) > HEADLINE_CHARACTERS:
        return False
    if "|" in text or ":" in text or _ENDS_LIKE_TEXT.search(text) or odds_of([text])[0] >= ODDS_OF_JUNK:
        return False
    for unit in units[1 : 1 + SIGNED_WITHIN]:
        if unit.reason is None and is_running(unit.text):
            return True
        dated = count_words(unit.text) <= DATE_WORDS and any(one.isdigit() for one in unit.text)
        if unit.reason not in SIGNING and not (unit.reason is None and dated):
            return False
    return False


def candidates(units: Sequence[Unit]) -> "list[int]":
    """The units that may be the headline, by their lengths and places."""
    found, running = [], 0
    for index, unit in enumerate(units[:CANDIDATE_UNITS]):
        running += unit.reason is None and is_running(unit.text)
        if running > RUNNING_ABOVE:
            break
        if len(unit.text) > HEADLINE_CHARACTERS or _ENDS_LIKE_TEXT.search(unit.text) and _DATELINE.match(unit.text):
            continue
        if CANDIDATE_WORDS <= count_words(unit.text) <= HEADLINE_WORDS[1]:
            found.append(index)
    return found


def seen_with(units: Sequence[Unit], indices: Sequence[int]) -> Sequence[Unit]:
    """The first units, as far as they tell of the ones that may be the headline."""
    return units[: indices[-1] + 1 + SEEN_AFTER]


def headline_features(units: Sequence[Unit], indices: Sequence[int], odds: Sequence[float]) -> np.ndarray:
    """A row of features for each of the units that may be the headline.

    :param odds: what the words of the units of `seen_with` say, see `line_judge`.
    """
    seen = seen_with(units, indices)
    texts, reasons = [unit.text for unit in seen], [unit.reason for unit in seen]
    lines = Lines(texts, reasons, odds, None).features(indices)
    known = _said_below(units[:READ_UNITS])
    shares = [_share(texts[index], known) for index in indices]
    rows = [
        (
            share,
            float(sum(other > share for other in shares)),
            max(shares[:number], default=0.0),
            float(_is_signed(seen, index)),
            float(_ENDS_LIKE_TEXT.search(texts[index]) is not None),
            group_of(reasons[index]),
            float(sum(reasons[other] is None and count_words(texts[other]) > MENU_WORDS for other in indices[:number])),
        )
        for number, (index, share) in enumerate(zip(indices, shares))
    ]
    return np.hstack([lines, np.array(rows)])


@functools.lru_cache(maxsize=1)
def _trees() -> Trees:
    return read_trees(TREES)


def _is_signed(units: Sequence[Unit], index: int) -> bool:
    """Whether a byline or a date follows a line soon."""
    return any(one.reason in SIGNING for one in units[index + 1 : index + 1 + SIGNED_WITHIN])


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
    known: "Counter[str]" = Counter()
    for unit in units:
        if unit.reason is None and is_running(unit.text):
            known.update(_stems(unit.text))
    return known


def _stems(text: str) -> "set[str]":
    return set(map(_BEGINNING, _LONG_WORD.findall(text.lower())))


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
