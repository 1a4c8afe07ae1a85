"""Repairs texts: broken encodings, entities, invisible characters, odd quotation marks and spaces."""

import re
import unicodedata
from typing import Iterable, Optional

import ftfy
from ftfy import TextFixerConfig

from schemas.columns import text_or_none

# Curly quotes tell speech from the rest, and full-width letters belong to scripts that use them: both stay.
_FTFY = TextFixerConfig(
    unescape_html=True,
    uncurl_quotes=False,
    fix_latin_ligatures=True,
    fix_character_width=False,
    normalization="NFC",
    max_decode_length=1_000_000,
)
# Zero-width and formatting characters, controls, noncharacters and halves of surrogate pairs.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb"
    "\U000e0000-\U000e007f\ufdd0-\ufdef\ufffe\uffff\x00-\x08\x0e-\x1f\x7f-\x9f]"
)
_SURROGATES = re.compile("[\ud800-\udfff]")
_SPACES = re.compile("[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_GRAVE_APOSTROPHE = re.compile(r"(?<=\w)[`´](?=\w)")
_TEX_QUOTES = re.compile(r"``(?=\S)([^`]{1,2000}?)(?<=\S)''")
# Beside ASCII, what is common in newspapers and in no mangled text by itself: a line of nothing else is left as it is.
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_UNUSUAL = re.compile(r"[^\n\x20-\x7e‘’“”–—…£áéíóúèàçñöüä]|&|`|''")


def repair(text: str) -> str:
    """A text with broken encodings mended, entities resolved, composed characters, plain line ends and spaces, and
    without invisible characters."""
    if not _UNUSUAL.search(text):
        return text.strip()  # nothing that could be broken: most of what is written in English
    text = _SURROGATES.sub("\ufffd", "".join(map(_mended, _LINE.findall(_SURROGATES.sub("\ufffd", _joined_surrogates(text))))))
    text = _SPACES.sub(" ", _LINE_ENDS.sub("\n", text))
    text = _TEX_QUOTES.sub("“\\1”", _GRAVE_APOSTROPHE.sub("'", _INVISIBLE.sub("", text)))
    # What was invisible may have stood between a letter and its accent, or at an end.
    return unicodedata.normalize("NFC", text).strip()


def repair_line(text: Optional[str]) -> Optional[str]:
    """A repaired text of one line, None for one in which nothing is left."""
    return text_or_none(" ".join(repair(text).split())) if text else None


def repair_lines(texts: "Optional[Iterable[str]]") -> "Optional[list[str]]":
    """Repaired texts of one line each, each once and none empty; None if none is left."""
    return list(dict.fromkeys(filter(None, map(repair_line, texts or [])))) or None


def _mended(line: str) -> str:
    """A line with its encoding mended; ftfy, too, looks at each line by itself, but takes some marks next to letters
    with accents (”é) for one letter."""
    return ftfy.fix_text(line, _FTFY) if _UNUSUAL.search(line) else line


def _joined_surrogates(text: str) -> str:
    """A text in which pairs of surrogates are the characters that they stand for."""
    if not _SURROGATES.search(text):
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
