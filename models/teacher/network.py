"""The teacher's network: MiniLM, and on it tags, dependencies and names, in JAX.

The encoder is BERT's (Devlin et al. 2019, https://arxiv.org/abs/1810.04805) with the published weights of
all-MiniLM-L6-v2, six layers of 384; as it knows no capitals, a vector for a word's capitals is added to its pieces,
nought at first. A word is the mean of its pieces. Its vector is a learnt mixture of all layers (Peters et al. 2018,
https://arxiv.org/abs/1802.05365). Heads and their labels are told by biaffine attention (Dozat and Manning 2017,
https://arxiv.org/abs/1611.01734); tags and names by a layer each.

Arrays are `pieces` (sentences, pieces) or `words` (sentences, words), padded with PAD_PIECE and -1.
"""

from pathlib import Path
from typing import Any, Mapping

import jax
import jax.numpy as jnp
import numpy as np
from safetensors.numpy import load_file

LAYERS, ATTENTION_HEADS, WIDTH = 6, 12, 384
ARC_WIDTH, LABEL_WIDTH, TAG_WIDTH = 384, 128, 256
DROPOUT, HEAD_DROPOUT = 0.1, 0.33
PAD_PIECE = 0

# What the capitals of a word can be, see `lessons.capitals_of`.
CAPITALS = 6

Parameters = dict[str, Any]


def pretrained(folder: Path) -> Parameters:
    """The encoder's parameters, from the folder of a published all-MiniLM-L6-v2; matrices as inputs by outputs."""
    published = load_file(folder / "model.safetensors")

    def dense(*names: str) -> "dict[str, np.ndarray]":
        weights = [published[f"{name}.weight"].T for name in names]
        biases = [published[f"{name}.bias"] for name in names]
        return {"w": np.concatenate(weights, axis=1), "b": np.concatenate(biases)}

    def norm(name: str) -> "dict[str, np.ndarray]":
        return {"w": published[f"{name}.LayerNorm.weight"], "b": published[f"{name}.LayerNorm.bias"]}

    layers = []
    for number in range(LAYERS):
        prefix = f"encoder.layer.{number}"
        layers.append({
            "qkv": dense(*(f"{prefix}.attention.self.{part}" for part in ("query", "key", "value"))),
            "attended": dense(f"{prefix}.attention.output.dense"),
            "attended_norm": norm(f"{prefix}.attention.output"),
            "inner": dense(f"{prefix}.intermediate.dense"),
            "outer": dense(f"{prefix}.output.dense"),
            "outer_norm": norm(f"{prefix}.output"),
        })
    return {
        "pieces": published["embeddings.word_embeddings.weight"],
        "places": published["embeddings.position_embeddings.weight"]
        + published["embeddings.token_type_embeddings.weight"][0],
        "capitals": np.zeros((CAPITALS, WIDTH), dtype="float32"),
        "norm": norm("embeddings"),
        "layers": layers,
    }


def fresh_heads(sizes: Mapping[str, int], seed: int) -> Parameters:
    """Parameters of the layers above the encoder, by chance.

    :param sizes: how many `tags`, `features`, `names` and dependency `labels` there are.
    """
    rng = np.random.default_rng(seed)

    def dense(inputs: int, outputs: int) -> "dict[str, np.ndarray]":
        scale = np.sqrt(2 / (inputs + outputs))
        weights = rng.normal(0, scale, (inputs, outputs))
        return {"w": weights.astype("float32"), "b": np.zeros(outputs, dtype="float32")}

    heads: Parameters = {"mixture": np.zeros(LAYERS + 1, dtype="float32"), "top": np.float32(2)}
    for kind in ("tags", "features", "names"):
        heads[f"{kind}_inner"] = dense(WIDTH, TAG_WIDTH)
        heads[kind] = dense(TAG_WIDTH, sizes[kind])
    for role in ("dependent", "governor"):
        heads[f"arc_{role}"] = dense(WIDTH, ARC_WIDTH)
        heads[f"label_{role}"] = dense(WIDTH, LABEL_WIDTH)
    heads["root"] = rng.normal(0, 0.02, WIDTH).astype("float32")
    heads["arc"] = np.zeros((ARC_WIDTH + 1, ARC_WIDTH), dtype="float32")
    heads["label"] = np.zeros((sizes["labels"], LABEL_WIDTH + 1, LABEL_WIDTH + 1), dtype="float32")
    return heads


