"""Judges the units of a page's dump: all the text that a page shows, one block a line, without its markup.

Such a text is mostly menus, lists of other articles, readers' comments and notices, of which few words say so. What
is the article among them is decided by shallow features of each unit, of its neighbours and of its place, weighed by
logistic regression (Kohlschütter et al. 2010; the main stretch as in Pasternack and Roth 2009, "Extracting article
text from the web with maximum subsequence segmentation"), twice: the second time with what the first said of the
neighbours. `python -m models.page_judge` makes the weights.
"""

import csv
import functools
import re
from pathlib import Path
from typing import Optional, Sequence

import numpy as np

from transforms.cleaning.headline import begins_with, find_page_headline
from transforms.cleaning.judge import Unit, is_running
from transforms.cleaning.line_judge import odds_of
from transforms.cleaning.sentences import count_words, ends_sentence, straight
from transforms.cleaning.stretch import GAIN, LOSS, main_stretch

WEIGHTS = Path(__file__).with_name("page_dump.csv")

_STOP_WORDS = frozenset(
    "a about after all also an and any are as at be because been before but by can could did do does for from had "
    "has have he her him his how i "
    "if in into is it its just like may me more most my no not now of on one only or other our out over said she "
    "should so some than that the "
    "their them then there these they this those through to under up us was we were what when where which while who "
    "will with would you "
    "your".split()
)
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_DATE = re.compile(
    r"\b(?:19|20)\d\d\b|\b\d{1,2}[:.]\d\d\b|\bago\b|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? \d",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"https?:|www\.|@\w|\.(?:com|org|net|co)\b", re.IGNORECASE)
_SECOND = frozenset("you your yours yourself".split())
_FIRST = frozenset("i my me we our us".split())
_REACH = 3
_SECOND_REACH = 4
_CONTEXT = 9  # of a unit's own features, the first few are also its neighbours'

Array = np.ndarray

# A dump has so many lines too short for a sentence, so large a share of all, and so many that the rules know as a
# page's furniture. An article with a list of results has the first two, one with a share bar the last.
DUMP_SHORT_LINES = 12
# Unless it begins with the page's title, as dumps do, it may be an article with all that its paper puts about it.
UNTITLED_SHORT_LINES = 25
DUMP_SHORT_SHARE = 0.4
DUMP_FURNITURE = 4
SHORT_WORDS = 6
_FURNITURE = (
    "navigation",
    "cookies",
    "social",
    "subscription",
    "related",
    "newsletter",
    "copyright",
    "comments",
    "app",
    "advertisement",
)
PAGE = "page"
# Article text lost is worse than clutter kept: what is not likely clutter stays, and on a page whose main stretch is
# only a small part of its words (recipes, manuals, lists) what is not almost certainly so.
LEAST_LIKELY = 0.2
LEAST_LIKELY_AMID_OTHERS = 0.04
MAIN_SHARE = 0.35
# Nor is a paragraph of running text, or a long one, gone for its place and looks unless that is quite certain.
LEAST_LIKELY_RUNNING = 0.05
LONG_WORDS = 40
# Unless its words speak as clutter does.
ODDS_OF_CLUTTER = 1.0


def is_dump(units: Sequence[Unit]) -> bool:
    """Whether a text is all that a page shows, and not an article with a few lines about it."""
    short = sum(count_words(unit.text) <= SHORT_WORDS and not ends_sentence(unit.text) for unit in units)
    if short < DUMP_SHORT_LINES or short < DUMP_SHORT_SHARE * len(units):
        return False
    if sum(unit.reason in _FURNITURE for unit in units) < DUMP_FURNITURE:
        return False
    if short >= UNTITLED_SHORT_LINES:
        return True
    title, above = find_page_headline(units)
    return above is not None and begins_with(units, title)


