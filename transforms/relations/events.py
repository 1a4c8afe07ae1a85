"""Statements of nouns that name events: "Russia's invasion of Ukraine", "the arrest of Kim by police", "her death in 2007"."""

import functools
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Iterator, Mapping, Optional

import yaml

from transforms.relations.catalogue import Catalogue
from transforms.relations.clauses import Clause
from transforms.relations.cues import MODALITIES, CuesError
from transforms.relations.dependencies import Role, Tree
from transforms.relations.nominals import NominalStatement
from transforms.relations.objects import is_argument
from transforms.relations.phrases import Names, Surface, argument, stretch

_GROUPS = ("done", "undergone", "happening", "reserved", "unreal")
_MAX_DEPTH = 12
# Names before a noun that do it: "the US invasion of Iraq".
_DOERS = frozenset(["GPE", "ORG", "NORP"])
_NOT_ONE = frozenset(["no", "any", "every", "each", "another", "such"])
_PLACES = frozenset(["GPE", "LOC", "FAC"])
_DAYS = frozenset(["in", "on"])


@dataclass(frozen=True)
class EventNouns:
    """The groups of events.yaml: verb and prepositions by noun, the passive of what is undergone, the reserves."""

    done: "Mapping[str, tuple[str, ...]]"
    undergone: "Mapping[str, tuple[str, ...]]"
    happening: "Mapping[str, tuple[str, ...]]"
    reserved: Mapping[str, str]
    unreal: "frozenset[str]"


@dataclass(frozen=True)
class Event:
    """A statement of a noun, the noun, the clause that it stands in, the adjective of reserve, and the word of its time."""

    statement: NominalStatement
    noun: int
    clause: Optional[Clause]
    reserve: "Optional[tuple[str, str]]"
    time: Any


def read_event_nouns(text: str) -> EventNouns:
    """The nouns of a YAML text.

    :raises CuesError: a group is missing or unknown, or an entry is wrong.
    """
    groups = yaml.safe_load(text)
    if not isinstance(groups, dict) or set(groups) != set(_GROUPS):
        raise CuesError(f"events.yaml must have the groups {', '.join(_GROUPS)}")
    for name in ("done", "undergone", "happening"):
        for noun, entry in groups[name].items():
            if not isinstance(entry, list) or not entry or not all(isinstance(part, str) for part in entry):
                raise CuesError(f"events.yaml: {name} has {noun!r}: {entry!r}, which is not a list of words")
            if name == "undergone" and len(entry) != 2:
                raise CuesError(f"events.yaml: undergone has {noun!r}: {entry!r}, which is not a verb and its passive")
    for word, meaning in groups["reserved"].items():
        if meaning not in MODALITIES:
            raise CuesError(f"events.yaml: reserved has {word!r}: {meaning!r}, not one of {', '.join(MODALITIES)}")
    nouns = ({noun: tuple(entry) for noun, entry in groups[name].items()} for name in _GROUPS[:3])
    return EventNouns(*nouns, groups["reserved"], frozenset(groups["unreal"]))


@functools.lru_cache(maxsize=1)
def event_nouns() -> EventNouns:
    """The nouns of the file beside this code."""
    return read_event_nouns(Path(__file__).with_name("events.yaml").read_text(encoding="utf-8"))


def find_events(tree: Tree, names: Names, clauses: "dict[int, Clause]", catalogue: Catalogue) -> "Iterator[Event]":
    """The statements of the nouns of events whose event took place or is spoken of with a reserve that is told."""
    nouns = event_nouns()
    for word, lemma in enumerate(tree.lemmas):
        if tree.pos[word] != "NOUN" or names.name_at(word) is not None:
            continue
        if lemma in nouns.done:
            found = _done(tree, names, word, nouns.done[lemma])
        elif lemma in nouns.undergone:
            found = _undergone(tree, names, word, nouns.undergone[lemma])
        elif lemma in nouns.happening:
            found = _happening(tree, names, word, nouns.happening[lemma], catalogue)
        else:
            continue
        if not _is_real(tree, word):
            continue
        clause = _clause_around(tree, clauses, word)
        reserve = _reserve(tree, word)
        for statement in found:
            yield Event(statement, word, clause, reserve, _time(tree, names, word))


