"""Text to paragraphs: unwrapped, and parted where a boundary was lost."""

import re
from dataclasses import dataclass
from typing import Sequence

from transforms.cleaning.glue import part_glued
from transforms.cleaning.parted_words import TextWords, end_and_gap

# Texts are wrapped at 50 to 100 characters; what is wrapped much wider is wrapped by windows, not by writers.
WRAP_WIDTH = (40, 110)
MIN_WRAPPED_LINES = 4
# Of the lines of a wrapped text, more than half end amid a sentence and nearly half go on with a small letter.
AMID_SHARE = 0.3
# With fewer of them, the lines must have ended because the next word did not fit.
FEW_AMID_SHARE = 0.15
FORCED_SHARE = 0.7
# Nine in ten lines of a wrapped text end amid a sentence, of which paragraphs on a line each have hardly any.
UNENDED_SHARE = 0.6
SPACED_AMID_SHARE = 0.5
# The last line of a paragraph ends at any column; one that ends far before the width was ended by its writer.
SHORT_LINE = 0.85
SHORT_HEADING = 0.7
SHORT_ITEM = 0.5
# A line of running text, which a page's dump may break at a link within it.
RUNNING_WORDS = 6

# A name alone, or a sentence's beginning, is no sentence: one of so many words or more may well be.
SENTENCE_WORDS = 12
# A list has so many items, each of which may begin small.
LIST_ITEMS = 3
AHEAD = 8  # lines: as far as a list is looked for
BYLINE_WORDS = 10

_SENTENCE_END = re.compile(r"[.!?:…।。][\"'”’»)\]]*$")
_SENTENCE_WITHIN = re.compile(r"[\w”’\"')][.!?][\"'”’)]* [\"'“‘(]?[A-ZÀ-ÖØ-Þ]")
# A word in small letters; one like iPhone or mRNA begins sentences as it is.
_SMALL_WORD = r"(?![a-z]{1,3}[A-Z])[a-zà-öø-ÿ]"
_STARTS_SMALL = re.compile(rf"[\"'“‘(]?{_SMALL_WORD}")
_CONTINUES = re.compile(rf"{_SMALL_WORD}|[,;)]")
_OPEN_ENDS = frozenset("_,’'-")
# Words that no line ends with but one that was broken; prepositions end headlines and buttons, too.
_DANGLING = re.compile(r"[a-zà-öø-ÿ,’'] (?:the|a|an|and|or|than|its|his|their)$")
DANGLING_REACH = 8  # characters: the longest of these words, and what is before it
# Before a line that begins small, they say as much.
_LINKING = re.compile(
    r" (?:the|a|an|and|or|than|its|his|her|their|of|to|in|for|with|by|on|at|from|that|which|who|is|are|was|were|be|as)$"
)
# A name that may have been linked, and what a sentence says of it.
_NAME = re.compile(r"(?:[A-ZÀ-ÖØ-Þ][\w.'’-]*(?: |$)){1,4}")
_PREDICATE = re.compile(r"(?:, |(?:is|was|are|were|has|had|have|said|says|told) )(?=.{40})")
_BYLINE = re.compile(r"by:?(?: (?:(?:de|da|van|von|bin|al|el|la) ){0,2}[A-ZÀ-ÖØ-Þ][\w.'’-]*){1,4}(?:$|,? ?[,|/•·–—(&]| and )|by:?$")


def split_paragraphs(text: str) -> "list[str]":
    """The paragraphs of a repaired text: its lines joined where they were wrapped at a width, each a paragraph where
    they were not; glued sentences parted. From HTML, lines are the extractor's paragraphs with blank lines between: they
    are joined only where that is sure."""
    lines = _lines_of(text)
    width = _wrapped_width(lines)
    words = TextWords([line.text for line in lines])
    joined = _unwrapped(lines, width, words) if width else _rejoined(lines)
    return [part for paragraph in joined for part in part_glued(paragraph)]


