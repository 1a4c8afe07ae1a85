"""Names exchanged in training: they are to be known by their make and their place, not by heart."""

import json
import random
from pathlib import Path
from typing import Optional, Sequence

import yaml
from spacy.tokens import Doc, Span
from spacy.vocab import Vocab

from models.recipe.labels import SYLLABLES

# Names are remembered up to so many of each kind; newer ones then replace older ones by chance.
_REMEMBERED = 4000

# Of the new persons so many come from the lists of the world's names, of the new organisations from those well known.
_WORLD_SHARE, _KNOWN_SHARE = 0.4, 0.3

_ORGANISATIONS = Path(__file__).parent / "organisations.yaml"

# Names of these kinds are exchanged whole. Those of places are known by heart to good purpose: fewer of them.
_WHOLE = {"ORG": 0.5, "GPE": 0.3}


class NameExchange:
    """Collects names from the training data as it passes, and puts some in others' places.

    Persons of two words give first and last names. Hyphenated parts ("Jong-un", "Jean-Claude",
    "al-Assad") are collected apart, and their halves recombined, since spaCy's tokeniser splits them
    and the model should take the pieces for one name.

    :param people: file of the world's first and last names by country, see models/lexicon; without it only names from
        the training data are used, and no well-known organisations.
    """

    def __init__(self, rng: random.Random, people: "Optional[Path]" = None) -> None:
        self._rng = rng
        self._people: "list[dict[str, list[str]]]" = []
        self._organisations: "list[list[str]]" = []
        if people is not None:
            countries = json.loads(people.read_text(encoding="utf-8")).values()
            self._people = [country for country in countries if country["first"] and country["last"]]
            known = yaml.safe_load(_ORGANISATIONS.read_text(encoding="utf-8"))
            self._organisations = [name.split() for names in known.values() for name in names]
        self._first: "list[str]" = []
        self._last: "list[str]" = []
        self._heads: "list[str]" = []
        self._tails: "list[str]" = []
        self._whole: "dict[str, list[list[str]]]" = {label: [] for label in _WHOLE}

    def learn(self, doc: Doc) -> None:
        """Remember the names of a Doc."""
        for entity in doc.ents:
            if not entity.text[0].isupper():
                continue
            if entity.label_ == "PERSON":
                self._learn_person(entity.text.split())
            elif entity.label_ in _WHOLE and entity.text == " ".join(token.text for token in entity):
                self._remember(self._whole[entity.label_], [token.text for token in entity])

    def exchange(self, vocab: Vocab, doc: Doc, share: float) -> Doc:
        """The Doc with a share of its persons' full names exchanged, of others fewer; the same Doc if none was."""
        new_names = {}
        for entity in doc.ents:
            if self._rng.random() < share * _WHOLE.get(entity.label_, 1.0):
                new_name = self._new_name(entity)
                if new_name is not None:
                    new_names[entity.start] = (entity.end, new_name)
        return _replaced(vocab, doc, new_names) if new_names else doc

    def _learn_person(self, parts: "list[str]") -> None:
        if not 2 <= len(parts) <= 3:
            return
        for part in parts:
            if "-" in part.strip("-"):
                head, tail = part.strip("-").split("-", 1)
                self._remember(self._heads, head)
                self._remember(self._tails, tail)
        self._remember(self._first, parts[0])
        self._remember(self._last, parts[-1])

    def _remember(self, names: list, name: "str | list[str]") -> None:
        if len(names) < _REMEMBERED:
            names.append(name)
        else:
            names[self._rng.randrange(_REMEMBERED)] = name

    def _new_name(self, entity: Span) -> "Optional[list[str]]":
        if entity.label_ == "PERSON" and len(entity) > 1:
            return self._new_person()
        if entity.label_ == "ORG" and self._organisations and self._rng.random() < _KNOWN_SHARE:
            return list(self._rng.choice(self._organisations))
        remembered = self._whole.get(entity.label_)
        return list(self._rng.choice(remembered)) if remembered else None

    def _new_person(self) -> "Optional[list[str]]":
        if self._people and self._rng.random() < _WORLD_SHARE:
            country = self._rng.choice(self._people)
            return f"{self._rng.choice(country['first'])} {self._rng.choice(country['last'])}".split()
        if not (self._first and self._last and self._heads):
            return None
        hyphenated = f"{self._rng.choice(self._heads)}-{self._rng.choice(self._tails)}"
        first, last = self._rng.choice(self._first), self._rng.choice(self._last)
        draw = self._rng.random()
        if draw < 0.2:  # family name first, as in Korean or Taiwanese names
            return [last, f"{self._rng.choice(SYLLABLES).capitalize()}-{self._rng.choice(SYLLABLES)}"]
        if draw < 0.3:
            return [last, hyphenated[:1].upper() + hyphenated[1:]]
        if draw < 0.4:
            return [hyphenated[:1].upper() + hyphenated[1:], last]
        if draw < 0.5:
            return [first, hyphenated]
        return [first, last]


def _replaced(vocab: Vocab, doc: Doc, new_names: "dict[int, tuple[int, list[str]]]") -> Doc:
    """A Doc of the same words, spaces and names but for those that are exchanged."""
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
    return [replaced[positions[token.i] : positions[token.i] + 1] for token in doc if token.ent_iob == 0]
