"""Names in bylines and authors' entries: "By Jane Doe and John Smith, political editor"."""

import re

MAX_NAME = 80
MAX_NAME_WORDS = 7

_BY = re.compile(
    r"^\W*(?:(?:written|reported|story|text|words|posted|published|report|compiled) )?by\b:?\s*|^\W*(?:author|authors)s?:\s*",
    re.IGNORECASE,
)
_PARTING = re.compile(
    r"\s*(?:[;|/•·–—]|\band\b|&|,(?!\s*(?:Jr|Sr|II|III|PhD|M\.?D)\b)|\bwith\b|\bin (?=[A-Z])|\bfor (?=[A-Z]))\s*"
)
_NOT_NAME = re.compile(r"https?:|www\.|@|\d|\.com\b", re.IGNORECASE)
# What stands in an author's place without being one: an account, an office, a desk.
_OFFICE = re.compile(
    r"\b(?:correspondents?|editors?|reporters?|writers?|staff|columnists?|journalists?|bureau|desk|agency|agencies|"
    r"producer|critic|"
    r"contributors?|newsroom|team|admin|administrator|guest|updated?|published|posted|special to|bbc news|null|none|"
    r"undefined|unknown|"
    r"monday|tuesday|wednesday|thursday|friday|saturday|sunday|january|february|march|april|june|july|august|"
    r"september|october|"
    r"november|december)\b",
    re.IGNORECASE,
)
_PARTICLES = frozenset("de da di du la le el al bin ibn van von der den ten ter dos das y e af av zu of".split())
_AGENCY = re.compile(
    r"[\s,]+(?:(?:The )?Associated Press|AP|Reuters|AFP|AAP|PA|Press Association|BBC News|Bloomberg(?: News)?|PTI|"
    r"ANI|CNN)$"
)
# Those of editors, after the author's name.
_INITIALS = re.compile(r"\s*\([a-z/, ]{1,12}$")
_PLACE = re.compile(r"\bin (?=[A-Z]).*$")


def begins_as_byline(text: str) -> bool:
    """Whether a text begins with the words that introduce an author."""
    return _BY.match(text) is not None


def names_of(text: str) -> "list[str]":
    """The names in a byline or an author's entry; offices, addresses and accounts are left out."""
    names = []
    for part in _PARTING.split(_PLACE.sub("", _BY.sub("", text))):
        name = " ".join(part.split()).strip(" ,.:-()'\"“”‘’")
        name = _AGENCY.sub("", _INITIALS.sub("", name))
        if _is_name(name):
            names.append(_cased(name))
    return list(dict.fromkeys(names))


def _is_name(name: str) -> bool:
    words = name.split()
    if (
        not words
        or len(name) > MAX_NAME
        or len(words) > MAX_NAME_WORDS
        or _NOT_NAME.search(name)
        or _OFFICE.search(name)
    ):
        return False
    # Every word of a name is capitalised, or a particle of one.
    return all(not word[:1].islower() or word.lower() in _PARTICLES for word in words) and any(
        word[:1].isalpha() for word in words
    )


def _cased(name: str) -> str:
    """A name as names are written: some papers set bylines in capitals."""
    if len(name) > 3 and name.isupper() and name.isascii() and len(name.split()) > 1:
        return name.title()
    return name
