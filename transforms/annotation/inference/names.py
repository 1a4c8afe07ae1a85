"""What spaCy's entity recognizer finds, in less time.

Its transition system (Begin, In, Last, Unit, Out) looks at a word, the first word of the open name and the word before.
Where no name is open, what it does depends on the word alone: those scores are computed for all words at once, and the
others in rounds, for all open names together. Same scores, same rules of what may follow, hence the same names.
"""

from typing import Optional, Sequence

import numpy as np
from spacy.attrs import IS_SPACE, SENT_START
from spacy.pipeline import EntityRecognizer
from spacy.tokens import Doc, Span

from transforms.annotation.inference.encoder import Encoder, encoder_of
from transforms.annotation.inference.products import multiply


class NameFinder:
    """Sets the names of Docs as the recognizer would.

    :param recognizer: one of a known structure, see `name_finder_of`.
    :param encoder: its token-to-vector layers.
    """

    def __init__(self, recognizer: EntityRecognizer, encoder: Encoder) -> None:
        self._recognizer, self._encode = recognizer, encoder
        model = recognizer.model
        self._narrow = model.get_ref("tok2vec").layers[-1]
        lower, upper = model.get_ref("lower"), model.get_ref("upper")
        places, self._width, _, inputs = lower.get_param("W").shape
        # By place; pieces in blocks, so that their maximum is one of whole arrays.
        self._lower = np.ascontiguousarray(lower.get_param("W").transpose(0, 3, 2, 1).reshape(places, inputs, -1))
        self._bias = lower.get_param("b").T.reshape(-1)
        missing = lower.get_param("pad")[0].transpose(0, 2, 1).reshape(places, -1)
        self._no_name = self._bias + missing[1] + missing[2]
        self._upper, self._upper_bias = upper.get_param("W"), upper.get_param("b")
        moves = [recognizer.moves.get_class_name(index).partition("-") for index in range(len(self._upper))]
        self._labels = [label for _, _, label in moves]
        index = {(kind, label): place for place, (kind, _, label) in enumerate(moves)}
        self._in = np.array([index.get(("I", label), -1) for label in self._labels])
        self._last = np.array([index.get(("L", label), -1) for label in self._labels])
        self._begins = np.array([kind == "B" and bool(label) for kind, _, label in moves])
        units = np.array([kind == "U" and bool(label) for kind, _, label in moves])
        self._outs = np.array([kind == "O" for kind, _, label in moves])
        # The moves where no name is open, and minus infinity for those that are not allowed: at any word, at the last
        # of a text or sentence, and at white space.
        self._opening = np.flatnonzero(self._begins | units | self._outs)
        forbidden = np.stack([np.zeros_like(units), self._begins, self._begins | units])[:, self._opening]
        self._forbidden = np.where(forbidden, -np.inf, 0).astype(np.float32)

    def __call__(self, docs: "list[Doc]") -> "list[Doc]":
        """The Docs, none of them empty, with their names set."""
        if any(doc.has_annotation("ENT_IOB") for doc in docs):
            self._recognizer.set_annotations(docs, self._recognizer.predict(docs))
            return docs
        vectors = self._narrow.predict(np.concatenate(self._encode(docs)))
        spaces, stops = _limits(docs)
        current = multiply(vectors, self._lower[0], np.empty((len(vectors), self._lower.shape[2]), dtype=np.float32))
        best = self._outside(current, spaces, stops)
        names = self._names(self._ends(vectors, current, best, stops), best)
        start = 0
        for doc in docs:
            end = start + len(doc)
            here = [Span(doc, first - start, last - start, label=label) for first, last, label in names if start <= first < end]
            doc.set_ents(here, default="outside")
            start = end
        return docs

    def _hidden(self, summed: np.ndarray) -> np.ndarray:
        """The hidden layer: the largest of its pieces."""
        return summed.reshape(len(summed), -1, self._width).max(axis=1)

    def _outside(self, current: np.ndarray, spaces: np.ndarray, stops: np.ndarray) -> np.ndarray:
        """The best move at each word, of which it is given what it adds to the hidden layer, if no name is open there."""
        scores = self._hidden(current + self._no_name) @ self._upper[self._opening].T
        scores += self._upper_bias[self._opening]
        scores += self._forbidden[np.where(spaces, 2, stops)]
        return self._opening[scores.argmax(axis=1)]

    def _names(self, ends: "dict[int, int]", best: np.ndarray) -> "list[tuple[int, int, str]]":
        """First word, word after the last, and label of each name, in order."""
        names, free = [], 0
        for word in np.flatnonzero(~self._outs[best]).tolist():
            if word >= free:
                free = ends.get(word, word + 1)
                names.append((word, free, self._labels[best[word]]))
        return names

    def _ends(self, vectors: np.ndarray, current: np.ndarray, best: np.ndarray, stops: np.ndarray) -> "dict[int, int]":
        """Where the name that a word would begin ends, for all words that would."""
        ends: "dict[int, int]" = {}
        first = np.flatnonzero(self._begins[best])
        goes_on, closes = self._in[best[first]], self._last[best[first]]
        opened = vectors[first] @ self._lower[1] + self._bias
        word = first + 1
        while len(first):
            hidden = self._hidden(current[word] + opened + vectors[word - 1] @ self._lower[2])
            on = np.einsum("ij,ij->i", hidden, self._upper[goes_on]) + self._upper_bias[goes_on]
            off = np.einsum("ij,ij->i", hidden, self._upper[closes]) + self._upper_bias[closes]
            # Of equal scores spaCy takes the first move, and In comes before Last.
            inside = (on >= off) & ~stops[word]
            ends.update(zip(first[~inside].tolist(), (word[~inside] + 1).tolist()))
            first, goes_on, closes, opened = first[inside], goes_on[inside], closes[inside], opened[inside]
            word = word[inside] + 1
        return ends


def name_finder_of(recognizer: object) -> Optional[NameFinder]:
    """What finds the same names as a recognizer, or None if that is of another structure."""
    if type(recognizer) is not EntityRecognizer or recognizer.cfg["beam_width"] != 1:
        return None
    model = recognizer.model
    if not all(model.has_ref(name) and model.get_ref(name) for name in ("tok2vec", "lower", "upper")):
        return None
    layers, lower = model.get_ref("tok2vec").layers, model.get_ref("lower")
    names = [layer.name for layer in layers[1:]]
    if names != ["list2array", "linear"] or lower.get_dim("nF") != 3 or lower.get_dim("nP") < 2:
        return None
    if model.attrs.get("unseen_classes"):
        return None
    encoder = encoder_of(layers[0])
    return encoder and NameFinder(recognizer, encoder)


def _limits(docs: Sequence[Doc]) -> "tuple[np.ndarray, np.ndarray]":
    """Which words are white space, and after which no name goes on: the last of a text or of a sentence."""
    spaces, stops = [], []
    for doc in docs:
        flags = doc.to_array([IS_SPACE, SENT_START])
        spaces.append(flags[:, 0] == 1)
        stops.append(np.append(flags[1:, 1] == 1, True))
    return np.concatenate(spaces), np.concatenate(stops)
