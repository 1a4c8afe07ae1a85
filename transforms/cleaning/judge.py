"""Judges paragraphs: article or clutter.

Three kinds of evidence, as in the literature on boilerplate detection (Kohlschütter et al. 2010, "Boilerplate
Detection using Shallow Text Features"; Pomikálek 2011, jusText): what a paragraph says, what it looks like,
and what its neighbours are. Removing article text is the worse mistake: what somebody in the article says,
between quotation marks or with a verb of saying, is never evidence, nor is a word alone that clutter has, too.
"""

import re
from typing import Iterator, Optional, Sequence

from transforms.cleaning.appeals import NEEDED_AFTER, appeals, is_of_paper
from transforms.cleaning.clutter import (
    TAIL_CHARACTERS,
    end_of,
    families,
    families_of,
    head_reason,
    is_formula,
    line_reason,
    with_tails,
)
from transforms.cleaning.line_judge import odds_of
from transforms.cleaning.unit import Unit
from transforms.sentences import (
    ADDRESSING,
    SAYING,
    count_words,
    ends_sentence,
    is_running,
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
CAPTION = "caption"  # describes, and speaks to nobody
BOXES = (APPEAL, *PLEAS)
_MARKS = " |•·>»›→▼▶+–—-*#"
# A headline may begin like a link.
_HEADLINED = re.compile(r"(?:watch|listen|live|video|in pictures|pictures|photos)\b ?[:|–—-] ?(?:\S+ ){3}", re.IGNORECASE)
_SAY = re.compile(r"\b(?:your|a|no|to) say\b", re.IGNORECASE)
NEEDED_HINTS = 2
# A paragraph in which so much is clutter is clutter as a whole; a short one, too, if its other sentences hint at it.
CLUTTER_SHARE = 0.5
PLEA_SENTENCES = 5
# Titles of linked articles are short and have no full stop.
LIST_ITEM_WORDS = 22
LIST_QUESTION_WORDS = 15
# A heading between two paragraphs is shorter than the title of a linked article.
HEADING_WORDS = 4
# Some lines of clutter end like a sentence, too, but hardly any of so many words.
SENTENCE_WORDS = 6
# A pattern of lines may begin like a sentence of the article: what ends like one and has so many words in small letters
# (a byline has none) is clutter only if its words say so, too. By the development styles, where clutter's lines that end
# so have 2.0 to 9.8 and sentences with the same beginnings -6.2 to 2.1.
STATING_WORDS = 2
ODDS_STATED = 2.0
ODDS_TOLD = 4.0  # the same with a verb of saying
# What speaks to the reader is clutter unless its words are an article's; where nothing in it is the paper's own, it is
# likelier advice. By the development styles, too, where boxes have 0.1 to 11 and what sounds like one -4.6 to -1.7.
ODDS_SPOKEN = 0.0
ODDS_APPEAL = 1.0
ODDS_ADVICE = 4.0
ODDS_ADVISED = 3.5  # by a pattern of such a family
ADVISING = ("newsletter", "social", "contact")
# What ends in a credit is a caption, unless its words speak like an article's.
ODDS_CAPTIONED = -3.0


def judge(paragraphs: Sequence[str]) -> "list[Unit]":
    """The paragraphs of a text in order, each with the reason why it is clutter, or None.

    What is clutter at a paragraph's beginning or end is a unit of its own.
    """
    parts = [(number, unit) for number, paragraph in enumerate(paragraphs) for unit in _judged(paragraph)]
    units = [unit for _, unit in parts]
    texts = [unit.text for unit in units]
    reasons = [unit.reason for unit in units]
    if texts and _HEADLINED.match(texts[0]):
        reasons[0] = None
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


def _judged(paragraph: str) -> Iterator[Unit]:
    """What a paragraph is by itself: a line of clutter, or sentences of which some are."""
    line = _line(paragraph)
    reason = line_reason(line) if len(line) <= LINE_CHARACTERS else None
    if reason is not None and (is_formula(line) or not _states(paragraph) and not _is_told_over(line)):
        yield Unit(paragraph, reason)
        return
    rest = paragraph
    tails: "list[Unit]" = []
    if reason is not None:
        credit = _credit_after(rest)
        if credit is not None:
            tails = [Unit(rest[credit:], reason)]
            rest = rest[:credit].rstrip()
    for family in with_tails(straight(rest)):
        found = family.tails.search(straight(rest), max(0, len(rest) - TAIL_CHARACTERS))
        if found is not None:
            tails.insert(0, Unit(rest[found.start() :].strip(), family.reason))
            rest = rest[: found.start()].rstrip()
    yield from _by_sentence(rest)
    yield from tails


def _states(paragraph: str) -> bool:
    """Whether a paragraph that a pattern takes for clutter ends like a sentence that states something, and its words say
    that it is the article's."""
    if not ends_sentence(paragraph) or paragraph.rstrip("\"'”’)]").endswith("?"):
        return False
    if sum(word[0].islower() for word in paragraph.split()) < STATING_WORDS:
        return False
    return odds_of([paragraph])[0] < (ODDS_TOLD if _tells(paragraph) else ODDS_STATED)


def _is_told_over(line: str) -> bool:
    """Whether a line that ends in a credit is a sentence of the article all the same."""
    return end_of(line) is not None and count_words(line) >= SENTENCE_WORDS and odds_of([line])[0] < ODDS_CAPTIONED


def _credit_after(paragraph: str) -> Optional[int]:
    """Where a credit begins that stands after a sentence; None if there is none."""
    begun = end_of(straight(paragraph))
    if begun is None:
        return None
    begun += paragraph[begun] in ".!"
    begun += len(paragraph[begun:]) - len(paragraph[begun:].lstrip())
    before = paragraph[:begun].rstrip()
    return begun if ends_sentence(before) and len(before) < begun else None


def _by_sentence(paragraph: str) -> Iterator[Unit]:
    """A paragraph, whole or parted into its article and the clutter before and after it."""
    if _surely(outside_speech(paragraph)) is None:
        yield Unit(paragraph)
        return
    sentences = split_sentences(paragraph)
    reasons = _reasons_of(sentences)
    reason = next(filter(None, reasons), None)
    if reason is None:
        yield Unit(paragraph)
        return
    clutter = sum(len(sentence) for one, sentence in zip(reasons, sentences) if one)
    if not any(map(_reports, sentences)) and (
        clutter >= CLUTTER_SHARE * len(paragraph)
        and all(one or _goes_along(sentence) for one, sentence in zip(reasons, sentences))
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


def _is_spoken(text: str, odds: float, advice: float) -> bool:
    """Whether a text that seems to speak to the reader does so by its words, too.

    :param odds: how likely clutter its words must be.
    :param advice: the same if nothing in it says that it speaks for the paper.
    """
    least = odds if is_of_paper(outside_speech(text)) or not ends_sentence(text) else advice
    return odds_of([text])[0] >= least


def _goes_along(sentence: str) -> bool:
    """Whether a sentence may belong to a paragraph that is mostly clutter."""
    return (
        not words_of(sentence)
        or ADDRESSING.search(outside_speech(sentence)) is not None
        or odds_of([sentence])[0] >= ODDS_SPOKEN
    )


def _reasons_of(sentences: "Sequence[str]") -> "list[Optional[str]]":
    """What each sentence surely is; nothing, if the words of all that are clutter speak like an article's."""
    reasons = [_sentence_reason(sentence) for sentence in sentences]
    said = " ".join(sentence for one, sentence in zip(reasons, sentences) if one)
    advice = ODDS_ADVISED if any(reason in ADVISING for reason in reasons) else ODDS_SPOKEN
    if CAPTION in reasons or _is_spoken(said, ODDS_SPOKEN, advice):
        return reasons
    return [None] * len(sentences)


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


def _tells(line: str) -> bool:
    """Whether a line does: what the reader has to say is not meant."""
    return SAYING.search(_SAY.sub(" ", outside_speech(line))) is not None


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
        if reasons[index] is None and appeals(text) and _is_spoken(text, ODDS_APPEAL, ODDS_ADVICE):
            reasons[index] = APPEAL
    for step in (1, -1):
        order = range(1, len(texts)) if step == 1 else range(len(texts) - 2, -1, -1)
        for index in order:
            if reasons[index] is None and reasons[index - step] in BOXES and _is_appeal_after(texts[index]):
                reasons[index] = reasons[index - step]


def _is_appeal_after(text: str) -> bool:
    return appeals(text, NEEDED_AFTER) and _is_spoken(text, ODDS_SPOKEN, ODDS_SPOKEN)


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
