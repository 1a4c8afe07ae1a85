"""Sentences of a paragraph, well enough to see which of them speak to the reader."""

import functools
import re
from typing import Optional

# Several judges read the same paragraphs, of which a long article has this many.
_KEPT = 512
_BOUNDARY = re.compile(r"(?<=[.!?…])(?:[\"'”’)\]]{0,2})(\s+)(?=[\"'“‘(\[]?[A-Z0-9À-ÖØ-Þ])")
_WORD = re.compile(r"[a-z]+")
_LONG_WORD = re.compile(r"[^\W\d_]{4,}")
STEM = 6  # letters
# Running text has this many words in a paragraph that ends like a sentence.
RUNNING_WORDS = 12
# The mark comes first, which is found fast.
_APOSTROPHE = re.compile(r"’(?<=\w’)(?=\w)")
_QUOTATION_MARKS = ("“", '"', "'", "‘")
# Letters that a pattern without regard to case takes for those of ASCII, beside the capitals.
_FOLDED = str.maketrans("\u017f\u212a\u0131\u0130", "skii")
_ODD = re.compile("[\u017f\u212a\u0131\u0130]")
_ABBREVIATED = re.compile(
    r"\b(?:Mr|Mrs|Ms|Dr|Prof|St|Gov|Sen|Rep|Gen|Col|Capt|Lt|Sgt|No|Jr|Sr|Inc|Co|Corp|Ltd|vs|[A-Z])\.$"
)


def small_letters(text: str) -> str:
    """A text in small letters, with those that patterns without regard to case see."""
    return (text.translate(_FOLDED) if not text.isascii() and _ODD.search(text) else text).lower()


class AnyCase:
    """A pattern that disregards the case. It is written in small letters and looked for in those of a text: Python's own
    patterns without regard to case try each alternative to its end."""

    def __init__(self, pattern: str) -> None:
        self._pattern = re.compile(pattern)

    def search(self, text: str) -> "Optional[re.Match[str]]":
        """The first match, of the text in small letters."""
        return self._pattern.search(small_letters(text))


# Speech counts as what somebody in the article says, as long as its marks are a pair or the paragraph ends in it.
QUOTED = re.compile(r"“[^”]*(?:”|$)|\"[^\"]*(?:\"|$)|(?<!\w)['‘](?!s\b)[^'’]{12,}?['’](?!\w)")
SAYING = AnyCase(
    r"\b(?:said|says?|saying|told|tells|according to|added|adds|argued|argues|warned|warns|announced|announces|wrote|"
    r"writes|asked|replied|"
    r"tweeted|posted on|claimed|claims|explained|explains|insisted|reported|reports that|stated|urged|urges|called "
    r"on|appealed|appeals|"
    r"shouted|shouts|chanted|cried|yelled|pleaded|begged|noted|suggested|confirmed|denied|admitted|revealed|"
    r"promised|recommends?|advised|advises|spokes(?:man|woman|person))\b"
)
ADDRESSING = re.compile(r"\b(?:you|your|we|our|us|please)\b", re.IGNORECASE)
_ENDS = tuple(".!?…।。؟")
_CLOSING = "\"'”’)]"


def split_sentences(paragraph: str) -> "list[str]":
    """The sentences of a paragraph; a boundary that is not clear is none."""
    parts, start = [], 0
    for found in _BOUNDARY.finditer(paragraph):
        if not _ABBREVIATED.search(paragraph[max(0, found.start() - 8) : found.start()]):
            parts.append(paragraph[start : found.start(1)])
            start = found.end()
    return [*parts, paragraph[start:]]


def ends_sentence(text: str) -> bool:
    """Whether a text ends in a mark that ends sentences, and maybe in what closes after it."""
    return text.endswith(_ENDS) or text.rstrip(_CLOSING).endswith(_ENDS)


@functools.lru_cache(maxsize=_KEPT)
def count_words(text: str) -> int:
    """How many words a text has, by its spaces."""
    return len(text.split())


@functools.lru_cache(maxsize=_KEPT)
def without_speech(paragraph: str) -> str:
    """A paragraph without what stands in quotation marks."""
    return QUOTED.sub(" ", paragraph) if any(mark in paragraph for mark in _QUOTATION_MARKS) else paragraph


@functools.lru_cache(maxsize=_KEPT)
def outside_speech(paragraph: str) -> str:
    """A paragraph without what stands in quotation marks, with straight apostrophes."""
    return straight(without_speech(paragraph)).strip()


def straight(text: str) -> str:
    """A text with straight apostrophes within words and at their ends."""
    return _APOSTROPHE.sub("'", text) if "’" in text else text


@functools.lru_cache(maxsize=_KEPT)
def words_of(text: str) -> "frozenset[str]":
    """The words of a text in small letters."""
    return frozenset(_WORD.findall(text.lower()))


@functools.lru_cache(maxsize=_KEPT)
def stems_of(text: str) -> "frozenset[str]":
    """The beginnings of a text's longer words, in small letters: what two texts about one thing share."""
    return frozenset([word[:STEM] for word in _LONG_WORD.findall(text.lower())])


@functools.lru_cache(maxsize=_KEPT)
def is_running(text: str) -> bool:
    """Whether a paragraph is one of running text, by its look."""
    return count_words(text) >= RUNNING_WORDS and ends_sentence(text)
