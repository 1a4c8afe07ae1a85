"""What spaCy's tagger and morphologizer find, in less time: for all words of all Docs at once."""

from typing import Optional, Sequence

import numpy as np
from spacy.attrs import MORPH, POS, TAG
from spacy.pipeline import Morphologizer, Tagger
from spacy.tokens import Doc

from transforms.annotation.inference.products import Classifier, classifier_of


class TagFinder:
    """Sets attributes of Docs as a tagger would.

    :param classify: finds the tagger's classes.
    :param attributes: those that it sets.
    :param values: theirs, a row for each class.
    """

    def __init__(self, tagger: Tagger, classify: Classifier, attributes: Sequence[int], values: "Sequence[Sequence[int]]") -> None:
        self._tagger, self._classify = tagger, classify
        self._attributes, self._values = attributes, np.array(values, dtype=np.uint64)

    def __call__(self, docs: "list[Doc]") -> "list[Doc]":
        """The Docs, none of them empty, with the attributes set."""
        if any(doc.has_annotation(attribute) for doc in docs for attribute in self._attributes):
            self._tagger.set_annotations(docs, self._tagger.predict(docs))
            return docs
        values = self._values[self._classify.best(self._classify.vectors(docs))]
        start = 0
        for doc in docs:
            doc.from_array(self._attributes, values[start : start + len(doc)])
            start += len(doc)
        return docs


def tag_finder_of(tagger: object) -> Optional[TagFinder]:
    """What finds the same tags as a tagger or morphologizer, or None if that is of another kind or structure."""
    if type(tagger) not in (Tagger, Morphologizer):
        return None
    classify = classifier_of(tagger.model)
    if classify is None:
        return None
    if type(tagger) is Tagger:
        return TagFinder(tagger, classify, [TAG], [[tagger.vocab.strings[label]] for label in tagger.labels])
    features, tags = tagger.cfg["labels_morph"], tagger.cfg["labels_pos"]
    values = [[tagger.vocab.morphology.add(features.get(label, "")), tags.get(label, 0)] for label in tagger.labels]
    return TagFinder(tagger, classify, [MORPH, POS], values)
