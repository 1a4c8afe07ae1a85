"""What spaCy's usual token-to-vector layers compute, in less time.

Hash embeddings and static vectors depend on nothing but the word, so that each word is embedded once; the window
layers multiply with NumPy's BLAS, some hundred words at a time, in arrays that stay in the processor's cache.
Only layers of a known structure are taken over; others are left to spaCy.
"""

from typing import Iterator, NamedTuple, Optional, Sequence

import numpy as np
from spacy.attrs import NORM, ORTH, SPACY, intify_attr
from spacy.tokens import Doc
from spacy.vocab import Vocab
from thinc.api import Model

# Words whose embedding is kept; at a width of 128 they take 8 MB.
KEPT_WORDS = 16_384
# Words that go through a layer at once: with a window of three and three pieces their arrays take about a megabyte.
ROWS = 256

# Layers whose output depends on one word alone.
_EMBEDDING = frozenset(
    "extract_features list2ragged with_array ints-getitem hashembed static_vectors maxout layernorm dropout ragged2list".split()
)
# Attributes that follow from a word's spelling, its norm and the space after it.
_OF_THE_WORD = frozenset(
    map(intify_attr, "ORTH LOWER NORM PREFIX SUFFIX SHAPE SPACY IS_SPACE IS_ALPHA IS_DIGIT LENGTH".split())
)
_WINDOW = ("expand_window", "maxout", "layernorm", "dropout")
# Odd numbers, so that attributes don't cancel each other out in the sum of 64 bits.
_MULTIPLIERS = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9], dtype=np.uint64)
# As in thinc's layer norm.
_EPSILON = 1e-8


class Encoder:
    """A token-to-vector model: Docs to one array each, a row a word.

    :param model: of spaCy's `Tok2Vec` architecture, as `encoder_of` finds it.
    """

    def __init__(self, model: Model) -> None:
        self._embed = _Embeddings(model.get_ref("embed"))
        encode = model.get_ref("encode")
        self._pad = encode.attrs["pad"]
        self._layers = [_Layer.of(nodes) for nodes in _windows(encode)]

    def __call__(self, docs: Sequence[Doc]) -> "list[np.ndarray]":
        """The vectors of each Doc's words; there must be a word in one of them."""
        sizes = [len(doc) for doc in docs]
        starts = list(_starts(sizes, self._pad))
        # As in thinc, rows of zeros part the texts; one more on either side is what the window sees beyond.
        rows = 2 + sum(sizes) + self._pad * (len(docs) + 1)
        vectors = self._embed(docs)
        source = np.zeros((rows, vectors.shape[1]), dtype=np.float32)
        taken = 0
        for start, size in zip(starts, sizes):
            source[start : start + size] = vectors[taken : taken + size]
            taken += size
        target = np.zeros_like(source)
        for layer in self._layers:
            layer.apply(source, target)
            source, target = target, source
        return [source[start : start + size] for start, size in zip(starts, sizes)]


def encoder_of(model: Model) -> Optional[Encoder]:
    """The encoder that computes the same as a model, or None if the model has layers that it doesn't know."""
    if not (model.has_ref("embed") and model.has_ref("encode")):
        return None
    embed, encode = model.get_ref("embed"), model.get_ref("encode")
    columns = [node.attrs["columns"] for node in embed.walk() if node.name == "extract_features"]
    known = all(node.name in _EMBEDDING or len(node.layers) for node in embed.walk())
    plain = columns and all(intify_attr(column) in _OF_THE_WORD for column in columns[0])
    return Encoder(model) if known and plain and _windows(encode) else None


def _starts(sizes: Sequence[int], pad: int) -> Iterator[int]:
    start = 1 + pad
    for size in sizes:
        yield start
        start += size + pad


def _windows(encode: Model) -> "list[list[Model]]":
    """The nodes of each layer of an encoder that is a row of residual window layers, else none."""
    leaves = [node for node in encode.walk(order="dfs_pre") if not node.layers]
    residuals = [node for node in encode.walk() if node.name.startswith("residual") and len(node.layers) == 1]
    layers = [leaves[start : start + len(_WINDOW)] for start in range(0, len(leaves), len(_WINDOW))]
    alike = all(tuple(node.name for node in nodes) == _WINDOW for nodes in layers)
    if not alike or len(residuals) != len(layers) or not encode.name.startswith("with_array"):
        return []
    return layers if all(nodes[0].attrs["window_size"] == 1 for nodes in layers) else []


