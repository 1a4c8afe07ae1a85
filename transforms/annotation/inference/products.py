"""Matrix products of many rows: some hundred at a time, which stay in the processor's cache."""

from typing import Optional, Sequence

import numpy as np
from spacy.tokens import Doc
from thinc.api import Model

# Rows that are multiplied at once; with some hundred columns on either side their arrays take about a megabyte.
ROWS = 256


def multiply(left: np.ndarray, right: np.ndarray, out: np.ndarray) -> np.ndarray:
    """The matrix product, written to `out`."""
    for start in range(0, len(left), ROWS):
        np.dot(left[start : start + ROWS], right, out=out[start : start + ROWS])
    return out


class Classifier:
    """The classes of words by a linear layer over their vectors.

    :param model: of a tagger, as `classifier_of` finds it.
    """

    def __init__(self, model: Model) -> None:
        self._vectors, linear = model.layers[0], model.layers[1].layers[0]
        self._weights, self._bias = np.ascontiguousarray(linear.get_param("W").T), linear.get_param("b")

    def vectors(self, docs: Sequence[Doc]) -> np.ndarray:
        """A row for each word of all Docs."""
        return np.concatenate(self._vectors.predict(docs))

    def scores(self, vectors: np.ndarray) -> np.ndarray:
        """The scores of the classes: (words, classes)."""
        return vectors @ self._weights + self._bias

    def best(self, vectors: np.ndarray) -> np.ndarray:
        """The class of the highest score, of equal ones the first, of each word."""
        blocks = (vectors[start : start + ROWS] for start in range(0, len(vectors), ROWS))
        return np.concatenate([self.scores(block).argmax(axis=1) for block in blocks])


def classifier_of(model: Model) -> Optional[Classifier]:
    """The classifier that finds the same classes as a tagger's model, or None if that is of another structure."""
    if len(model.layers) != 2 or model.layers[1].name != "with_array(softmax)":
        return None
    # Where scores become probabilities, some that differ become the same.
    return None if model.layers[1].layers[0].attrs["softmax_normalize"] else Classifier(model)