def judge_page(units: Sequence[Unit], title: Optional[str]) -> "list[Unit]":
    """The units of a dump, those that are not likely the article's with the reason "page"."""
    texts, reasons = [unit.text for unit in units], [unit.reason for unit in units]
    said = odds_of(texts)
    likely = likelihood(features(texts, reasons, said, title), *_weights())
    least = LEAST_LIKELY if _main_share(units) >= MAIN_SHARE else LEAST_LIKELY_AMID_OTHERS
    bounds = [
        min(least, LEAST_LIKELY_RUNNING) if _is_text(unit.text) and odds < ODDS_OF_CLUTTER else least
        for unit, odds in zip(units, said)
    ]
    return [
        unit if unit.reason or chance >= bound else Unit(unit.text, PAGE)
        for unit, chance, bound in zip(units, likely, bounds)
    ]


def _is_text(text: str) -> bool:
    return is_running(text) or count_words(text) >= LONG_WORDS


def _main_share(units: Sequence[Unit]) -> float:
    """How much of all words the running text of the main stretch is."""
    words = np.array([count_words(unit.text) for unit in units], dtype=np.float64)
    running = np.array([unit.reason is None and is_running(unit.text) for unit in units])
    start, end = main_stretch(np.where(running, np.minimum(words, GAIN), -LOSS))
    return float((words * running)[start:end].sum() / words.sum())


def likelihood(rows: Array, first: Array, second: Array) -> Array:
    """How likely each unit is the article's, by the weights of both passes."""
    return _logistic(second_features(rows, _logistic(rows @ first)) @ second)


def second_features(rows: Array, likely: Array) -> Array:
    """The features of the second pass: those of the first, and what it said of each unit and its neighbours."""
    count = len(likely)
    padded = np.concatenate([np.zeros(_SECOND_REACH), likely, np.zeros(_SECOND_REACH)])
    around = np.stack([padded[step : step + count] for step in range(2 * _SECOND_REACH + 1)], axis=1)
    clipped = np.clip(likely, 1e-4, 1 - 1e-4)
    before = np.maximum.accumulate(likely)
    after = np.maximum.accumulate(likely[::-1])[::-1]
    window = np.convolve(likely, np.ones(15) / 15, "same") if count >= 15 else np.full(count, likely.mean())
    return np.column_stack(
        [
            rows,
            around,
            np.log(clipped / (1 - clipped)) / 5,
            around.min(axis=1),
            around.max(axis=1),
            before,
            after,
            window,
            np.minimum(before, after),
        ]
    )


def _logistic(values: Array) -> Array:
    return 1 / (1 + np.exp(-np.clip(values, -30, 30)))


@functools.lru_cache(maxsize=1)
def _weights() -> "tuple[Array, Array]":
    """The weights of both passes, by the order of the features."""
    with WEIGHTS.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    found = {number: [float(row["weight"]) for row in rows if row["pass"] == number] for number in ("1", "2")}
    return np.array(found["1"]), np.array(found["2"])


def features(
    texts: Sequence[str], reasons: "Sequence[Optional[str]]", said: Sequence[float], title: Optional[str]
) -> Array:
    """A row of features for each unit, by its own look, its neighbours' and its place.

    :param reasons: why the rules take it for clutter, or None.
    :param said: what the judge of lines takes from its words, as the logarithm of odds.
    :param title: the headline, if it is known.
    """
    own = _own_features(texts, reasons, said, title)
    padded = np.vstack([np.full((_REACH, own.shape[1]), -0.1), own, np.full((_REACH, own.shape[1]), -0.1)])
    count = len(texts)
    around = [padded[_REACH + step : _REACH + step + count, :_CONTEXT] for step in range(-_REACH, _REACH + 1) if step]
    return np.hstack([own, *around, _place_features(own, reasons)])


