"""What is seen of a line of a text: its look, its place, its neighbours, and what it shares with the article.

Features as in Kohlschütter et al. 2010 ("Boilerplate Detection using Shallow Text Features") and jusText (Pomikálek
2011), and some of newspapers: who wrote the article, how captions are worded, what a line repeats.
"""

import functools
import itertools
import re
from collections import Counter
from typing import Mapping, NamedTuple, Optional, Sequence

import numpy as np

from transforms.bylines import MAX_NAME, names_of
from transforms.letters import letters_of
from transforms.sentences import ADDRESSING, SAYING, count_words, ends_sentence, is_running, outside_speech, stems_of

# What the words of a line say counts so far at most; of a line that a rule takes for clutter they say the most.
MOST_SAID = 8.0
# Reasons of the rules that come together in a page.
GROUPS: "Mapping[str, int]" = {
    reason: number
    for number, reasons in enumerate(
        (
            ("navigation", "section"),
            ("related",),
            ("donation", "subscription", "newsletter", "appeal"),
            ("byline", "timestamp", "author"),
            ("caption", "credit"),
            ("social", "comments", "callout", "poll"),
            ("advertisement", "copyright", "cookies", "privacy"),
        ),
        1,
    )
    for reason in reasons
}
OTHER_GROUP = 8
# Stands for what is before the first line and after the last.
NOTHING = -1.0
_AROUND = (-2, -1, 1, 2)
_BESIDE = (-1, 1)
_NEAR = 5
_SAME_WITHIN = 3
_LEAST_LETTERS = 6
# What is longer is not looked for twice.
REPEATED_CHARACTERS = 250

_STOP_WORDS = frozenset(
    "a an and are as at be been but by for from had has have he her his i in is it its not of on or s she that the their "
    "they this to was were which who will with would".split()
)
_MARKS = ".,;:!?…\"'“”‘’()[]"
_SENTENCE_NAMES = re.compile(r"(?<![.!?] )(?<!^)\b[A-ZÀ-Þ][\w'’-]+")
_PAST = re.compile(r"\b(?:\w{3,}ed|was|were|had|did|said|told|went|came|took|made|won|lost|fell|rose|began|left|found)\b")
_PRESENT = re.compile(
    r"\b(?:is|are|has|have|says|gets|wins|faces|sets|names|leaves|takes|makes|opens|calls|hits|rises|falls|dies|"
    r"stands|sits|waits?|holds?|poses?|looks?|speaks?|walks?|shows?|celebrates?|\w{4,}ing)\b"
)
_FINAL = re.compile(r"([.!?…:;,])[\"'”’)\]]*$")
DATE = re.compile(
    r"\b(?:19|20)\d\d\b|\b\d{1,2}[:.]\d\d\b|\bago\b|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? \d",
    re.IGNORECASE,
)
_QUOTE = re.compile(r"[“”\"]|(?<!\w)['‘]\w")
BULLET = re.compile(r"[-–—•*·]\s|\d{1,2}[.)]\s")
_CREDITED = re.compile(r"\([^()]{3,60}\)\.?$")
_SHOWN = re.compile(r"\b(?:left|right|pictured|seen|cent(?:re|er)|above|below)\b", re.IGNORECASE)
_POINTING = re.compile(r"\b(?:he|she|they|his|her|their|it|its|this|that|these|those)\b", re.IGNORECASE)
_LETTERS = re.compile(r"[^\W\d_]+(?:[ '’.-]+[^\W\d_]+)*")
_DIGITS = re.compile(r"\d+")
_MASKED = 60
_PRONOUNS = frozenset("he she they his her i".split())


class Look(NamedTuple):
    """What is seen of a line alone; marks are 1 where they are there."""

    words: float
    characters: float
    running: float
    ends: float
    colon: float
    question: float
    exclamation: float
    comma: float
    capital_letters: float
    small_start: float
    bullet: float
    names: float
    name_share: float
    capital_share: float
    stop_share: float
    digit: float
    digit_start: float
    date: float
    quote: float
    saying: float
    past: float
    present: float
    addressing: float
    pointing: float
    bar: float
    colon_within: float
    credited: float
    shown: float
    commas: float


