"""The catalogue of relation types: which predicate between which arguments states which relation."""

import functools
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Mapping, Optional, Sequence

import yaml

POSITION = "POSITION"
THING = "THING"
# Pronouns of things and bodies.
IT = "IT"
NATIONALITY = "NATIONALITY"
PARTY = "PARTY"
SCHOOL = "SCHOOL"
_LABELS = frozenset(
    "PERSON ORG GPE LOC NORP FAC EVENT PRODUCT WORK_OF_ART LAW LANGUAGE DATE TIME MONEY PERCENT QUANTITY "
    "ORDINAL CARDINAL".split()
) | {POSITION, THING, IT, NATIONALITY, PARTY, SCHOOL}
_KEYS = frozenset(["type", "definition", "property", "inverse", "predicates", "subject", "object", "wider", "examples"])
_LISTS = ("positions", "nationalities", "parties", "relatives", "degrees")
_SCHOOLS = frozenset("university college school academy institute seminary polytechnic conservatory".split())
_PARTISANS = frozenset(["democrats", "socialists", "communists", "conservatives", "liberals", "republicans", "greens"])
_PLACEHOLDER = "{position}"
_DEGREE = "{degree}"


class CatalogueError(ValueError):
    """A catalogue is missing or not as it must be; names the file and the entry."""


@dataclass(frozen=True)
class Example:
    """A sentence that states a type, with subject and object as the table has them."""

    sentence: str
    subject: str
    object: Optional[str]


@dataclass(frozen=True)
class Entry:
    """A pattern of a relation type and what its arguments must be; None: anything, also nothing."""

    type: str
    wikidata: Optional[str]
    inverse: bool
    subject: "Optional[frozenset[str]]"
    object: "Optional[frozenset[str]]"
    definition: Optional[str] = None
    wider: bool = False
    examples: "tuple[Example, ...]" = ()

    def fits(self, subject: "frozenset[str]", object_: "frozenset[str]") -> bool:
        """Whether arguments of these kinds fit."""
        return (self.subject is None or not self.subject.isdisjoint(subject)) and (
            self.object is None or not self.object.isdisjoint(object_)
        )


@dataclass(frozen=True)
class Catalogue:
    """The entries by predicate, and the words that tell what an argument is.

    :param types: the first entry of each type, which has its definition, property and examples.
    """

    entries: "Mapping[str, Sequence[Entry]]"
    types: "Mapping[str, Entry]"
    positions: "frozenset[str]"
    nationalities: "frozenset[str]"
    parties: "frozenset[str]"
    relatives: "frozenset[str]"
    degrees: "frozenset[str]" = frozenset()

    @functools.cached_property
    def verbs(self) -> "frozenset[str]":
        """The verbs of the predicates that begin with one other than "be"."""
        return frozenset(predicate.split(" ")[0] for predicate in self.entries) - {"be"}

    @property
    def properties(self) -> "dict[str, tuple[str, bool]]":
        """The Wikidata property of the types that have one, and whether it goes from object to subject."""
        return {name: (each.wikidata, each.inverse) for name, each in self.types.items() if each.wikidata is not None}

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

    def dates(self, predicate: str) -> bool:
        """Whether a type states the date of something by this predicate."""
        return any(entry.object is not None and "DATE" in entry.object for entry in self.entries.get(predicate, ()))

    def knows(self, predicate: str) -> bool:
        """Whether a type is stated by this predicate between any arguments."""
        return predicate in self.entries or self._with_placeholder(predicate) in self.entries

    def affiliates(self, name: Any) -> bool:
        """Whether a name is a nation's or a party's, so that a person before or after it belongs to that."""
        return not self.kinds_of_name(name).isdisjoint((NATIONALITY, PARTY))

    def kinds_of_name(self, name: Any) -> "frozenset[str]":
        """What a name is to the patterns: its label, and what the lists and its own words add."""
        if name.label not in ("NORP", "ORG"):
            return _only(name.label)
        text, kinds = name.text.lower(), {name.label}
        if name.label == "NORP" and text in self.nationalities:
            kinds.add(NATIONALITY)
        elif text in self.parties or _is_party(text):
            kinds.add(PARTY)
        if not _SCHOOLS.isdisjoint(text.split()):
            kinds.add(SCHOOL)
        return frozenset(kinds)

    def _with_placeholder(self, predicate: str) -> str:
        """"Be appointed {position} of" for "be appointed chief executive of", "earn {degree} from" for "earn PhD from"."""
        words = predicate.split(" ")
        for first in range(1, len(words) - 1):
            text = " ".join(words[first:-1])
            if text in self.positions:
                return f"{' '.join(words[:first])} {_PLACEHOLDER} {words[-1]}"
            if text.rstrip(".") in self.degrees:
                return f"{' '.join(words[:first])} {_DEGREE} {words[-1]}"
        return ""


@functools.lru_cache(maxsize=None)  # labels are few
def _only(label: str) -> "frozenset[str]":
    return frozenset([label])


