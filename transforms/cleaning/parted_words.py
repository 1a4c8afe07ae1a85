"""Words that a line's end parted: "govern-" and "ment" are one, "well-" and "known" two with a hyphen."""

import csv
import functools
import re
from pathlib import Path
from typing import Iterable

# Made by `python -m models.known_words`.
KNOWN_WORDS = Path(__file__).with_name("known_words.csv")

# First parts that are whole words and hardly ever a syllable, …
_WHOLE_FIRST = frozenset(
    "well self ex non vice long short full part first second third two three four five six seven eight nine ten twenty "
    "thirty forty fifty sixty seventy eighty ninety world left far high low north south east west old new best least "
    "hard soft open free half cross state quasi".split()
)
# … and those that begin many a word: what comes after must be a word by itself.
_SYLLABLE_FIRST = frozenset(
    "anti semi mid all one co multi pro post pre inter so right then now much ever still better most sub counter mini "
    "ultra pan".split()
)
_SECOND = frozenset(
    "based year old led term time long like wide free related backed elect general in up out off down called sized "
    "style owned run made born speaking looking thinking known being minded handed hearted elected funded friendly "
    "level profile scale class".split()
)
_ENDINGS = frozenset(
    "ed en er ers est ing ings ish ism ist ists ity ly ness age ages al ance ant ants ary ate ated ates ation ence ent "
    "ents ery ful ial ian ible able ic ical ies ion ions ive ment ments or ors ory ous teen tion tions sion sions ty ure ward "
    "wards".split()
)
# What parts of longer compounds are (state-of-the-art) though with the next they may make a word: day-to-day.
_LINKS = frozenset("a and at by de for in la le of on or out the to up with".split())
# Between parts that share what comes after: two- and three-year terms.
_SHARING = frozenset("and or to nor but".split())
_CLASHING = re.compile(r"(?:re|pre|de)e|coo|(?:anti|semi|multi)i")
_LAST_WORD = re.compile(r"(?:^|(?<=[\s(\[“‘\"'—–]))[$£€₹]?[^\W_][^\s—–]*[-\u2010/]$")
_BEFORE_SLASH = re.compile(r"[^\W_]+/")
_FIRST_WORD = re.compile(r"[$£€₹]?[^\W_][\w’'\u2010-]*")
_LETTERS = re.compile(r"[^\W\d_]+")
_LETTERS_AT_END = re.compile(r"[^\W\d_]+$")
_TOKEN = re.compile(r"[^\W_]+(?:[’'\u2010-][^\W_]+)*")
_HYPHENS = ("-", "\u2010")
# Longer is no word, but an address or a row of marks.
WORD_REACH = 60


class TextWords:
    """The words of a text, in small letters, but for those that the ends of its lines may have parted.

    :param lines: the text's.
    """

    def __init__(self, lines: "Iterable[str]") -> None:
        self._lines = lines

    @functools.cached_property
    def _words(self) -> "frozenset[str]":
        # Most texts part none, and need no words.
        found: "set[str]" = set()
        parted = False
        for line in self._lines:
            tokens = _TOKEN.findall(line)
            parts = line.endswith(_HYPHENS)
            found.update(map(str.lower, tokens[int(parted) : len(tokens) - int(parts)]))
            parted = parts
        return frozenset(found)

    def __contains__(self, word: str) -> bool:
        return word in self._words


def end_and_gap(line: str, following: str, words: TextWords) -> "tuple[str, str]":
    """A line as it stands before the next one of its paragraph, and what stands between the two: its hyphen is gone if it
    was only the line's, and no space follows one that is the word's.

    :param words: those of the whole text: they tell first how it writes a word.
    """
    if line[-1:] not in (*_HYPHENS, "/"):
        return line, " "
    last = _LAST_WORD.search(line, max(0, len(line) - WORD_REACH))
    first = _FIRST_WORD.match(following, 0, WORD_REACH)
    if last is None or first is None or not (last[0][-2].isalnum() or last[0][-2] == "%"):
        return line, " "
    if line.endswith("/"):
        return line, "" if _BEFORE_SLASH.fullmatch(last[0]) else " "
    before, after = last[0][:-1], first[0]
    one, other = _LETTERS_AT_END.search(before), _LETTERS.match(after)
    if one is None or other is None:
        return line, " " if after.lower() in _SHARING else ""  # a number's hyphen is its own
    is_word = _is_word(one[0], other[0], before, after, words)
    if after.lower() in _SHARING and not is_word:
        return line, " "
    return (line[:-1] if is_word else line), ""


def _is_word(one: str, other: str, before: str, after: str, words: TextWords) -> bool:
    """Whether two parts are one word without a hyphen.

    :param before: the first part with what is before it in a compound.
    :param after: the second with what comes after it.
    """
    if len(one) == 1 or len(other) == 1:
        return False
    if other[0].isupper() and not (one.isupper() and other.isupper()):
        return False
    one, other = one.lower(), other.lower()
    whole = one + other
    if any(hyphen in part for hyphen in _HYPHENS for part in (before, after)):
        return one not in _LINKS and other not in _LINKS and _is_known(whole, words)
    if f"{one}-{other}" in words:
        return False
    if _is_known(whole, words):
        return True
    return not before.isupper() and not _is_compound(one, other, before[0].isupper(), words)


def _is_compound(one: str, other: str, named: bool, words: TextWords) -> bool:
    """Whether two parts of no word that is known are two words.

    :param named: the first part is capitalised.
    """
    if other in _ENDINGS:
        return False
    if one.endswith("é"):
        return True
    if one in _WHOLE_FIRST:
        return not named or _is_known(other, words)  # Westhaven, West-facing
    if one in _SYLLABLE_FIRST or _CLASHING.match(one + other[0]):
        return _is_known(other, words)
    # Har-old is no compound, London-based is.
    return other in _SECOND and (_is_known(one, words) or (named and len(one) > 3))


def _is_known(word: str, words: TextWords) -> bool:
    return word in words or word in _known_words()


@functools.lru_cache(maxsize=1)
def _known_words() -> "frozenset[str]":
    with KNOWN_WORDS.open(encoding="utf-8", newline="") as lines:
        return frozenset(row["word"] for row in csv.DictReader(lines))
