"""What spaCy's entity ruler finds, in less time.

spaCy tries every pattern at every word, and most words stand in no pattern at all. Here only the stretches of words that
each fit some place of some pattern are matched, and what was matched is kept: most of them ("of the") are common.
"""

import re
from typing import Hashable, Iterable, Iterator, NamedTuple, Optional, Sequence

from spacy.attrs import DEP, ORTH, POS
from spacy.pipeline import EntityRuler
from spacy.tokens import Doc
from spacy.vocab import Vocab

# What a pattern may say of a word here: its spelling, and with it its tag and label.
_SPELLINGS = frozenset(["TEXT", "LOWER"])
_ATTRIBUTES = _SPELLINGS | {"POS", "DEP"}
# Flags and references to groups, which mean something else where expressions are joined.
_NOT_TO_JOIN = re.compile(r"\(\?[a-zA-Z]|\\\d|\(\?P")
# Words, and stretches of words, of which it is kept what fits them; each takes some hundred bytes.
KEPT = 50_000

# What was found: the pattern's key, its first word and the word after its last.
Match = "tuple[int, int, int]"


class _Fit(NamedTuple):
    """Where in patterns a word fits.

    :param tagged: in a place where its tag or label matters, too.
    :param first: in the first place of a pattern.
    :param last: in the last one.
    """

    tagged: bool
    first: bool
    last: bool


class QuickRuler:
    """Sets the entities of Docs as the ruler would.

    :param ruler: one whose patterns look at the words, their tags and labels alone, see `quick_ruler_of`.
    """

    def __init__(self, ruler: EntityRuler) -> None:
        self._ruler = ruler
        places = [place for pattern in ruler.patterns for place in pattern["pattern"]]
        self._any = _Spellings(places)
        self._tagged = _Spellings(place for place in places if not place.keys() <= _SPELLINGS)
        self._first = _Spellings(pattern["pattern"][0] for pattern in ruler.patterns)
        self._last = _Spellings(pattern["pattern"][-1] for pattern in ruler.patterns)
        self._fits: "dict[int, Optional[_Fit]]" = {}
        self._matches: "dict[Hashable, list[Match]]" = {}

    def __call__(self, docs: "list[Doc]") -> "list[Doc]":
        """The Docs, with entities added."""
        for doc in docs:
            if not (doc.has_annotation("POS") and doc.has_annotation("DEP")):
                self._ruler(doc)  # which knows whether it needs them
                continue
            matches = list(self._find(doc))
            if matches:
                # As in spaCy: the longest first, of these the first.
                matches.sort(key=lambda match: (match[2] - match[1], -match[1]), reverse=True)
                self._ruler.set_annotations(doc, matches)
        return docs

    def _find(self, doc: Doc) -> "Iterator[Match]":
        words = doc.to_array([ORTH, POS, DEP]).tolist()
        self._learn(doc.vocab, {word[0] for word in words})
        for start, end in self._stretches(words):
            key = tuple(tuple(word) if self._fits[word[0]].tagged else word[0] for word in words[start:end])
            found = self._matches.get(key)
            if found is None:
                if len(self._matches) >= KEPT:
                    self._matches.clear()
                found = self._matches[key] = list(set(self._ruler.matcher(doc[start:end])))
            for pattern, first, last in found:
                yield pattern, start + first, start + last

    def _stretches(self, words: Sequence[Sequence[int]]) -> "Iterator[tuple[int, int]]":
        """The longest stretches of words that fit somewhere, from one that may come first to one that may come last."""
        start = end = None
        for place, word in enumerate(words):
            fit = self._fits[word[0]]
            if fit is None:
                if end is not None:
                    yield start, end
                start = end = None
                continue
            if start is None and fit.first:
                start = place
            if start is not None and fit.last:
                end = place + 1
        if end is not None:
            yield start, end

    def _learn(self, vocab: Vocab, words: "set[int]") -> None:
        new = [word for word in words if word not in self._fits]
        if len(self._fits) + len(new) > KEPT:
            self._fits.clear()
            new = list(words)
        for word in new:
            text = vocab.strings[word]
            fits = self._any.fit(text)
            self._fits[word] = _Fit(self._tagged.fit(text), self._first.fit(text), self._last.fit(text)) if fits else None


class _Spellings:
    """The spellings that the places of patterns ask for: a word that fits none of them stands in no match."""

    def __init__(self, places: "Iterable[dict]") -> None:
        self._words: "dict[str, set[str]]" = {name: set() for name in _SPELLINGS}
        expressions: "dict[str, list[str]]" = {name: [] for name in _SPELLINGS}
        for place in places:
            # One of them is enough: more words may fit than must.
            name = next(name for name in place if name in _SPELLINGS)
            if isinstance(place[name], str):
                self._words[name].add(place[name])
            elif "IN" in place[name]:
                self._words[name].update(place[name]["IN"])
            else:
                expressions[name].append(f"(?:{place[name]['REGEX']})")
        self._expressions = {name: re.compile("|".join(found)) for name, found in expressions.items() if found}

    def fit(self, text: str) -> bool:
        """Whether a word has one of the spellings."""
        forms = {"TEXT": text, "LOWER": text.lower()}
        return any(form in self._words[name] for name, form in forms.items()) or any(
            expression.search(forms[name]) is not None for name, expression in self._expressions.items()
        )


def quick_ruler_of(ruler: object) -> Optional[QuickRuler]:
    """What finds the same as a ruler, or None if it has patterns of a kind that QuickRuler doesn't know."""
    if type(ruler) is not EntityRuler or not len(ruler):
        return None
    patterns = [pattern["pattern"] for pattern in ruler.patterns]
    known = all(isinstance(pattern, list) and pattern and all(map(_is_plain, pattern)) for pattern in patterns)
    return QuickRuler(ruler) if known else None


def _is_plain(place: "dict[str, object]") -> bool:
    """It stands for one word, and says of its spelling what it is or which it may be."""
    spellings = [value for name, value in place.items() if name in _SPELLINGS]
    return bool(spellings) and place.keys() <= _ATTRIBUTES and all(map(_is_spelling, spellings))


def _is_spelling(value: object) -> bool:
    if isinstance(value, dict):
        return value.keys() == {"IN"} or value.keys() == {"REGEX"} and not _NOT_TO_JOIN.search(value["REGEX"])
    return isinstance(value, str)
