"""Labels the units of pages' dumps for training.

A unit that holds a labelled segment has the segment's label and six times the weight of others; the label of another
unit is what trafilatura in three settings agrees on, with the page's markup before it; where they disagree, it weighs
little.
"""

import trafilatura

from benchmarks.cleaning_scores import LabelledPage, flatten, plain
from transforms.cleaning.judge import Unit, judge
from transforms.cleaning.paragraphs import split_paragraphs
from transforms.cleaning.repair import repair

GOLD_WEIGHT = 6.0
DISPUTED_WEIGHT = 0.3
# Words from which on a unit that stands in an extracted text stands there as itself, and not by chance.
DISTINCT_WORDS = 4
SETTINGS = ({}, {"favor_precision": True}, {"favor_recall": True})


def judged_and_labelled(page: LabelledPage) -> "tuple[list[Unit], list[tuple[bool, float]]]":
    """The units of a page's dump as the rules judge them; whether each is the article's, and how much that weighs."""
    units = judge(split_paragraphs(repair(flatten(page.html))))
    extracted = [_extracted_lines(page.html, setting) for setting in SETTINGS]
    return units, [_label_of(plain(unit.text), page, extracted) for unit in units]


def _label_of(text: str, page: LabelledPage, extracted: "list[tuple[set[str], str]]") -> "tuple[bool, float]":
    wanted = any(segment in text for segment in page.wanted)
    if wanted != any(segment in text for segment in page.unwanted):
        return wanted, GOLD_WEIGHT
    found = [text in lines or (len(text.split()) >= DISTINCT_WORDS and text in whole) for lines, whole in extracted]
    return found[0], 1.0 if all(found) or not any(found) else DISPUTED_WEIGHT


def _extracted_lines(html: bytes, setting: dict) -> "tuple[set[str], str]":
    """The lines that trafilatura extracts, and all of them as one text."""
    found = trafilatura.bare_extraction(html, include_comments=False, **setting)
    text = repair(found.text) if found is not None and found.text else ""
    return {plain(line.removeprefix("- ")) for line in text.splitlines()}, plain(text)
