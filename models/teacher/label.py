"""Labels sentences: python -m models.teacher.label --teacher DIR --output DIR FILE …

Writes a file of the same name into the output folder for each.
Goes on where a broken run ended. A sentence too long for the network, or whose best governors form no tree, is written with
words only.
"""

import argparse
import dataclasses
import itertools
import json
import pickle
from pathlib import Path
from typing import Iterator, Mapping, Sequence

import jax
import jax.numpy as jnp
import numpy as np
from tokenizers import Tokenizer

from models.teacher import network
from models.teacher.batches import Batches
from models.teacher.chain import Chain
from models.teacher.lessons import KINDS, UNKNOWN_NAME, Lesson, is_tree, read_lessons, to_json
from models.teacher.teach import MINILM, best

# Sentences are read and labelled so many at a time, so that batches of one length are full.
SENTENCES_AT_ONCE = 4000
PIECES_IN_BATCH = 3072

# A word is no name, or such a part of one, if the network holds it for as likely as that; else nothing is said of it.
LEAST_CERTAIN = 0.9


def main() -> None:
    """Label what isn't labelled yet."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--teacher", type=Path, required=True, help="folder that models.teacher.teach wrote")
    parser.add_argument("--output", type=Path, required=True, help="folder for the labelled sentences")
    parser.add_argument("sentences", type=Path, nargs="+", help="files of lessons, of which words count only")
    options = parser.parse_args()
    kinds = json.loads((options.teacher / "kinds.json").read_text(encoding="utf-8"))
    parameters = jax.tree.map(jnp.asarray, pickle.loads((options.teacher / "teacher.pickle").read_bytes()))
    batches = Batches(Tokenizer.from_file(str(MINILM / "tokenizer.json")), kinds, PIECES_IN_BATCH)
    options.output.mkdir(parents=True, exist_ok=True)
    for path in options.sentences:
        _label(path, options.output / path.name, parameters, batches, kinds)


def _label(
    path: Path, output: Path, parameters: network.Parameters, batches: Batches, kinds: "Mapping[str, Sequence[str]]"
) -> None:
    done = sum(1 for _ in read_lessons(output)) if output.exists() else 0
    waiting = itertools.islice(read_lessons(path), done, None)
    with output.open("a", encoding="utf-8") as file:
        while portion := list(itertools.islice(waiting, SENTENCES_AT_ONCE)):
            file.writelines(to_json(lesson) for lesson in labelled(parameters, batches, kinds, portion))
            file.flush()
            done += len(portion)
            print(f"{path.name}: {done} sentences", flush=True)


def labelled(
    parameters: network.Parameters, batches: Batches, kinds: "Mapping[str, Sequence[str]]", lessons: "Sequence[Lesson]"
) -> "Iterator[Lesson]":
    """The sentences, in their order, with all that the network says of them."""
    bare = [Lesson(lesson.words, lesson.spaces, lesson.starts_document) for lesson in lessons]
    results = list(bare)
    chain = Chain(kinds["names"])
    for indices, arrays in batches.of(bare):
        given = {name: value for name, value in arrays.items() if name not in (*KINDS, "heads")}
        found = {kind: np.asarray(values) for kind, values in best(parameters, given).items()}
        for row, index in enumerate(indices):
            count = len(bare[index].words)
            found_here = {kind: values[row, :count] for kind, values in found.items()}
            results[index] = _lesson(bare[index], kinds, chain, found_here)
    return iter(results)


def _lesson(
    lesson: Lesson, kinds: "Mapping[str, Sequence[str]]", chain: Chain, found: "Mapping[str, np.ndarray]"
) -> Lesson:
    heads = [index if arc == 0 else int(arc) - 1 for index, arc in enumerate(found["arcs"])]
    if not is_tree(heads):
        return lesson
    labels = [kinds["labels"][number] for number in found["labels"]]
    labels = ["ROOT" if head == index else label for index, (head, label) in enumerate(zip(heads, labels))]
    numbers, certainties = chain.best(found["names"])
    names = [
        kinds["names"][number] if certainty >= LEAST_CERTAIN else UNKNOWN_NAME
        for number, certainty in zip(numbers, certainties)
    ]
    return dataclasses.replace(
        lesson,
        tags=[kinds["tags"][number] for number in found["tags"]],
        features=[kinds["features"][number] for number in found["features"]],
        heads=heads,
        labels=labels,
        names=names,
    )


if __name__ == "__main__":
    main()
