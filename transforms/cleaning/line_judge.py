"""Judges the lines that the rules know nothing of: by their words, their look, their neighbours and their place.

Two logistic regressions. The first weighs the words and pairs of words of a line, without what stands in quotation marks;
the second what the first says of the line and of those around it, how the line looks, where it stands and how many of its
words are the article's (features as in Kohlschütter et al. 2010 and in jusText). Neither is told what the rules say of the
line itself, so that they learn to do without them; `python -m models.line_judge` makes the weights.
"""

import csv
import functools
import itertools
import math
import re
from pathlib import Path
from typing import Optional, Sequence

import numpy as np

from transforms.cleaning.judge import Unit, is_running
from transforms.cleaning.sentences import SAYING, count_words, ends_sentence, outside_speech, stems_of, without_speech

WEIGHTS = Path(__file__).with_name("line_judge.csv")
LINE = "line"
HEAD, AMID, TAIL = "head", "amid", "tail"
# What is longer is running text, and is left to the rules.
MOST_WORDS = 70
# A line is clutter if that is so likely; one that looks like running text, or is as short as a heading may be, must be surer.
LIKELY = 0.7
LIKELY_IN_FOOT = 0.5  # next to other clutter after the end
LIKELY_IN_PAGE = 0.9
WORDS_IN_PAGE = 5  # an extractor leaves few lines that are shorter, and those are the items of lists
LIKELY_RUNNING = 0.85
# Its words alone must say so much, too: of running text, and amid an article.
ODDS_RUNNING = 0.0
ODDS_AMID = 0.0
ODDS_IN_FOOT = 0.0
# A line as long above the text may be the standfirst; if no clutter comes after it, it is taken for that.
STANDFIRST_WORDS = 6
ODDS_STANDFIRST = 1.0
# What is longer than the title of a linked article may be a table's or a list's.
LINK_WORDS = 11
ODDS_LINK = 1.0
# A text with less running text is no article about which clutter can stand.
LEAST_RUNNING = 2

_TOKEN = re.compile(r"\S+@\S+\.\w+|https?:\S+|www\.\S+|[a-z]+(?:'[a-z]+)?|\d[\d.,]*|[$£€₹©|»>@#?!:]")
_STOP_WORDS = frozenset(
    "a an and are as at be been but by for from had has have he her his i in is it its not of on or s she that the their "
    "they this to was were which who will with would".split()
)
_NAMES = re.compile(r"(?<![.!?] )(?<!^)\b[A-ZÀ-Þ][\w'’-]+")
_PAST = re.compile(r"\b(?:\w{3,}ed|was|were|had|did|said|told|went|came|took|made|won|lost|fell|rose|began|left|found)\b")
_PRESENT = re.compile(
    r"\b(?:is|are|has|have|says|gets|wins|faces|sets|names|leaves|takes|makes|opens|calls|hits|rises|falls|dies|"
    r"stands|sits|waits?|holds?|poses?|looks?|speaks?|walks?|shows?|celebrates?|\w{4,}ing)\b"
)
_FINAL = re.compile(r"([.!?…:;,])[\"'”’)\]]*$")
_DATE = re.compile(
    r"\b(?:19|20)\d\d\b|\b\d{1,2}[:.]\d\d\b|\bago\b|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? \d",
    re.IGNORECASE,
)
_QUOTE = re.compile(r"[“”\"]|(?<!\w)['‘]\w")
_BULLET = re.compile(r"[-–—•*·]\s|\d{1,2}[.)]\s")
_LETTERS = re.compile(r"[^\W\d_]+(?:[ '’.-]+[^\W\d_]+)*")
_DIGITS = re.compile(r"\d+")
_LABELLED = re.compile(r"[^:]{2,40}: ?\S")
# An obituary's last line.
_LIFE = re.compile(r"\bborn\b.+\bdie[ds]\b")
_CELL_END = " | "
_LENGTHS = (1, 3, 5, 8, 12, 18, 26, 40)
_UNKNOWN = -3.0  # what the words of a line say that was not looked at
_REACH = 2


def tokens(text: str) -> "list[str]":
    """The words and pairs of words that a line is judged by, each once."""
    words = list(map(_token, _TOKEN.findall(outside_speech(text).lower())))
    return list(dict.fromkeys([*words, *map(" ".join, zip(["^", *words], [*words, "$"]))]))


@functools.lru_cache(maxsize=16_384)
def _token(word: str) -> str:
    if word[0].isdigit():
        return "0"
    if "@" in word and len(word) > 1:
        return "@@"
    return "url" if word.startswith(("http", "www.")) else word


