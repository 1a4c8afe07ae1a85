"""Bytes to text: the encoding that was declared, or the likeliest."""

import codecs
import re
from typing import Optional

import charset_normalizer

from schemas.reasons import Reason

# Beyond this share of its characters, a text that needs repair is not one that was slightly damaged,
# but one whose encoding is not known.
REPAIRABLE_SHARE = 0.01
# Control characters that no text has: all of C0 but tab, line feed, vertical tab, form feed, return, escape.
_CONTROL = bytes(set(range(32)) - {9, 10, 11, 12, 13, 27})
# A text may hold a stray one; a file of another kind has many at once.
BINARY_SHARE = 0.02
# Beginnings of files that are something else, whatever they are called.
_MAGIC = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"%PDF-", b"PK\x03\x04", b"\x1f\x8b", b"\x7fELF", b"Rar!", b"PAR1")
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_META_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE)
_META_WITHIN = 4096  # the HTML standard asks for it within the first 1024 bytes
_DETECT_BYTES = 64 * 1024


class NotText(ValueError):
    """Bytes that are no text; `reason` says in which way."""

    def __init__(self, reason: Reason, message: str) -> None:
        super().__init__(message)
        self.reason = reason


def decode(content: bytes, charset: Optional[str] = None, *, html: bool = False) -> str:
    """The text of some bytes: by byte order mark, declaration, as UTF-8, or as what it most likely is.

    :param charset: the encoding declared from outside.
    :param html: a declaration within the page counts, too.
    :raises NotText: EMPTY, BINARY or UNDECODABLE.
    """
    if not content.strip():
        raise NotText(Reason.EMPTY, "there is nothing in it")
    for mark, encoding in _BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return _repaired(content[len(mark) :], encoding)
    if content.startswith(_MAGIC) or _is_binary(content):
        raise NotText(Reason.BINARY, "it is binary data, not text")
    declared = _META_CHARSET.search(content[:_META_WITHIN]) if html else None
    candidates = [charset, declared and declared[1].decode("ascii"), "utf-8"]
    for encoding in filter(None, candidates):
        text = _strict(content, encoding)
        if text is not None:
            return text
    return _likeliest(content)


def _is_binary(content: bytes) -> bool:
    controls = len(content) - len(content.translate(None, _CONTROL))
    return b"\0" in content[:_DETECT_BYTES] or controls > BINARY_SHARE * len(content)


def _strict(content: bytes, encoding: str) -> Optional[str]:
    try:
        # Browsers take both names for windows-1252, whose printable characters stand in their control codes.
        name = codecs.lookup(encoding).name
        return content.decode("cp1252" if name in ("iso8859-1", "ascii") else name)
    except (LookupError, UnicodeDecodeError, ValueError):
        return None


def _likeliest(content: bytes) -> str:
    """Damaged UTF-8 if the damage is small, else what statistics say, else windows-1252 if it fits at all."""
    try:
        return _repaired(content, "utf-8")
    except NotText:
        best = charset_normalizer.from_bytes(content[:_DETECT_BYTES]).best()
        if best is not None and best.coherence > 0:
            text = _strict(content, best.encoding)
            if text is not None and any(character.isalpha() for character in text):
                return text
        return _repaired(content, "cp1252")


def _repaired(content: bytes, encoding: str) -> str:
    text = content.decode(encoding, "replace")
    if text.count("\ufffd") > REPAIRABLE_SHARE * len(text):
        raise NotText(Reason.UNDECODABLE, "no encoding explains its bytes")
    return text
