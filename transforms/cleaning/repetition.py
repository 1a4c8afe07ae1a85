"""Paragraphs that a source repeats in articles about different things: its furniture, whatever they say.

What follow-ups of a story repeat is article text. Two things tell it from furniture: its names stand in the rest
of those articles, too, and the rest of one article has the names of the other. So a paragraph counts only where it
stands apart from its article, and only articles about different things count. What somebody says is never counted.
"""

import hashlib
import re
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import Callable, Collection, Iterable, Iterator, Sequence

from schemas.records import Document
from schemas.tables import PARAGRAPH_BREAK
from transforms.cleaning.clean import removals_of
from transforms.cleaning.unit import Unit
from transforms.sentences import QUOTED, SAYING, is_running, straight

REASON = "repeated"
# Twice may be one story told again; so many articles about different things have it from the house.
STORIES = 3
# Of the articles that have a paragraph, in so many it must stand apart: background does in few.
APART_SHARE = 0.75
# Two articles are about different things if they share at most this of the names of the one that has fewer.
SHARED_NAMES = 0.3
# With fewer names nobody can tell what an article is about.
LEAST_NAMES = 4
# Shorter lines within the text are headings, which series of articles share.
LINE_WORDS = 8
LEAST_WORDS = 3
# Words of so many letters carry what a paragraph is about; it stands apart if few of them are in the rest.
LONG_WORD = 7
SHARED_WORDS = 0.34
# What is left of an article must be most of it: a judge that takes more is wrong about it.
LEFT_SHARE = 0.5

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_TOKEN = re.compile(r"[^\W_]+")
_STARTS = re.compile(r"(?:^|[.!?:…]['\"”’)\]]*\s+|[•|–—-]\s*)['\"“‘(\[]*$")
_MARKS_OF_SPEECH = re.compile(r"[“”«»„\"]")
_CALENDAR = frozenset(
    "i january february march april may june july august september october november december monday tuesday wednesday "
    "thursday friday saturday sunday jan feb mar apr jun jul aug sept sep oct nov dec mon tue wed thu fri sat sun".split()
)


@dataclass(frozen=True)
class Told:
    """An article as its source told it.

    :param paragraphs: all of them, also those that were taken for clutter.
    """

    source: str
    article_id: str
    title: str
    paragraphs: "tuple[str, ...]"


def told(document: Document) -> Told:
    """An article with what was removed of it."""
    article = document.article
    return Told(article.source, article.article_id, article.title or "", tuple(unit.text for unit in units_of(document)))


def units_of(document: Document) -> "list[Unit]":
    """The paragraphs of an article in their order, kept and removed."""
    kept = map(Unit, document.article.text.split(PARAGRAPH_BREAK))
    removed = {removal.position: Unit(removal.text, removal.reason) for removal in document.removals}
    units: "list[Unit]" = []
    for unit in kept:
        while len(units) in removed:
            units.append(removed[len(units)])
        units.append(unit)
    while len(units) in removed:
        units.append(removed[len(units)])
    return units


def key_of(source: str, paragraph: str) -> int:
    """What a source's paragraph is known by: 64 bits of its words; case, punctuation and spaces don't count."""
    words = " ".join(_TOKEN.findall(paragraph.casefold()))
    digest = hashlib.blake2b(f"{source}\x1f{words}".encode("utf-8", "replace"), digest_size=8)
    return int.from_bytes(digest.digest(), "big")


def repeated(articles: Iterable[Told]) -> "set[int]":
    """The keys of the paragraphs that their sources repeat; the same whatever the order.

    :param articles: of whatever sources; of one that is told several times, any may be taken.
    """
    by_source: "dict[str, dict[str, Told]]" = defaultdict(dict)
    for article in articles:
        known = by_source[article.source].get(article.article_id)
        if known is None or article.paragraphs < known.paragraphs:
            by_source[article.source][article.article_id] = article
    return {
        key
        for source, told_once in by_source.items()
        if len(told_once) >= STORIES
        for key in _repeated_by(source, [told_once[one] for one in sorted(told_once)])
    }


def without_repeated(document: Document, is_repeated: Callable[[int], bool]) -> Document:
    """A document whose article has lost what its source repeats; as it is where that leaves too little of it."""
    article = document.article
    units = units_of(document)
    keys = [key_of(article.source, unit.text) for unit in units]
    shared = set(filter(is_repeated, keys))
    if not any(key in shared for key, unit in zip(keys, units) if unit.reason is None):
        return document
    parts = _Parts(told(document), shared, sure=True)
    gone = {place for place in parts.candidates if units[place].reason is None and parts.is_apart(place)}
    left = [unit.text for place, unit in enumerate(units) if unit.reason is None and place not in gone]
    text = PARAGRAPH_BREAK.join(left)
    words = len(text.split())
    if not gone or words < LEFT_SHARE * article.word_count or not any(map(is_running, left)):
        return document
    units = [Unit(unit.text, REASON) if place in gone else unit for place, unit in enumerate(units)]
    removed = PARAGRAPH_BREAK.join(unit.text for unit in units if unit.reason is not None)
    article = replace(article, text=text, word_count=words, removed_text=removed)
    return Document(article, document.mentions, document.relations, removals_of(article, units))