def _done(tree: Tree, names: Names, noun: int, entry: "tuple[str, ...]") -> "Iterator[NominalStatement]":
    objects = [word for word in _after(tree, names, noun) if tree.preposition(word) in entry[1:]][:1]
    doers = _with(tree, names, noun, "by") or _doers(tree, names, noun)
    for doer in doers:
        for found in objects:
            for each in tree.conjuncts(found):
                yield from _statement(tree, names, doer, entry[0], noun, noun, each)


def _undergone(tree: Tree, names: Names, noun: int, entry: "tuple[str, ...]") -> "Iterator[NominalStatement]":
    doers, owners = _with(tree, names, noun, "by"), _owners(tree, names, noun)
    whom = [each for word in _after(tree, names, noun) if tree.preposition(word) == "of" for each in tree.conjuncts(word)]
    if whom and not doers:
        doers = owners
    for patient in whom or owners:
        for doer in doers:
            yield from _statement(tree, names, doer, entry[0], noun, noun, patient)
        if not doers:
            yield from _statement(tree, names, patient, entry[1], noun, noun, None)


def _happening(
    tree: Tree, names: Names, noun: int, entry: "tuple[str, ...]", catalogue: Catalogue
) -> "Iterator[NominalStatement]":
    of = [each for word in _after(tree, names, noun) if tree.preposition(word) == "of" for each in tree.conjuncts(word)]
    for subject in _owners(tree, names, noun) or of:
        completed = False
        for word in _after(tree, names, noun):
            if tree.preposition(word) in entry[1:]:
                completed = True
                predicate = f"{entry[0]} {tree.preposition(word)}"
                yield from _statement(tree, names, subject, predicate, noun, tree.case_words(word)[-1], word)
        time = _time_word(tree, names, noun)
        predicate = "" if time is None else f"{entry[0]} {tree.preposition(time)}"
        if time is not None and catalogue.dates(predicate):
            completed = True
            yield from _statement(tree, names, subject, predicate, noun, tree.case_words(time)[-1], time)
        if not completed:
            yield from _statement(tree, names, subject, entry[0], noun, noun, None)


def _statement(
    tree: Tree, names: Names, subject: int, predicate: str, first: int, last: int, object_: Optional[int]
) -> "Iterator[NominalStatement]":
    surface = stretch(tree, tree.starts[first], tree.ends[last])
    found = None if object_ is None else _object(tree, names, object_)
    if surface is not None and (object_ is None or found is not None):
        yield NominalStatement(subject, predicate, surface, found, object_, "event_noun")


def _object(tree: Tree, names: Names, word: int) -> Optional[Surface]:
    time = names.time_at(word)
    if time is not None:
        return Surface(time.start, time.end, time) if "\n\n" not in time.text else None
    return argument(tree, names, word)


def _owners(tree: Tree, names: Names, noun: int) -> "list[int]":
    """Whose event it is."""
    owner = tree.child(noun, Role.POSSESSIVE)
    if owner is None or names.time_at(owner) is not None or not tree.is_nominal(owner):
        return []
    return tree.conjuncts(owner)


def _doers(tree: Tree, names: Names, noun: int) -> "list[int]":
    owners = _owners(tree, names, noun)
    if owners:
        return owners
    for word in tree.all(noun, Role.NAME_PART, Role.MODIFIER):
        name = names.name_at(word)
        between = tree.pos[word + 1 : noun]
        if word < noun and all(pos == "ADJ" for pos in between) and name is not None and name.label in _DOERS:
            return [word]
    return []


