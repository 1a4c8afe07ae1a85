"""Bytes to text: the encoding that was declared, or the likeliest."""

import codecs
import re
from typing import Optional

from schemas.reasons import Reason
from transforms.encodings import REPAIRABLE_SHARE, is_damaged_utf8, likeliest_encoding
from transforms.media import unicode_encoding

# Control characters that no text has: all of C0 but tab, line feed, vertical tab, form feed, return, escape.
_CONTROL = bytes(set(range(32)) - {9, 10, 11, 12, 13, 27})
# A text may hold a stray one; a file of another kind has many at once.
BINARY_SHARE = 0.02
# Beginnings of files that are something else, whatever they are called.
_MAGIC = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"%PDF-", b"PK\x03\x04", b"\x1f\x8b", b"\x7fELF", b"Rar!", b"PAR1")
_META_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE)
_META_WITHIN = 4096  # the HTML standard asks for it within the first 1024 bytes

# What browsers decode for a declared encoding (the WHATWG Encoding Standard's labels): the larger code page
# that programs of the time wrote under the smaller one's name.
_BROWSERS = {
    "ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "iso8859-11": "cp874", "tis-620": "cp874",
    "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932", "euc_kr": "cp949", "big5": "big5hkscs",
}  # fmt: skip
# Encodings that write every script in ASCII bytes; only a declaration tells.
_IN_ASCII = ("iso2022_jp", "iso2022_kr", "hz")


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
    codings = [_codec(name) for name in (charset, declared and declared[1].decode("ascii")) if name]
    if content.isascii():
        stateful = next((coding for coding in codings if coding in _IN_ASCII), "ascii")
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


def _codec(name: str) -> Optional[str]:
    """The codec that a declared encoding is decoded with, None for one that is unknown or can't be right.

    Bytes that gave UTF-16 or UTF-32 away have been decoded already.
    """
    try:
        found = codecs.lookup(name.strip()).name
    except (LookupError, ValueError):  # a null character in the name is a ValueError
        return None
    if found.startswith(("utf-16", "utf-32", "utf-7")) or not getattr(codecs.lookup(found), "_is_text_encoding", True):
        return None
    return _BROWSERS.get(found, found)


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