def _repeated_by(source: str, articles: Sequence[Told]) -> Iterator[int]:
    """The keys of what one source repeats."""
    having: "dict[int, list[Told]]" = defaultdict(list)
    for article in articles:
        for key in {key_of(source, paragraph) for paragraph in article.paragraphs if _may_be_furniture(paragraph)}:
            having[key].append(article)
    shared = {key for key, among in having.items() if len(among) >= STORIES}
    parts = {
        article.article_id: _Parts(article, shared)
        for article in {one.article_id: one for key in shared for one in having[key]}.values()
    }
    for key in shared:
        among = [parts[article.article_id] for article in having[key]]
        apart = [one for one in among if one.stands_apart(key)]
        if len(apart) >= APART_SHARE * len(among) and _are_different([one.names_beside(key) for one in apart]):
            yield key


def _are_different(articles: "Iterable[frozenset[str]]") -> bool:
    """Whether enough of some articles, by their names, are about things that none of the others among them is about."""
    chosen: "list[frozenset[str]]" = []
    for names in articles:
        if len(names) >= LEAST_NAMES and all(_differ(names, others) for others in chosen):
            chosen.append(names)
            if len(chosen) == STORIES:
                return True
    return False


def _differ(names: "frozenset[str]", others: "frozenset[str]") -> bool:
    return len(names & others) <= SHARED_NAMES * min(len(names), len(others))


class _Parts:
    """An article parted into what may be furniture and the rest.

    :param shared: the keys of what may be furniture.
    :param sure: it is: counted elsewhere, and not only shared with copies of the article.
    """

    def __init__(self, article: Told, shared: Collection[int], *, sure: bool = False) -> None:
        self._article = article
        self._keys = [key_of(article.source, paragraph) for paragraph in article.paragraphs]
        self._house = article.source.replace("-", "").casefold()
        self.candidates = [
            place
            for place, (key, paragraph) in enumerate(zip(self._keys, article.paragraphs))
            if key in shared and _may_be_furniture(paragraph)
        ]
        self._rest = self._without(self.candidates)
        # Of a copy all is shared. Then it is about all that it has, and a paragraph is held against all others.
        self._is_copy = not sure and len(self._rest.names) < LEAST_NAMES

    def names_beside(self, key: int) -> "frozenset[str]":
        """The names in the rest of the article: what it is about."""
        return self._beside(key).names

    def stands_apart(self, key: int) -> bool:
        """Whether what has a key stands apart from the article wherever it is in it."""
        return all(self.is_apart(place) for place in self.candidates if self._keys[place] == key)

    def is_apart(self, place: int) -> bool:
        """Whether a paragraph has nothing to do with the rest of the article; what may be a heading stands outside."""
        text = self._article.paragraphs[place]
        rest = self._beside(self._keys[place])
        if rest.first < place < rest.last and (len(_TOKEN.findall(text)) < LINE_WORDS or text.endswith(("?", ":"))):
            return False
        # A sentence's first word is a name if it has a capital elsewhere, too, and is never small.
        first = {_plain(word) for word in _WORD.findall(text) if word[0].isupper()} & rest.names - rest.small
        if first or not rest.capitals.isdisjoint(self._names_of(text)):
            return False
        long = {word for word in _words_of(text) if len(word) >= LONG_WORD and word not in self._house}
        return len(long & rest.words) <= SHARED_WORDS * len(long)

    def _beside(self, key: int) -> "_Rest":
        if not self._is_copy:
            return self._rest
        return self._without([place for place, other in enumerate(self._keys) if other == key])

    def _without(self, places: Collection[int]) -> "_Rest":
        kept = {place: text for place, text in enumerate(self._article.paragraphs) if place not in places}
        running = [place for place, text in kept.items() if is_running(text)]
        words = {word for text in (self._article.title, *kept.values()) for word in _WORD.findall(text)}
        return _Rest(
            names=frozenset(name for text in kept.values() for name in self._names_of(text)),
            small=frozenset(word for word in words if word[0].islower()),
            words=frozenset(map(_plain, words)),
            capitals=frozenset(_plain(word) for word in words if word[0].isupper()),
            first=running[0] if running else 0,
            last=running[-1] if running else len(self._keys),
        )

    def _names_of(self, text: str) -> "set[str]":
        """Words with a capital that stand for somebody or something, other than the source itself."""
        return {
            word
            for word in _names_of(text)
            if word not in _CALENDAR and not (len(word) > 2 and word in self._house)
        }


@dataclass(frozen=True)
class _Rest:
    """What an article says beside some of its paragraphs.

    :param names: words with a capital within a sentence; those of the title may all have one, and are left out.
    :param small: words without a capital, and `capitals` those with one, anywhere.
    :param first: the place of its first paragraph of running text, and `last` that of its last.
    """

    names: "frozenset[str]"
    small: "frozenset[str]"
    words: "frozenset[str]"
    capitals: "frozenset[str]"
    first: int
    last: int


def _may_be_furniture(paragraph: str) -> bool:
    """Whether repetition may tell anything: it says something, and nobody in the article says it."""
    if len(_WORD.findall(paragraph)) < LEAST_WORDS:
        return False
    plain = straight(paragraph)
    return not (_MARKS_OF_SPEECH.search(plain) or QUOTED.search(plain) or SAYING.search(plain))


def _words_of(text: str) -> "set[str]":
    return set(map(_plain, _WORD.findall(text)))


def _names_of(text: str) -> "Iterator[str]":
    for found in _WORD.finditer(text):
        word = found.group()
        if word[0].isupper() and not _STARTS.search(text, max(0, found.start() - 8), found.start()):
            yield _plain(word)


def _plain(word: str) -> str:
    """A word in small letters and without the ending of a genitive."""
    word = word.casefold()
    return word[:-2] if word.endswith(("'s", "’s")) else word
