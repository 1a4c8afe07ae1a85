"""Boosted decision trees at run time (Friedman 2001, https://doi.org/10.1214/aos/1013203451): a table of nodes, walked for all lines
and trees at once."""

import csv
from pathlib import Path
from typing import Sequence

import numpy as np

COLUMNS = ("tree", "feature", "threshold", "left", "right", "value")


class Trees:
    """Trees whose values add up to the logarithm of odds.

    A node asks whether a feature is at most a threshold; if so its left child is next, else its right one. A leaf is
    its own child, and has the value.
    """

    def __init__(self, start: float, rows: "Sequence[tuple[int, int, float, int, int, float]]") -> None:
        """
        :param start: what is added to the trees' values.
        :param rows: of each node, in the order of COLUMNS, its tree, feature, threshold, children by their numbers among
            all nodes, and value; the first node of a tree is its root.
        """
        self._start = start
        trees, features, thresholds, left, right, values = (np.array(column) for column in zip(*rows))
        self._roots = np.flatnonzero(np.r_[True, trees[1:] != trees[:-1]])
        self._features, self._thresholds = features, thresholds.astype(float)
        self._children = np.stack([right, left])
        self._values = values.astype(float)
        self._depth = self._deepest()

    def _deepest(self) -> int:
        depth, reached = 0, self._roots
        while True:
            below = np.unique(self._children[:, reached])
            if np.array_equal(below, np.unique(reached)):
                return depth
            depth, reached = depth + 1, below

    def odds(self, rows: np.ndarray) -> np.ndarray:
        """The logarithm of the odds of each row.

        :param rows: (rows, features).
        """
        at = np.tile(self._roots, (len(rows), 1))
        lines = np.arange(len(rows))[:, None]
        for _ in range(self._depth):
            low = rows[lines, self._features[at]] <= self._thresholds[at]
            at = self._children[low.astype(int), at]
        return self._start + self._values[at].sum(axis=1)


def read_trees(path: Path) -> Trees:
    """Trees from a CSV with COLUMNS; its first row has the start alone, as its value."""
    with path.open(encoding="utf-8", newline="") as file:
        first, *nodes = csv.DictReader(file)
        whole = ("tree", "feature", "left", "right")
        rows = [tuple(int(node[name]) if name in whole else float(node[name]) for name in COLUMNS) for node in nodes]
    return Trees(float(first["value"]), rows)


def write_trees(path: Path, start: float, rows: "Sequence[tuple[int, int, float, int, int, float]]") -> None:
    """Write what `read_trees` reads."""
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(COLUMNS)
        table.writerow(["", "", "", "", "", f"{start:.4f}"])
        for tree, feature, threshold, left, right, value in rows:
            table.writerow([tree, feature, f"{threshold:.6g}", left, right, f"{value:.4f}"])
