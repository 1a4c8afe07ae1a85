"""Relatives in lists: "with his wife Ann and sons Bo and Cy", "their three children: Ann, Bo and Cy", "they have a son, Bo"."""

from typing import Iterator, Optional

from transforms.relations.catalogue import Catalogue
from transforms.relations.clauses import Clause
from transforms.relations.dependencies import Role, Tree
from transforms.relations.nominals import NominalStatement
from transforms.relations.phrases import SEPARATORS, Names, argument, listed, named, stretch

# Names of one list: a longer one is a cast or a roll.
MAX_NAMES = 10
# Words from a verb of having to the relative: "had with his second wife, Ann, two sons".
MAX_WORDS = 6
_OPENING = frozenset([",", ":", ";", "-", "–", "—", "("])
_PLURALS = frozenset(["their", "they", "them"])
_OWNERS = frozenset(["his", "her", "their", "my", "our", "whose"])
_HAVING = frozenset(["have", "father", "bear", "raise", "adopt"])
_CHILDREN = frozenset(["son", "daughter", "child"])


def find_relatives(
    tree: Tree, names: Names, clauses: "dict[int, Clause]", catalogue: Catalogue
) -> "Iterator[NominalStatement]":
    """The statements of relatives that are named behind their noun: who is whose wife, son, sister."""
    owners_before: "tuple[int, list[int]]" = (-1, [])
    last = -1
    for noun, lemma in enumerate(tree.lemmas):
        if lemma not in catalogue.relatives or tree.pos[noun] not in ("NOUN", "PROPN") or names.at(noun) is not None:
            continue
        listed, end = _listed(tree, names, noun)
        if not listed:
            continue
        owners = _owners(tree, names, clauses, noun)
        if not owners and owners_before[0] == tree.sentences[noun] and _joined(tree, last, noun):
            owners = owners_before[1]  # "his wife Ann and daughter Bo"
        owners_before, last = (tree.sentences[noun], owners), end
        surface = stretch(tree, tree.starts[noun], tree.ends[noun])
        for owner in owners:
            found = argument(tree, names, owner)
            for person in listed:
                if found is not None and surface is not None and person != owner:
                    yield NominalStatement(person, f"be {lemma} of", surface, found, owner, "noun_relation")


def _listed(tree: Tree, names: Names, noun: int) -> "tuple[list[int], int]":
    """One word of each person named right behind a noun, and the last word of the list; as many as the noun says."""
    several = tree.tags[noun] in ("NNS", "NNPS")
    pointed = noun + 1 < len(tree.words) and tree.words[noun + 1] in _OPENING
    found, last = listed(tree, names, noun + 1 + pointed, "PERSON", MAX_NAMES if several else 1)
    if found and tree.sentences[found[0]] != tree.sentences[noun]:
        return [], noun
    if several and len(found) < 2:
        return [], noun  # "his sons, Ann says"
    if not several and pointed and found and not _ends(tree, names, found[0], last):
        return [], noun
    return found, last


def _ends(tree: Tree, names: Names, person: int, last: int) -> bool:
    """Whether a name behind a comma explains the noun before: it is no subject of its own."""
    head = person
    while names.name_at(tree.heads[head]) is names.name_at(person) and tree.heads[head] != head:
        head = tree.heads[head]
    return tree.roles[head] not in (Role.SUBJECT, Role.PASSIVE_SUBJECT) or tree.heads[head] < person


def _joined(tree: Tree, last: int, noun: int) -> bool:
    """Whether only "and", commas, numbers and adjectives stand between a list and the next relative."""
    between = range(last + 1, noun)
    if last < 0 or len(between) > 4 or not any(tree.lower[word] in ("and", ",", "&") for word in between):
        return False
    return all(tree.lower[word] in SEPARATORS or tree.pos[word] in ("NUM", "ADJ", "NOUN") for word in between)


def _owners(tree: Tree, names: Names, clauses: "dict[int, Clause]", noun: int) -> "list[int]":
    """Whose relatives they are; of "their" the two that the clause is about, if it names two."""
    owner = tree.child(noun, Role.POSSESSIVE)
    if owner is None:
        owner = _owner_before(tree, noun)
    if owner is not None:
        name = names.name_at(owner)
        if tree.lower[owner] in _PLURALS:
            return _two(tree, names, clauses, noun) or [owner]
        if name is None and tree.lower[owner] not in _OWNERS or name is not None and name.label != "PERSON":
            return []
        return [owner]
    survived = _survived(tree, clauses, noun)
    if survived:
        return survived
    verb = tree.heads[noun]
    having = tree.roles[noun] is Role.OBJECT and tree.lemmas[verb] in _HAVING and tree.lemmas[noun] in _CHILDREN
    if not having or verb not in clauses or clauses[verb].passive:
        return []
    return [each for each in clauses[verb].subjects if each < noun]


def _survived(tree: Tree, clauses: "dict[int, Clause]", noun: int) -> "list[int]":
    """Who "is survived by a daughter", "leaves a husband"."""
    word = noun
    for _ in range(MAX_WORDS):
        word = tree.heads[word]
        if word in clauses:
            left = tree.lemmas[word] == "leave" and _is_one(tree, noun) and not clauses[word].passive
            named_so = left or tree.lemmas[word] == "survive" and clauses[word].passive
            return [each for each in clauses[word].subjects if each < noun] if named_so else []
    return []


def _is_one(tree: Tree, noun: int) -> bool:
    return any(tree.lower[child] in ("a", "an") or tree.tags[child] == "CD" for child in tree.children[noun])


def _owner_before(tree: Tree, noun: int) -> Optional[int]:
    """A possessive before the numbers and adjectives of a noun, wherever the parser hangs it."""
    word = noun - 1
    while word > max(0, noun - MAX_WORDS) and tree.pos[word] in ("NUM", "ADJ"):
        word -= 1
    return word if word >= 0 and tree.lower[word] in _OWNERS and tree.sentences[word] == tree.sentences[noun] else None


def _two(tree: Tree, names: Names, clauses: "dict[int, Clause]", noun: int) -> "list[int]":
    word = noun
    for _ in range(MAX_WORDS):
        word = tree.heads[word]
        if word in clauses:
            subjects = [each for each in clauses[word].subjects if each < noun]
            people = [names.name_at(each) or named(tree, names, each) for each in subjects]
            both = len(people) == 2 and all(name is not None and name.label == "PERSON" for name in people)
            return subjects if both else []
    return []
