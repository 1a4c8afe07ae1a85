"""Sentences with names, as all the corpora of names are read; and the Docs they become."""

import dataclasses
import random
from typing import Iterable, Iterator, Sequence

from spacy.tokens import Doc, Span
from spacy.vocab import Vocab

from models.recipe.labels import MISSING, people_spans

# Sentences of a Doc: names recur within an article, and the model sees the ends of sentences.
MOST_SENTENCES = 8

_NO_SPACE_BEFORE = frozenset(", . ; : ? ! ) ] } % 's 'S n't 'll 're 've 'd 'm ... '' ’s ’".split())
_NO_SPACE_AFTER = frozenset("( [ { $ £ € `` #".split())


@dataclasses.dataclass
class NamedSentence:
    """Words, whether a space follows each, and the names as (start, end, label) over the words.

    The label MISSING says that it isn't known whether and what name these words are.
    """

    words: "list[str]"
    spaces: "list[bool]"
    names: "list[tuple[int, int, str]]"
    starts_document: bool = False


def named_docs(vocab: Vocab, sentences: Iterable[NamedSentence], rng: random.Random) -> Iterator[Doc]:
    """Docs of one to MOST_SENTENCES consecutive sentences, in paragraphs parted by blank lines."""
    group: "list[NamedSentence]" = []
    wanted = rng.randint(1, MOST_SENTENCES)
    for sentence in sentences:
        if group and (sentence.starts_document or len(group) >= wanted):
            yield named_doc(vocab, group, rng)
            group, wanted = [], rng.randint(1, MOST_SENTENCES)
        group.append(sentence)
    if group:
        yield named_doc(vocab, group, rng)


def named_doc(vocab: Vocab, sentences: Sequence[NamedSentence], rng: random.Random) -> Doc:
    """One Doc; a paragraph ends after a sentence with a chance of three in ten."""
    words: "list[str]" = []
    spaces: "list[bool]" = []
    names: "list[tuple[int, int, str]]" = []
    for sentence in sentences:
        if words and rng.random() < 0.3:
            spaces[-1] = False
            words.append("\n\n")
            spaces.append(False)
        found = sentence.names + people_spans(sentence.words)
        names += [(start + len(words), end + len(words), label) for start, end, label in found]
        words += sentence.words
        spaces += sentence.spaces
        spaces[-1] = True
    doc = Doc(vocab, words=words, spaces=spaces)
    spans = [Span(doc, start, end, label or "MISSING") for start, end, label in flat(names)]
    doc.set_ents(
        [span for span in spans if span.label_ != "MISSING"],
        missing=[span for span in spans if span.label_ == "MISSING"],
        default="outside",
    )
    return doc


def flat(names: "Iterable[tuple[int, int, str]]") -> "list[tuple[int, int, str]]":
    """The names without those that overlap a longer one; of two equally long, a labelled one stays."""
    taken: "set[int]" = set()
    kept = []
    for start, end, label in sorted(names, key=lambda name: (name[0] - name[1], name[2] == MISSING, name[0])):
        if not taken.intersection(range(start, end)):
            taken.update(range(start, end))
            kept.append((start, end, label))
    return sorted(kept)


def guess_spaces(words: Sequence[str]) -> "list[bool]":
    """Which words a space follows, by English typing rules, for corpora that kept the words only."""
    spaces = [True] * len(words)
    quote_open = {'"': False, "'": False}
    for index, word in enumerate(words):
        opening = False
        if word in quote_open:
            opening = not quote_open[word]
            quote_open[word] = opening
            if word == "'" and index and words[index - 1].endswith(("s", "S")):
                opening, quote_open[word] = False, False
        if index and (word in _NO_SPACE_BEFORE or (word in quote_open and not opening)):
            spaces[index - 1] = False
        if word in _NO_SPACE_AFTER or (word in quote_open and opening):
            spaces[index] = False
    return spaces
