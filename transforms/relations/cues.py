"""The cue words that tell how a statement is meant, read from cues.yaml."""

import functools
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Mapping

import yaml

MODALITIES = ("asserted", "possible", "planned", "obligated", "conditional", "desired", "asked")

_MAPPINGS = ("auxiliaries", "adverbs", "governors", "noun_governors", "clause_governors", "clause_nouns")
_LISTS = (
    "negative_governors",
    "negative_nouns",
    "opaque_governors",
    "causing",
    "aspectual",
    "linking",
    "dative",
    "verb_nouns",
    "light_verbs",
    "of_verbs",
    "naming",
    "designating",
    "permitting",
    "placing",
    "unfinished",
    "denied_instead",
    "transitive",
    "manners",
    "serving",
    "circumstances",
    "conditions",
    "denying",
    "time_markers",
    "reporting",
    "asking",
    "expressing",
    "expressive",
    "quoting",
    "negative_words",
    "argument_prepositions",
    "place_prepositions",
)


class CuesError(ValueError):
    """The cue file is not as it must be; names the group and the entry."""


@dataclass(frozen=True)
class Cues:
    """The groups of cues.yaml, each as its comment there says."""

    auxiliaries: Mapping[str, str]
    adverbs: Mapping[str, str]
    governors: Mapping[str, str]
    clause_governors: Mapping[str, str]
    clause_nouns: Mapping[str, str]
    noun_governors: Mapping[str, str]
    negative_governors: "frozenset[str]"
    negative_nouns: "frozenset[str]"
    opaque_governors: "frozenset[str]"
    causing: "frozenset[str]"
    aspectual: "frozenset[str]"
    linking: "frozenset[str]"
    dative: "frozenset[str]"
    verb_nouns: "frozenset[str]"
    light_verbs: "frozenset[str]"
    of_verbs: "frozenset[str]"
    naming: "frozenset[str]"
    designating: "frozenset[str]"
    permitting: "frozenset[str]"
    placing: "frozenset[str]"
    unfinished: "frozenset[str]"
    denied_instead: "frozenset[str]"
    transitive: "frozenset[str]"
    manners: "frozenset[str]"
    serving: "frozenset[str]"
    circumstances: "frozenset[str]"
    conditions: "frozenset[str]"
    denying: "frozenset[str]"
    time_markers: "frozenset[str]"
    reporting: "frozenset[str]"
    asking: "frozenset[str]"
    expressing: "frozenset[str]"
    expressive: "frozenset[str]"
    quoting: "frozenset[str]"
    negative_words: "frozenset[str]"
    argument_prepositions: "frozenset[str]"
    place_prepositions: "frozenset[str]"


def read_cues(text: str) -> Cues:
    """The cues of a YAML text.

    :raises CuesError: a group is missing or unknown, or an entry is wrong.
    """
    groups = yaml.safe_load(text)
    if not isinstance(groups, dict) or set(groups) != {*_MAPPINGS, *_LISTS}:
        raise CuesError(f"cues.yaml must have the groups {', '.join((*_MAPPINGS, *_LISTS))}")
    return Cues(
        **{name: _mapping(name, groups[name]) for name in _MAPPINGS},
        **{name: _words(name, groups[name]) for name in _LISTS},
    )


def _mapping(name: str, entries: Any) -> "dict[str, str]":
    if not isinstance(entries, dict):
        raise CuesError(f"cues.yaml: {name} must give a meaning to each word")
    for word, meaning in entries.items():
        if not isinstance(word, str) or meaning not in MODALITIES:
            raise CuesError(f"cues.yaml: {name} has {word!r}: {meaning!r}, which is not one of {', '.join(MODALITIES)}")
    return entries


def _words(name: str, entries: Any) -> "frozenset[str]":
    if not isinstance(entries, list) or not all(isinstance(word, str) for word in entries):
        raise CuesError(f"cues.yaml: {name} must be a list of words")
    if len(set(entries)) != len(entries):
        raise CuesError(f"cues.yaml: {name} has a word twice")
    return frozenset(entries)


@functools.lru_cache(maxsize=1)
def cues() -> Cues:
    """The cues of the file beside this code."""
    return read_cues(Path(__file__).with_name("cues.yaml").read_text(encoding="utf-8"))
