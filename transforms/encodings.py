"""Encodings: what a declared one is decoded with, and which one undeclared bytes are in."""

import codecs
import re
from typing import Optional

import charset_normalizer

# Text without a declaration comes from programs of Western desktops, unless its bytes say that it is of another
# script. Statistics can't tell the code pages of Latin letters from each other: English with a few accents looks
# alike in most of them.
WESTERN = "cp1252"
# Languages written in Latin letters have no larger share of letters beyond ASCII.
WESTERN_SHARE = 0.25
# Of a text's characters, so many may be damaged.
REPAIRABLE_SHARE = 0.01

_LATIN_CODE_PAGES = re.compile(r"cp125[0247]|cp8\d\d|cp775|latin_1|iso8859_(?:1|2|3|4|9|1\d)|mac_\w+|hp_roman8")
# What browsers decode for a declared encoding (the WHATWG Encoding Standard's labels): the larger code page
# that programs of the time wrote under the smaller one's name.
_BROWSERS = {
    "ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "iso8859-11": "cp874", "tis-620": "cp874",
    "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932", "euc_kr": "cp949", "big5": "big5hkscs",
}  # fmt: skip
# Encodings that write every script in ASCII bytes; only a declaration tells.
IN_ASCII = ("iso2022_jp", "iso2022_jp_2", "iso2022_kr", "hz")

# Codecs of Python's that no page is written in; one refuses whatever it is given.
_OF_PYTHON = frozenset("undefined idna punycode unicode-escape raw-unicode-escape mbcs oem".split())
_NOT_ASCII = bytes(range(128, 256))
_GUESS_BYTES = 64 * 1024


def codec_of(name: str) -> Optional[str]:
    """The codec that a declared encoding is decoded with, None for one that is unknown or can't be right.

    Bytes that gave UTF-16 or UTF-32 away have been decoded already.
    """
    try:
        codec = codecs.lookup(name.strip())
    except (LookupError, ValueError):  # a null character in the name is a ValueError
        return None
    if codec.name in _OF_PYTHON or codec.name.startswith(("utf-16", "utf-32", "utf-7")):
        return None
    return _BROWSERS.get(codec.name, codec.name) if getattr(codec, "_is_text_encoding", True) else None


def is_damaged_utf8(text: str, share: float = REPAIRABLE_SHARE) -> bool:
    """Whether a text that was decoded as UTF-8, U+FFFD for what could not be, is UTF-8 with some damage.

    It then has more whole characters beyond ASCII than broken ones, and few broken ones; another encoding has not.

    :param share: how many of its characters may be broken.
    """
    damaged = text.count("\ufffd")
    whole = len(text) - sum(map(str.isascii, text)) - damaged
    return damaged <= whole and damaged <= share * len(text)


def likeliest_encoding(content: bytes) -> str:
    """The encoding, other than UTF-8, that bytes are most likely in.

    :raises UnicodeError: by their frequencies its characters would be of no language in any.
    """
    guess = charset_normalizer.from_bytes(content[:_GUESS_BYTES]).best()
    if guess is None or _LATIN_CODE_PAGES.fullmatch(guess.encoding):
        return WESTERN
    if guess.coherence > 0:
        return guess.encoding
    if len(content) - len(content.translate(None, _NOT_ASCII)) <= WESTERN_SHARE * len(content):
        return WESTERN
    raise UnicodeError(f"{guess.encoding} is possible, but no better than others")
