"""Goes on from a pipeline trained without the table of words, instead of starting from chance."""

from pathlib import Path
from typing import Callable, Optional

import spacy
import srsly
from spacy import registry
from spacy.language import Language
from spacy.pipeline import Pipe
from thinc.api import Model


@registry.callbacks("newslake.resume.v1")
def create_resume_callback(source: Optional[str] = None) -> Callable[[Language], None]:
    """For `initialize.after_init`: the weights of the pipeline at `source`, where it is given.

    What comes in with the word vectors is new: it has no say at first.
    """

    def resume(nlp: Language) -> None:
        if source is None:
            return
        trained = spacy.load(source)
        for name, pipe in nlp.pipeline:
            if _outputs(pipe) != _outputs(trained.get_pipe(name)):
                raise ValueError(f"the labels of {name} are not those, in that order, of the one at {source}")
            copy_weights(trained.get_pipe(name).model, pipe.model)

    return resume


def _outputs(pipe: Pipe) -> "list[object]":
    """What the numbers that a part gives stand for, in their order."""
    return list(pipe.move_names if hasattr(pipe, "move_names") else pipe.labels)


def write_labels(nlp: Language, folder: Path) -> None:
    """Write each part's labels as spaCy's `read_labels` reads them, so that they keep their order."""
    folder.mkdir()
    for name, pipe in nlp.pipeline:
        if hasattr(pipe, "label_data"):
            srsly.write_json(folder / f"{name}.json", pipe.label_data)


def copy_weights(source: Model, target: Model) -> None:
    """Copy all weights of a model to one of the same layers, which alone may have static vectors.

    :raises ValueError: the models' layers differ in more than that.
    """
    given = [node for node in source.walk(order="dfs_pre") if node.param_names]
    wanted = [node for node in target.walk(order="dfs_pre") if node.param_names]
    if not any(node.name == "static_vectors" for node in given):
        wanted = [node for node in wanted if node.name != "static_vectors"]
    if [_kind(node) for node in given] != [_kind(node) for node in wanted]:
        raise ValueError(f"the layers of {source.name} are not those of {target.name}")
    for old, new in zip(given, wanted):
        for name in old.param_names:
            if old.has_param(name):
                new.set_param(name, _widened(old.get_param(name), new.get_param(name), name))


def _kind(node: Model) -> "tuple[str, tuple[str, ...]]":
    return node.name.split("(")[0], tuple(node.param_names)


def _widened(old, new, name: str):
    """The old weights, with zeros for inputs that the new layer has besides; the vectors' come last."""
    if old.shape == new.shape:
        return old
    if old.shape[:-1] != new.shape[:-1] or old.shape[-1] > new.shape[-1]:
        raise ValueError(f"weights {name} of shape {old.shape} don't fit into {new.shape}")
    widened = new * 0
    widened[..., : old.shape[-1]] = old
    return widened