@functools.lru_cache(maxsize=2048)
def look(text: str) -> Look:
    """The look of a line."""
    words = text.split()
    count = max(1, len(words))
    final = _FINAL.search(text)
    mark = final[1] if final else ""
    return Look(
        words=float(len(words)),
        characters=float(len(text)),
        running=float(is_running(text)),
        ends=float(ends_sentence(text)),
        colon=float(mark == ":"),
        question=float(mark == "?"),
        exclamation=float(mark == "!"),
        comma=float(mark in (",", ";")),
        capital_letters=float(text.isupper()),
        small_start=float(text[:1].islower()),
        bullet=float(BULLET.match(text) is not None),
        names=float(len(_capitalised(text))),
        name_share=len(_SENTENCE_NAMES.findall(text)) / max(1, len(words) - 1),
        capital_share=sum(word[:1].isupper() for word in words) / count,
        stop_share=sum(word.lower() in _STOP_WORDS for word in words) / count,
        digit=float(any(one.isdigit() for one in text)),
        digit_start=float(text[:1].isdigit()),
        date=float(DATE.search(text) is not None),
        quote=float(_QUOTE.search(text) is not None),
        saying=float(SAYING.search(text) is not None),
        past=float(_PAST.search(text) is not None),
        present=float(_PRESENT.search(text) is not None),
        addressing=float(ADDRESSING.search(outside_speech(text)) is not None),
        pointing=float(_POINTING.search(text) is not None),
        bar=float("|" in text or "»" in text or " > " in text),
        colon_within=float(":" in text[1:-1]),
        credited=float(_CREDITED.search(text) is not None),
        shown=float(_SHOWN.search(text) is not None),
        commas=float(text.count(",")),
    )


@functools.lru_cache(maxsize=1024)
def _capitalised(text: str) -> "list[str]":
    """The words with a capital but the first."""
    return [word.strip(_MARKS) for word in text.split()[1:] if word.lstrip(_MARKS)[:1].isupper()]


_CONTEXT = (
    "said", "said_before_2", "said_before", "said_after", "said_after_2",
    "group_before_2", "group_before", "group_after", "group_after_2",
    "words_before_2", "words_before", "words_after", "words_after_2",
    "ends_before_2", "ends_before", "ends_after", "ends_after_2",
    "running_before", "running_after", "colon_before",
    "place", "index", "from_end", "share_of_text",
    "in_row", "left_in_row", "paragraphs_before", "paragraphs_after",
    "clutter_before", "clutter_after", "clutter_near_before", "clutter_near_after",
    "shared", "wordless", "in_title", "names_known", "parallel", "repeated", "within_other",
    "is_author", "begins_as_author", "begins_as_known_name", "begins_as_pronoun", "after_author",
)  # fmt: skip
NAMES = (*Look._fields, *_CONTEXT)


