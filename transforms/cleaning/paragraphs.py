"""Text to paragraphs: repaired, unwrapped, and parted where a boundary was lost."""

import re
import statistics

import ftfy
from ftfy import TextFixerConfig

# Curly quotes tell speech from the rest, and offsets are easier to trust when characters stay as they are.
_REPAIR = TextFixerConfig(uncurl_quotes=False, fix_latin_ligatures=True, normalization="NFC", max_decode_length=1_000_000)
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
_BLANK_LINE = re.compile(r"\n\s*\n")

# Lines of a hard-wrapped text are about as long as each other, and longer than headlines.
WRAPPED_LINES = 3
WRAPPED_WIDTH = (50, 100)
_SENTENCE_END = re.compile(r"[.!?:…][\"'”’)\]]*$")

# A sentence's end directly before a sentence's beginning: the white space between two blocks of a page
# was lost. The word before is all in lower case, so that abbreviations (U.S.Army), initials
# (J.K.Rowling) and titles (St.Petersburg) stay whole; the next is capitalised and followed by a space,
# so that names of hosts, files and programs (Node.js, example.Com) do.
_GLUED = re.compile(
    r"(?:(?<=\s)|(?<=^)|(?<=[“\"‘(—–-]))(?P<word>[a-zà-öø-ÿ’'-]*[a-zà-öø-ÿ]{2}|\d{4})(?P<end>[.!?][”’\"')\]]?)"
    r"(?=[“‘\"(]?(?:[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ’'-]*[\s,]|[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ]+-[A-Za-z]))"
)


def repair(text: str) -> str:
    """A text with broken encodings mended, composed characters, plain line ends and no invisible characters."""
    return ftfy.fix_text(text, _REPAIR).translate(_INVISIBLE).replace("\u00a0", " ").strip()


def split_paragraphs(text: str) -> "list[str]":
    """The paragraphs of a repaired text: blocks parted by blank lines, their lines joined if they are
    wrapped, and each a paragraph if not; glued sentences parted."""
    paragraphs = []
    for block in _BLANK_LINE.split(text):
        lines = [" ".join(line.split()) for line in block.splitlines() if line.strip()]
        paragraphs += [" ".join(lines)] if _is_wrapped(lines) else lines
    return [part for paragraph in paragraphs for part in part_glued(paragraph)]


def part_glued(paragraph: str) -> "list[str]":
    """A paragraph, parted where one sentence follows another without a space: "…the difference.Kim Jong-un could…"."""
    parts, start = [], 0
    for found in _GLUED.finditer(paragraph):
        parts.append(paragraph[start : found.end()])
        start = found.end()
    return [part.strip() for part in [*parts, paragraph[start:]] if part.strip()]


def _is_wrapped(lines: "list[str]") -> bool:
    """Whether a block's lines were cut at a width: all but the last about as long, most amid a sentence."""
    full = lines[:-1]
    if len(full) < WRAPPED_LINES - 1:
        return False
    width = statistics.median(map(len, full))
    amid = sum(not _SENTENCE_END.search(line) for line in full)
    return (
        WRAPPED_WIDTH[0] <= width <= WRAPPED_WIDTH[1]
        and max(map(len, lines)) <= width * 1.25
        and amid >= 0.6 * len(full)
        and sum(line[:1].islower() for line in lines[1:]) >= 0.4 * len(full)
    )