@dataclass(frozen=True)
class _Line:
    """A line that is not blank.

    :param text: with single spaces.
    :param indent: how many characters of white space stand before it.
    :param parted: a blank line stands before it.
    """

    text: str
    indent: int
    parted: bool


class _Paragraph:
    """A paragraph that grows line by line, in time that does not hang on its length."""

    def __init__(self, line: str) -> None:
        self.first = self.last = line
        self.words = len(line.split())
        self.has_sentence = _SENTENCE_WITHIN.search(line) is not None
        self._parts = [line]

    def add(self, line: str, gap: str = " ") -> None:
        """Let a line follow.

        :param gap: what stands between them.
        """
        self.has_sentence = self.has_sentence or _SENTENCE_WITHIN.search(f"{self.last[-4:]} {line}") is not None
        self.words += len(line.split())
        self._parts += [gap, line]
        self.last = line

    def cut_hyphen(self, line: str) -> None:
        """Let the last line end as it does without the hyphen that parted a word."""
        self._parts[-1] = line

    @property
    def is_one_line(self) -> bool:
        """Whether nothing was added yet."""
        return len(self._parts) == 1

    def __str__(self) -> str:
        return "".join(self._parts)


def _lines_of(text: str) -> "list[_Line]":
    lines, blank = [], False
    for raw in text.splitlines():
        line = " ".join(raw.split())
        if line:
            lines.append(_Line(line, len(raw) - len(raw.lstrip()), blank))
        blank = not line
    return lines


def _wrapped_width(lines: "Sequence[_Line]") -> int:
    """The width that a text is wrapped at, 0 if it is not: its longest lines are about as long as each other, and many
    end amid a sentence that the next line goes on with."""
    if len(lines) < MIN_WRAPPED_LINES:
        return 0
    texts = [line.text for line in lines]
    lengths = sorted(map(len, texts))
    # A long address or table row may stick out.
    width = lengths[max(0, int(len(lengths) * 0.97) - 1)]
    if not WRAP_WIDTH[0] <= width <= WRAP_WIDTH[1] or lengths[-1] > 4 * width:
        return 0
    pairs = list(zip(texts, texts[1:]))
    full = [(one, other) for one, other in pairs if len(one) > 0.6 * width]
    if len(full) < MIN_WRAPPED_LINES - 1:
        return 0
    amid = sum(map(_is_amid, full))
    if _is_double_spaced(lines):
        # So are texts with a paragraph on each line, and lists: only what can't be else is wrapped.
        unended = [pair for pair in full if not _SENTENCE_END.search(pair[0])]
        forced = sum(_is_forced(*pair, width) for pair in unended)
        most = len(unended) >= UNENDED_SHARE * len(pairs) and forced >= FORCED_SHARE * len(unended)
        is_wrapped = most and amid >= SPACED_AMID_SHARE * len(full) and any(map(_SENTENCE_WITHIN.search, texts))
        return width if is_wrapped else 0
    forced = sum(_is_forced(*pair, width) for pair in full)
    few = amid >= FEW_AMID_SHARE * len(full) and forced >= FORCED_SHARE * len(full)
    return width if few or amid >= AMID_SHARE * len(full) else 0


def _is_amid(pair: "tuple[str, str]") -> bool:
    """Whether the first of two lines ends amid a sentence, as the second shows."""
    return not _SENTENCE_END.search(pair[0]) and _STARTS_SMALL.match(pair[1]) is not None


def _is_forced(line: str, following: str, width: int) -> bool:
    """Whether a line ended because the next word did not fit."""
    return len(line) + 1 + len(following.split(" ", 1)[0]) > width


def _is_double_spaced(lines: "Sequence[_Line]") -> bool:
    """Whether a blank line stands between nearly all lines, so that it says nothing."""
    return sum(not line.parted for line in lines[1:]) <= 0.1 * len(lines)


