"""A Doc as plain lists of words, and names as spans of them."""

import bisect
import functools
from collections import defaultdict
from typing import Iterable, Iterator, NamedTuple, Optional, Tuple

from spacy.attrs import IDX, ORTH, POS, SPACY
from spacy.symbols import PROPN
from spacy.tokens import Doc

NAME_LABELS = frozenset("PERSON ORG GPE LOC NORP FAC EVENT PRODUCT WORK_OF_ART LAW LANGUAGE".split())
VALUE_LABELS = frozenset("DATE TIME MONEY PERCENT QUANTITY ORDINAL CARDINAL".split())

# Signs that stand around names and are no part of them.
OUTSIDE = frozenset("\"'“”‘’«»‹›,;:!?…—–-_*•|·/\\<>#`´~=^®™© \t")

Key = Tuple[str, ...]


class Name(NamedTuple):
    """A name or value by its tokens, doc[start:end]."""

    start: int
    end: int
    label: str


class Words:
    """A Doc read once into plain lists, which are many times faster to go through than its tokens."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        strings = doc.vocab.strings
        self.texts = [strings[orth] for orth in doc.to_array(ORTH).tolist()]
        self.spaced = doc.to_array(SPACY).astype(bool).tolist()
        self.starts = doc.to_array(IDX).tolist()
        self.poses = doc.to_array(POS).tolist() if doc.has_annotation("POS") else None
        # spaCy's doc.text is put together anew each time.
        self.string = "".join([text + " " if space else text for text, space in zip(self.texts, self.spaced)])
        self.breaks = ["\n" in text for text in self.texts]
        self._sentences = doc.has_annotation("SENT_START")

    @functools.cached_property
    def _places(self) -> "dict[str, list[int]]":
        places: "dict[str, list[int]]" = defaultdict(list)
        for index, text in enumerate(self.texts):
            places[text].append(index)
        return places

    def key(self, name: Name) -> Key:
        """Its words."""
        return tuple(self.texts[name.start : name.end])

    def occurrences(self, key: Key) -> Iterator[int]:
        """Where these words stand, by the first of them."""
        for start in self._places.get(key[0], ()):
            if tuple(self.texts[start : start + len(key)]) == key:
                yield start

    def end_at(self, offset: int, start: int) -> Optional[int]:
        """The number after the token that ends at an offset, or None if none does; it is at or after a given one."""
        index = bisect.bisect_left(self.starts, offset, start)
        return index if self.starts[index - 1] + len(self.texts[index - 1]) == offset else None

    def text(self, name: Name) -> str:
        """The name as it stands."""
        return self.string[self.starts[name.start] : self.starts[name.end - 1] + len(self.texts[name.end - 1])]

    def in_brackets(self, name: Name) -> bool:
        """It stands alone in round brackets."""
        return self.texts[name.start - 1 : name.start] == ["("] and self.texts[name.end : name.end + 1] == [")"]

    def starts_sentence(self, index: int) -> bool:
        """It is the first word of its sentence, quotes aside; where there are no sentences, after a full stop."""
        before = index - 1
        while before >= 0 and self.texts[before] in OUTSIDE and not self._starts(before + 1):
            before -= 1
        return self._starts(before + 1)

    def _starts(self, index: int) -> bool:
        if index == 0 or self.breaks[index - 1]:
            return True
        if self._sentences:
            return bool(self.doc[index].is_sent_start)
        return self.texts[index - 1][-1] in ".!?:"

    def is_proper(self, index: int) -> bool:
        """It is a proper noun; without tags, any capitalised word."""
        if self.poses is not None:
            return self.poses[index] == PROPN
        return self.texts[index][:1].isupper()

    def joined(self, index: int) -> bool:
        """It and the token before it are written as one word."""
        return 0 < index < len(self.texts) and not self.spaced[index - 1] and not self.breaks[index - 1]


def without_overlaps(names: "Iterable[Name]") -> "list[Name]":
    """In order; of names that overlap the longest, of these the first."""
    kept: "list[Name]" = []
    taken: "set[int]" = set()
    for name in sorted(names, key=lambda name: (name.start - name.end, name.start)):
        tokens = range(name.start, name.end)
        if taken.isdisjoint(tokens):
            taken.update(tokens)
            kept.append(name)
    return sorted(kept)
