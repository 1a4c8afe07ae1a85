"""Finds the texts that share hashes with another, among many: an inverted index in sorted arrays."""

from typing import Iterator, Optional

import numpy as np

# Hashes that two sketches must share: by chance they share none, and a text that is contained in one
# up to ten times as long shares three of 32 on average.
MIN_SHARED = 3
MOST_CANDIDATES = 8  # looked at closely per text: the likeliest
# Stock phrases are in every second text: of those that share a hash only so many are looked at, the first
# known of each run, so that what a text costs does not grow with how often a phrase is used.
MOST_OWNERS = 64

_HALF = np.uint64(32)
_LOW = np.uint64(0xFFFFFFFF)


class HashIndex:
    """Numbers by 32-bit hashes, eight bytes an entry. Adding one to many costs the logarithm of their number.

    New entries are gathered and sorted into a run when they are asked for; two runs of about the same
    size become one, as in a log-structured merge tree. An entry is its hash and its number in one
    integer, since such a run is sorted ten times as fast as two arrays.
    """

    def __init__(self) -> None:
        self._runs: "list[np.ndarray]" = []
        self._new: "list[np.ndarray]" = []

    def add(self, hashes: np.ndarray, numbers: np.ndarray) -> None:
        """Keep a number under each hash."""
        self._new.append(hashes.astype(np.uint64) << _HALF | numbers.astype(np.uint64))

    def numbers(self, hashes: np.ndarray, most: Optional[int] = None) -> "list[np.ndarray]":
        """What stands under some hashes: for each run and each hash in it the numbers, ascending.

        :param most: of each run and hash only so many, the first.
        """
        self._sort_in()
        wanted = hashes.astype(np.uint64) << _HALF
        return [numbers for run in self._runs for numbers in _numbers(run, wanted, most)]

    def _sort_in(self) -> None:
        if not self._new:
            return
        self._runs.append(np.sort(np.concatenate(self._new)))
        self._new = []
        while len(self._runs) > 1 and len(self._runs[-2]) < 2 * len(self._runs[-1]):
            self._runs.append(np.sort(np.concatenate([self._runs.pop(), self._runs.pop()])))


class SketchIndex:
    """Texts' sketches by the texts' numbers."""

    def __init__(self) -> None:
        self._index = HashIndex()

    def add(self, number: int, sketch: np.ndarray) -> None:
        """Keep a text's sketch under a number."""
        self.add_all(sketch, np.full(len(sketch), number, np.uint32))

    def add_all(self, hashes: np.ndarray, numbers: np.ndarray) -> None:
        """Keep the hashes of many sketches, each with its text's number."""
        self._index.add(hashes, numbers)

    def candidates(self, sketch: np.ndarray) -> "list[tuple[int, int]]":
        """The numbers of the texts that share most with a sketch and how many hashes, most first."""
        found = self._index.numbers(sketch, MOST_OWNERS)
        if not found:
            return []
        numbers, counts = np.unique(np.concatenate(found), return_counts=True)
        order = np.argsort(-counts, kind="stable")[:MOST_CANDIDATES]
        likeliest = zip(numbers[order].tolist(), counts[order].tolist())
        return [(number, shared) for number, shared in likeliest if shared >= MIN_SHARED]


def _numbers(run: np.ndarray, wanted: np.ndarray, most: Optional[int]) -> "Iterator[np.ndarray]":
    first, last = np.searchsorted(run, wanted, "left"), np.searchsorted(run, wanted | _LOW, "right")
    for start, end in zip(first[first < last].tolist(), last[first < last].tolist()):
        yield run[start : end if most is None else min(end, start + most)] & _LOW
