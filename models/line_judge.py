"""Trains the judge of lines: transforms/cleaning/line_words.csv and line_trees.csv.

    python -m models.line_judge --corpora DIR [--check] [--output DIR]

run in newslake's environment and with models/line_judge_requirements.txt, of which nothing is needed to run newslake.
models/line_lessons.py says what it learns from.

With `--check` each development style is cleaned with what was learnt from the others, and what is lost and stays is counted
and printed.
"""

import argparse
import csv
import random
import tempfile
from pathlib import Path
from typing import Mapping, Sequence
from unittest import mock

import numpy as np

from benchmarks.house_styles import DEVELOPMENT, FOLDER, Score, read, score
from models.boosting import Node, boosted
from models.line_lessons import FOLDS, Document, Lessons, learn_words, read_lessons, words_by_fold
from transforms.cleaning import line_judge
from transforms.cleaning.line_features import Lines
from transforms.cleaning.line_judge import MOST_WORDS, TREES, WORDS, said_of
from transforms.cleaning.trees import write_trees

# So often is each text seen with other rules forgotten, and so often is a verdict of a rule forgotten.
TIMES = 3
FORGOTTEN = 0.35
# An article's line that is lost is worse than clutter that stays.
ARTICLE_WEIGHT = 3.0
BOOSTING = {
    "max_iter": 300, "max_leaf_nodes": 8, "learning_rate": 0.06, "l2_regularization": 10.0, "min_samples_leaf": 60,
}  # fmt: skip
# A word that says less is left out.
LEAST_WEIGHT = 0.1

Words = Mapping[str, float]


def main() -> int:
    """Train and write the weights, or check them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, required=True, help="folder with pages and gmb")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--output", type=Path, default=WORDS.parent)
    options = parser.parse_args()
    lessons = read_lessons(options.corpora)
    by_fold = words_by_fold(lessons)
    if options.check:
        check(lessons, by_fold)
        return 0
    write(options.output, learn_words(lessons.lines()), learn_trees(lessons.documents, by_fold))
    print(f"{len(lessons.lines())} lines, {len(lessons.documents)} texts")
    return 0


def learn_trees(documents: "Sequence[Document]", by_fold: "Sequence[Words]") -> "tuple[float, list[Node]]":
    """What is added to the trees' values, and their nodes.

    :param by_fold: the weights of words, as `words_by_fold` gives them.
    """
    shuffled = random.Random(0)
    parts = [_rows(document, by_fold, shuffled) for document in documents if document.lines for _ in range(TIMES)]
    rows, labels, weights = (np.concatenate(part) for part in zip(*parts))
    return boosted(rows, labels, weights, **BOOSTING)


def _rows(
    document: Document, by_fold: "Sequence[Words]", shuffled: random.Random
) -> "tuple[np.ndarray, np.ndarray, np.ndarray]":
    """Features, labels and weights of a text's lines, some of its rules forgotten."""
    lines = document.lines
    said = [said_of(line.text, by_fold[line.fold]) for line in lines]
    reasons = [line.reason if shuffled.random() >= FORGOTTEN else None for line in lines]
    used = [index for index, line in enumerate(lines) if line.weight and len(line.text.split()) <= MOST_WORDS]
    rows = Lines([line.text for line in lines], reasons, said, document.title).features(used)
    weights = [lines[index].weight * (1.0 if lines[index].clutter else ARTICLE_WEIGHT) for index in used]
    return rows.reshape(len(used), -1), np.array([lines[index].clutter for index in used]), np.array(weights)


def write(folder: Path, words: Words, trees: "tuple[float, list[Node]]") -> None:
    """The two files that `transforms/cleaning/line_judge.py` reads."""
    with (folder / WORDS.name).open("w", encoding="utf-8", newline="") as output:
        table = csv.writer(output, lineterminator="\n")
        table.writerow(["words", "weight"])
        kept = ((word, weight) for word, weight in words.items() if abs(weight) >= LEAST_WEIGHT or not word)
        table.writerows((word, f"{weight:.2f}") for word, weight in kept)
    write_trees(folder / TREES.name, *trees)


def check(lessons: Lessons, by_fold: "Sequence[Words]") -> None:
    """Print what of the development styles' plain texts is lost and gone, each judged by what was learnt from others.

    Headlines are found by the trees in the repository, which know these styles, so that fewer are lost than in new ones.
    """
    whole = Score()
    for fold, words in enumerate(by_fold):
        styles = {style for number, style in enumerate(DEVELOPMENT) if number % FOLDS == fold}
        documents = [document for document in lessons.documents if document.style not in styles]
        with tempfile.TemporaryDirectory() as folder:
            write(Path(folder), words, learn_trees(documents, by_fold))
            whole.add(_score_with(Path(folder), sorted(styles)))
    print(f"all of them: {whole}")


def _score_with(folder: Path, styles: "Sequence[str]") -> Score:
    """The score of these styles' plain texts with the weights of a folder."""
    whole = Score()
    with mock.patch.multiple(line_judge, WORDS=folder / WORDS.name, TREES=folder / TREES.name):
        line_judge.forget_weights()
        for style in styles:
            found = Score()
            for path in sorted((FOLDER / style).glob("[0-9]*.txt")):
                found.add(score(read(path))[0])
            print(f"{style:34} {found}", flush=True)
            whole.add(found)
    line_judge.forget_weights()
    return whole


if __name__ == "__main__":
    raise SystemExit(main())