def scores(parameters: Parameters, batch: Mapping[str, jax.Array], key: "jax.Array | None") -> "dict[str, jax.Array]":
    """Unnormalised scores: `tags`, `features`, `names` (sentences, words, kinds), `arcs` (sentences, words, 1 + words),
    of which the first governor is the root, and, of the governors in `batch["heads"]`, if given, else of the best ones,
    `labels` (sentences, words, kinds).

    :param batch: `pieces`, `capitals` (sentences, pieces), `word_of` (sentences, pieces), the word of each piece, and
        `lengths` (sentences), the number of words; `words`, an array whose second side is the most words.
    :param key: for dropout in training; None for none.
    """
    keys = iter(jax.random.split(key, 4 * LAYERS + 16)) if key is not None else None
    heads = parameters["heads"]
    words = _words(parameters, batch, keys)
    found = {}
    for kind in ("tags", "features", "names"):
        inner = jax.nn.gelu(_affine(heads[f"{kind}_inner"], words))
        found[kind] = _affine(heads[kind], _dropped(inner, HEAD_DROPOUT, keys))
    root = jnp.broadcast_to(heads["root"], (words.shape[0], 1, WIDTH))
    governors = jnp.concatenate([root, words], axis=1)
    dependent, governor = (
        _dropped(jax.nn.gelu(_affine(heads[f"arc_{role}"], side)), HEAD_DROPOUT, keys)
        for role, side in (("dependent", words), ("governor", governors))
    )
    arcs = jnp.einsum("bde,bge->bdg", _with_one(dependent) @ heads["arc"], governor)
    places = jnp.arange(arcs.shape[2])
    allowed = (places[None, :] <= batch["lengths"][:, None])[:, None, :] & (places[None, :] != places[1:, None])[None]
    found["arcs"] = jnp.where(allowed, arcs, -1e9)
    chosen = batch["heads"] if "heads" in batch else found["arcs"].argmax(axis=2)
    dependent = _dropped(jax.nn.gelu(_affine(heads["label_dependent"], words)), HEAD_DROPOUT, keys)
    governor = _dropped(jax.nn.gelu(_affine(heads["label_governor"], governors)), HEAD_DROPOUT, keys)
    chosen_governor = jnp.take_along_axis(governor, jnp.maximum(chosen, 0)[:, :, None], axis=1)
    found["labels"] = jnp.einsum(
        "bde,leg,bdg->bdl", _with_one(dependent), heads["label"], _with_one(chosen_governor), optimize="optimal"
    )
    return found


def _words(parameters: Parameters, batch: Mapping[str, jax.Array], keys: Any) -> jax.Array:
    """(sentences, words, WIDTH): each word's mean over its pieces and mixture over the layers."""
    layers = _layers(parameters["encoder"], batch["pieces"], batch["capitals"], keys)
    heads = parameters["heads"]
    mixture = jax.nn.softmax(heads["mixture"].at[-1].add(heads["top"]))
    mixed = sum(share * layer for share, layer in zip(mixture, layers))
    of_word = batch["word_of"][:, None, :] == jnp.arange(batch["words"].shape[1])[None, :, None]
    of_word = of_word / jnp.maximum(of_word.sum(axis=2, keepdims=True), 1)
    return _dropped(of_word @ mixed, HEAD_DROPOUT, keys)


def _layers(encoder: Parameters, pieces: jax.Array, capitals: jax.Array, keys: Any) -> "list[jax.Array]":
    """The input and the output of every layer, each (sentences, pieces, WIDTH)."""
    hidden = jax.lax.stop_gradient(encoder["pieces"])[pieces]
    hidden = hidden + encoder["places"][: pieces.shape[1]] + encoder["capitals"][capitals]
    hidden = _dropped(_normalised(encoder["norm"], hidden), DROPOUT, keys)
    unseen = jnp.where(pieces == PAD_PIECE, -1e9, 0.0)[:, None, None, :]
    outputs = [hidden]
    for layer in encoder["layers"]:
        attended = _affine(layer["attended"], _attention(layer, hidden, unseen))
        hidden = _normalised(layer["attended_norm"], hidden + _dropped(attended, DROPOUT, keys))
        inner = jax.nn.gelu(_affine(layer["inner"], hidden))
        outer = _dropped(_affine(layer["outer"], inner), DROPOUT, keys)
        hidden = _normalised(layer["outer_norm"], hidden + outer)
        outputs.append(hidden)
    return outputs


def _attention(layer: Parameters, hidden: jax.Array, unseen: jax.Array) -> jax.Array:
    sentences, length, width = hidden.shape
    parts = _affine(layer["qkv"], hidden).reshape(sentences, length, 3, ATTENTION_HEADS, width // ATTENTION_HEADS)
    query, key, value = (parts[:, :, part].transpose(0, 2, 1, 3) for part in range(3))
    weights = query @ key.transpose(0, 1, 3, 2) / np.sqrt(width // ATTENTION_HEADS) + unseen
    attended = jax.nn.softmax(weights, axis=-1) @ value
    return attended.transpose(0, 2, 1, 3).reshape(sentences, length, width)


def _affine(layer: Parameters, hidden: jax.Array) -> jax.Array:
    return hidden @ layer["w"] + layer["b"]


def _normalised(layer: Parameters, hidden: jax.Array) -> jax.Array:
    centred = hidden - hidden.mean(axis=-1, keepdims=True)
    return centred * jax.lax.rsqrt((centred**2).mean(axis=-1, keepdims=True) + 1e-12) * layer["w"] + layer["b"]


def _with_one(hidden: jax.Array) -> jax.Array:
    return jnp.concatenate([hidden, jnp.ones((*hidden.shape[:-1], 1), hidden.dtype)], axis=-1)


def _dropped(hidden: jax.Array, share: float, keys: Any) -> jax.Array:
    if keys is None:
        return hidden
    kept = jax.random.bernoulli(next(keys), 1 - share, hidden.shape)
    return jnp.where(kept, hidden / (1 - share), 0)
