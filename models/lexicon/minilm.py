"""MiniLM's encoder in NumPy: the vector of a word that stands alone.

The network is BERT's (Devlin et al. 2019, https://arxiv.org/abs/1810.04805), with six layers of 384; mean pooling over
the word pieces as in Sentence-BERT (Reimers and Gurevych 2019, https://arxiv.org/abs/1908.10084).
"""

import collections
from pathlib import Path
from typing import Sequence

import numpy as np
from safetensors.numpy import load_file
from tokenizers import Tokenizer

LAYERS, HEADS = 6, 12
BATCH = 512


class MiniLM:
    """The encoder, from the folder of a published all-MiniLM-L6-v2."""

    def __init__(self, folder: Path) -> None:
        self._weights = {name: np.asarray(value) for name, value in load_file(folder / "model.safetensors").items()}
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()

    def vectors(self, words: Sequence[str]) -> np.ndarray:
        """One row of 384 numbers for each word."""
        pieces = [encoding.ids for encoding in self._tokenizer.encode_batch(list(words))]
        by_length: "dict[int, list[int]]" = collections.defaultdict(list)
        for index, ids in enumerate(pieces):
            by_length[len(ids)].append(index)
        rows = np.zeros((len(words), 384), dtype="float32")
        for indices in by_length.values():
            for start in range(0, len(indices), BATCH):
                batch = indices[start : start + BATCH]
                rows[batch] = self._encode(np.array([pieces[index] for index in batch])).mean(axis=1)
        return rows

    def _encode(self, ids: np.ndarray) -> np.ndarray:
        hidden = (
            self._weights["embeddings.word_embeddings.weight"][ids]
            + self._weights["embeddings.position_embeddings.weight"][: ids.shape[1]]
            + self._weights["embeddings.token_type_embeddings.weight"][0]
        )
        hidden = self._normalised("embeddings", hidden)
        for number in range(LAYERS):
            layer = f"encoder.layer.{number}"
            attended = self._dense(f"{layer}.attention.output", self._attention(layer, hidden))
            hidden = self._normalised(f"{layer}.attention.output", hidden + attended)
            inner = _gelu(self._dense(f"{layer}.intermediate", hidden))
            hidden = self._normalised(f"{layer}.output", hidden + self._dense(f"{layer}.output", inner))
        return hidden

    def _attention(self, layer: str, hidden: np.ndarray) -> np.ndarray:
        words, length, width = hidden.shape
        query, key, value = (
            self._affine(f"{layer}.attention.self.{part}", hidden)
            .reshape(words, length, HEADS, width // HEADS)
            .transpose(0, 2, 1, 3)
            for part in ("query", "key", "value")
        )
        scores = query @ key.transpose(0, 1, 3, 2) / np.sqrt(width // HEADS)
        weights = np.exp(scores - scores.max(axis=-1, keepdims=True))
        weights /= weights.sum(axis=-1, keepdims=True)
        return (weights @ value).transpose(0, 2, 1, 3).reshape(words, length, width)

    def _dense(self, name: str, hidden: np.ndarray) -> np.ndarray:
        return self._affine(f"{name}.dense", hidden)

    def _affine(self, name: str, hidden: np.ndarray) -> np.ndarray:
        # Flat, or NumPy multiplies word by word, which takes many times as long.
        flat = hidden.reshape(-1, hidden.shape[-1]) @ self._weights[f"{name}.weight"].T
        return (flat + self._weights[f"{name}.bias"]).reshape(*hidden.shape[:-1], -1)

    def _normalised(self, name: str, hidden: np.ndarray) -> np.ndarray:
        centred = hidden - hidden.mean(axis=-1, keepdims=True)
        scaled = centred / np.sqrt((centred**2).mean(axis=-1, keepdims=True) + 1e-12)
        return scaled * self._weights[f"{name}.LayerNorm.weight"] + self._weights[f"{name}.LayerNorm.bias"]


def _gelu(x: np.ndarray) -> np.ndarray:
    """Gaussian error linear unit by its tanh form (Hendrycks and Gimpel 2016, https://arxiv.org/abs/1606.08415)."""
    return 0.5 * x * (1 + np.tanh(0.7978845608 * (x + 0.044715 * x * x * x)))
