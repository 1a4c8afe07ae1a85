"""Judges lines by where they stand: about the headline, after the last sentence, or among clutter.

A short line without a full stop is a sub-heading between two paragraphs, but the name of a section, a writer or a topic
between the headline and the first of them, and after the last.
"""

import re
from typing import Optional, Sequence

from transforms.bylines import CAPITAL, PARTICLES, is_byline, is_house
from transforms.cleaning.appeals import NEEDED_AFTER, appeals
from transforms.cleaning.line_judge import LINE
from transforms.cleaning.unit import Unit
from transforms.dated_lines import without_dates
from transforms.sentences import count_words, ends_sentence, is_running, stems_of

# What stands about a headline is no longer than this; further down are the lists and tables of the article.
HEAD_UNITS = 25
SECTION_WORDS = 3
TITLE_CASE_WORDS = 4
ROLE_WORDS = 14
BYLINE_WORDS = 20
DATE_WORDS = 12
DATE_CHARACTERS = 40
TOPIC_WORDS = 4
LINK_WORDS = 22
# Of a link's words that say something, so few are the article's.
FOREIGN_SHARE = 0.2
FOREIGN_SHARE_AFTER = 0.5
FOREIGN_WORDS = (6, 20)
# The words of fewer are not the article's.
FEW_SENTENCES = 5
BYLINE, TIMESTAMP, SECTION, RELATED, APPEAL = "byline", "timestamp", "navigation", "related", "appeal"
CREDIT = "credit"
# When nearly all of a text stands before one of these, it is over.
STRONG_ENDS = ("comments", "copyright")
END_SHARE = 0.9
END_WORDS = 45
# After these, a page goes on with nothing of the article.
ENDS = frozenset(
    ("comments", "copyright", "related", "social", "cookies", "navigation", "newsletter", "donation", CREDIT, APPEAL)
)

_PARTICLE = "|".join(sorted(PARTICLES))
_NAME_WORDS = rf"(?:(?:{CAPITAL}[\w.'’-]*|al-{CAPITAL}[\w'’-]+|d['’]{CAPITAL}[\w'’-]+|{_PARTICLE})(?: |$)){{2,5}}"
_NAME = re.compile(rf"{_NAME_WORDS}(?:(?:and|&) {_NAME_WORDS})?")
_BESIDE = re.compile(r" [/•·] ")
_AND = re.compile(r" (?:and|&) ")
_PLACED = re.compile(rf"(?P<name>[^,|]{{4,40}})(?:,| \||\sin) ?(?:{CAPITAL}[\w.'’-]+ ?){{1,3}}")
_ROLE = re.compile(
    r"(?:[^\W\d_a-z][\w.'’-]* ){2,6}(?:[\w&'’-]+ ){0,3}(?i:correspondent|reporter|editor|writer|columnist|bureau|"
    r"desk|journalist|critic|"
    r"photographer|producer|staff)(?:[ ,|].*@.*)?"
    r"|(?i:interview|written|words|text|story|report|photographs?|illustrations?|pictures?)(?i: by) [^\W\d_a-z].*"
)
_DATE = re.compile(
    r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*\.?,? (?:\d{1,2}(?:st|nd|rd|th)?,? )?(?:19|20)\d\d\b"
    r"|\b\d{1,2}(?:st|nd|rd|th)? (?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*\b"
    r"|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*\.? \d{1,2}, \d"
    r"|\b\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d\d\b|\b\d{1,2}[:.]\d\d ?(?:[ap]\.?m\b|[A-Z]{3}\b)"
    r"|\b\d{1,3} ?min(?:ute)?s?\b(?: read| listen)?\W*$",
    re.IGNORECASE,
)
_FACT = re.compile(r"\w: ?\w|\d")
# A match's score, or a label and its value.
_RESULT = re.compile(r"\b\d{1,3}[-–]\d{1,3}\b|^[^:]{2,30}: .*\d|^[A-Z][\w ]{2,24}: (?:[A-Z][\w.'’-]+(?:,? |$)){2}")
_SMALL = frozenset("a an and at by for from in of on or the to with & +".split())
_CODE = re.compile(r"[a-z]{2,4}(?:[-/(][a-z]{2,4}\)?){1,5}|N{4}|[-–—_*.# ]+(?:30|ends?)[-–—_*.# ]+", re.ASCII)
_QUOTED = re.compile(r"[“”\"]")