class _Layer(NamedTuple):
    """Window of three, maxout, layer norm, and the input added."""

    weights: np.ndarray  # (3 * width, pieces * width), the pieces one after another
    bias: np.ndarray
    gain: np.ndarray
    shift: np.ndarray
    pieces: int

    @classmethod
    def of(cls, nodes: "list[Model]") -> "_Layer":
        _, maxout, norm, _ = nodes
        weights, bias = by_pieces(maxout.get_param("W"), maxout.get_param("b"))
        return cls(weights, bias, norm.get_param("G"), norm.get_param("b"), maxout.get_dim("nP"))

    def apply(self, source: np.ndarray, target: np.ndarray) -> None:
        """Fill all rows of the target but the first and the last."""
        last, width = len(source) - 1, source.shape[1]
        windows = np.empty((ROWS, 3 * width), dtype=np.float32)
        product = np.empty((ROWS, self.weights.shape[1]), dtype=np.float32)
        mean = np.full(width, 1 / width, dtype=np.float32)
        for start in range(1, last, ROWS):
            end = min(start + ROWS, last)
            window, pieces, best = windows[: end - start], product[: end - start], target[start:end]
            for place in range(3):
                window[:, place * width : (place + 1) * width] = source[start + place - 1 : end + place - 1]
            np.dot(window, self.weights, out=pieces)
            pieces += self.bias
            np.maximum(pieces[:, :width], pieces[:, width : 2 * width], out=best)
            for piece in range(2, self.pieces):
                np.maximum(best, pieces[:, piece * width : (piece + 1) * width], out=best)
            best -= (best @ mean)[:, None]
            variance = np.einsum("ij,ij->i", best, best) / width + _EPSILON
            best *= (1 / np.sqrt(variance))[:, None]
            best *= self.gain
            best += self.shift
            best += source[start:end]


def by_pieces(weights: np.ndarray, bias: np.ndarray) -> "tuple[np.ndarray, np.ndarray]":
    """A maxout layer's weights (width, pieces, inputs) as a matrix to multiply with from the right, pieces in blocks."""
    width, pieces, inputs = weights.shape
    blocks = weights.transpose(1, 0, 2).reshape(pieces * width, inputs)
    return np.ascontiguousarray(blocks.T), np.ascontiguousarray(bias.T).reshape(pieces * width)


class _Embeddings:
    """The embeddings of words seen lately; others are made as they come."""

    def __init__(self, embed: Model) -> None:
        self._embed = embed
        self._slots: "dict[int, int]" = {}
        self._table = np.zeros((0, 0), dtype=np.float32)

    def __call__(self, docs: Sequence[Doc]) -> np.ndarray:
        """The rows of all Docs' words, one after another."""
        words = np.concatenate([doc.to_array([ORTH, NORM, SPACY]).astype(np.uint64) for doc in docs])
        keys, first, which = np.unique((words * _MULTIPLIERS).sum(axis=1), return_index=True, return_inverse=True)
        slots = [self._slots.get(key, -1) for key in keys.tolist()]
        new = [index for index, slot in enumerate(slots) if slot < 0]
        if new:
            if len(self._slots) + len(new) > KEPT_WORDS:
                self._slots.clear()
                slots, new = [-1] * len(keys), list(range(len(keys)))
            self._add(_doc_of_words(docs[0].vocab, words[first[new]]), keys[new].tolist())
            for index in new:
                slots[index] = self._slots[int(keys[index])]
        return self._table[np.array(slots)[which]]

    def _add(self, doc: Doc, keys: "list[int]") -> None:
        vectors = self._embed.predict([doc])[0]
        start = len(self._slots)
        if start + len(keys) > len(self._table):
            table = np.zeros((max(2 * len(self._table), start + len(keys), 1024), vectors.shape[1]), dtype=np.float32)
            if start:
                table[:start] = self._table[:start]
            self._table = table
        self._table[start : start + len(keys)] = vectors
        self._slots.update(zip(keys, range(start, start + len(keys))))


def _doc_of_words(vocab: Vocab, words: np.ndarray) -> Doc:
    """A Doc of words by their spelling, their norm and the space after them: (words, 3)."""
    made = Doc(vocab, words=words[:, 0].tolist(), spaces=(words[:, 2] == 1).tolist())
    for place in np.flatnonzero(made.to_array(NORM) != words[:, 1]).tolist():
        made[place].norm_ = vocab.strings[int(words[place, 1])]
    return made