def _after(tree: Tree, names: Names, noun: int) -> "list[int]":
    return [word for word in tree.all(noun, Role.NOMINAL) if word > noun and is_argument(tree, names, word)]


def _with(tree: Tree, names: Names, noun: int, preposition: str) -> "list[int]":
    found = [word for word in _after(tree, names, noun) if tree.preposition(word) == preposition]
    return [each for word in found for each in tree.conjuncts(word)]


def _time_word(tree: Tree, names: Names, noun: int) -> Optional[int]:
    """A day or year right behind the noun."""
    for word in tree.all(noun, Role.NOMINAL):
        time = names.time_at(word)
        if word > noun and time is not None and time.label == "DATE" and tree.preposition(word) in _DAYS:
            return word
    place = names.name_at(noun + 2) if noun + 2 < len(tree.words) and tree.lower[noun + 1] in ("in", "at", "near", "of") else None
    after = noun + 2
    while place is not None and after + 1 < len(tree.words) and place.label in (*_PLACES, "PERSON", "ORG"):
        while after + 1 < len(tree.words) and names.name_at(after) is place:
            after += 1
        place = names.name_at(after + 1) if tree.words[after] == "," else None
        after += place is not None
    if noun + 2 < after < len(tree.words) - 1 and tree.lower[after] in _DAYS and tree.sentences[after] == tree.sentences[noun]:
        return _dated(tree, names, after)  # "his death in Lima, Peru, in 2007", "the death of Kim in 2007"
    # "Until his death in 2007" may be parsed as something that happened in 2007: it did.
    if noun + 2 < len(tree.words) and tree.lower[noun + 1] in _DAYS and tree.sentences[noun + 2] == tree.sentences[noun]:
        return _dated(tree, names, noun + 1)
    return None


def _dated(tree: Tree, names: Names, preposition: int) -> Optional[int]:
    """The head of the day or year right behind a preposition that hangs on it."""
    time, head = names.time_at(preposition + 1), preposition + 1
    while time is not None and names.time_at(tree.heads[head]) is time and tree.heads[head] != head:
        head = tree.heads[head]
    return head if time is not None and time.label == "DATE" and preposition in tree.case_words(head) else None


def _time(tree: Tree, names: Names, noun: int) -> Any:
    word = _time_word(tree, names, noun)
    return None if word is None else names.time_at(word)


def _reserve(tree: Tree, noun: int) -> "Optional[tuple[str, str]]":
    for word in tree.all(noun, Role.MODIFIER, Role.ADNOMINAL_CLAUSE):
        if word < noun and tree.lower[word] in event_nouns().reserved:
            return event_nouns().reserved[tree.lower[word]], tree.words[word]
    return None


def _is_real(tree: Tree, noun: int) -> bool:
    """Not "no attack", "calls for his resignation", "a plan for the sale of", "prevented his arrest"."""
    if any(tree.lower[child] in _NOT_ONE for child in tree.all(noun, Role.DETERMINER)):
        return False
    word = noun
    for _ in range(_MAX_DEPTH):
        above, role = tree.heads[word], tree.roles[word]
        if above == word:
            return True
        if role is Role.CONJUNCT and tree.is_nominal(above):
            word = above
        elif role is Role.NOMINAL and tree.is_nominal(above):
            # Plans for it, calls for it, talk of it.
            return tree.child(noun, Role.POSSESSIVE) is not None and tree.preposition(word) in ("of", "after", "since", "to")
        else:
            return not (role in (Role.OBJECT, Role.OBLIQUE, Role.PASSIVE_SUBJECT) and tree.lemmas[above] in event_nouns().unreal)
    return False


def _clause_around(tree: Tree, clauses: "dict[int, Clause]", word: int) -> Optional[Clause]:
    for _ in range(_MAX_DEPTH):
        if word in clauses:
            return clauses[word]
        if tree.heads[word] == word:
            return None
        word = tree.heads[word]
    return None