def _unwrapped(lines: "Sequence[_Line]", width: int, words: TextWords) -> "list[str]":
    """Paragraphs of a wrapped text: they end at blank lines, indentations and lines that ended before they had to."""
    double_spaced = _is_double_spaced(lines)
    usual_indent = sorted(line.indent for line in lines)[len(lines) // 2]
    paragraphs = [_Paragraph(lines[0].text)]
    for before, line, ahead in zip(lines, lines[1:], [*lines[2:], _Line("", 0, True)]):
        parted = line.parted and not double_spaced
        indented = line.indent > usual_indent + 1 or (line.indent > usual_indent and _may_begin(before.text, line.text))
        if parted or _is_item(before, line, ahead, width):
            ended = True
        elif _is_amid((before.text, line.text)):
            ended = False
        else:
            ended = indented or _ended_early(before.text, line.text, width)
        if ended:
            paragraphs.append(_Paragraph(line.text))
        else:
            end, gap = end_and_gap(before.text, line.text, words)
            paragraphs[-1].cut_hyphen(end)
            paragraphs[-1].add(line.text, gap)
    return list(map(str, paragraphs))


def _may_begin(before: str, line: str) -> bool:
    """Whether a line ends a sentence and the next may begin one."""
    return _SENTENCE_END.search(before) is not None and not _STARTS_SMALL.match(line)


def _is_item(before: _Line, line: _Line, ahead: _Line, width: int) -> bool:
    """Whether a line that begins small is none of a sentence that was wrapped: a byline, or an item of a list."""
    if _is_byline(line.text, "" if ahead.parted else ahead.text):
        return len(line.text) < SHORT_HEADING * width
    pair = (before.text, line.text)
    return max(map(len, pair)) < SHORT_ITEM * width and all(map(_STARTS_SMALL.match, pair)) and not _is_running(pair)


def _ended_early(line: str, following: str, width: int) -> bool:
    """Whether the next word would have fitted into a line that ends like a paragraph or is short like a heading."""
    if _is_forced(line, following, width):
        return False
    if _SENTENCE_END.search(line):
        return len(line) < SHORT_LINE * width and not _STARTS_SMALL.match(following)
    fitted = len(line) + 1 + len(following.split(" ", 1)[0])
    return fitted < SHORT_HEADING * width and not _STARTS_SMALL.match(following)


def _rejoined(lines: "Sequence[_Line]") -> "list[str]":
    """Lines as paragraphs, but those that were one: dumps of pages break lines at links, extractors at boxes.

    A line goes on after an unfinished one if it begins with a small letter, if the one before ends in a word that can't be
    the last, or if it is a name and the next goes on with a small letter. Not over a blank line, but in a text that has
    one after every line: there, what goes on must be a sentence for sure.
    """
    spaced = all(line.parted for line in lines[1:])
    paragraphs: "list[_Paragraph]" = []
    for index, line in enumerate(lines):
        before = paragraphs[-1] if paragraphs and (spaced or not line.parted) else None
        if before is not None and _is_open(before):
            ahead = _together(lines[index : index + AHEAD], spaced)
            if _surely_goes_on(before, ahead) if line.parted else _goes_on(before, ahead):
                before.add(line.text, "" if line.text[0] in ",;)" else " ")
                continue
        paragraphs.append(_Paragraph(line.text))
    return list(map(str, paragraphs))


def _together(lines: "Sequence[_Line]", spaced: bool) -> "list[str]":
    """The first of some lines, and those that no blank line parts from it; all in a text that has them everywhere."""
    end = next((index for index, line in enumerate(lines) if index and line.parted and not spaced), len(lines))
    return [line.text for line in lines[:end]]


def _is_open(before: _Paragraph) -> bool:
    """Whether more may follow: there is no mark at the end of it."""
    return before.last[-1].isalnum() or before.last[-1] in _OPEN_ENDS or _NAME.fullmatch(before.last) is not None


def _goes_on(before: _Paragraph, ahead: "Sequence[str]") -> bool:
    """Whether a line goes on with the paragraph before.

    :param ahead: the line and those after it.
    """
    line, following = ahead[0], ahead[1] if len(ahead) > 1 else ""
    if before.is_one_line and _PREDICATE.match(line) and _NAME.fullmatch(before.last):
        return True
    if before.last[-1] == "." or before.words < RUNNING_WORDS:
        return False
    dangling = _is_dangling(before.last)
    if _CONTINUES.match(line):
        if len(line) == 1 or _is_byline(line, following):
            return False
        return dangling or line[0] in ",;)" or _is_of_sentence(before, ahead)
    if dangling:
        return True
    goes_on = following[:1] in ",;)" or len(following.split()) >= RUNNING_WORDS
    return len(following) > 1 and _CONTINUES.match(following) is not None and goes_on and _NAME.fullmatch(line) is not None


def _is_dangling(line: str) -> bool:
    return _DANGLING.search(line, max(0, len(line) - DANGLING_REACH)) is not None


def _is_of_sentence(before: _Paragraph, ahead: "Sequence[str]") -> bool:
    """Whether a line that begins small goes on with a sentence, and is no item of a list, verse or label."""
    items = _small_lines(ahead)
    if _is_running(items):
        return True
    if _STARTS_SMALL.match(before.first) and not before.has_sentence or len(items) >= LIST_ITEMS:
        return False
    ended = _SENTENCE_END.search(items[-1]) is not None
    goes_on = len(ahead) > len(items) + 1 and _NAME.fullmatch(ahead[len(items)]) and _CONTINUES.match(ahead[len(items) + 1])
    return ended or bool(goes_on) or (len(items) == 1 and len(items[0].split()) >= RUNNING_WORDS)


def _surely_goes_on(before: _Paragraph, ahead: "Sequence[str]") -> bool:
    """Whether a paragraph goes on with the one before: a box on its page may have broken it, or its source's lines."""
    line, following = ahead[0], ahead[1] if len(ahead) > 1 else ""
    if before.last[-1] == "." or len(line) == 1 or not (before.has_sentence or before.words >= SENTENCE_WORDS):
        return False
    if line[0] in ",;)" or _is_dangling(before.last):
        return True
    if not _CONTINUES.match(line) or _is_byline(line, following):
        return False
    items = _small_lines(ahead)
    if _is_running(items) or _are_wrapped([before.last, *items]):
        return True
    if len(items) == 1 and _LINKING.search(before.last):
        return True
    if _STARTS_SMALL.match(before.first) and not before.has_sentence or len(items) >= LIST_ITEMS:
        return False
    return _SENTENCE_END.search(items[-1]) is not None and (len(items) == 1 or len(line.split()) >= RUNNING_WORDS)


def _are_wrapped(lines: "Sequence[str]") -> bool:
    """Whether some lines look wrapped at the width of the longest: the next word would not have fitted into any."""
    ended = next((index for index, line in enumerate(lines) if _SENTENCE_END.search(line)), len(lines) - 1)
    width = max(map(len, lines[: ended + 1]))
    pairs = list(zip(lines[:ended], lines[1:]))
    is_wide = WRAP_WIDTH[0] <= width <= WRAP_WIDTH[1]
    return is_wide and len(pairs) >= MIN_WRAPPED_LINES - 1 and all(_is_forced(*pair, width) for pair in pairs)


def _small_lines(ahead: "Sequence[str]") -> "list[str]":
    """The lines up to the first that does not begin small."""
    end = next((index for index, line in enumerate(ahead) if index and not _CONTINUES.match(line)), len(ahead))
    return list(ahead[:end])


def _is_running(lines: "Sequence[str]") -> bool:
    """Whether lines that begin small are pieces of running text, as their sentences show."""
    ended = next((index for index, line in enumerate(lines) if _SENTENCE_END.search(line)), len(lines) - 1)
    if any(_SENTENCE_WITHIN.search(line) for line in lines[: ended + 1]):
        return True
    return any(_LINKING.search(line) for line in lines[:ended])


def _is_byline(line: str, following: str) -> bool:
    """Whether a line that begins small names the author: no sentence goes on after it."""
    if not _BYLINE.match(line) or _SENTENCE_END.search(line) or len(line.split()) > BYLINE_WORDS:
        return False
    return not _CONTINUES.match(following)
