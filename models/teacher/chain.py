"""The best IOB2 tags of a sentence that follow each other as they may, and how certain each is.

Viterbi's algorithm and the forward-backward one (Rabiner 1989, https://doi.org/10.1109/5.18626) over scores by word, where all
that the chain says is that I- goes on with a name of its label.
"""

from typing import Sequence

import numpy as np

NEVER = -1e9


class Chain:
    """What may follow what, for a set of IOB2 tags."""

    def __init__(self, tags: "Sequence[str]") -> None:
        self._start = np.array([NEVER if tag.startswith("I-") else 0.0 for tag in tags])
        self._moves = np.array([[_move(before, after) for after in tags] for before in tags])

    def best(self, scores: np.ndarray) -> "tuple[list[int], np.ndarray]":
        """The numbers of the best tags, and of each its probability.

        :param scores: logarithms of probabilities, (words, tags).
        """
        reached = self._start + scores[0]
        came_from = []
        for row in scores[1:]:
            paths = reached[:, None] + self._moves
            came_from.append(paths.argmax(axis=0))
            reached = paths.max(axis=0) + row
        path = [int(reached.argmax())]
        for previous in reversed(came_from):
            path.append(int(previous[path[-1]]))
        path.reverse()
        return path, self._probabilities(scores)[np.arange(len(path)), path]

    def _probabilities(self, scores: np.ndarray) -> np.ndarray:
        forward = [self._start + scores[0]]
        for row in scores[1:]:
            forward.append(_log_sum(forward[-1][:, None] + self._moves, axis=0) + row)
        backward = [np.zeros(scores.shape[1])]
        for row in scores[:0:-1]:
            backward.append(_log_sum(self._moves + (row + backward[-1])[None], axis=1))
        joint = np.array(forward) + np.array(backward[::-1])
        return np.exp(joint - _log_sum(joint, axis=1)[:, None])


def _move(before: str, after: str) -> float:
    return NEVER if after.startswith("I-") and before[1:] != after[1:] else 0.0


def _log_sum(values: np.ndarray, axis: int) -> np.ndarray:
    highest = values.max(axis=axis)
    return highest + np.log(np.exp(values - np.expand_dims(highest, axis)).sum(axis=axis))
