"""What spaCy's trainable lemmatizer finds, in less time: what an edit makes of a word is worked out once."""

from typing import Optional

import numpy as np
from spacy.pipeline import EditTreeLemmatizer
from spacy.tokens import Doc

# Pairs of an edit and a word of which the lemma is kept.
KEPT = 50_000
# As spaCy: what an edit that can't be applied is worth.
_LEAST = np.finfo(np.float32).min


class Lemmatizer:
    """Sets the lemmas of Docs as the lemmatizer would."""

    def __init__(self, lemmatizer: EditTreeLemmatizer) -> None:
        self._lemmatizer = lemmatizer
        self._edits = lemmatizer.cfg["labels"]
        self._tries = min(lemmatizer.top_k, len(self._edits))
        self._lemmas: "dict[tuple[int, str], Optional[str]]" = {}

    def __call__(self, docs: "list[Doc]") -> "list[Doc]":
        """The Docs, none of them empty, with lemmas."""
        if any(doc.has_annotation("LEMMA") for doc in docs):
            self._lemmatizer.set_annotations(docs, self._lemmatizer.predict(docs))
            return docs
        for doc, scores in zip(docs, self._lemmatizer.model.predict(docs)):
            for token, edit, row in zip(doc, scores.argmax(axis=1).tolist(), scores):
                text = token.text
                lemma = self._lemma(edit, text)
                for _ in range(self._tries - 1):
                    if lemma is not None:
                        break
                    row[edit] = _LEAST
                    edit = int(row.argmax())
                    lemma = self._lemma(edit, text)
                if lemma is not None:
                    token.lemma_ = lemma
                elif self._lemmatizer.backoff is not None:
                    token.lemma = getattr(token, self._lemmatizer.backoff)
        return docs

    def _lemma(self, edit: int, text: str) -> Optional[str]:
        key = edit, text
        if key not in self._lemmas:
            if len(self._lemmas) >= KEPT:
                self._lemmas.clear()
            self._lemmas[key] = self._lemmatizer.trees.apply(self._edits[edit], text)
        return self._lemmas[key]


def lemmatizer_of(lemmatizer: object) -> Optional[Lemmatizer]:
    """What finds the same lemmas as a lemmatizer, or None if that is of another kind."""
    return Lemmatizer(lemmatizer) if type(lemmatizer) is EditTreeLemmatizer else None
