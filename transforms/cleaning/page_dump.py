"""Judges the units of a page's dump: all the text that a page shows, one block a line, without its markup.

Such a text is mostly menus, lists of other articles, readers' comments and notices, of which few words say so. What
is the article among them is decided by shallow features of each unit, of its neighbours and of its place, weighed by
logistic regression (Kohlschütter et al. 2010; the main stretch as in Pasternack and Roth 2009, "Extracting article
text from the web with maximum subsequence segmentation"), in passes: each after the first knows what the one before it
said of the neighbours and of what has the same words. `python -m models.page_judge` makes the weights.
"""

import csv
import functools
from pathlib import Path
from typing import Optional, Sequence

import numpy as np

from transforms.cleaning.headline import begins_with, find_page_headline
from transforms.cleaning.line_judge import odds_of
from transforms.cleaning.page_features import Seen
from transforms.cleaning.stretch import GAIN, LOSS, main_stretch
from transforms.cleaning.unit import Unit
from transforms.sentences import count_words, ends_sentence, is_running

WEIGHTS = Path(__file__).with_name("page_dump.csv")

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
LEAST_LIKELY_RUNNING = 0.1
LONG_WORDS = 40
# What stands above the headline is the page's, but the line taken for the headline may stand further down.
LEAST_LIKELY_ABOVE = 0.5
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


def judge_page(units: Sequence[Unit], title: Optional[str], above: int = 0) -> "list[Unit]":
    """The units of a dump, those that are not likely the article's with the reason "page".

    :param above: how many units stand above the headline.
    """
    texts, reasons = [unit.text for unit in units], [unit.reason for unit in units]
    said = odds_of(texts)
    likely = likelihood(Seen(texts, reasons, said, title), _weights())
    bounds = _bounds(units, said, above)
    return [
        unit if unit.reason or chance >= bound else Unit(unit.text, PAGE)
        for unit, chance, bound in zip(units, likely, bounds)
    ]


def _bounds(units: Sequence[Unit], said: Sequence[float], above: int) -> "list[float]":
    """How likely each unit must be the article's to stay."""
    line = LEAST_LIKELY if _main_share(units) >= MAIN_SHARE else LEAST_LIKELY_AMID_OTHERS
    text = min(line, LEAST_LIKELY_RUNNING)
    bounds = [text if _is_text(unit.text) and odds < ODDS_OF_CLUTTER else line for unit, odds in zip(units, said)]
    over = [bound if is_running(unit.text) else LEAST_LIKELY_ABOVE for unit, bound in zip(units[:above], bounds)]
    return [*over, *bounds[above:]]


def _is_text(text: str) -> bool:
    return is_running(text) or count_words(text) >= LONG_WORDS


def _main_share(units: Sequence[Unit]) -> float:
    """How much of all words the running text of the main stretch is."""
    words = np.array([count_words(unit.text) for unit in units], dtype=np.float64)
    running = np.array([unit.reason is None and is_running(unit.text) for unit in units])
    start, end = main_stretch(np.where(running, np.minimum(words, GAIN), -LOSS))
    return float((words * running)[start:end].sum() / words.sum())


def likelihood(seen: Seen, passes: Sequence[Array]) -> Array:
    """How likely each unit is the article's, by the weights of each pass."""
    likely = logistic(seen.first @ passes[0])
    for weights in passes[1:]:
        likely = logistic(seen.after(likely) @ weights)
    return likely


def logistic(values: Array) -> Array:
    """Sums of weighted features as likelihoods."""
    return 1 / (1 + np.exp(-np.clip(values, -30, 30)))


@functools.lru_cache(maxsize=1)
def _weights() -> "list[Array]":
    """The weights of each pass, by the order of the features."""
    passes: "dict[str, list[float]]" = {}
    with WEIGHTS.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            passes.setdefault(row["pass"], []).append(float(row["weight"]))
    return [np.array(weights) for weights in passes.values()]