def judge_places(
    units: Sequence[Unit], *, titled: bool, plain: bool = True, spared: "frozenset[int]" = frozenset()
) -> "list[Unit]":
    """The units of a text without its headline, with the reasons that their places give.

    :param titled: the headline is known, so that the first units are not it.
    :param plain: they come from plain text; a page's links to other articles were known by their markup.
    :param spared: those above the text that may be its headline or standfirst.
    """
    texts, reasons = [unit.text for unit in units], [unit.reason for unit in units]
    if titled:
        _judge_head(texts, reasons, spared)
    _judge_foot(texts, reasons)
    _judge_enclosed(texts, reasons)
    if plain:
        _judge_foreign(texts, reasons)
    return [Unit(text, reason) for text, reason in zip(texts, reasons)]


def chronicle_of(units: Sequence[Unit]) -> "frozenset[int]":
    """The lines that are dates of a chronicle: nothing but dates, two or more of them above the first paragraph of running
    text, with a sentence between each two."""
    begun = next((index for index, unit in enumerate(units) if unit.reason is None and is_running(unit.text)), len(units))
    dates = [index for index, unit in enumerate(units[:begun]) if unit.reason in (None, TIMESTAMP) and _is_date(unit.text)]
    parted = all(
        any(unit.reason is None and ends_sentence(unit.text) for unit in units[before:after])
        for before, after in zip(dates, dates[1:])
    )
    return frozenset(dates) if len(dates) > 1 and parted else frozenset()


def _is_date(text: str) -> bool:
    return len(text) <= DATE_CHARACTERS and text[-1:].isalnum() and not any(map(str.isalnum, without_dates(text, "")))


def _running(texts: Sequence[str], reasons: "Sequence[Optional[str]]") -> "list[int]":
    return [index for index, text in enumerate(texts) if reasons[index] is None and is_running(text)]


def _judge_head(texts: Sequence[str], reasons: "list[Optional[str]]", spared: "frozenset[int]") -> None:
    """Before the first paragraph, a short line is what a page says about the article: where, who and when."""
    running = _running(texts, reasons)
    if not running or running[0] > HEAD_UNITS:
        return
    end = running[0]
    # A standfirst may be a sentence: who and when come after it.
    if len(running) > 1 and {BYLINE, TIMESTAMP, "social"} & set(reasons[end : running[1]]):
        end = running[1]
    for index in range(end):
        if index in spared:
            continue
        if reasons[index] is None:
            reasons[index] = _of_head(texts[index])
        elif reasons[index] in (LINE, CREDIT) and (reason := _of_head(texts[index])) in (BYLINE, TIMESTAMP):
            reasons[index] = reason
    # The only date that is a line of its own is no heading of a chronicle.
    below = running[0] + 1
    dates = [index for index, text in enumerate(texts) if reasons[index] is None and _of_head(text) == TIMESTAMP]
    if dates == [below] and len(running) > 1 and below < running[1]:
        reasons[below] = TIMESTAMP


def _of_head(text: str) -> Optional[str]:
    words = text.split()
    if ends_sentence(text) and not text.endswith("…") or text.endswith((":", ",", "”", '"', "’")):
        return None
    if len(text) == 1:  # the first letter of the article, which was set larger
        return None
    if len(words) <= BYLINE_WORDS and is_byline(text):
        return BYLINE
    if len(words) <= DATE_WORDS and _DATE.search(text):
        return TIMESTAMP
    if _NAME.fullmatch(text) or _is_placed(text) or _is_of_house(text) or all(map(_is_placed, _AND.split(text))):
        return BYLINE
    if len(words) <= ROLE_WORDS and _ROLE.fullmatch(text.replace(",", "")):
        return BYLINE
    if len(words) <= SECTION_WORDS or (len(words) <= TITLE_CASE_WORDS and _is_title_case(words)):
        return SECTION
    return None


def _is_placed(text: str) -> bool:
    """Whether a text is a name and a place."""
    placed = _PLACED.fullmatch(text)
    return placed is not None and _NAME.fullmatch(placed["name"]) is not None


def _is_of_house(text: str) -> bool:
    """Whether a text is a name and that of a paper or an agency."""
    name, *houses = _BESIDE.split(text)
    return len(houses) == 1 and _NAME.fullmatch(name) is not None and is_house(houses[0])


def _is_title_case(words: Sequence[str]) -> bool:
    return all(not word[:1].islower() or word in _SMALL for word in words)


