"""Trains en_newslake_sm from the corpora: python -m models.train --corpora DIR --work DIR [--quick]

Each step leaves its result in the work folder and is passed over when that is already there, so that a broken run is
finished by running it again. To do a step again, delete its result (or the whole folder).
"""

import argparse
import dataclasses
import shutil
import subprocess
import sys
import venv
from pathlib import Path
from typing import Callable

import spacy
from spacy.cli.train import train
from thinc.api import NumpyOps, get_current_ops

import models.recipe.augment  # noqa: F401  registers the augmenters that the configurations name
import models.recipe.tokenizer  # noqa: F401  and the tokeniser
from models.recipe.corpora import (
    write_clean_names,
    write_lessons_for_teacher,
    write_names,
    write_syntax,
    write_taught_names,
)
from models.recipe.package import assemble, describe, write_package
from models.recipe.resume import write_labels
from models.recipe.vectors import write_vectors

HERE = Path(__file__).resolve().parent
PACKAGE = HERE / "en_newslake_sm"

# The first model of names only tells the slips of the silver corpus, see recipe/agreement.py: a few passes over the
# data, before it learns them by heart.
FIRST_NAMES = {"training.max_steps": 3000}

# Both parts are learnt without the table of words first, then with it, from there on. The syntax's learning rate has not
# sunk to nothing when it ends: there was no time for more, and the weights are averages over the steps anyway.
SYNTAX_WITH_TABLE = {
    "components.tok2vec.model.embed.include_static_vectors": True,
    "training.max_steps": 5600,
    "training.optimizer.learn_rate.total_steps": 8000,
    "training.optimizer.learn_rate.initial_rate": 0.0015,
}
# The names are to rely on the table: more of them are exchanged, for such as the corpora don't have, and more is set in
# capitals. Half of the silver names are enough.
NAMES_WITH_TABLE = {
    "components.ner.model.tok2vec.embed.include_static_vectors": True,
    "corpora.train.augmenter.names": 0.4,
    "corpora.train.augmenter.title": 0.1,
    "corpora.train.augmenter.upper": 0.05,
    "training.max_steps": 3000,
    "training.optimizer.learn_rate.initial_rate": 0.001,
}
SILVER_SHARE = 0.5

# Both then go on with what the teacher says of more text.
SYNTAX_TAUGHT = {**SYNTAX_WITH_TABLE, "training.max_steps": 8000}
NAMES_TAUGHT = {**NAMES_WITH_TABLE, "training.max_steps": 5000}

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
    nlp = assemble(options.work / "syntax-taught" / "model-last", options.work / "names-taught" / "model-last")
    describe(nlp)
    write_package(nlp, options.package)
    print(f"wrote {options.package}; measure it with: python -m benchmarks.model_scores --corpora {options.corpora}")
    return 0


