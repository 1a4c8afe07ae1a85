"""Judges the lines that the rules know nothing of: by their words, their look, their neighbours and their place.

First a logistic regression weighs the words and pairs of words of a line, without what stands in quotation marks. Then
boosted trees take what it says of the line and of those around it, and what `line_features` sees. Neither is told what
the rules say of the line itself, so that they learn to do without them; `python -m models.line_judge` makes the weights.
"""

import csv
import functools
import re
from pathlib import Path
from typing import Mapping, Optional, Sequence

import numpy as np

from transforms.cleaning.line_features import BULLET, Lines
from transforms.cleaning.trees import Trees, read_trees
from transforms.cleaning.unit import SIGNING, Unit
from transforms.sentences import SAYING, count_words, ends_sentence, is_running, outside_speech, without_speech

WORDS = Path(__file__).with_name("line_words.csv")
TREES = Path(__file__).with_name("line_trees.csv")
LINE = "line"
HEAD, AMID, TAIL = "head", "amid", "tail"
# What is longer is running text, and is left to the rules.
MOST_WORDS = 70
# A line is clutter if that is so likely; one that looks like running text, or is as short as a heading may be, must be surer.
LIKELY = 0.85
LIKELY_IN_FOOT = 0.7  # next to other clutter after the end
LIKELY_IN_PAGE = 0.9
WORDS_IN_PAGE = 5  # an extractor leaves few lines that are shorter, and those are the items of lists
LIKELY_RUNNING = 0.9
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
_LABELLED = re.compile(r"[^:]{2,40}: ?\S")
# An obituary's last line.
_LIFE = re.compile(r"\bborn\b.+\bdie[ds]\b")
_CELL_END = " | "
_UNKNOWN = -3.0  # what the words of a line say that was not looked at


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


def judge_lines(
    units: Sequence[Unit], title: Optional[str], *, plain: bool, spared: "frozenset[int]" = frozenset()
) -> "list[Unit]":
    """The units of a text, those that are most likely clutter with the reason "line".

    :param units: as the rules judged them.
    :param title: the headline, if it is known.
    :param plain: they come from plain text; from a page, an extractor has taken most of the clutter out before.
    :param spared: those that are not judged.
    """
    texts, reasons = [unit.text for unit in units], [unit.reason for unit in units]
    running = [index for index, unit in enumerate(units) if unit.reason is None and is_running(unit.text)]
    if len(running) < LEAST_RUNNING:
        return list(units)
    said = [_said(unit.text) if unit.reason is None else 0.0 for unit in units]
    places = [HEAD if index <= running[0] else AMID if index < running[-1] else TAIL for index in range(len(units))]
    open_to_doubt = [
        index
        for index, unit in enumerate(units)
        if unit.reason is None
        and index not in spared
        and (plain or count_words(unit.text) >= WORDS_IN_PAGE and not _is_row(texts, index))
        and not (index + 1 < len(units) and units[index + 1].reason is None and BULLET.match(texts[index + 1]))
        and _LIFE.search(unit.text) is None
        and _may_be_clutter(
            unit.text,
            said[index],
            places[index],
            followed=_is_known(units, index + 1),
            beside=any(_is_known(units, other) and reasons[other] not in SIGNING for other in (index - 1, index + 1)),
        )
    ]
    if not open_to_doubt:
        return list(units)
    likely = 1 / (1 + np.exp(-_trees().odds(Lines(texts, reasons, said, title).features(open_to_doubt))))
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
    return list(map(_said, texts))


def _may_be_clutter(text: str, odds: float, place: str, *, followed: bool, beside: bool) -> bool:
    """Whether a line may be clutter if its looks and its neighbours say so.

    :param followed: what comes after it is clutter.
    :param beside: what comes before or after it is clutter, and tells neither who wrote the article nor when.
    """
    count = count_words(text)
    if len(text) == 1 or count > MOST_WORDS or (odds < ODDS_RUNNING and is_running(text)):
        return False
    plain = not ends_sentence(text)
    # A sentence above the text may be its first paragraph, however short it is, and a line with a comma a letter's salutation.
    if place == HEAD and (text.endswith(",") or not plain and (odds < ODDS_LINK or not beside)):
        return False
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


def said_of(text: str, words: "Mapping[str, float]") -> float:
    """The same by given weights of words, that of no word as ""."""
    if len(text) > 8 * MOST_WORDS:
        return _UNKNOWN
    return words[""] + sum(filter(None, map(words.get, tokens(text))))


@functools.lru_cache(maxsize=1024)  # the headline and the lines ask for the same
def _said(text: str) -> float:
    """What the words of a line say: the logarithm of the odds that it is clutter."""
    return said_of(text, _words())


@functools.lru_cache(maxsize=1)
def _words() -> "dict[str, float]":
    """The weights of words and pairs of words, that of no word as ""."""
    with WORDS.open(encoding="utf-8", newline="") as lines:
        return {row["words"]: float(row["weight"]) for row in csv.DictReader(lines)}


@functools.lru_cache(maxsize=1)
def _trees() -> Trees:
    return read_trees(TREES)


def forget_weights() -> None:
    """Have the weights read anew when they are needed."""
    _said.cache_clear()
    _words.cache_clear()
    _trees.cache_clear()
