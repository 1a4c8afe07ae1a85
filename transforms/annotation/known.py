"""Names whose label is known for sure: by the list of aliases, by their last word, by an acronym or a title.

Before the majority decides on the rest (consistency.py).
"""

from collections import defaultdict
from typing import Iterable, Optional

from transforms.annotation.aliases import ALIASES, CERTAIN_NAMES
from transforms.annotation.boundaries import acronym_after, ends_organisation
from transforms.annotation.folding import fold, is_acronym
from transforms.annotation.organisations import first_of_company, initials
from transforms.annotation.titles import strip_titles
from transforms.annotation.words import Key, Name, Words, without_overlaps

# Labels under which one name may stand by a model's mistake; the others are seldom confused.
CONFUSED = frozenset({"PERSON", "ORG", "GPE", "LOC", "FAC", "PRODUCT", "NORP", "EVENT", "WORK_OF_ART"})

# What stands before a place: a word after any of these is left as it is, whatever the company is called.
_BEFORE_PLACES = frozenset({"in", "near", "throughout", "across", "outside", "inside", "at", "to", "from"})

# An acronym of two letters fits too many names by chance.
_SHORTEST_ACRONYM = 3


def _by_first_word() -> "dict[str, list[tuple[Key, str]]]":
    """The names of the list that are sure to be names wherever they stand, by their first word."""
    phrases: "dict[str, list[tuple[Key, str]]]" = defaultdict(list)
    for name, label in CERTAIN_NAMES:
        # As tokenisers part words.
        words = tuple(name.replace("'s ", " 's ").replace("-", " - ").split())
        if len(words) > 1 or label == "EVENT":
            phrases[words[0]].append((words, label))
    return phrases


_KNOWN = _by_first_word()


def settle_known(words: Words, names: "list[Name]") -> "list[Name]":
    """The names with labels that are sure put right, and such names added where they were missed or broken."""
    settled = [_settle(words, name) for name in names]
    settled = _add_known(words, settled)
    return _settle_companies(words, _settle_acronyms(words, _settle_titled(words, settled)))


def _settle(words: Words, name: Name) -> Name:
    """A country or war of the list; a place or person whose last word ends an organisation's name."""
    if name.label not in CONFUSED:
        return name
    alias = ALIASES.get(fold(words.text(name)))
    if alias is not None and alias.label:
        return name._replace(label=alias.label)
    if name.label in ("GPE", "LOC") and ends_organisation(words, name):
        return name._replace(label="ORG")
    return name


def _add_known(words: Words, names: "list[Name]") -> "list[Name]":
    """Countries of several words and wars, in place of their parts ("Democratic People" + "Republic of Korea")."""
    added = list(_known_names(words))
    if not added:
        return names
    owners = {index: name for name in names for index in range(name.start, name.end)}
    dropped = set()
    kept = []
    for known in added:
        parts = {owners[index] for index in range(known.start, known.end) if index in owners}
        if all(known.start <= part.start and part.end <= known.end for part in parts):
            dropped |= parts
            kept.append(known)
    return without_overlaps([*(name for name in names if name not in dropped), *kept])


def _known_names(words: Words) -> "Iterable[Name]":
    for start, word in enumerate(words.texts):
        for phrase, label in _KNOWN[word] if word in _KNOWN else ():
            end = start + len(phrase)
            stands = tuple("'s" if text == "’s" else text for text in words.texts[start:end]) == phrase
            if stands and not _continues(words, end):
                yield Name(start, end, label)


def _continues(words: Words, end: int) -> bool:
    """A proper noun follows: "North Korea Freedom Coalition" is no country."""
    return end < len(words.texts) and not words.breaks[end] and words.texts[end][:1].isupper() and words.is_proper(end)


def _settle_acronyms(words: Words, names: "list[Name]") -> "list[Name]":
    """Acronyms of the article's organisations: those in brackets after them also where they were missed."""
    organisations = [name for name in names if name.label == "ORG" and name.end - name.start > 1]
    possible = {acronym for name in organisations for acronym in initials(words.text(name))}
    bracketed = {acronym_after(words, name.end) for name in organisations} & possible
    found = [
        name._replace(label="ORG") if _is_acronym_of(words, name, possible) else name for name in names
    ]
    taken = {index for name in names for index in range(name.start, name.end)}
    missed = [
        Name(index, index + 1, "ORG")
        for acronym in sorted(bracketed)
        for index in words.occurrences((acronym,))
        if index not in taken
    ]
    return sorted([*found, *missed])


def _settle_companies(words: Words, names: "list[Name]") -> "list[Name]":
    """ "Zenova", taken for a place, where "Zenova Therapeutics Inc" is an organisation and nothing is in Zenova."""
    firsts = {first_of_company(words.text(name)) for name in names if name.label == "ORG"} - {None}
    inside = {name.start for name in names if name.label == "ORG" and name.end - name.start > 1}
    firsts = {first for first in firsts if fold(first) not in ALIASES and not _is_place(words, first, inside)}
    if not firsts:
        return names
    return [
        name._replace(label="ORG")
        if name.label in ("GPE", "LOC", "FAC", "PRODUCT") and words.text(name) in firsts
        else name
        for name in names
    ]


def _is_place(words: Words, word: str, inside: "set[int]") -> bool:
    """Outside the longer names that begin there it stands as places do: "in Boston", "Boston, Massachusetts"."""
    for index in words.occurrences((word,)):
        if index in inside:
            continue
        if index and words.texts[index - 1].lower() in _BEFORE_PLACES:
            return True
        if words.texts[index + 1 : index + 2] == [","] and words.texts[index + 2 : index + 3] and words.is_proper(index + 2):
            return True
    return False


def _is_acronym_of(words: Words, name: Name, possible: "set[str]") -> bool:
    if name.end - name.start > 1 or name.label not in CONFUSED:
        return False
    text = words.texts[name.start]
    return len(text) >= _SHORTEST_ACRONYM and is_acronym(text) and text in possible and text not in ALIASES


def _settle_titled(words: Words, names: "list[Name]") -> "list[Name]":
    """ "Congressman Clyburn", taken for an organisation, where "James Clyburn" is a person of the article."""
    people = {words.key(name) for name in names if name.label == "PERSON"}
    people |= {key[-1:] for key in people if key[-1].isalpha()}
    return [_without_title(words, name, people) or name for name in names]


def _without_title(words: Words, name: Name, people: "set[Key]") -> Optional[Name]:
    if name.label not in CONFUSED or name.end - name.start < 2:
        return None
    stripped = strip_titles(words, name)
    if stripped is None or stripped.start == name.start or words.key(stripped) not in people:
        return None
    return stripped._replace(label="PERSON")
