"""Trains en_newslake_sm from the corpora: python -m models.train --corpora DIR --work DIR [--quick]

Each step leaves its result in the work folder and is passed over when that is already there, so that a broken run is
finished by running it again. To do a step again, delete its result (or the whole folder).
"""

import argparse
import dataclasses
import shutil
import sys
from pathlib import Path
from typing import Callable

import spacy
from spacy.cli.train import train
from thinc.api import NumpyOps, get_current_ops

import models.recipe.augment  # noqa: F401  registers the augmenters that the configurations name
import models.recipe.tokenizer  # noqa: F401  and the tokeniser
from models.recipe.corpora import write_clean_names, write_names, write_syntax
from models.recipe.package import assemble, describe, write_package

HERE = Path(__file__).resolve().parent
PACKAGE = HERE / "en_newslake_sm"

# The first model of names only tells the slips of the silver corpus, see recipe/agreement.py: a few passes over the
# data, before it learns them by heart.
FIRST_NAMES_STEPS = 3000

# `--quick` is for trying a change out: an eighth of the steps.
QUICK = 8


@dataclasses.dataclass(frozen=True)
class Step:
    """A result in the work folder and what makes it."""

    result: str
    make: Callable[[Path], None]


def main() -> int:
    """Train what isn't trained yet, then write the package."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, required=True, help="folder of the corpora, see models/README.md")
    parser.add_argument("--work", type=Path, required=True, help="folder for what comes between")
    parser.add_argument("--quick", action="store_true", help="few steps: to try a change out, not for use")
    parser.add_argument("--package", type=Path, default=PACKAGE, help="package folder to write (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    _multiply_with_numpy()
    options.work.mkdir(parents=True, exist_ok=True)
    for step in _steps(options.corpora, options.work, options.quick, options.seed):
        _once(options.work, step)
    # The last states, not the best on the dev data: the learning rate has sunk to nothing by then, and scores on those
    # data stay unselected.
    nlp = assemble(options.work / "syntax" / "model-last", options.work / "names" / "model-last")
    describe(nlp)
    write_package(nlp, options.package)
    print(f"wrote {options.package}; measure it with: python -m benchmarks.model_scores --corpora {options.corpora}")
    return 0


def _steps(corpora: Path, work: Path, quick: bool, seed: int) -> "list[Step]":
    """The steps in their order."""

    def fit(config: str, train_data: str, dev_data: str, steps: "int | None" = None) -> "Callable[[Path], None]":
        return lambda output: _fit(HERE / config, output, work / train_data, work / dev_data, steps, quick, seed)

    def clean(output: Path) -> None:
        nlp = spacy.load(work / "names-first" / "model-last")
        write_clean_names(corpora, output, nlp, seed)

    return [
        Step("syntax-data", lambda output: write_syntax(corpora, output, seed)),
        Step("syntax", fit("syntax.cfg", "syntax-data/train.spacy", "syntax-data/dev.spacy")),
        Step("names-first-data", lambda output: write_names(corpora, output, seed)),
        Step(
            "names-first",
            fit("names.cfg", "names-first-data/train.spacy", "names-first-data/dev.spacy", FIRST_NAMES_STEPS),
        ),
        Step("names-data", clean),
        Step("names", fit("names.cfg", "names-data/train.spacy", "names-data/dev.spacy")),
    ]


def _once(work: Path, step: Step) -> None:
    """Make a result unless it is there; it gets its name only when it is whole."""
    result, unfinished = work / step.result, work / f"{step.result}.unfinished"
    if result.exists():
        print(f"{step.result}: done before")
        return
    print(f"{step.result} …", flush=True)
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir()
    step.make(unfinished)
    unfinished.rename(result)


def _fit(
    config: Path, output: Path, train_data: Path, dev_data: Path, steps: "int | None", quick: bool, seed: int
) -> None:
    overrides = {"paths.train": str(train_data), "paths.dev": str(dev_data), "system.seed": seed}
    total = steps or spacy.util.load_config(config)["training"]["max_steps"]
    overrides["training.max_steps"] = total // QUICK if quick else total
    overrides["training.eval_frequency"] = max(overrides["training.max_steps"] // 10, 1)
    train(config, output, overrides=overrides)


def _multiply_with_numpy() -> None:
    """NumPy's OpenBLAS multiplies several times as fast as thinc's own BLIS on current x86 processors."""
    ops = get_current_ops()
    if isinstance(ops, NumpyOps):
        ops.use_blis = False


if __name__ == "__main__":
    sys.exit(main())