class Lines:
    """The lines of a text, asked for their features.

    :param reasons: what the rules say of each; of a line itself, its features do not tell.
    :param said: what the words of each say, see `line_judge`; of those with a reason it matters for themselves only.
    """

    def __init__(
        self, texts: Sequence[str], reasons: "Sequence[Optional[str]]", said: Sequence[float], title: Optional[str]
    ) -> None:
        self._texts, self._reasons, self._count = texts, reasons, len(texts)
        self._own = [min(MOST_SAID, max(-MOST_SAID, one)) for one in said]
        self._said = [MOST_SAID if reason else one for one, reason in zip(self._own, reasons)]
        self._clutter = [1.0 if reason else _likely(one) for one, reason in zip(self._own, reasons)]
        self._sums = [0.0, *itertools.accumulate(self._clutter)]
        self._words = [float(count_words(text)) for text in texts]
        self._ends = [float(ends_sentence(text)) for text in texts]
        self._is_running = [reason is None and is_running(text) for text, reason in zip(texts, reasons)]
        self._running = [index for index, one in enumerate(self._is_running) if one]
        self._first, self._last = (self._running[0], self._running[-1]) if self._running else (self._count, -1)
        self._before_of = [0, *itertools.accumulate(map(int, self._is_running))]
        self._in_row = _row_lengths(self._is_running)
        self._left_in_row = _row_lengths(self._is_running[::-1])[::-1]
        self._known: "Counter[str]" = Counter()
        self._known_names: "Counter[str]" = Counter()
        for index in self._running:
            self._known.update(stems_of(texts[index]))
            self._known_names.update({*_capitalised(texts[index]), texts[index].split(None, 1)[0]})
        self._titled = stems_of(title or "")
        self._letters = [letters_of(text) if len(text) <= REPEATED_CHARACTERS else "" for text in texts]
        self._times = Counter(self._letters)
        self._authors(names_of_bylines(texts, reasons))

    def _authors(self, names: "list[str]") -> None:
        self._author_letters = {letters for letters in map(letters_of, names) if len(letters) >= _LEAST_LETTERS}
        parts = [name.split() for name in names]
        self._author_parts = {part.lower() for name in parts if len(name) > 1 for part in (name[0], name[-1])}

    def features(self, wanted: Sequence[int]) -> np.ndarray:
        """(lines, features) of the wanted lines, the features in the order of NAMES."""
        return np.array([(*look(self._texts[index]), *self._context(index)) for index in wanted])

    def _context(self, index: int) -> "tuple[float, ...]":
        text, own = self._texts[index], int(self._is_running[index])
        content = stems_of(text)
        names = _capitalised(text)
        before, after = index, self._count - index - 1
        first_word = text.split()[0].lower().strip(",.:'’") if text.strip() else ""
        letters = self._letters[index]
        return (
            self._own[index],
            *(self._near(self._said, index + step) for step in _AROUND),
            *(self._group(index + step) for step in _AROUND),
            *(self._near(self._words, index + step) for step in _AROUND),
            *(self._near(self._ends, index + step) for step in _AROUND),
            *(self._near(self._is_running, index + step) for step in _BESIDE),
            float(index > 0 and self._texts[index - 1].endswith(":")),
            0.0 if index < self._first else 2.0 if index > self._last else 1.0,
            float(index),
            float(self._count - index),
            index / self._count,
            float(self._in_row[index]),
            float(self._left_in_row[index]),
            float(self._before_of[index]),
            float(len(self._running) - self._before_of[index] - own),
            self._sums[index] / before if before else 1.0,
            (self._sums[-1] - self._sums[index + 1]) / after if after else 1.0,
            float(sum(reason is not None for reason in self._reasons[max(0, index - _NEAR) : index])),
            float(sum(reason is not None for reason in self._reasons[index + 1 : index + 1 + _NEAR])),
            # Its own words do not make a paragraph known.
            sum(self._known[stem] > own for stem in content) / max(1, len(content)),
            float(not content),
            sum(stem in self._titled for stem in content) / max(1, len(content)),
            sum(self._known_names[name] > own for name in names) / max(1, len(names)),
            self._parallel(index),
            float(len(letters) > 1 and self._times[letters] > 1),
            self._within_other(index),
            float(letters in self._author_letters),
            float(any(letters.startswith(author) for author in self._author_letters)),
            float(first_word in self._author_parts),
            float(first_word in _PRONOUNS),
            float(index > 0 and self._reasons[index - 1] == "author"),
        )

    def _near(self, values: "Sequence[float]", index: int) -> float:
        return float(values[index]) if 0 <= index < self._count else NOTHING

    def _group(self, index: int) -> float:
        if not 0 <= index < self._count:
            return NOTHING
        return group_of(self._reasons[index])

    def _parallel(self, index: int) -> float:
        """Whether a neighbour is worded as the line is, with marks or numbers in the same places."""
        mask = _mask(self._texts[index])
        if not any(one.isdigit() or one in ":,-•" for one in mask):
            return 0.0
        return float(any(0 <= other < self._count and _mask(self._texts[other]) == mask for other in (index - 1, index + 1)))

    def _within_other(self, index: int) -> float:
        """Whether a line near it has all its letters, and more."""
        letters = self._letters[index]
        if len(letters) <= _LEAST_LETTERS:
            return 0.0
        near = self._letters[max(0, index - _SAME_WITHIN) : index + _SAME_WITHIN + 1]
        return float(any(letters != other and letters in other for other in near))


def names_of_bylines(texts: Sequence[str], reasons: "Sequence[Optional[str]]") -> "list[str]":
    """The names in the lines that the rules take for a byline or for what is said of an author."""
    signed = (text for text, reason in zip(texts, reasons) if reason in ("byline", "author") and len(text) <= MAX_NAME)
    return list(dict.fromkeys(name for text in signed for name in names_of(text)))


def group_of(reason: Optional[str]) -> float:
    """The number of a reason's group; nought without one."""
    return float(GROUPS.get(reason, OTHER_GROUP)) if reason else 0.0


def _likely(odds: float) -> float:
    return float(1 / (1 + np.exp(-odds)))


def _row_lengths(running: "Sequence[bool]") -> "list[int]":
    """For each line, how many lines that are no running text stand in a row up to it."""
    lengths, length = [], 0
    for one in running:
        length = 0 if one else length + 1
        lengths.append(length)
    return lengths


@functools.lru_cache(maxsize=2048)
def _mask(text: str) -> str:
    return _DIGITS.sub("0", _LETTERS.sub("a", text[:_MASKED]))
