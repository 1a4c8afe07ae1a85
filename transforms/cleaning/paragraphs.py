"""Text to paragraphs: unwrapped, and parted where a boundary was lost."""

import re
from typing import Sequence

from transforms.cleaning.glue import part_glued

# Texts are wrapped at 50 to 100 characters; what is wrapped much wider is wrapped by windows, not by writers.
WRAP_WIDTH = (40, 110)
MIN_WRAPPED_LINES = 4
# Of the lines of a wrapped text, more than half end amid a sentence and nearly half go on with a small letter.
AMID_SHARE = 0.3
# With fewer of them, the lines must have ended because the next word did not fit.
FEW_AMID_SHARE = 0.15
FORCED_SHARE = 0.7
# The last line of a paragraph ends at any column; one that ends far before the width was ended by its writer.
SHORT_LINE = 0.85
SHORT_HEADING = 0.7
# A line of running text, which a page's dump may break at a link within it.
RUNNING_WORDS = 6

_SENTENCE_END = re.compile(r"[.!?:…।。][\"'”’»)\]]*$")
_STARTS_SMALL = re.compile(r"[\"'“‘(]?[a-zà-öø-ÿ]")
_CONTINUES = re.compile(r"[a-zà-öø-ÿ,;)]")
_OPEN_ENDS = frozenset("_,’'-")
# Words that no line ends with but one that was broken; prepositions end headlines and buttons, too.
_DANGLING = re.compile(r"[a-zà-öø-ÿ,’'] (?:the|a|an|and|or|than|its|his|their)$")
DANGLING_REACH = 8  # characters: the longest of these words, and what is before it
# A name that may have been linked, and what a sentence says of it.
_NAME = re.compile(r"(?:[A-ZÀ-ÖØ-Þ][\w.'’-]*(?: |$)){1,4}")
_PREDICATE = re.compile(r"(?:, |(?:is|was|are|were|has|had|have|said|says|told) )(?=.{40})")
_HYPHENATED = re.compile(r"([A-Za-zÀ-ÿ]{2,})[-\u2010]$")
# First parts that keep their hyphen, beside those that the text itself writes with one.
_COMPOUND_FIRST = frozenset(
    "well self ex non anti half semi mid all high low long short full part first second third two three four five "
    "six seven eight nine "
    "ten twenty thirty forty fifty sixty seventy eighty ninety one co multi cross pro post pre inter vice so state "
    "world left right far "
    "north south east west north-east south-east old new then now much ever still best better least most "
    "hard soft open free old-".split()
)
_COMPOUND_SECOND = frozenset(
    "based year old led term time long like wide free related backed elect general in up out off down called sized "
    "style owned run made "
    "born speaking looking thinking known being minded handed hearted elected funded friendly old-fashioned "
    "level profile scale class".split()
)


def split_paragraphs(text: str) -> "list[str]":
    """The paragraphs of a repaired text: its lines joined where they were wrapped at a width, each a paragraph where
    they were not; glued sentences parted."""
    lines = [_Line(line) for line in text.split("\n")]
    wrapped = _wrapped_width(lines)
    paragraphs = _unwrapped(lines, wrapped, text) if wrapped else _rejoined([line.text for line in lines if line.text])
    return [part for paragraph in paragraphs for part in part_glued(paragraph)]


class _Line:
    """A line: its text with single spaces, and how far it is indented."""

    __slots__ = ("text", "indent")

    def __init__(self, raw: str) -> None:
        self.text = " ".join(raw.split())
        self.indent = len(raw) - len(raw.lstrip()) if self.text else 0


def _wrapped_width(lines: "Sequence[_Line]") -> int:
    """The width that a text is wrapped at, 0 if it is not: its longest lines are about as long as each other, and many
    end amid a sentence that the next line goes on with."""
    texts = [line.text for line in lines if line.text]
    lengths = sorted(map(len, texts))
    if len(texts) < MIN_WRAPPED_LINES:
        return 0
    # A long address or table row may stick out.
    width = lengths[max(0, int(len(lengths) * 0.97) - 1)]
    if not WRAP_WIDTH[0] <= width <= WRAP_WIDTH[1] or lengths[-1] > 4 * width:
        return 0
    full = [(one, other) for one, other in zip(texts, texts[1:]) if len(one) > 0.6 * width]
    if len(full) < MIN_WRAPPED_LINES - 1:
        return 0
    amid = sum(not _SENTENCE_END.search(one) and _STARTS_SMALL.match(other) is not None for one, other in full)
    forced = sum(len(one) + 1 + len(other.split(" ", 1)[0]) > width for one, other in full)
    few = amid >= FEW_AMID_SHARE * len(full) and forced >= FORCED_SHARE * len(full)
    return width if few or amid >= AMID_SHARE * len(full) else 0


