"""Judges paragraphs: article or clutter.

Three kinds of evidence, as in the literature on boilerplate detection (Kohlschütter et al. 2010, "Boilerplate
Detection using Shallow Text Features"; Pomikálek 2011, jusText): what a paragraph says, what it looks like,
and what its neighbours are. Removing article text is the worse mistake: what somebody in the article says,
between quotation marks or with a verb of saying, is never evidence, nor is a word alone that clutter has, too.
"""

import functools
from dataclasses import dataclass
from typing import Iterator, Optional, Sequence

from transforms.cleaning.appeals import NEEDED_AFTER, appeals
from transforms.cleaning.clutter import TAIL_CHARACTERS, families, families_of, head_reason, line_reason, with_tails
from transforms.cleaning.sentences import (
    ADDRESSING,
    SAYING,
    count_words,
    ends_sentence,
    outside_speech,
    split_sentences,
    straight,
    words_of,
)

# Longer than any share bar, caption or prompt of one line.
LINE_CHARACTERS = 400
# An author's few lines under an article.
EDGE_CHARACTERS = 800
AUTHOR = "author"
AUTHOR_AFTER = 3  # paragraphs of running text: with fewer, they may be all that the article has
# A plea's paragraphs follow each other; more than this between two of them is an article.
PLEA_GAP = 3
# Reasons of clutter that comes in several paragraphs of running text.
PLEAS = ("donation", "subscription", "newsletter")
APPEAL = "appeal"
BOXES = (APPEAL, *PLEAS)
_MARKS = " |•·>»›→▼▶+–—-*#"
NEEDED_HINTS = 2
# A paragraph in which so much is clutter is clutter as a whole; a short one, too, if its other sentences hint at it.
CLUTTER_SHARE = 0.5
PLEA_SENTENCES = 5
# Titles of linked articles are short and have no full stop.
LIST_ITEM_WORDS = 22
LIST_QUESTION_WORDS = 15
# A heading between two paragraphs is shorter than the title of a linked article.
HEADING_WORDS = 4
# Running text has this many words in a paragraph that ends like a sentence.
RUNNING_WORDS = 12
# Some lines of clutter end like a sentence, too, but hardly any of so many words.
SENTENCE_WORDS = 6


@dataclass(frozen=True)
class Unit:
    """A paragraph or a part of one, and the reason why it is clutter, or None."""

    text: str
    reason: Optional[str] = None


def judge(paragraphs: Sequence[str]) -> "list[Unit]":
    """The paragraphs of a text in order, each with the reason why it is clutter, or None.

    What is clutter at a paragraph's beginning or end is a unit of its own.
    """
    parts = [(number, unit) for number, paragraph in enumerate(paragraphs) for unit in _judged(paragraph)]
    units = [unit for _, unit in parts]
    texts = [unit.text for unit in units]
    reasons = [unit.reason for unit in units]
    _judge_edges(texts, reasons)
    _spread_lists(texts, reasons)
    _spread_pleas(texts, reasons)
    _judge_appeals(texts, reasons)
    kept = {number for (number, _), reason in zip(parts, reasons) if reason is None}
    judged: "list[Unit]" = []
    for (number, unit), reason, before in zip(parts, reasons, [-1, *(number for number, _ in parts)]):
        if number in kept:
            judged.append(Unit(unit.text, reason))
        elif number != before:  # of a paragraph that is clutter as a whole, the parts are one again
            judged.append(Unit(paragraphs[number], reason))
    return judged


@functools.lru_cache(maxsize=512)  # every judge asks it of every paragraph
def is_running(text: str) -> bool:
    """Whether a paragraph is one of running text, by its look."""
    return count_words(text) >= RUNNING_WORDS and ends_sentence(text)


def _judged(paragraph: str) -> Iterator[Unit]:
    """What a paragraph is by itself: a line of clutter, or sentences of which some are."""
    line = _line(paragraph)
    reason = line_reason(line) if len(line) <= LINE_CHARACTERS else None
    if reason is not None:
        yield Unit(paragraph, reason)
        return
    rest = paragraph
    tails: "list[Unit]" = []
    for family in with_tails(straight(rest)):
        found = family.tails.search(straight(rest), max(0, len(rest) - TAIL_CHARACTERS))
        if found is not None:
            tails.insert(0, Unit(rest[found.start() :].strip(), family.reason))
            rest = rest[: found.start()].rstrip()
    yield from _by_sentence(rest)
    yield from tails


def _by_sentence(paragraph: str) -> Iterator[Unit]:
    """A paragraph, whole or parted into its article and the clutter before and after it."""
    if _surely(outside_speech(paragraph)) is None:
        yield Unit(paragraph)
        return
    sentences = split_sentences(paragraph)
    reasons = [_sentence_reason(sentence) for sentence in sentences]
    reason = next(filter(None, reasons), None)
    if reason is None:
        yield Unit(paragraph)
        return
    clutter = sum(len(sentence) for one, sentence in zip(reasons, sentences) if one)
    if not any(map(_reports, sentences)) and (
        clutter >= CLUTTER_SHARE * len(paragraph)
        or (
            len(sentences) <= PLEA_SENTENCES
            and all(one or _hints_at(sentence, 1) for one, sentence in zip(reasons, sentences))
        )
    ):
        yield Unit(paragraph, reason)
        return
    first = next((index for index, one in enumerate(reasons) if one is None), 0)
    last = next((index for index in range(len(reasons), 0, -1) if reasons[index - 1] is None), len(reasons))
    for unit in (
        Unit(" ".join(sentences[:first]), reasons[0] if first else None),
        Unit(" ".join(sentences[first:last])),
        Unit(" ".join(sentences[last:]), reason),
    ):
        if unit.text:
            yield unit


