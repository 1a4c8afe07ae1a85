"""A spaCy pipeline as steps that take a few Docs at a time: the same results, in less time.

Parts of a known structure are computed by this package; all others, and those of unknown pipelines, by spaCy itself.
"""

from typing import Callable, Optional

from spacy.language import Language
from spacy.pipeline import Tok2Vec
from spacy.tokens import Doc
from thinc.api import Model, NumpyOps

from transforms.annotation.inference.encoder import encoder_of
from transforms.annotation.inference.lemmas import lemmatizer_of
from transforms.annotation.inference.names import name_finder_of
from transforms.annotation.inference.parsing import arc_parser_of
from transforms.annotation.inference.ruler import quick_ruler_of
from transforms.annotation.inference.tags import tag_finder_of

Step = Callable[["list[Doc]"], "list[Doc]"]


def steps_of(nlp: Language) -> "list[Step]":
    """The pipeline's parts in their order. Each gives the Docs it is given, with what it found."""
    multiply_with_numpy(nlp)
    return [_step_of(pipe) for _, pipe in nlp.pipeline]


def multiply_with_numpy(nlp: Language) -> None:
    """Have NumPy's OpenBLAS multiply matrices: several times as fast here as thinc's own BLIS."""
    for _, pipe in nlp.pipeline:
        model = getattr(pipe, "model", None)
        if isinstance(model, Model):
            for node in model.walk():
                if isinstance(node.ops, NumpyOps):
                    node.ops.use_blis = False


def _step_of(pipe: Callable[[Doc], Doc]) -> Step:
    model = getattr(pipe, "model", None)
    on_gpu = isinstance(model, Model) and not isinstance(model.ops, NumpyOps)
    for find in () if on_gpu else _FINDERS:
        step = find(pipe)
        if step is not None:
            return _of_words(step)
    if hasattr(pipe, "pipe"):
        return lambda docs: list(pipe.pipe(docs, batch_size=len(docs)))
    return lambda docs: [pipe(doc) for doc in docs]


def _of_words(step: Step) -> Step:
    """The step for Docs that have words; there is nothing to find in the others."""

    def take(docs: "list[Doc]") -> "list[Doc]":
        filled = [doc for doc in docs if len(doc)]
        if filled:
            step(filled)
        return docs

    return take


def _encoding_of(pipe: object) -> Optional[Step]:
    encoder = encoder_of(pipe.model) if type(pipe) is Tok2Vec else None
    if encoder is None:
        return None

    def encode(docs: "list[Doc]") -> "list[Doc]":
        pipe.set_annotations(docs, encoder(docs))
        return docs

    return encode


_FINDERS = (_encoding_of, tag_finder_of, arc_parser_of, lemmatizer_of, name_finder_of, quick_ruler_of)
