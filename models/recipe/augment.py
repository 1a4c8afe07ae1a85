"""Augmenters for spaCy's training: every pass over the data sees other variants of it."""

import random
from pathlib import Path
from typing import Callable, Iterator, Optional

from spacy import registry
from spacy.attrs import DEP, ENT_IOB, ENT_TYPE, HEAD, LEMMA, MORPH, POS, TAG
from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example

from models.recipe.names import NameExchange
from models.recipe.typography import CASES, british_titles, typeset

_ANNOTATION = [TAG, POS, MORPH, LEMMA, DEP, HEAD, ENT_IOB, ENT_TYPE]
_FLAT = [ENT_IOB, ENT_TYPE]

Augmenter = Callable[[Language, Example], Iterator[Example]]


@registry.augmenters("newslake.print.v1")
def create_print_augmenter(typography: float, title: float, upper: float, lower: float, seed: int = 0) -> Augmenter:
    """Typographic variants of whole texts and case variants of single sentences.

    :param typography: share of texts set with curly quotes, apostrophes and dashes.
    :param title: share of sentences with headline capitals.
    :param upper: share of sentences in capitals.
    :param lower: share of sentences in small letters.
    """
    rng = random.Random(seed)
    shares = {"title": title, "upper": upper, "lower": lower}

    def augment(nlp: Language, example: Example) -> Iterator[Example]:
        reference = example.reference
        words = _vary_case([token.text for token in reference], _sentences(reference), shares, rng)
        if rng.random() < typography:
            words = typeset(words, [bool(token.whitespace_) for token in reference], rng)
        yield _example(nlp, reference, words) if words != [token.text for token in reference] else example

    return augment


@registry.augmenters("newslake.names.v1")
def create_name_augmenter(
    typography: float,
    title: float,
    upper: float,
    lower: float,
    names: float,
    british: float,
    people: Optional[str] = None,
    seed: int = 0,
) -> Augmenter:
    """As `newslake.print.v1`, and names exchanged, so that they are known by their make and their place.

    :param names: share of the persons of two words or more that get another name, hyphenated ones among them; of
        organisations and places fewer.
    :param british: share of texts whose titles lose their full stop.
    :param people: file of the world's names, see models/recipe/names.py.
    """
    rng = random.Random(seed)
    printed = create_print_augmenter(typography, title, upper, lower, seed)
    exchange = NameExchange(rng, Path(people) if people else None)

    def augment(nlp: Language, example: Example) -> Iterator[Example]:
        reference = example.reference
        exchange.learn(reference)
        renamed = exchange.exchange(nlp.vocab, reference, names)
        if renamed is not reference:
            example = Example(nlp.make_doc(renamed.text), renamed)
        if rng.random() < british:
            example = _example(nlp, renamed, british_titles([token.text for token in renamed]))
        yield from printed(nlp, example)

    return augment


def _sentences(doc: Doc) -> "list[tuple[int, int]]":
    """Start and end of each sentence; of the text between blank lines where sentences are not marked."""
    if doc.has_annotation("DEP"):
        return [(sentence.start, sentence.end) for sentence in doc.sents]
    starts = [0] + [token.i + 1 for token in doc if token.is_space or token.text in (".", "?", "!")]
    ends = starts[1:] + [len(doc)]
    return [(start, end) for start, end in zip(starts, ends) if end > start]


def _vary_case(
    words: "list[str]", sentences: "list[tuple[int, int]]", shares: "dict[str, float]", rng: random.Random
) -> "list[str]":
    varied = list(words)
    for start, end in sentences:
        draw = rng.random()
        for case, share in shares.items():
            if draw < share:
                varied[start:end] = CASES[case](varied[start:end])
                break
            draw -= share
    return varied


def _example(nlp: Language, reference: Doc, words: "list[str]") -> Example:
    """An example of the same annotation on other words."""
    attributes = _ANNOTATION if reference.has_annotation("DEP") else _FLAT
    doc = Doc(nlp.vocab, words=words, spaces=[bool(token.whitespace_) for token in reference])
    doc.from_array(attributes, reference.to_array(attributes))
    if attributes is _ANNOTATION:
        _blank_lemmas(doc, reference)
    return Example(nlp.make_doc(doc.text), doc)


def _blank_lemmas(doc: Doc, reference: Doc) -> None:
    """Lemmas of words whose capitals were changed and which keep capitals in the lemma are left open,
    since no rule of the lemmatiser could give them back."""
    for token, original in zip(doc, reference):
        if token.text == original.text:
            continue
        if token.is_punct and original.lemma_ == original.text:
            token.lemma_ = token.text
        elif token.lower_ == original.lower_ and (token.is_upper or original.lemma_ != original.lemma_.lower()):
            token.lemma_ = ""
