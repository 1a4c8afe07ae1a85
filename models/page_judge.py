"""Trains the judge of pages' dumps: transforms/cleaning/page_dump.csv.

    python -m models.page_judge --pages DIR [--half 0|1] [--output FILE]

DIR holds `segments.json` and `html/*.html.gz`: pages, each with segments of text that belong to its article and
segments that do not. Each page is flattened to a dump as benchmarks.cleaning_scores does it. A unit of the dump that
holds a segment has the segment's label and six times the weight of others; the label of another unit is what
trafilatura in three settings agrees on, with the page's markup before it; where they disagree, it weighs little. Then two logistic regressions
with a penalty on large weights, by Newton's method; the second is trained on what the first says of pages that it
was not trained on. With `--half`, only the pages whose hosts fall into that half are read, so that the other half
can tell how good the judge is on papers that it has never seen.
"""

import argparse
import csv
from pathlib import Path
from typing import Sequence

import numpy as np
import trafilatura

from benchmarks.cleaning_scores import LabelledPage, flatten, plain, read_pages
from transforms.cleaning.judge import judge
from transforms.cleaning.page_dump import WEIGHTS, features, second_features
from transforms.cleaning.paragraphs import split_paragraphs
from transforms.cleaning.repair import repair

GOLD_WEIGHT = 6.0
DISPUTED_WEIGHT = 0.3
PENALTY = 1.0
FOLDS = 3
ITERATIONS = 20
# Words from which on a unit that stands in an extracted text stands there as itself, and not by chance.
DISTINCT_WORDS = 4
SETTINGS = ({}, {"favor_precision": True}, {"favor_recall": True})

Labelled = "tuple[np.ndarray, np.ndarray, np.ndarray]"


def main() -> int:
    """Train and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=Path, required=True, help="folder that holds segments.json and html/")
    parser.add_argument("--half", type=int, choices=(0, 1), help="read only this half of the pages")
    parser.add_argument("--output", type=Path, default=WEIGHTS)
    options = parser.parse_args()
    pages = [page for page in read_pages(options.pages) if options.half in (None, page.half)]
    first, second = train([_labelled(page) for page in pages])
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


def _labelled(page: LabelledPage) -> "Labelled":
    """Features, labels and weights of a page's units. A long page counts for less than its length."""
    units = judge(split_paragraphs(repair(flatten(page.html))))
    texts = [plain(unit.text) for unit in units]
    extracted = [extracted_lines(page.html, setting) for setting in SETTINGS]
    labels, weights = [], []
    for text in texts:
        label, weight = label_of(text, page, extracted)
        labels.append(label)
        weights.append(weight / np.sqrt(len(texts) / 100))
    rows = features([unit.text for unit in units], [unit.reason for unit in units], units[0].text)
    return rows, np.array(labels, dtype=float), np.array(weights)


def label_of(text: str, page: LabelledPage, extracted: "list[tuple[set[str], str]]") -> "tuple[bool, float]":
    wanted = any(segment in text for segment in page.wanted)
    if wanted != any(segment in text for segment in page.unwanted):
        return wanted, GOLD_WEIGHT
    found = [text in lines or (len(text.split()) >= DISTINCT_WORDS and text in whole) for lines, whole in extracted]
    return found[0], 1.0 if all(found) or not any(found) else DISPUTED_WEIGHT


def extracted_lines(html: bytes, setting: dict) -> "tuple[set[str], str]":
    """The lines that trafilatura extracts, and all of them as one text."""
    found = trafilatura.bare_extraction(html, include_comments=False, **setting)
    text = repair(found.text) if found is not None and found.text else ""
    return {plain(line.removeprefix("- ")) for line in text.splitlines()}, plain(text)


if __name__ == "__main__":
    raise SystemExit(main())