def judge_lines(units: Sequence[Unit], title: Optional[str], *, plain: bool) -> "list[Unit]":
    """The units of a text, those that are most likely clutter with the reason "line".

    :param units: as the rules judged them.
    :param title: the headline, if it is known.
    :param plain: they come from plain text; from a page, an extractor has taken most of the clutter out before.
    """
    texts, reasons = [unit.text for unit in units], [unit.reason for unit in units]
    running = [index for index, unit in enumerate(units) if unit.reason is None and is_running(unit.text)]
    if len(running) < LEAST_RUNNING:
        return list(units)
    words, weights = _weights()
    said = [_said(unit.text, words) if unit.reason is None else 0.0 for unit in units]
    places = [HEAD if index < running[0] else AMID if index < running[-1] else TAIL for index in range(len(units))]
    open_to_doubt = [
        index
        for index, unit in enumerate(units)
        if unit.reason is None
        and (plain or count_words(unit.text) >= WORDS_IN_PAGE and not _is_row(texts, index))
        and not (index + 1 < len(units) and units[index + 1].reason is None and _BULLET.match(texts[index + 1]))
        and _LIFE.search(unit.text) is None
        and _may_be_clutter(unit.text, said[index], places[index], followed=_is_known(units, index + 1))
    ]
    if not open_to_doubt:
        return list(units)
    likely = 1 / (1 + np.exp(-features(texts, reasons, said, title, open_to_doubt) @ weights))
    judged = list(units)
    for index, chance in zip(open_to_doubt, likely):
        bound = LIKELY if plain else LIKELY_IN_PAGE
        if plain and places[index] == TAIL and (_is_known(judged, index - 1) or _is_known(units, index + 1)):
            bound = LIKELY_IN_FOOT if said[index] >= ODDS_IN_FOOT else LIKELY_RUNNING
        if chance >= (max(bound, LIKELY_RUNNING) if is_running(texts[index]) else bound):
            judged[index] = Unit(texts[index], LINE)
    return judged


def _is_row(texts: Sequence[str], index: int) -> bool:
    """Whether a line is a table's row: it has cells, and a neighbour has some, too."""
    return _CELL_END in texts[index] and any(
        _CELL_END in text for text in (*texts[max(0, index - 1) : index], *texts[index + 1 : index + 2])
    )


def _is_known(units: Sequence[Unit], index: int) -> bool:
    """Whether there is such a unit, and it is clutter."""
    return 0 <= index < len(units) and units[index].reason is not None


def odds_of(texts: Sequence[str]) -> "list[float]":
    """What the words of each line say: the logarithm of the odds that it is clutter."""
    words, _ = _weights()
    return [_said(text, words) for text in texts]


def _may_be_clutter(text: str, odds: float, place: str, *, followed: bool) -> bool:
    """Whether a line may be clutter if its looks and its neighbours say so.

    :param followed: what comes after it is clutter.
    """
    count = count_words(text)
    if len(text) == 1 or count > MOST_WORDS or (odds < ODDS_RUNNING and is_running(text)):
        return False
    plain = not ends_sentence(text)
    if place == HEAD and count >= STANDFIRST_WORDS:
        if not followed or count > LINK_WORDS or odds < ODDS_STANDFIRST:
            return False
    if place == TAIL and odds < ODDS_LINK and plain and (count > LINK_WORDS or _LABELLED.match(text)):
        return False
    # What looks like clutter and does not speak like it may be a heading or a list's.
    if place == AMID and odds < (ODDS_LINK if plain and count > LINK_WORDS else ODDS_AMID):
        return False
    outside = without_speech(text)
    return SAYING.search(outside) is None and len(outside) >= len(text) / 2


def _said(text: str, words: "dict[str, float]") -> float:
    """What the words of a line say: the logarithm of the odds that it is clutter."""
    if len(text) > 8 * MOST_WORDS:
        return _UNKNOWN
    return words[""] + sum(filter(None, map(words.get, tokens(text))))


@functools.lru_cache(maxsize=1)
def _weights() -> "tuple[dict[str, float], np.ndarray]":
    """The weights of words, that of no word as "", and those of the features in their order."""
    with WEIGHTS.open(encoding="utf-8", newline="") as lines:
        rows = [(row["kind"], row["name"], float(row["weight"])) for row in csv.DictReader(lines)]
    words = {name: weight for kind, name, weight in rows if kind == "word"}
    return words, np.array([weight for kind, _, weight in rows if kind == "feature"])