def _judge_foot(texts: Sequence[str], reasons: "list[Optional[str]]") -> None:
    """After the last sentence come the writer, the topics and the page's other articles."""
    _judge_after_end(texts, reasons)
    sentences = [index for index, text in enumerate(texts) if reasons[index] is None and ends_sentence(text)]
    while len(sentences) > 1 and appeals(texts[sentences[-1]], NEEDED_AFTER):
        reasons[sentences.pop()] = APPEAL
    if not sentences:
        return
    last = sentences[-1]
    furnished = [index for index in range(last + 1, len(texts)) if reasons[index] in ENDS]
    if not furnished:
        return
    known: "set[str]" = set()
    listed = texts[last].endswith(":")
    for index in range(last + 1, len(texts)):
        text = texts[index]
        listed = (listed or text.endswith(":")) and index < furnished[0]
        if reasons[index] is not None or listed:
            continue
        words = count_words(text)
        if index > furnished[0]:
            if words <= LINK_WORDS:
                reasons[index] = SECTION if words <= TOPIC_WORDS else RELATED
        elif words <= TOPIC_WORDS and not _FACT.search(text):
            reasons[index] = BYLINE if _NAME.fullmatch(text) else SECTION
        elif words <= LINK_WORDS and not _FACT.search(text):
            known = known or _vocabulary(texts, sentences)
            if _is_foreign(text, known, FOREIGN_SHARE_AFTER):
                reasons[index] = RELATED


def _judge_after_end(texts: Sequence[str], reasons: "list[Optional[str]]") -> None:
    """What is short after the comments' head or the copyright is theirs, if nearly all of the text is before it."""
    words = [count_words(text) if reason is None else 0 for text, reason in zip(texts, reasons)]
    before, whole = 0, sum(words)
    ended = False
    for index, text in enumerate(texts):
        ended = ended or (reasons[index] in STRONG_ENDS and before >= END_SHARE * whole)
        before += words[index]
        if ended and reasons[index] is None and words[index] <= END_WORDS and not _QUOTED.search(text):
            short = SECTION if words[index] <= TOPIC_WORDS else RELATED
            reasons[index] = APPEAL if ends_sentence(text) else short


def _judge_enclosed(texts: Sequence[str], reasons: "list[Optional[str]]") -> None:
    """A short line between two of clutter is clutter once the article has begun, and so is an agency's code."""
    begun = _running(texts, reasons)[:1] or [len(texts)]
    before = list(reasons)
    for index, text in enumerate(texts):
        if reasons[index] is not None or ends_sentence(text):
            continue
        if _CODE.fullmatch(text):
            reasons[index] = CREDIT
        elif begun[0] < index < len(texts) - 1 and before[index - 1] and before[index + 1]:
            plain = not text.endswith((":", "”", '"')) and "|" not in text and not _FACT.search(text)
            if plain and count_words(text) <= LINK_WORDS:
                reasons[index] = reasons[index - 1]


def _judge_foreign(texts: Sequence[str], reasons: "list[Optional[str]]") -> None:
    """A headline between two paragraphs that has hardly a word of the article's is another article's."""
    running = [index for index, text in enumerate(texts) if reasons[index] is None and ends_sentence(text)]
    if len(running) < FEW_SENTENCES:
        return
    begun = _running(texts, reasons)[1:2]
    known: "set[str]" = set()
    for before, after in zip(running, running[1:]):
        if after - before != 2 or reasons[before + 1] is not None or not begun or before < begun[0]:
            continue
        text = texts[before + 1]
        count = count_words(text)
        if not FOREIGN_WORDS[0] <= count <= FOREIGN_WORDS[1] or not text[0].isalpha() or text[0].islower():
            continue
        if text.endswith((":", ";", ",")) or texts[before].endswith(":") or _RESULT.search(text):
            continue
        known = known or _vocabulary(texts, running)
        if _is_foreign(text, known, FOREIGN_SHARE):
            reasons[before + 1] = RELATED


def _vocabulary(texts: Sequence[str], indices: Sequence[int]) -> "set[str]":
    return set().union(*(stems_of(texts[index]) for index in indices))


def _is_foreign(text: str, known: "set[str]", share: float) -> bool:
    """Whether of a line's longer words, by their beginnings, no more than a share are the article's."""
    words = stems_of(text)
    return bool(words) and sum(word in known for word in words) <= share * len(words)
