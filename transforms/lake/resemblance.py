"""Whether one article repeats another: the same text, or most of the same word sequences in it.

Word shingles and the sketch of the smallest of their hashes are Broder's (On the resemblance and
containment of documents, 1997). Containment decides more than resemblance, because the question has a
direction: who cuts a story repeats it, who takes it up and tells much more does not.
"""

import hashlib
import re
import unicodedata
import zlib
from dataclasses import dataclass

import numpy as np

SHINGLE_WORDS = 3  # short enough that a copy editor's changes leave most of them alone
KEPT_WORDS = 200_000  # checksums in memory: about 20 MB
SKETCH_SIZE = 32  # hashes kept of a text: 128 bytes
# Below this, stock phrases ("This story is for subscribers") are whole texts of different articles.
MIN_WORDS = 20
# Of a text's word sequences, and of its numbers, what the earlier article must have. A report that
# follows up has up to half of the sequences, one that fills in a form nearly all, but other numbers; a copy
# editor changes a number here and there ("11" for "eleven"). Set on tests/lake/stories.yaml.
REPEATED_SHINGLES = 0.7
REPEATED_NUMBERS = 0.6
# Of a text that is longer than the earlier one: the share of it that the earlier one must be, and how much
# of the earlier one must be in it. Less would take a follow-up with the old story below it for a repeat.
REPEATED_OF_LONGER = 0.5
REPEATED_IN_LONGER = 0.85

_WORD = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"\d+")
_THOUSANDS = re.compile(r"(?<=\d)[,.\u202f\u00a0](?=\d{3}\b)")
_WEIGHTS = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9], np.uint64)  # odd, from xxHash


@dataclass(frozen=True)
class Wording:
    """What a text is compared by.

    :param digest: of all its words in order: equal for texts that differ in punctuation and paragraphs only.
    :param shingles: hashes of its sequences of SHINGLE_WORDS words, sorted, each once.
    :param numbers: its sequences of digits.
    :param words: number of words.
    """

    digest: bytes
    shingles: np.ndarray
    numbers: "frozenset[str]"
    words: int

    @property
    def is_telling(self) -> bool:
        """Whether it is long enough that another who says the same has it from here."""
        return self.words >= MIN_WORDS

    @property
    def sketch(self) -> np.ndarray:
        """The smallest of its hashes: texts that share much share some of them."""
        return self.shingles[:SKETCH_SIZE]


def wording(text: str) -> Wording:
    """The wording of a text: case, punctuation, quotation marks and paragraphs don't count."""
    plain = text if text.isascii() else unicodedata.normalize("NFKC", text)
    plain = _THOUSANDS.sub("", plain.casefold().replace("'", "").replace("’", ""))
    words = _WORD.findall(plain)
    return Wording(
        digest=hashlib.blake2b(" ".join(words).encode("utf-8", "replace"), digest_size=12).digest(),
        shingles=_shingles(words),
        numbers=frozenset(_NUMBER.findall(plain)),
        words=len(words),
    )


def repeats(later: Wording, earlier: Wording) -> bool:
    """Whether a later text says little that the earlier one has not said in the same words, or is the
    earlier one with some more: the same story, which was known cut before it was known whole."""
    if not later.is_telling:
        return False
    if later.digest == earlier.digest:
        return True
    said_before = containment(later, earlier)
    if said_before >= REPEATED_SHINGLES:
        return _numbers_agree(later, earlier)
    return (
        said_before >= REPEATED_OF_LONGER
        and earlier.is_telling
        and containment(earlier, later) >= REPEATED_IN_LONGER
        and _numbers_agree(earlier, later)
    )


def may_repeat(later: Wording, earlier_shingles: int, shared: int) -> bool:
    """Whether a comparison is worth while, by how many hashes two sketches share.

    The smallest hashes of a whole that is n times as long are to be found in a part of it for one in n.

    :param earlier_shingles: how many shingles the earlier text has.
    """
    expected = REPEATED_SHINGLES * SKETCH_SIZE * min(1.0, len(later.shingles) / max(1, earlier_shingles))
    return shared >= expected / 3  # a third leaves room for chance


def _numbers_agree(part: Wording, whole: Wording) -> bool:
    return len(part.numbers & whole.numbers) >= REPEATED_NUMBERS * len(part.numbers)


def containment(part: Wording, whole: Wording) -> float:
    """The share of a text's shingles that another has."""
    shared = np.intersect1d(part.shingles, whole.shingles, assume_unique=True)
    return len(shared) / max(1, len(part.shingles))


class _WordHashes(dict):
    """Checksums of words, each computed once: a language's few thousand words are most of every text."""

    def __missing__(self, word: str) -> int:
        if len(self) >= KEPT_WORDS:
            self.clear()
        self[word] = checksum = zlib.crc32(word.encode("utf-8", "replace"))
        return checksum


_word_hashes = _WordHashes()


def _shingles(words: "list[str]") -> np.ndarray:
    hashes = np.array([_word_hashes[word] for word in words], np.uint64)
    count = len(words) - SHINGLE_WORDS + 1
    if count < 1:
        return np.empty(0, np.uint32)
    mixed = np.zeros(count, np.uint64)
    for place, weight in enumerate(_WEIGHTS):
        mixed = (mixed ^ hashes[place : place + count]) * weight
        mixed ^= mixed >> np.uint64(29)
    return np.unique((mixed >> np.uint64(32)).astype(np.uint32))