def features(
    texts: Sequence[str],
    reasons: "Sequence[Optional[str]]",
    said: Sequence[float],
    title: Optional[str],
    wanted: Sequence[int],
) -> np.ndarray:
    """A row of features for each wanted unit.

    :param reasons: what the rules say of each; of a unit itself, its row does not tell.
    :param said: what the words of each say.
    """
    count = len(texts)
    running = [index for index in range(count) if reasons[index] is None and is_running(texts[index])]
    is_one_of = frozenset(running)
    first, last = (running[0], running[-1]) if running else (count, -1)
    known: "dict[str, int]" = {}
    for index in running:
        for word in stems_of(texts[index]):
            known[word] = known.get(word, 0) + 1
    titled = stems_of(title or "")
    odds = [min(4.0, max(-4.0, one)) / 4 for one in said]
    clutter = [1.0 if reason else 1 / (1 + math.exp(-4 * one)) for reason, one in zip(reasons, odds)]
    plain = [float(not ends_sentence(text)) for text in texts]
    near = {other for index in wanted for other in (index - 1, index, index + 1) if 0 <= other < count}
    masks = {index: _DIGITS.sub("0", _LETTERS.sub("a", texts[index][:60])) for index in near}
    rows = []
    sums = [0.0, *itertools.accumulate(clutter)]
    for index in wanted:
        text = texts[index]
        words = text.split()
        length = sum(len(words) > bound for bound in _LENGTHS)
        place = 0 if index < first else 2 if index > last else 1
        around = [
            clutter[other] if 0 <= other < count else 1.0
            for other in (index - 2, index - 1, index + 1, index + 2)
        ]
        open_around = [
            plain[other] if 0 <= other < count else 1.0 for other in (index - 2, index - 1, index + 1, index + 2)
        ]
        content = stems_of(text)
        # Its own words do not make a paragraph known.
        own = int(index in is_one_of)
        shared = sum(known.get(word, 0) > own for word in content) / max(1, len(content))
        in_title = sum(word in titled for word in content) / max(1, len(content))
        final = _FINAL.search(text)
        mark = final[1] if final else ""
        capitals = len(_NAMES.findall(text)) / max(1, len(words) - 1)
        after = (sums[-1] - sums[index + 1]) / (count - index - 1) if index + 1 < count else 1.0
        before = sums[index] / index if index else 1.0
        cell = [0.0] * 54
        cell[(place * 2 + int(plain[index])) * 9 + length] = 1.0
        parallel = max(
            float(0 <= other < count and masks[other] == masks[index]) for other in (index - 1, index + 1)
        ) * float(any(one.isdigit() or one in ":,-•" for one in masks[index]))
        heading = place == 1 and plain[index] and length <= 3 and index + 1 < count and not plain[index + 1]
        rows.append(
            [
                1.0,
                parallel,
                parallel * (place == 1),
                float(heading),
                odds[index] * heading,
                float(":" in text[1:-1]) * plain[index],
                float(place == 0 and plain[index] and len(words) > 6) * shared,
                odds[index],
                odds[index] * plain[index],
                odds[index] * (place == 1),
                max(0.0, odds[index]) * (length >= 5),
                *around,
                around[1] * around[2],
                odds[index] * max(around[1], around[2]),
                *open_around,
                plain[index] * around[1],
                plain[index] * around[2],
                before,
                after,
                shared,
                shared * plain[index],
                plain[index] * (place != 1) * shared,
                float(not content),
                in_title,
                float(mark == ":"),
                float(mark == "?"),
                float(mark == "?") * (place == 1),
                float(mark == "!"),
                float(mark in (",", ";")),
                float(text.isupper()),
                float(text[:1].islower()),
                float(_BULLET.match(text) is not None),
                float(index > 0 and texts[index - 1].endswith(":")),
                capitals,
                capitals * plain[index],
                float("|" in text or "»" in text or " > " in text),
                float(any(one.isdigit() for one in text)),
                float(_DATE.search(text) is not None),
                float(_QUOTE.search(text) is not None),
                float(_QUOTE.search(text) is not None) * plain[index],
                float(SAYING.search(text) is not None),
                float(_PAST.search(text) is not None),
                float(_PAST.search(text) is not None) * plain[index],
                float(_PRESENT.search(text) is not None) * plain[index],
                sum(word.lower() in _STOP_WORDS for word in words) / max(1, len(words)),
                min(1.0, index / 10),
                min(1.0, (count - index) / 10),
                index / count,
                *cell,
            ]
        )
    return np.array(rows)
