"""Trains the judge of pages' dumps: transforms/cleaning/page_dump.csv.

    python -m models.page_judge --pages DIR [--news FILE.zip] [--half 0|1] [--output FILE]

DIR holds `segments.json` and `html/*.html.gz`: pages, each with segments of text that belong to its article and
segments that do not. Each page is flattened to a dump as benchmarks.cleaning_scores does it, and its units are labelled
(models/page_labels.py). What the judge of lines says of their words is learnt as models/line_judge does it, for each page
without it; `--news` is that recipe's. Then a logistic regression for each pass with a penalty on large weights, by Newton's
method; each after the first is trained on what the one before it says of pages that it was not trained on. With `--half`, only the pages whose hosts fall into that half are read, so that the other half
can tell how good the judge is on papers that it has never seen.
"""

import argparse
import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Optional, Sequence

import numpy as np

from benchmarks.cleaning_scores import read_pages
from models.line_lessons import about_article, known_lines, learn_words
from models.page_labels import judged_and_labelled
from transforms.cleaning.headline import find_page_headline
from transforms.cleaning.line_judge import said_of
from transforms.cleaning.page_dump import WEIGHTS, logistic
from transforms.cleaning.page_features import Seen
from transforms.cleaning.unit import Unit

PASSES = 3
PENALTY = 2.0
FOLDS = 3
ITERATIONS = 20
SETTLED = 1e-3

Judged = "tuple[list[Unit], list[tuple[bool, float]]]"


def main() -> int:
    """Train and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=Path, required=True, help="folder that holds segments.json and html/")
    parser.add_argument("--news", type=Path, help="the GMB's ner_dataset.csv.zip")
    parser.add_argument("--half", type=int, choices=(0, 1), help="read only this half of the pages")
    parser.add_argument("--output", type=Path, default=WEIGHTS)
    options = parser.parse_args()
    pages = [page for page in read_pages(options.pages) if options.half in (None, page.half)]
    judged = [judged_and_labelled(page) for page in pages]
    passes = train([_labelled(*one, said) for one, said in zip(judged, said_by_others(judged, options.news))])
    with options.output.open("w", encoding="utf-8", newline="") as output:
        lines = csv.writer(output, lineterminator="\n")
        lines.writerow(["pass", "feature", "weight"])
        for number, weights in enumerate(passes, 1):
            lines.writerows((number, index, f"{weight:.4f}") for index, weight in enumerate(weights))
    print(f"{len(pages)} pages, {', '.join(str(len(weights)) for weights in passes)} weights to {options.output}")
    return 0


@dataclass(frozen=True)
class Labelled:
    """A page's units as the judge sees them, whether each is the article's, and how much that weighs."""

    seen: Seen
    labels: np.ndarray
    weights: np.ndarray


def train(pages: Sequence[Labelled]) -> "list[np.ndarray]":
    """The weights of each pass."""
    passes = []
    rows = [page.seen.first for page in pages]
    while True:
        passes.append(_regress(rows, pages))
        if len(passes) == PASSES:
            return passes
        rows = [page.seen.after(likely) for page, likely in zip(pages, _said_without(rows, pages))]


def _said_without(rows: "Sequence[np.ndarray]", pages: Sequence[Labelled]) -> "list[np.ndarray]":
    """What a pass says of each page, as learnt from all others."""
    said: "list[np.ndarray]" = [np.empty(0)] * len(pages)
    for fold in range(FOLDS):
        others = [index for index in range(len(pages)) if index % FOLDS != fold]
        weights = _regress([rows[index] for index in others], [pages[index] for index in others])
        for index in range(fold, len(pages), FOLDS):
            said[index] = logistic(rows[index] @ weights)
    return said


def _regress(rows_of_pages: "Sequence[np.ndarray]", pages: Sequence[Labelled]) -> np.ndarray:
    """Logistic regression with a quadratic penalty, by Newton's method."""
    rows = np.concatenate(rows_of_pages)
    labels = np.concatenate([page.labels for page in pages])
    weights = np.concatenate([page.weights for page in pages])
    found = np.zeros(rows.shape[1])
    for _ in range(ITERATIONS):
        likely = logistic(rows @ found)
        gradient = rows.T @ (weights * (likely - labels)) + PENALTY * found
        curvature = (rows * (weights * likely * (1 - likely) + 1e-6)[:, None]).T @ rows + PENALTY * np.eye(len(found))
        step = np.linalg.solve(curvature, gradient)
        found -= step
        if np.abs(step).max() < SETTLED:
            break
    return found


def said_by_others(pages: "Sequence[Judged]", news: Optional[Path]) -> "list[list[float]]":
    """What the words of each page's units say, as learnt from all others."""
    known = known_lines(news)
    said: "list[list[float]]" = [[]] * len(pages)
    for fold in range(FOLDS):
        others = [line for index, page in enumerate(pages) if index % FOLDS != fold for line in about_article(*page, 0)]
        words = learn_words([*known, *others])
        for index in range(fold, len(pages), FOLDS):
            said[index] = [said_of(unit.text, words) for unit in pages[index][0]]
    return said


def _labelled(units: "Sequence[Unit]", labels: "Sequence[tuple[bool, float]]", said: Sequence[float]) -> Labelled:
    """A page for training. A long one counts for less than its length."""
    title, _ = find_page_headline(units)
    seen = Seen([unit.text for unit in units], [unit.reason for unit in units], said, title)
    weights = np.array([weight for _, weight in labels]) / np.sqrt(len(units) / 100)
    return Labelled(seen, np.array([label for label, _ in labels], dtype=float), weights)


if __name__ == "__main__":
    raise SystemExit(main())
