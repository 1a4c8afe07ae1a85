"""What spaCy's trainable lemmatizer finds, in less time: what an edit makes of a word is worked out once."""

from typing import Optional

import numpy as np
from spacy.attrs import LEMMA, ORTH
from spacy.pipeline import EditTreeLemmatizer
from spacy.tokens import Doc, Token

from transforms.annotation.inference.products import Classifier, classifier_of

# Pairs of an edit and a word of which the lemma is kept.
KEPT = 50_000
# As spaCy: what an edit that can't be applied is worth.
_LEAST = np.finfo(np.float32).min
# An odd number, so that words and edits don't cancel each other out in the sum of 64 bits.
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)


class Lemmatizer:
    """Sets the lemmas of Docs as the lemmatizer would.

    :param classify: finds the lemmatizer's edits.
    """

    def __init__(self, lemmatizer: EditTreeLemmatizer, classify: Classifier) -> None:
        self._lemmatizer, self._classify = lemmatizer, classify
        self._edits = lemmatizer.cfg["labels"]
        self._tries = min(lemmatizer.top_k, len(self._edits))
        self._lemmas: "dict[tuple[int, str], Optional[str]]" = {}

    def __call__(self, docs: "list[Doc]") -> "list[Doc]":
        """The Docs, none of them empty, with lemmas."""
        if any(doc.has_annotation("LEMMA") for doc in docs):
            self._lemmatizer.set_annotations(docs, self._lemmatizer.predict(docs))
            return docs
        vectors = self._classify.vectors(docs)
        edits = self._classify.best(vectors)
        words = np.concatenate([doc.to_array(ORTH) for doc in docs])
        _, first, which = np.unique(words * _MULTIPLIER + edits.astype(np.uint64), return_index=True, return_inverse=True)
        strings = docs[0].vocab.strings
        pairs = zip(edits[first].tolist(), [strings[word] for word in words[first].tolist()])
        found = [self._lemma(edit, text) for edit, text in pairs]
        lemmas = np.array([0 if lemma is None else strings.add(lemma) for lemma in found], dtype=np.uint64)[which]
        failed = np.array([lemma is None for lemma in found])[which]
        start = 0
        for doc in docs:
            end = start + len(doc)
            doc.from_array([LEMMA], lemmas[start:end])
            others = np.flatnonzero(failed[start:end])
            for place, scores in zip(others.tolist(), self._classify.scores(vectors[start + others])):
                self._try_others(doc[place], scores)
            start = end
        return docs

    def _try_others(self, token: Token, scores: np.ndarray) -> None:
        """Set the lemma by the next best edits, as the best can't be applied to the word."""
        for _ in range(self._tries - 1):
            scores[scores.argmax()] = _LEAST
            lemma = self._lemma(int(scores.argmax()), token.text)
            if lemma is not None:
                token.lemma_ = lemma
                return
        if self._lemmatizer.backoff is not None:
            token.lemma = getattr(token, self._lemmatizer.backoff)

    def _lemma(self, edit: int, text: str) -> Optional[str]:
        key = edit, text
        if key not in self._lemmas:
            if len(self._lemmas) >= KEPT:
                self._lemmas.clear()
            self._lemmas[key] = self._lemmatizer.trees.apply(self._edits[edit], text)
        return self._lemmas[key]


def lemmatizer_of(lemmatizer: object) -> Optional[Lemmatizer]:
    """What finds the same lemmas as a lemmatizer, or None if that is of another kind or structure."""
    classify = classifier_of(lemmatizer.model) if type(lemmatizer) is EditTreeLemmatizer else None
    return classify and Lemmatizer(lemmatizer, classify)