def _unwrapped(lines: "Sequence[_Line]", width: int, text: str) -> "list[str]":
    """Paragraphs of a wrapped text: they end at blank lines, indentations and lines that ended before they had to."""
    double_spaced = _is_double_spaced(lines)
    usual_indent = sorted(line.indent for line in lines if line.text)[len([line for line in lines if line.text]) // 2]
    paragraphs: "list[str]" = []
    current = ""
    last = ""
    blank = True
    for line in lines:
        if not line.text:
            blank = True
            continue
        amid = bool(last) and not _SENTENCE_END.search(last) and _STARTS_SMALL.match(line.text) is not None
        ended = (
            (blank and not double_spaced) or (line.indent > usual_indent + 1) or _ended_early(last, line.text, width)
        )
        if current and (amid and not (blank and not double_spaced) or not ended):
            current = _join(current, line.text, text)
        else:
            if current:
                paragraphs.append(current)
            current = line.text
        last, blank = line.text, False
    return [*paragraphs, current] if current else paragraphs


def _is_double_spaced(lines: "Sequence[_Line]") -> bool:
    """Whether a blank line follows nearly every line, so that it says nothing."""
    texts = sum(bool(line.text) for line in lines)
    followed = sum(bool(one.text) and bool(other.text) for one, other in zip(lines, lines[1:]))
    return followed <= 0.1 * texts


def _ended_early(line: str, following: str, width: int) -> bool:
    """Whether the next word would have fitted into a line that ends like a paragraph or is short like a heading."""
    fitted = len(line) + 1 + len(following.split(" ", 1)[0])
    if fitted > width:
        return False
    if _SENTENCE_END.search(line):
        return len(line) < SHORT_LINE * width and not _STARTS_SMALL.match(following)
    return fitted < SHORT_HEADING * width and not _STARTS_SMALL.match(following)


def _join(before: str, line: str, text: str) -> str:
    """Two lines of a wrapped paragraph as one; a word that was parted at the line's end is whole again."""
    cut = _HYPHENATED.search(before)
    if cut is None or not line[:1].islower():
        return f"{before} {line}"
    first, second = cut[1], re.match(r"[\w’'-]*", line)[0]
    if _keeps_hyphen(first, second, text):
        return before + line
    return before[:-1] + line


def _keeps_hyphen(first: str, second: str, text: str) -> bool:
    """Whether a word's hyphen at a line's end is its own; the text's other uses of the word tell first."""
    if f"{first}-{second}" in text:
        return True
    if f"{first}{second}" in text:
        return False
    return first.lower() in _COMPOUND_FIRST or second.lower() in _COMPOUND_SECOND or second[:1] in ("", "-")


def _rejoined(lines: "list[str]") -> "list[str]":
    """Lines as paragraphs, but those that were one: dumps of pages break lines at links.

    A line goes on after an unfinished one if it begins with a small letter, if the one before ends in a word that can't be
    the last, or if it is a name and the next goes on with a small letter.
    """
    paragraphs: "list[str]" = []
    for line, following in zip(lines, [*lines[1:], ""]):
        before = paragraphs[-1] if paragraphs else ""
        if _goes_on(before, line, following):
            paragraphs[-1] = before + line if line[0] in ",;)" else f"{before} {line}"
        else:
            paragraphs.append(line)
    return paragraphs


def _goes_on(before: str, line: str, following: str) -> bool:
    if _PREDICATE.match(line) and _NAME.fullmatch(before):
        return True
    last = before[-1:]
    if not (last.isalnum() or last in _OPEN_ENDS) or len(before.split()) < RUNNING_WORDS:
        return False
    if _CONTINUES.match(line):
        return len(line) > 1
    if _DANGLING.search(before, max(0, len(before) - DANGLING_REACH)):
        return True
    goes_on = following[:1] in ",;)" or len(following.split()) >= RUNNING_WORDS
    return len(following) > 1 and _CONTINUES.match(following) is not None and goes_on and _NAME.fullmatch(line) is not None
