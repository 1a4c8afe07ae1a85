"""The table of words as spaCy's static vectors."""

import json
from pathlib import Path

import numpy as np
import spacy
from spacy.vectors import Vectors


def write_vectors(lexicon: Path, output: Path) -> None:
    """A pipeline without parts that has the lexicon's rows as vectors, for `initialize.vectors`.

    All forms of a word share its row. A form that two words claim goes to the first, the more common one.
    """
    rows = json.loads((lexicon / "rows.json").read_text(encoding="utf-8"))
    data = np.load(lexicon / "vectors.npy")
    nlp = spacy.blank("en")
    nlp.vocab.vectors = Vectors(strings=nlp.vocab.strings, data=data, keys=None, name="newslake")
    taken = set()
    for row, forms in enumerate(rows):
        for form in forms:
            if form not in taken:
                taken.add(form)
                nlp.vocab.vectors.add(nlp.vocab.strings.add(form), row=row)
    nlp.to_disk(output)