def _own_features(
    texts: Sequence[str], reasons: "Sequence[Optional[str]]", said: Sequence[float], title: Optional[str]
) -> Array:
    lowered = [_WORD.findall(straight(text).lower()) for text in texts]
    seen: "dict[str, int]" = {}
    for text in texts:
        seen[text] = seen.get(text, 0) + 1
    vocabulary: "dict[str, int]" = {}
    for words in lowered:
        if len(words) >= 15:
            for word in set(words) - _STOP_WORDS:
                vocabulary[word] = vocabulary.get(word, 0) + 1
    titled = set(_WORD.findall(straight(title or "").lower())) - _STOP_WORDS
    rows = []
    for text, words, reason, odds in zip(texts, lowered, reasons, said):
        count = max(1, len(words))
        content = [word for word in set(words) if word not in _STOP_WORDS and len(word) > 2]
        tokens = text.split()
        full_stop = ends_sentence(text)
        rows.append(
            (
                np.log1p(len(tokens)) / 4,
                full_stop,
                full_stop and len(tokens) >= 12,
                sum(word in _STOP_WORDS for word in words) / count,
                sum(token[:1].isupper() for token in tokens) / max(1, len(tokens)),
                reason is not None,
                reason in ("related", "navigation", "social", "cookies", "subscription", "newsletter", "app"),
                reason == "comments",
                min(4.0, max(-4.0, odds)) / 4,
                reason in ("caption", "credit"),
                reason in ("byline", "timestamp"),
                min(text.count(","), 5) / 5,
                sum(character.isdigit() for character in text) / max(1, len(text)),
                any(word in _SECOND for word in words),
                any(word in _FIRST for word in words),
                any(mark in text for mark in '“”"'),
                text.endswith(("?", "!")),
                text.endswith(("…", "...")),
                _DATE.search(text) is not None,
                _ADDRESS.search(text) is not None,
                len(titled.intersection(content)) / max(1, len(content)),
                sum(vocabulary.get(word, 0) >= 2 + (len(words) >= 15) for word in content) / max(1, len(content)),
                seen[text] > 1,
                len(tokens) <= 3,
                len(tokens) >= 40,
            )
        )
    return np.array(rows, dtype=np.float64)


def _place_features(own: Array, reasons: "Sequence[Optional[str]]") -> Array:
    count = len(own)
    running = own[:, 2] * (1 - own[:, 5])
    words = np.expm1(own[:, 0] * 4)
    start, end = main_stretch(np.where(running > 0, np.minimum(words, GAIN), -LOSS))
    index = np.arange(count)
    inside = (index >= start) & (index < end)
    before = np.log1p(np.maximum(0, start - index)) / 4
    after = np.log1p(np.maximum(0, index - end + 1)) / 4
    total = np.cumsum(running * words)
    comments = np.cumsum([reason == "comments" for reason in reasons])
    links = np.cumsum([reason == "related" for reason in reasons])
    window = np.convolve(running, np.ones(11) / 11, "same") if count >= 11 else np.full(count, running.mean())
    near = np.convolve(own[:, 3], np.ones(5) / 5, "same") if count >= 5 else np.full(count, own[:, 3].mean())
    return np.column_stack(
        [
            inside,
            inside * own[:, 2],
            inside * own[:, 0],
            before,
            before > 0,
            after,
            after > 0,
            index / max(1, count - 1),
            total / max(1.0, total[-1]),
            np.minimum(comments, 3) / 3,
            np.minimum(comments, 3) / 3 * (after > 0),
            np.minimum(links, 5) / 5,
            window,
            near,
            _distance(running, 1),
            _distance(running, -1),
            np.full(count, running.mean()),
            np.full(count, min(1.0, np.log1p(count) / 7)),
            np.ones(count),
        ]
    )


def _distance(running: Array, step: int) -> Array:
    """How far the next unit of running text is, before (step 1) or after (step -1) each unit."""
    found = np.zeros(len(running))
    distance = 30.0
    order = range(len(running)) if step == 1 else range(len(running) - 1, -1, -1)
    for index in order:
        found[index] = distance
        distance = 0.0 if running[index] else min(30.0, distance + 1)
    return np.log1p(found) / 3.5
