"""Bytes to text: the encoding that was declared, or the likeliest."""

import re
from typing import Optional

from schemas.reasons import Reason
from transforms.encodings import IN_ASCII, REPAIRABLE_SHARE, codec_of, is_damaged_utf8, likeliest_encoding
from transforms.media import unicode_encoding

# Control characters that no text has: all of C0 but tab, line feed, vertical tab, form feed, return, escape.
_CONTROL = bytes(set(range(32)) - {9, 10, 11, 12, 13, 27})
# A text may hold a stray one; a file of another kind has many at once.
BINARY_SHARE = 0.02
# Beginnings of files that are something else, whatever they are called.
_MAGIC = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"%PDF-", b"PK\x03\x04", b"\x1f\x8b", b"\x7fELF", b"Rar!", b"PAR1")
_META_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE)
_META_WITHIN = 4096  # the HTML standard asks for it within the first 1024 bytes

class NotText(ValueError):
    """Bytes that are no text; `reason` says in which way."""

    def __init__(self, reason: Reason, message: str) -> None:
        super().__init__(message)
        self.reason = reason


def decode(content: bytes, charset: Optional[str] = None, *, html: bool = False) -> str:
    """The text of some bytes: by byte order mark, as UTF-8, by declaration, or as what it most likely is.

    UTF-8 comes before the declaration: what is valid UTF-8 beyond ASCII is hardly ever anything else, and
    servers declare their default for every page.

    :param charset: the encoding declared from outside.
    :param html: a declaration within the page counts, too.
    :raises NotText: EMPTY, BINARY or UNDECODABLE.
    """
    if not content.strip():
        raise NotText(Reason.EMPTY, "there is nothing in it")
    marked = unicode_encoding(content)
    if marked is not None:
        return _repaired(content, marked).removeprefix("\ufeff")
    if content.startswith(_MAGIC) or _is_binary(content):
        raise NotText(Reason.BINARY, "it is binary data, not text")
    declared = _META_CHARSET.search(content[:_META_WITHIN]) if html else None
    codings = [codec_of(name) for name in (charset, declared and declared[1].decode("ascii")) if name]
    if content.isascii():
        stateful = next((coding for coding in codings if coding in IN_ASCII), "ascii")
        return content.decode(stateful, "replace")
    for coding in ("utf-8", *filter(None, codings)):
        try:
            return content.decode(coding)
        except (UnicodeDecodeError, LookupError, ValueError):
            continue
    return _likeliest(content, [coding for coding in codings if coding])


def _is_binary(content: bytes) -> bool:
    controls = len(content) - len(content.translate(None, _CONTROL))
    return controls > BINARY_SHARE * len(content)


def _likeliest(content: bytes, declared: "list[str]") -> str:
    """As declared if the damage is small, as UTF-8 if it is that with some damage, else what its bytes look like."""
    for coding in declared:
        try:
            return _repaired(content, coding)
        except NotText:
            continue
    text = content.decode("utf-8", "replace")
    if is_damaged_utf8(text):
        return text
    try:
        return _repaired(content, likeliest_encoding(content))
    except (UnicodeError, LookupError) as error:
        raise NotText(Reason.UNDECODABLE, "no encoding explains its bytes") from error


def _repaired(content: bytes, encoding: str) -> str:
    text = content.decode(encoding, "replace")
    if text.count("\ufffd") > REPAIRABLE_SHARE * len(text):
        raise NotText(Reason.UNDECODABLE, "no encoding explains its bytes")
    return text