def _steps(corpora: Path, work: Path, quick: bool, seed: int) -> "list[Step]":
    """The steps in their order."""

    def fit(config: str, data: str, **overrides: object) -> "Callable[[Path], None]":
        paths = {f"paths.{name}": str(work / data / f"{name}.spacy") for name in ("train", "dev")}
        return lambda output: _fit(HERE / config, output, {**paths, **overrides}, quick, seed)

    def clean(model: str, silver_share: float = 1.0) -> "Callable[[Path], None]":
        return lambda output: write_clean_names(
            corpora, output, spacy.load(work / model / "model-last"), seed, silver_share
        )

    def go_on(config: str, data: str, start: str, **overrides: object) -> "Callable[[Path], None]":
        def make(output: Path) -> None:
            trained = work / start / "model-last"
            write_labels(spacy.load(trained), output / "labels")
            paths = {"vectors": work / "vectors", "labels": output / "labels", "resume": trained}
            fit(config, data, **overrides, **{f"paths.{name}": str(path) for name, path in paths.items()})(output)

        return make

    def teach(output: Path) -> None:
        # Its passes are kept beside, as a broken run's result is thrown away.
        lessons, passes = work / "lessons", work / "teacher-passes"
        data = ["--lessons", lessons / "train.jsonl", "--check", lessons / "dev.jsonl"]
        passing = ["--passes", 1] if quick else []
        _run(work / "teacher-environment", "models.teacher.teach", *data, "--output", passes, *passing, "--seed", seed)
        passes.rename(output / "teacher")

    def label(output: Path) -> None:
        files = [work / "lessons" / name for name in ("named.jsonl", "open.jsonl")]
        teacher = work / "teacher" / "teacher"
        _run(work / "teacher-environment", "models.teacher.label", "--teacher", teacher, "--output", output, *files)

    people = {"paths.people": str(work / "lexicon" / "people.json")}

    return [
        Step("lexicon-environment", lambda output: _make_environment(HERE / "lexicon" / "requirements.txt", output)),
        Step("lexicon", lambda output: _run(work / "lexicon-environment", "models.lexicon.build", "--output", output)),
        Step("vectors", lambda output: write_vectors(work / "lexicon", output)),
        Step("names-first-data", lambda output: write_names(corpora, output, seed)),
        Step("names-first", fit("names.cfg", "names-first-data", **FIRST_NAMES)),
        Step("names-data", clean("names-first")),
        Step("names-plain", fit("names.cfg", "names-data")),
        Step("names-data-again", clean("names-plain", SILVER_SHARE)),
        Step("names", go_on("names.cfg", "names-data-again", "names-plain", **NAMES_WITH_TABLE, **people)),
        Step("syntax-data", lambda output: write_syntax(corpora, output, seed)),
        Step("syntax-plain", fit("syntax.cfg", "syntax-data")),
        Step("syntax", go_on("syntax.cfg", "syntax-data", "syntax-plain", **SYNTAX_WITH_TABLE)),
        Step("teacher-environment", lambda output: _make_environment(HERE / "teacher" / "requirements.txt", output)),
        Step(
            "lessons",
            lambda output: write_lessons_for_teacher(
                corpora, output, *(spacy.load(work / part / "model-last") for part in ("syntax", "names"))
            ),
        ),
        Step("teacher", teach),
        Step("taught", label),
        Step("syntax-taught-data", lambda output: write_syntax(corpora, output, seed, work / "taught")),
        Step("syntax-taught", go_on("syntax.cfg", "syntax-taught-data", "syntax", **SYNTAX_TAUGHT)),
        Step(
            "names-taught-data",
            lambda output: write_taught_names(
                corpora, output, work / "lessons" / "open.jsonl", work / "taught" / "open.jsonl", seed
            ),
        ),
        Step("names-taught", go_on("names.cfg", "names-taught-data", "names", **NAMES_TAUGHT, **people)),
    ]


def _make_environment(requirements: Path, output: Path) -> None:
    """An environment for what newslake itself doesn't require."""
    venv.create(output, with_pip=True)
    install = ["-m", "pip", "install", "--quiet", "--no-deps", "-r", requirements]
    subprocess.run([output / "bin" / "python", *install], check=True)


def _run(environment: Path, module: str, *arguments: object) -> None:
    """Run a module of this repository in an environment of its own."""
    command = [environment / "bin" / "python", "-m", module, *map(str, arguments)]
    subprocess.run(command, check=True, cwd=HERE.parent)


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


def _fit(config: Path, output: Path, overrides: "dict[str, object]", quick: bool, seed: int) -> None:
    settings = spacy.util.load_config(config)["training"]
    steps = overrides.get("training.max_steps", settings["max_steps"]) // (QUICK if quick else 1)
    overrides = {
        **overrides, "system.seed": seed, "training.max_steps": steps, "training.eval_frequency": max(steps // 10, 1)
    }  # fmt: skip
    train(config, output, overrides=overrides)


def _multiply_with_numpy() -> None:
    """NumPy's OpenBLAS multiplies several times as fast as thinc's own BLIS on current x86 processors."""
    ops = get_current_ops()
    if isinstance(ops, NumpyOps):
        ops.use_blis = False


if __name__ == "__main__":
    sys.exit(main())
