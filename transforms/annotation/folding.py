"""Names reduced to what makes them the same name: case, accents, full stops, hyphens and articles aside."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Optional

LONGEST_ACRONYM = 7

# "The" is dropped from names, so that an article more or less makes no other entity; but not from these.
_KEEP_ARTICLE = frozenset({"the hague", "the gambia", "the bahamas", "the bronx"})
_ARTICLE = re.compile(r"^(?:the|a|an) (?=\S)", re.IGNORECASE)
_POSSESSIVE = re.compile(r"['’]s?$")
_TYPOGRAPHY = str.maketrans({"‐": "-", "‑": "-", "–": "-", "’": "'", "‘": "'", "\u00a0": " ", "\u00ad": None})
# Letters that Unicode does not take apart into a base letter and a mark.
_UNDECOMPOSED = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"})
_ABBREVIATING_STOP = re.compile(r"(?<=\w)\.(?=\w\.|\w$|$|\s|,)")


@dataclass(frozen=True)
class Appellation:
    """A name as it stands in an article.

    :param text: the name.
    :param label: its OntoNotes label.
    :param gender: "male" or "female" if a form of address before it says so.
    :param bracketed_after: the text of the name right after which it stands in brackets: "Court (ICC)".
    """

    text: str
    label: str
    gender: Optional[str] = None
    bracketed_after: Optional[str] = None


@lru_cache(maxsize=8192)
def display(text: str) -> str:
    """The name as it is given to readers: no article before it, no possessive after it, plain white space,
    apostrophes and hyphens, so that newspapers' typography makes no difference.
    """
    text = " ".join(text.translate(_TYPOGRAPHY).split())
    if text.casefold() in _KEEP_ARTICLE:
        return text
    return _ARTICLE.sub("", _POSSESSIVE.sub("", text)) or text


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """A key that all spellings of one name share.

    Short forms in capitals stay in capitals, so that "US" is not "us": U.S. → "US", Erdoğan → "erdogan",
    Kim Jong-Un → "kim jong un".
    """
    plain = display(text).replace("-", " ").replace("'", "")
    plain = _ABBREVIATING_STOP.sub("", plain).replace(".", " ").replace(",", " ")
    plain = " ".join(plain.split())
    if is_acronym(plain):
        return plain
    decomposed = unicodedata.normalize("NFKD", plain.casefold().translate(_UNDECOMPOSED))
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def is_acronym(plain: str) -> bool:
    """One word in capitals, of the length of an acronym."""
    return plain.isupper() and 1 < len(plain) <= LONGEST_ACRONYM and plain.isalpha()