def _sentence_reason(sentence: str) -> Optional[str]:
    outside = outside_speech(sentence)
    return None if SAYING.search(outside) else _surely(outside)


def _surely(outside: str) -> Optional[str]:
    """What a text without quotations surely is, if it is clutter."""
    return next((family.reason for family in families_of(words_of(outside)) if family.says(outside)), None)


def _speaks_to_reader(sentence: str) -> bool:
    outside = outside_speech(sentence)
    return ADDRESSING.search(outside) is not None and SAYING.search(outside) is None


def _reports(sentence: str) -> bool:
    """Whether a sentence tells what somebody said."""
    return SAYING.search(outside_speech(sentence)) is not None


def _line(text: str) -> str:
    """A line as patterns expect it: without the marks that lists and bars put around their entries."""
    return straight(text).strip(_MARKS) or text


def _judge_edges(texts: Sequence[str], reasons: "list[Optional[str]]") -> None:
    """Before the first and after the last paragraph of running text, lines count that elsewhere might be headings."""
    running = [
        index
        for index, text in enumerate(texts)
        if reasons[index] is None and count_words(text) >= SENTENCE_WORDS and ends_sentence(text)
    ]
    # Who the author is comes last, and is running text.
    while len(running) > AUTHOR_AFTER and AUTHOR in _edge_reasons(texts[running[-1]]):
        reasons[running.pop()] = AUTHOR
    first, last = (running[0], running[-1]) if running else (len(texts), -1)
    for index, text in enumerate(texts):
        if reasons[index] is None and not first <= index <= last:
            found = [reason for reason in _edge_reasons(text) if reason != AUTHOR or index > last >= 0]
            reasons[index] = found[0] if found else None


def _edge_reasons(text: str) -> "list[str]":
    """What a line is if no running text stands before it, or none after it."""
    line = _line(text)
    if len(line) > EDGE_CHARACTERS:
        return []
    return [family.reason for family in families() if family.edges and family.edges.fullmatch(line)]


def _judge_appeals(texts: Sequence[str], reasons: "list[Optional[str]]") -> None:
    """What speaks to the reader as a paper does; next to such a box, less of it is enough."""
    for index, text in enumerate(texts):
        if reasons[index] is None and appeals(text):
            reasons[index] = APPEAL
    for step in (1, -1):
        order = range(1, len(texts)) if step == 1 else range(len(texts) - 2, -1, -1)
        for index in order:
            if reasons[index] is None and reasons[index - step] in BOXES and appeals(texts[index], NEEDED_AFTER):
                reasons[index] = reasons[index - step]


def _spread_lists(texts: Sequence[str], reasons: "list[Optional[str]]") -> None:
    """After the head of a list of links come its items: short, and without a full stop."""
    in_list: Optional[str] = None
    for index, text in enumerate(texts):
        line = _line(text)
        head = head_reason(line)
        if head is not None:
            in_list = head
        elif in_list and _is_list_item(line) and not _is_heading(texts, reasons, index):
            reasons[index] = reasons[index] or in_list
        elif reasons[index] is None:
            in_list = None


def _is_heading(texts: Sequence[str], reasons: "Sequence[Optional[str]]", index: int) -> bool:
    """Whether a line is so short, and next to running text, that it is rather the heading of that; or an interview's
    question."""
    if index + 1 == len(texts) or reasons[index + 1] is not None or not ends_sentence(texts[index + 1]):
        return False
    asked = texts[index].endswith("?") and ADDRESSING.search(texts[index]) is not None
    return asked or (count_words(texts[index]) <= HEADING_WORDS and is_running(texts[index + 1]))


def _is_list_item(line: str) -> bool:
    words = count_words(line)
    if line.endswith(("?", "!", "…", "...")):
        return words <= LIST_QUESTION_WORDS
    return words <= LIST_ITEM_WORDS and not ends_sentence(line)


def _spread_pleas(texts: Sequence[str], reasons: "list[Optional[str]]") -> None:
    """What stands between two paragraphs of a plea and speaks as the paper or to the reader belongs to it; so does
    what stands next to one and has the words of pleas."""
    pleas = [index for index, reason in enumerate(reasons) if reason in PLEAS]
    for before, after in zip(pleas, pleas[1:]):
        if after - before - 1 <= PLEA_GAP:
            for index in range(before + 1, after):
                if reasons[index] is None and _hints_at(texts[index], 1):
                    reasons[index] = reasons[before]
    for plea in pleas:
        for step in (-1, 1):
            index = plea + step
            while 0 <= index < len(texts) and reasons[index] is None and _hints_at(texts[index], NEEDED_HINTS):
                reasons[index] = reasons[plea]
                index += step


def _hints_at(text: str, needed: int) -> bool:
    """Whether a text speaks to the reader, or as the paper, with some of the words of pleas."""
    if not _speaks_to_reader(text):
        return False
    outside = outside_speech(text)
    return any(
        sum(hint.search(outside) is not None for hint in family.hints) >= needed
        for family in families()
        if family.reason in PLEAS
    )
