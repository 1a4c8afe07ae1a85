"""Persons renamed in training: names are to be known by their make and their place, not by heart."""

import random
from typing import Optional, Sequence

from spacy.tokens import Doc, Span
from spacy.vocab import Vocab

# Names are remembered up to so many of each kind; newer ones then replace older ones by chance.
_REMEMBERED = 4000


class PersonNames:
    """Collects persons' names from the training data as it passes, and puts some in others' places.

    Names of two words give first and last names. Hyphenated parts ("Jong-un", "Jean-Claude",
    "al-Assad") are collected apart, and their halves recombined, since spaCy's tokeniser splits them
    and the model should take the pieces for one name.
    """

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._first: "list[str]" = []
        self._last: "list[str]" = []
        self._heads: "list[str]" = []
        self._tails: "list[str]" = []

    def learn(self, doc: Doc) -> None:
        """Remember the names of a Doc's persons."""
        for entity in doc.ents:
            parts = entity.text.split()
            if entity.label_ != "PERSON" or not 2 <= len(parts) <= 3 or not entity.text[0].isupper():
                continue
            for part in parts:
                if "-" in part.strip("-"):
                    head, tail = part.strip("-").split("-", 1)
                    self._remember(self._heads, head)
                    self._remember(self._tails, tail)
            self._remember(self._first, parts[0])
            self._remember(self._last, parts[-1])

    def rename(self, vocab: Vocab, doc: Doc, share: float) -> Doc:
        """The Doc with a share of its persons' full names exchanged; the same Doc if none was."""
        new_names = {
            entity.start: (entity.end, new_name)
            for entity in doc.ents
            if entity.label_ == "PERSON" and len(entity) > 1 and self._rng.random() < share
            if (new_name := self._new_name()) is not None
        }
        return _replaced(vocab, doc, new_names) if new_names else doc

    def _remember(self, names: "list[str]", name: str) -> None:
        if len(names) < _REMEMBERED:
            names.append(name)
        else:
            names[self._rng.randrange(_REMEMBERED)] = name

    def _new_name(self) -> "Optional[list[str]]":
        if not (self._first and self._last and self._heads):
            return None
        hyphenated = f"{self._rng.choice(self._heads)}-{self._rng.choice(self._tails)}"
        first, last = self._rng.choice(self._first), self._rng.choice(self._last)
        draw = self._rng.random()
        if draw < 0.3:  # family name first, as in Korean or Taiwanese names
            return [last, hyphenated[:1].upper() + hyphenated[1:]]
        if draw < 0.4:
            return [hyphenated[:1].upper() + hyphenated[1:], last]
        if draw < 0.5:
            return [first, hyphenated]
        return [first, last]


def _replaced(vocab: Vocab, doc: Doc, new_names: "dict[int, tuple[int, list[str]]]") -> Doc:
    """A Doc of the same words, spaces and names but for those persons."""
    words: "list[str]" = []
    spaces: "list[bool]" = []
    positions: "list[int]" = []
    index = 0
    while index < len(doc):
        positions.append(len(words))
        if index in new_names:
            end, new_name = new_names[index]
            positions += [-1] * (end - index - 1)
            words += new_name
            spaces += [True] * (len(new_name) - 1) + [bool(doc[end - 1].whitespace_)]
            index = end
        else:
            words.append(doc[index].text)
            spaces.append(bool(doc[index].whitespace_))
            index += 1
    positions.append(len(words))
    replaced = Doc(vocab, words=words, spaces=spaces)
    entities = [Span(replaced, positions[e.start], positions[e.end], e.label) for e in doc.ents]
    replaced.set_ents(entities, missing=_missing(doc, replaced, positions), default="outside")
    return replaced


def _missing(doc: Doc, replaced: Doc, positions: Sequence[int]) -> "list[Span]":
    return [
        replaced[positions[token.i] : positions[token.i] + 1] for token in doc if token.ent_iob == 0
    ]
