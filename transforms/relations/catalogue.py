"""The catalogue of relation types: which predicate between which names states which relation."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Mapping, Optional, Sequence

import yaml

POSITION = "POSITION"
THING = "THING"
_LABELS = frozenset(
    "PERSON ORG GPE LOC NORP FAC EVENT PRODUCT WORK_OF_ART LAW LANGUAGE DATE TIME MONEY PERCENT QUANTITY "
    "ORDINAL CARDINAL".split()
) | {POSITION, THING}
_KEYS = frozenset(["type", "property", "inverse", "predicates", "subject", "object"])
_PLACEHOLDER = "{position}"


class CatalogueError(ValueError):
    """A catalogue is missing or not as it must be; names the file and the entry."""


@dataclass(frozen=True)
class Entry:
    """A relation type and what its arguments must be; None: anything, also nothing."""

    type: str
    wikidata: Optional[str]
    inverse: bool
    subject: "Optional[frozenset[str]]"
    object: "Optional[frozenset[str]]"

    def fits(self, subject: "frozenset[str]", object_: "frozenset[str]") -> bool:
        """Whether arguments of these kinds fit."""
        return (self.subject is None or not self.subject.isdisjoint(subject)) and (
            self.object is None or not self.object.isdisjoint(object_)
        )


@dataclass(frozen=True)
class Catalogue:
    """The entries by predicate, and the nouns that are positions."""

    entries: "Mapping[str, Sequence[Entry]]"
    positions: "frozenset[str]"

    def relation_type(
        self, predicate: str, subject: "frozenset[str]", object_: "frozenset[str]"
    ) -> Optional[str]:
        """The type that a predicate states between arguments of these kinds, or None."""
        for entry in self.entries.get(predicate, ()):
            if entry.fits(subject, object_):
                return entry.type
        for entry in self.entries.get(self._with_placeholder(predicate), ()):
            if entry.fits(subject, object_):
                return entry.type
        return None

    def _with_placeholder(self, predicate: str) -> str:
        # Only "be chairman of": a verb, a position, a preposition.
        words = predicate.split(" ")
        if len(words) > 2 and " ".join(words[1:-1]) in self.positions:
            return f"{words[0]} {_PLACEHOLDER} {words[-1]}"
        return ""


def load_catalogue(path: Optional[str] = None) -> Catalogue:
    """The catalogue of a YAML file; without a path the built-in one, which shows the format.

    :raises CatalogueError: the file can't be read, or an entry is wrong.
    """
    file = Path(path) if path is not None else Path(__file__).with_name("catalogue.yaml")
    try:
        content = yaml.safe_load(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise CatalogueError(f"the relation catalogue {file} can't be read: {error}") from error
    except yaml.YAMLError as error:
        where = " ".join(str(error).split())
        raise CatalogueError(f"the relation catalogue {file} is not YAML: {where}") from error
    if not isinstance(content, dict) or not isinstance(content.get("relations"), list):
        raise CatalogueError(f"the relation catalogue {file} must have a list called relations")
    unknown = sorted(map(str, set(content) - {"relations", "positions"}))
    if unknown:
        raise CatalogueError(f"the relation catalogue {file} has the unknown group {unknown[0]}")
    positions = _texts(f"{file}: positions", content.get("positions", []))
    entries: "dict[str, list[Entry]]" = {}
    for number, raw in enumerate(content["relations"], 1):
        predicates, entry = _read_entry(f"{file}: entry {number} of relations", raw)
        for predicate in predicates:
            entries.setdefault(predicate, []).append(entry)
    return Catalogue({key: tuple(value) for key, value in entries.items()}, frozenset(positions))


def _read_entry(place: str, raw: Any) -> "tuple[list[str], Entry]":
    if not isinstance(raw, dict):
        raise CatalogueError(f"{place} is {raw!r}, not a mapping")
    place = f"{place} ({raw.get('type')!r})"
    unknown = sorted(map(str, set(raw) - _KEYS))
    if unknown:
        raise CatalogueError(f"{place} has the unknown key {unknown[0]}, not one of {', '.join(sorted(_KEYS))}")
    if not isinstance(raw.get("type"), str) or not raw["type"].strip():
        raise CatalogueError(f"{place} has no type")
    wikidata = raw.get("property")
    if wikidata is not None and not (isinstance(wikidata, str) and wikidata[:1] == "P" and wikidata[1:].isdigit()):
        raise CatalogueError(f"{place} has the property {wikidata!r}, which is not like P39")
    if not isinstance(raw.get("inverse", False), bool):
        raise CatalogueError(f"{place} has inverse {raw['inverse']!r}, which is neither true nor false")
    predicates = _texts(f"{place}: predicates", raw.get("predicates"))
    if not predicates:
        raise CatalogueError(f"{place} has no predicates")
    entry = Entry(
        raw["type"],
        wikidata,
        raw.get("inverse", False),
        _labels(f"{place}: subject", raw.get("subject")),
        _labels(f"{place}: object", raw.get("object")),
    )
    return predicates, entry


def _labels(place: str, raw: Any) -> "Optional[frozenset[str]]":
    if raw is None:
        return None
    labels = frozenset(_texts(place, raw))
    unknown = sorted(labels - _LABELS)
    if unknown:
        raise CatalogueError(f"{place} has {unknown[0]!r}, which is no entity type")
    return labels


def _texts(place: str, raw: Any) -> "list[str]":
    if not isinstance(raw, list):
        raise CatalogueError(f"{place} is {raw!r}, not a list of words")
    for text in raw:
        if not isinstance(text, str) or not text.strip() or text != text.lower() and text.upper() != text:
            raise CatalogueError(f"{place} has {text!r}, which is not a text in lower case")
    return raw
