"""Finds the texts that share hashes with another, among many: an inverted index in sorted arrays."""

from typing import Iterator

import numpy as np

# Hashes that two sketches must share: by chance they share none, and a text that is contained in one
# up to ten times as long shares three of 32 on average.
MIN_SHARED = 3
MOST_CANDIDATES = 8  # looked at closely per text: the likeliest
# Stock phrases are in every second text: of those that share a hash only so many are looked at, the first
# known of each run, so that what a text costs does not grow with how often a phrase is used.
MOST_OWNERS = 64


class SketchIndex:
    """Sketches by number. Adding one to many costs the logarithm of their number.

    New sketches are gathered and sorted into a run when they are asked for; two runs of about the same
    size become one, as in a log-structured merge tree.
    """

    def __init__(self) -> None:
        self._runs: "list[tuple[np.ndarray, np.ndarray]]" = []
        self._new: "list[tuple[int, np.ndarray]]" = []

    def add(self, number: int, sketch: np.ndarray) -> None:
        """Keep a text's sketch under a number."""
        self._new.append((number, sketch))

    def candidates(self, sketch: np.ndarray) -> "list[tuple[int, int]]":
        """The numbers of the texts that share most with a sketch and how many hashes, most first."""
        self._sort_in()
        found = [owners for run in self._runs for owners in _owners(run, sketch)]
        if not found:
            return []
        numbers, counts = np.unique(np.concatenate(found), return_counts=True)
        order = np.argsort(-counts, kind="stable")[:MOST_CANDIDATES]
        likeliest = zip(numbers[order].tolist(), counts[order].tolist())
        return [(number, shared) for number, shared in likeliest if shared >= MIN_SHARED]

    def _sort_in(self) -> None:
        if not self._new:
            return
        hashes = np.concatenate([sketch for _, sketch in self._new])
        owners = np.repeat([number for number, _ in self._new], [len(sketch) for _, sketch in self._new])
        self._new = []
        self._runs.append(_run(hashes, owners.astype(np.uint32)))
        while len(self._runs) > 1 and len(self._runs[-2][0]) < 2 * len(self._runs[-1][0]):
            last, previous = self._runs.pop(), self._runs.pop()
            self._runs.append(_run(*(np.concatenate(pair) for pair in zip(previous, last))))


def _run(hashes: np.ndarray, owners: np.ndarray) -> "tuple[np.ndarray, np.ndarray]":
    order = np.argsort(hashes, kind="stable")
    return hashes[order], owners[order]


def _owners(run: "tuple[np.ndarray, np.ndarray]", sketch: np.ndarray) -> "Iterator[np.ndarray]":
    """For each hash of a sketch the numbers of the texts that have it, as they were added."""
    hashes, owners = run
    first, last = np.searchsorted(hashes, sketch, "left"), np.searchsorted(hashes, sketch, "right")
    for start, end in zip(first[first < last], last[first < last]):
        yield owners[start : min(end, start + MOST_OWNERS)]