def _is_party(text: str) -> bool:
    """"Labour Party", "Socialist Party of Canada", "Sweden Democrats"."""
    words = text.replace("'s", "").split()
    return words[-1:] == ["party"] or "party of" in text or len(words) > 1 and words[-1] in _PARTISANS


def load_catalogue(path: Optional[str] = None) -> Catalogue:
    """The built-in catalogue, whose file shows the format; with a path that of a file laid over it.

    The types of the file replace those of the same name and come first; its word lists are added.

    :raises CatalogueError: the file can't be read, or an entry is wrong.
    """
    words, entries = _read(Path(__file__).with_name("catalogue.yaml"))
    if path is not None:
        more, own = _read(Path(path))
        named = {entry.type for _, entry in own}
        entries = own + [each for each in entries if each[1].type not in named]
        words = {name: words[name] | more[name] for name in _LISTS}
    by_predicate: "dict[str, list[Entry]]" = {}
    types: "dict[str, Entry]" = {}
    for predicates, entry in entries:
        types.setdefault(entry.type, entry)
        for predicate in predicates:
            by_predicate.setdefault(predicate, []).append(entry)
    return Catalogue({key: tuple(value) for key, value in by_predicate.items()}, types, **words)


def _read(file: Path) -> "tuple[dict[str, frozenset[str]], list[tuple[list[str], Entry]]]":
    """The word lists of a file and its entries with their predicates."""
    try:
        content = yaml.safe_load(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise CatalogueError(f"the relation catalogue {file} can't be read: {error}") from error
    except yaml.YAMLError as error:
        where = " ".join(str(error).split())
        raise CatalogueError(f"the relation catalogue {file} is not YAML: {where}") from error
    if not isinstance(content, dict) or not isinstance(content.get("relations"), list):
        raise CatalogueError(f"the relation catalogue {file} must have a list called relations")
    unknown = sorted(map(str, set(content) - {"relations", *_LISTS}))
    if unknown:
        raise CatalogueError(f"the relation catalogue {file} has the unknown group {unknown[0]}")
    words = {name: frozenset(_texts(f"{file}: {name}", content.get(name, []))) for name in _LISTS}
    numbered = enumerate(content["relations"], 1)
    entries = [_entry(f"{file}: entry {number} of relations", raw) for number, raw in numbered]
    _agree(file, [entry for _, entry in entries])
    return words, entries


def _agree(file: Path, entries: "Sequence[Entry]") -> None:
    """A type has one property, or the column would not say what it states."""
    first: "dict[str, Entry]" = {}
    for entry in entries:
        known = first.setdefault(entry.type, entry)
        if entry.wikidata is not None and (entry.wikidata, entry.inverse) != (known.wikidata, known.inverse):
            raise CatalogueError(
                f"the relation catalogue {file} gives {entry.type!r} the property {entry.wikidata} "
                f"and elsewhere {known.wikidata}, or another direction"
            )


def _entry(place: str, raw: Any) -> "tuple[list[str], Entry]":
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
    for key in ("inverse", "wider"):
        if not isinstance(raw.get(key, False), bool):
            raise CatalogueError(f"{place} has {key} {raw[key]!r}, which is neither true nor false")
    definition = raw.get("definition")
    if definition is not None and not (isinstance(definition, str) and definition.strip()):
        raise CatalogueError(f"{place} has the definition {definition!r}, which is no text")
    predicates = _texts(f"{place}: predicates", raw.get("predicates"))
    if not predicates:
        raise CatalogueError(f"{place} has no predicates")
    entry = Entry(
        raw["type"],
        wikidata,
        raw.get("inverse", False),
        _labels(f"{place}: subject", raw.get("subject")),
        _labels(f"{place}: object", raw.get("object")),
        definition,
        raw.get("wider", False),
        tuple(_example(f"{place}: examples", each) for each in _list(f"{place}: examples", raw.get("examples", []))),
    )
    return predicates, entry


def _example(place: str, raw: Any) -> Example:
    if not isinstance(raw, list) or len(raw) != 3 or not all(isinstance(each, str) for each in raw[:2]):
        raise CatalogueError(f"{place} has {raw!r}, which is not a sentence, a subject and an object")
    if raw[2] is not None and not isinstance(raw[2], str):
        raise CatalogueError(f"{place} has the object {raw[2]!r}, which is no text")
    return Example(*raw)


def _labels(place: str, raw: Any) -> "Optional[frozenset[str]]":
    if raw is None:
        return None
    labels = frozenset(_texts(place, raw))
    unknown = sorted(labels - _LABELS)
    if unknown:
        raise CatalogueError(f"{place} has {unknown[0]!r}, which is no entity type")
    return labels


def _list(place: str, raw: Any) -> "list[Any]":
    if not isinstance(raw, list):
        raise CatalogueError(f"{place} is {raw!r}, not a list")
    return raw


def _texts(place: str, raw: Any) -> "list[str]":
    if not isinstance(raw, list):
        raise CatalogueError(f"{place} is {raw!r}, not a list of words")
    for text in raw:
        if not isinstance(text, str) or not text.strip() or text != text.lower() and text.upper() != text:
            raise CatalogueError(f"{place} has {text!r}, which is not a text in lower case")
    return raw
