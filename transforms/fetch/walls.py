"""Recognises pages that stand where an article was asked for: bot walls, log-ins, consent pages and paywalls.

A page is taken for one of them only if it has little running text and several signs of different kinds, since
articles have newsletter boxes, log-in links, cookie notices and captchas, too. What is missed here is judged again
as a text.
"""

import functools
from dataclasses import dataclass
from pathlib import Path
from typing import Optional
from urllib.parse import urlsplit

import lxml.html
import yaml
from lxml.etree import ParserError

from schemas.reasons import Reason
from transforms.markup import count_words

# Names of the walls, for messages, in the order in which they are looked for.
WALLS = {
    Reason.BOT_WALL: "a check for robots",
    Reason.LOGIN: "a log-in form",
    Reason.CONSENT: "a question for consent",
    Reason.PAYWALL: "a paywall",
}
# Words in running text (see `_Words`) beyond which a page is no such wall, whatever else is on it. Consent pages have
# a lot of small print; the others a sentence or two, a paywall after the beginning of the article.
_MOST_WORDS = {Reason.BOT_WALL: 120, Reason.LOGIN: 60, Reason.CONSENT: 300, Reason.PAYWALL: 120}
# Kinds of signs that must be there: of title, text, marks and address.
SIGNS = 2
# Articles have these over them, too, to be clicked away; their titles and addresses stay those of an article.
_OVERLAYS = (Reason.LOGIN, Reason.CONSENT)
# A text without a mark-up in it that is so long is running text, and not a menu or a button.
RUN_WORDS = 8

# Statuses by which walls answer, and those that say all that there is to say.
WALL_STATUSES = (401, 403, 405, 406, 429, 503)
STATUS_REASONS = {401: Reason.LOGIN, 402: Reason.PAYWALL}

# Parts of an address that it is redirected to.
_ADDRESSES = {
    Reason.LOGIN: ("login", "log-in", "signin", "sign-in", "sso", "auth"),
    Reason.CONSENT: ("consent", "collectconsent", "cookiewall", "privacywall"),
    Reason.BOT_WALL: ("captcha", "challenge", "blocked"),
    Reason.PAYWALL: ("subscribe", "paywall", "subscription"),
}
_NOT_TEXT = ("script", "style", "noscript", "template", "svg")


@dataclass(frozen=True)
class _Signs:
    title: "tuple[str, ...]"
    text: "tuple[str, ...]"
    marks: "tuple[str, ...]"


@dataclass(frozen=True)
class _Words:
    """What a page says, in lower case and with single spaces.

    :param title: its title and first heading.
    :param text: all its text, without scripts.
    :param running: how many words of it are running text.
    """

    title: str
    text: str
    running: int


def wall_of_page(body: bytes, *, asked: str, answered: str) -> Optional[Reason]:
    """Which wall a page is, if it is one.

    :param asked: the address that was asked for.
    :param answered: the address that it came from, after redirects.
    """
    words = _words(body)
    if words is None:
        return None
    for wall, signs in _signs().items():
        found = _found(signs, words, body) | ({"address"} if _leads_to(wall, asked, answered) else set())
        in_front = wall not in _OVERLAYS or found & {"title", "address"}
        if words.running <= _MOST_WORDS[wall] and len(found) >= SIGNS and in_front:
            return wall
    return None


def wall_of_error(status: Optional[int], body: bytes) -> Optional[Reason]:
    """Which wall an answer with an error is; a mark is enough, as the server refused already."""
    if status in STATUS_REASONS:
        return STATUS_REASONS[status]
    words = _words(body) if status in WALL_STATUSES else None
    found = _found(_signs()[Reason.BOT_WALL], words, body) if words is not None else set()
    return Reason.BOT_WALL if "marks" in found or len(found) >= SIGNS else None


def _found(signs: _Signs, words: _Words, body: bytes) -> "set[str]":
    """The kinds of signs that a page shows."""
    html = body.lower()
    seen = {
        "title": any(phrase in words.title for phrase in signs.title),
        "text": any(phrase in words.text for phrase in signs.text),
        "marks": any(mark.encode() in html for mark in signs.marks),
    }
    return {kind for kind, there in seen.items() if there}


def _leads_to(wall: Reason, asked: str, answered: str) -> bool:
    """Whether the reader was led away, to an address that says where to."""

    def parts(address: str) -> "set[str]":
        split = urlsplit(address)
        return {*(split.hostname or "").split("."), *split.path.lower().split("/")}

    signs = {*_ADDRESSES[wall]}
    return bool(parts(answered) & signs) and not parts(asked) & signs


def _words(body: bytes) -> Optional[_Words]:
    try:
        document = lxml.html.document_fromstring(body)
    except (ParserError, ValueError):
        return None
    for element in list(document.iter(*_NOT_TEXT)):
        element.drop_tree()
    headings = (element.text_content() for element in document.iter("title", "h1"))
    return _Words(
        title=_plain(" ".join(headings)),
        text=_plain(document.text_content()),
        running=sum(words for words in map(count_words, document.itertext()) if words >= RUN_WORDS),
    )


def _plain(text: str) -> str:
    return " ".join(text.replace("’", "'").casefold().split())


@functools.lru_cache(maxsize=None)
def _signs() -> "dict[Reason, _Signs]":
    """The signs of each wall, from walls.yaml.

    :raises ValueError: the file names another wall or kind of sign, or leaves one out.
    """
    listed = yaml.safe_load(Path(__file__).with_name("walls.yaml").read_text(encoding="utf-8"))
    if set(listed) != {wall.value for wall in WALLS}:
        raise ValueError(f"walls.yaml lists {sorted(listed)}, not {sorted(wall.value for wall in WALLS)}")
    signs = {}
    for wall in WALLS:
        kinds = listed[wall.value]
        if set(kinds) != {"title", "text", "marks"}:
            raise ValueError(f"walls.yaml lists {sorted(kinds)} for {wall.value}, not marks, text and title")
        signs[wall] = _Signs(**{kind: tuple(phrase.casefold() for phrase in kinds[kind]) for kind in kinds})
    return signs
