"""Which encoding bytes are in that are not whole UTF-8, and that nothing declares."""

import re

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
_NOT_ASCII = bytes(range(128, 256))
_GUESS_BYTES = 64 * 1024


def is_damaged_utf8(text: str) -> bool:
    """Whether a text that was decoded as UTF-8, U+FFFD for what could not be, is UTF-8 with some damage.

    It then has more whole characters beyond ASCII than broken ones, and few broken ones; another encoding has not.
    """
    damaged = text.count("\ufffd")
    whole = len(text) - sum(map(str.isascii, text)) - damaged
    return damaged <= whole and damaged <= REPAIRABLE_SHARE * len(text)


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
