"""Trains the judge of pages' dumps: transforms/cleaning/page_dump.csv.

    python -m models.page_judge --pages DIR [--news FILE.zip] [--half 0|1] [--output FILE]

DIR holds `segments.json` and `html/*.html.gz`: pages, each with segments of text that belong to its article and
segments that do not. Each page is flattened to a dump as benchmarks.cleaning_scores does it, and its units are labelled
(models/page_labels.py). What the judge of lines says of their words is learnt as models/line_judge does it, for each page
without it; `--news` is that recipe's. Then two logistic regressions with a penalty on large weights, by Newton's method; the second is trained on what the first says of pages that it
was not trained on. With `--half`, only the pages whose hosts fall into that half are read, so that the other half
can tell how good the judge is on papers that it has never seen.
"""

import argparse
import csv
from pathlib import Path
from typing import Optional, Sequence

import numpy as np

from benchmarks.cleaning_scores import read_pages
from models.line_lessons import about_article, known_lines, learn_words, said_of
from models.page_labels import judged_and_labelled
from transforms.cleaning.judge import Unit
from transforms.cleaning.page_dump import WEIGHTS, features, second_features

PENALTY = 1.0
FOLDS = 3
ITERATIONS = 20

Judged = "tuple[list[Unit], list[tuple[bool, float]]]"
Labelled = "tuple[np.ndarray, np.ndarray, np.ndarray]"


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
    first, second = train([_rows(*one, said) for one, said in zip(judged, _said(judged, options.news))])
    with options.output.open("w", encoding="utf-8", newline="") as output:
        lines = csv.writer(output, lineterminator="\n")
        lines.writerow(["pass", "feature", "weight"])
        for number, weights in (("1", first), ("2", second)):
            lines.writerows((number, index, f"{weight:.4f}") for index, weight in enumerate(weights))
    print(f"{len(pages)} pages, {len(first)} and {len(second)} weights to {options.output}")
    return 0


def train(pages: "Sequence[Labelled]") -> "tuple[np.ndarray, np.ndarray]":
    """The weights of both passes."""
    rows, labels, weights = (np.concatenate(parts) for parts in zip(*pages))
    said: "list[np.ndarray]" = [np.empty(0)] * len(pages)
    for fold in range(FOLDS):
        others = [page for index, page in enumerate(pages) if index % FOLDS != fold]
        part = _regress(*(np.concatenate(parts) for parts in zip(*others)))
        for index in range(fold, len(pages), FOLDS):
            said[index] = 1 / (1 + np.exp(-np.clip(pages[index][0] @ part, -30, 30)))
    second_rows = np.vstack([second_features(page[0], likely) for page, likely in zip(pages, said)])
    return _regress(rows, labels, weights), _regress(second_rows, labels, weights)


def _regress(rows: np.ndarray, labels: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Logistic regression with a quadratic penalty, by Newton's method."""
    found = np.zeros(rows.shape[1])
    for _ in range(ITERATIONS):
        likely = 1 / (1 + np.exp(-np.clip(rows @ found, -30, 30)))
        gradient = rows.T @ (weights * (likely - labels)) + PENALTY * found
        curvature = (rows * (weights * likely * (1 - likely) + 1e-6)[:, None]).T @ rows + PENALTY * np.eye(len(found))
        step = np.linalg.solve(curvature, gradient)
        found -= step
        if np.abs(step).max() < 1e-4:
            break
    return found


def _said(pages: "Sequence[Judged]", news: Optional[Path]) -> "list[list[float]]":
    """What the words of each page's units say, as learnt from all others."""
    known = known_lines(news)
    said: "list[list[float]]" = [[]] * len(pages)
    for fold in range(FOLDS):
        others = [line for index, page in enumerate(pages) if index % FOLDS != fold for line in about_article(*page, 0)]
        words = learn_words([*known, *others])
        for index in range(fold, len(pages), FOLDS):
            said[index] = [said_of(unit.text, words) for unit in pages[index][0]]
    return said


def _rows(units: "Sequence[Unit]", labels: "Sequence[tuple[bool, float]]", said: Sequence[float]) -> "Labelled":
    """Features, labels and weights of a page's units. A long page counts for less than its length."""
    rows = features([unit.text for unit in units], [unit.reason for unit in units], said, units[0].text)
    weights = np.array([weight for _, weight in labels]) / np.sqrt(len(units) / 100)
    return rows, np.array([label for label, _ in labels], dtype=float), weights


if __name__ == "__main__":
    raise SystemExit(main())
