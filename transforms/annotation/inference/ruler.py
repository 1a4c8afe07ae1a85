"""What spaCy's entity ruler finds, in less time.

spaCy tries every pattern at every word. Here the places of all patterns are the bits of one number: which of them a word
fits is kept, and one shift and one product of bits a word move all patterns on that have fitted so far (Shift-And:
Baeza-Yates and Gonnet 1992, https://doi.org/10.1145/135239.135243).
"""

import collections
import re
from typing import Iterator, Optional, Sequence

from spacy.attrs import DEP, ORTH, POS
from spacy.pipeline import EntityRuler
from spacy.tokens import Doc

# What a pattern may say of a word here: its spelling, tag and label.
_ATTRIBUTES = ("TEXT", "LOWER", "POS", "DEP")
# Words of which it is kept what fits them; each takes some hundred bytes.
KEPT = 50_000

# What was found: the pattern's key, its first word and the word after its last.
Match = "tuple[int, int, int]"


class QuickRuler:
    """Sets the entities of Docs as the ruler would.

    :param ruler: one whose patterns look at the words, their tags and labels alone, see `quick_ruler_of`.
    """

    def __init__(self, ruler: EntityRuler) -> None:
        self._ruler = ruler
        places: "list[dict]" = []
        self._firsts = 0
        # By the bit of a pattern's last place: its key and its number of words.
        self._ends: "dict[int, tuple[int, int]]" = {}
        for key, patterns in ruler.token_patterns.items():
            for pattern in patterns:
                self._firsts |= 1 << len(places)
                places += pattern
                self._ends[1 << len(places) - 1] = ruler.nlp.vocab.strings.add(key), len(pattern)
        self._lasts = sum(self._ends)
        self._text, self._lower, self._tag, self._label = (_Places(places, attribute) for attribute in _ATTRIBUTES)
        self._fits: "dict[int, int]" = {}

    def __call__(self, docs: "list[Doc]") -> "list[Doc]":
        """The Docs, with entities added."""
        for doc in docs:
            if not (doc.has_annotation("POS") and doc.has_annotation("DEP")):
                self._ruler(doc)  # which knows whether it needs them
                continue
            matches = list(dict.fromkeys(self._find(doc)))
            if matches:
                # As in spaCy: the longest first, of these the first.
                matches.sort(key=lambda match: (match[2] - match[1], -match[1]), reverse=True)
                self._ruler.set_annotations(doc, matches)
        return docs

    def _find(self, doc: Doc) -> "Iterator[Match]":
        strings = doc.vocab.strings
        fitted = 0
        for place, (orth, tag, label) in enumerate(doc.to_array([ORTH, POS, DEP]).tolist()):
            fits = self._fits.get(orth)
            if fits is None:
                fits = self._learn(orth, strings[orth])
            if not fits:
                fitted = 0
                continue
            fitted = (fitted << 1 | self._firsts) & fits
            if fitted:
                fitted &= self._tag.fit(strings[tag]) & self._label.fit(strings[label])
            ended = fitted & self._lasts
            while ended:
                last = ended & -ended
                key, words = self._ends[last]
                yield key, place + 1 - words, place + 1
                ended ^= last

    def _learn(self, orth: int, text: str) -> int:
        if len(self._fits) >= KEPT:
            self._fits.clear()
        fits = self._fits[orth] = self._text.fit(text) & self._lower.fit(text.lower())
        return fits


class _Places:
    """The places of patterns that a word fits by one of its attributes, as bits."""

    def __init__(self, places: "Sequence[dict]", attribute: str) -> None:
        self._always = 0
        self._words: "dict[str, int]" = collections.defaultdict(int)
        self._barred: "dict[str, int]" = collections.defaultdict(int)
        expressions: "dict[str, int]" = collections.defaultdict(int)
        for index, place in enumerate(places):
            rule, value = _rule(place.get(attribute, {"NOT_IN": []}))
            if rule == "REGEX":
                expressions[value] |= 1 << index
                continue
            if rule == "NOT_IN":
                self._always |= 1 << index
            for word in value:
                (self._words if rule == "IN" else self._barred)[word] |= 1 << index
        self._expressions = [(re.compile(expression), bits) for expression, bits in expressions.items()]

    def fit(self, word: str) -> int:
        bits = self._always & ~self._barred.get(word, 0) | self._words.get(word, 0)
        for expression, fitting in self._expressions:
            if expression.search(word) is not None:
                bits |= fitting
        return bits


def quick_ruler_of(ruler: object) -> Optional[QuickRuler]:
    """What finds the same as a ruler, or None if it has patterns of a kind that QuickRuler doesn't know."""
    if type(ruler) is not EntityRuler or not len(ruler):
        return None
    patterns = [pattern["pattern"] for pattern in ruler.patterns]
    known = all(isinstance(pattern, list) and pattern and all(map(_is_plain, pattern)) for pattern in patterns)
    return QuickRuler(ruler) if known else None


def _is_plain(place: "dict[str, object]") -> bool:
    """It stands for one word, and says of its attributes what they are or which they may be."""
    return place.keys() <= set(_ATTRIBUTES) and all(_rule(value)[0] in ("IN", "NOT_IN", "REGEX") for value in place.values())


def _rule(value: object) -> "tuple[str, object]":
    """The kind of a rule for an attribute, and what it names."""
    if isinstance(value, dict) and len(value) == 1:
        return next(iter(value.items()))
    return "IN" if isinstance(value, str) else "", [value]
