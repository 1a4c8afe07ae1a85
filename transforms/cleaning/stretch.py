"""The stretch of a page's units that has most of its running text (Pasternack and Roth 2009)."""

from typing import Iterable

# A unit of running text weighs its words, any other as if it had this many to its loss.
LOSS = 4.0
GAIN = 80.0  # and no unit weighs more than this


def main_stretch(gains: "Iterable[float]") -> "tuple[int, int]":
    """The stretch of units with the largest sum of gains, from the first to before the second (Kadane's algorithm)."""
    best, best_start, best_end = 0.0, 0, 0
    current, start = 0.0, 0
    for index, gain in enumerate(gains):
        if current <= 0:
            current, start = 0.0, index
        current += gain
        if current > best:
            best, best_start, best_end = current, start, index + 1
    return best_start, best_end
