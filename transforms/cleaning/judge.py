"""Judges paragraphs: article or clutter.

Three kinds of evidence, as in the literature on boilerplate detection (Kohlschütter et al. 2010, "Boilerplate
Detection using Shallow Text Features"; Pomikálek 2011, jusText): what a paragraph says, what it looks like,
and what its neighbours are. Removing article text is the worse mistake, so what somebody in the article
says, between quotation marks or with a verb of saying, is never evidence.
"""

import re
from typing import Optional, Sequence

from transforms.cleaning.clutter import Family, families

# Longer than any share bar, caption or prompt of one line.
LINE_CHARACTERS = 400
# A plea's paragraphs follow each other; more than this between two of them is an article.
PLEA_GAP = 3
# Reasons of clutter that comes in several paragraphs of running text.
PLEAS = ("donation", "subscription", "newsletter")
NEEDED_HINTS = 2
# Titles of linked articles are short and have no full stop.
LIST_ITEM_WORDS = 22

_QUOTED = re.compile(r"“[^”]*”?|\"[^\"]*\"|‘[^’]{12,}’")
_SAYING = re.compile(r"\b(?:said|says|told|according to|added|argued|warned|announced|wrote)\b", re.IGNORECASE)
_ADDRESSING = re.compile(r"\b(?:you|your|we|our|us)\b", re.IGNORECASE)
_FULL_STOP = re.compile(r"[.!?…][\"'”’)\]]*$")


def judge(paragraphs: Sequence[str]) -> "list[Optional[str]]":
    """For each paragraph of an article the reason why it is clutter, or None for one that belongs to it."""
    said = [_without_quotations(paragraph) for paragraph in paragraphs]
    reasons = [_reason(paragraph, outside) for paragraph, outside in zip(paragraphs, said)]
    _spread_pleas(said, reasons)
    _spread_lists(paragraphs, reasons)
    return reasons


def _reason(paragraph: str, outside: str) -> Optional[str]:
    """What a paragraph is by itself."""
    line = _straight(paragraph).strip()
    for family in families():
        if len(line) <= LINE_CHARACTERS and any(pattern.fullmatch(line) for pattern in family.lines + family.heads):
            return family.reason
    if _SAYING.search(outside):
        return None
    return next((family.reason for family in families() if _is_clutter(family, outside)), None)


def _is_clutter(family: Family, outside: str) -> bool:
    """Whether the text outside quotations speaks to the reader in the words of a family."""
    if any(pattern.search(outside) for pattern in family.sure):
        return True
    hints = sum(pattern.search(outside) is not None for pattern in family.hints)
    return hints >= NEEDED_HINTS and _ADDRESSING.search(outside) is not None


def _spread_pleas(said: Sequence[str], reasons: "list[Optional[str]]") -> None:
    """Between two paragraphs of a plea, one that speaks as the paper or to the reader belongs to it."""
    pleas = [index for index, reason in enumerate(reasons) if reason in PLEAS]
    for before, after in zip(pleas, pleas[1:]):
        between = range(before + 1, after)
        if len(between) <= PLEA_GAP:
            for index in between:
                if reasons[index] is None and _ADDRESSING.search(said[index]) and not _SAYING.search(said[index]):
                    reasons[index] = reasons[before]


def _spread_lists(paragraphs: Sequence[str], reasons: "list[Optional[str]]") -> None:
    """After the head of a list of links come its items: short, and without a full stop."""
    in_list: Optional[str] = None
    for index, paragraph in enumerate(paragraphs):
        line = _straight(paragraph).strip()
        head = next((f.reason for f in families() if any(p.fullmatch(line) for p in f.heads)), None)
        if head is not None:
            in_list = head
        elif in_list and not _FULL_STOP.search(line) and len(line.split()) <= LIST_ITEM_WORDS:
            reasons[index] = reasons[index] or in_list
        else:
            in_list = None


def _without_quotations(paragraph: str) -> str:
    return _QUOTED.sub(" ", _straight_apostrophes(paragraph))


def _straight_apostrophes(text: str) -> str:
    """Apostrophes within words made straight; quotation marks stay."""
    return re.sub(r"(?<=\w)’(?=\w)", "'", text)


def _straight(text: str) -> str:
    return text.replace("’", "'").replace("‘", "'")
