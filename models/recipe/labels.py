"""Maps the corpora's labels to OntoNotes' names, with what names.yaml knows."""

import re
from pathlib import Path
from typing import Optional, Sequence

import yaml

# Each corpus label that isn't one of ours comes down to one of these or to MISSING.
LABELS = (
    "PERSON", "ORG", "GPE", "LOC", "NORP", "FAC", "EVENT", "PRODUCT", "WORK_OF_ART", "LAW", "LANGUAGE",
)  # fmt: skip

# Not known what these words are: training learns nothing from them, neither a name nor its absence.
MISSING = ""

_KNOWN = yaml.safe_load((Path(__file__).parent / "names.yaml").read_text(encoding="utf-8"))


def _with_plurals(names: Sequence[str]) -> "frozenset[str]":
    return frozenset(form for name in names for form in (name, name + "s"))


COUNTRIES = frozenset([*_KNOWN["countries"], *_KNOWN["settlements"]])
GROUPS = _with_plurals([name for names in _KNOWN["countries"].values() for name in names] + _KNOWN["groups"])
LANGUAGES = frozenset(_KNOWN["languages"])
TITLES = frozenset(str(title) for title in _KNOWN["titles"])
SYLLABLES = tuple(_KNOWN["syllables"])
PARTICLES = frozenset(_KNOWN["particles"])
_REGIONS = frozenset(_KNOWN["regions"])
_ORGANISATIONS = frozenset(_KNOWN["organisations"])
_REGION_LAST, _REGION_FIRST = frozenset(_KNOWN["region_last"]), frozenset(_KNOWN["region_first"])
_FACILITY_LAST = frozenset(_KNOWN["facility_last"])
_EVENT_WORDS, _EVENT_FIRST = frozenset(_KNOWN["event_words"]), tuple(_KNOWN["event_first"])
_LAW_WORDS, _AWARD_WORDS = frozenset(_KNOWN["law_words"]), frozenset(_KNOWN["award_words"])

# Capitalised words that are part of dates, hence of no name.
DATE_WORDS = re.compile(
    r"(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|August|September"
    r"|October|November|December|Jan\.?|Feb\.?|Mar\.?|Apr\.?|Jun\.?|Jul\.?|Aug\.?|Sept?\.?|Oct\.?|Nov\.?|Dec\.?"
)


def place_label(words: Sequence[str]) -> str:
    """GPE, LOC or FAC for the name of a place; NORP for an adjective of nationality."""
    words = list(without_article(words))
    name = " ".join(words)
    if known := known_label(words):
        return known
    last = words[words.index("of") - 1] if "of" in words[1:] else words[-1]  # "Museum of Modern Art"
    if name in _REGIONS or last in _REGION_LAST or (len(words) > 1 and words[0] in _REGION_FIRST):
        return "LOC"
    if len(words) > 1 and last in _FACILITY_LAST:
        return "FAC"
    return "GPE"


def known_label(words: Sequence[str]) -> Optional[str]:
    """The label of a country, a people or one of the best-known organisations, whatever the corpus says."""
    name = " ".join(without_article(words))
    if name in COUNTRIES:
        return "GPE"
    if name in GROUPS:
        return "NORP"
    if name in _ORGANISATIONS:
        return "ORG"
    if name in _REGIONS and " " in name:
        return "LOC"
    return None


def people_spans(words: Sequence[str]) -> "list[tuple[int, int, str]]":
    """The peoples of two words ("South Korean"), which some corpora cut in two."""
    return [
        (index, index + 2, "NORP") for index in range(len(words) - 1) if " ".join(words[index : index + 2]) in GROUPS
    ]


def other_label(words: Sequence[str]) -> str:
    """The label of a name that its corpus calls miscellaneous; MISSING where its make doesn't tell."""
    words = without_article(words)
    name = " ".join(words)
    if name in GROUPS:
        return "NORP"
    if name in LANGUAGES:
        return "LANGUAGE"
    if words[-1] in _AWARD_WORDS or words[0] in ("Nobel", "Pulitzer"):
        return "WORK_OF_ART"
    if name.startswith(_EVENT_FIRST) or words[-1] in _EVENT_WORDS:
        return "EVENT"
    if words[-1] in _LAW_WORDS and len(words) > 1:
        return "LAW"
    return MISSING


def without_article(words: Sequence[str]) -> Sequence[str]:
    """The words without a leading "the"."""
    return words[1:] if len(words) > 1 and words[0].lower() == "the" else words


def title_length(words: Sequence[str]) -> int:
    """How many words of a person's name, from its start, are titles or lower-case descriptions."""
    length = 0
    for word in words:
        lower = word.lower()
        described = word == lower and lower not in PARTICLES and word[:1].isalpha() and "-" not in word
        if not (lower in TITLES or described):
            break
        length += 1
    return length
