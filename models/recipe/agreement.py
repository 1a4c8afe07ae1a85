"""Cleans silver names: where a model and the corpus disagree, nothing is learnt.

A network learns the regular part of its training data before the slips in it ("small-loss trick": Arpit et al. 2017,
https://arxiv.org/abs/1706.05394), so that a briefly trained one contradicts GMB mostly where GMB is wrong. Countries, peoples and the like, which names.yaml lists, are not doubted.
"""

from typing import Iterable, Iterator

from spacy.language import Language
from spacy.tokens import Doc, Span

from models.recipe.labels import known_label


def without_doubtful(nlp: Language, docs: Iterable[Doc]) -> Iterator[Doc]:
    """The Docs, their names left open where `nlp` finds others or none, or finds some where they have none.

    Names known by list stay, whatever `nlp` finds there.
    """
    for doc, found in nlp.pipe(((_bare(nlp, doc), doc) for doc in docs), as_tuples=True):
        yield _agreed(reference=found, predicted=doc)


def _bare(nlp: Language, doc: Doc) -> Doc:
    return nlp.make_doc(doc.text)


def _agreed(reference: Doc, predicted: Doc) -> Doc:
    found = {(entity.start_char, entity.end_char, entity.label_) for entity in predicted.ents}
    given = {(entity.start_char, entity.end_char, entity.label_) for entity in reference.ents}
    doubtful = {character for start, end, _ in found ^ given for character in range(start, end)}
    for entity in reference.ents:
        if known_label([token.text for token in entity]) == entity.label_:
            doubtful.difference_update(range(entity.start_char, entity.end_char))
    doc = Doc(
        reference.vocab,
        words=[token.text for token in reference],
        spaces=[bool(token.whitespace_) for token in reference],
    )
    open_words = {
        token.i
        for token in reference
        if token.ent_iob == 0 or any(character in doubtful for character in range(token.idx, token.idx + len(token)))
    }
    kept = [
        Span(doc, entity.start, entity.end, entity.label)
        for entity in reference.ents
        if not open_words.intersection(range(entity.start, entity.end))
    ]
    doc.set_ents(kept, missing=[doc[index : index + 1] for index in open_words - _words(kept)], default="outside")
    return doc


def _words(spans: "list[Span]") -> "set[int]":
    return {index for span in spans for index in range(span.start, span.end)}
