"""Statements without a verb: "Sergei Lavrov, the foreign minister", "foreign minister Sergei Lavrov", "Apple's CEO"."""

from dataclasses import dataclass
from typing import Iterator, Optional

from transforms.relations.catalogue import Catalogue
from transforms.relations.dependencies import Role, Tree
from transforms.relations.phrases import Names, Surface, argument, named, stretch

# Words before a title that can belong to it: "former Russian deputy foreign".
MAX_TITLE_WORDS = 6
# Of a position of several words: "chief executive officer".
MAX_POSITION_WORDS = 4
_TITLE_POS = frozenset(["NOUN", "PROPN", "ADJ", "CCONJ"])
_RELATING = frozenset(["of", "at", "for", "in", "with", "to"])
_HOLDERS = frozenset(["ORG", "GPE", "LOC", "PERSON", "NORP", "FAC"])
_SAXON = frozenset(["'s", "’s", "'", "’"])
_OWNERS = frozenset(["his", "her", "its", "their", "my", "our", "whose"])
_WHO = frozenset(["he", "she", "i", "it", "we", "they", "who", "him", "her"])


@dataclass(frozen=True)
class NominalStatement:
    """A statement that a noun phrase makes. Its predicate stands where the noun is that implies it.

    :param subject: head word of the subject.
    :param noun: head word of the noun that says what the subject is.
    :param object: surface of the object.
    :param object_head: its head word.
    """

    subject: int
    predicate: str
    predicate_surface: Surface
    object: Surface
    object_head: int
    rule: str


def find_nominals(tree: Tree, names: Names, catalogue: Catalogue) -> "Iterator[NominalStatement]":
    """The statements of appositions, titles and of "Boston-based"."""
    for word in range(len(tree.words)):
        if tree.roles[word] is Role.APPOSITION:
            yield from _apposition(tree, names, catalogue, word)
    for mention, first in zip(names.mentions, names.first_words):
        if mention.label == "PERSON" and 0 < first < len(tree.words):
            yield from _title(tree, names, catalogue, first)
        elif mention.label == "ORG" and 2 < first < len(tree.words):
            yield from _based(tree, names, first)


def noun_relations(
    tree: Tree,
    names: Names,
    catalogue: Catalogue,
    subject: int,
    noun: int,
    verb: str = "be",
    verb_surface: Optional[Surface] = None,
) -> "Iterator[NominalStatement]":
    """A noun between two names: "Lavrov is the foreign minister of Russia", "Apple's CEO", "a German painter".

    :param verb: lemmas of the verb that makes the noun a description of the subject.
    :param verb_surface: where it stands, if it does.
    """
    if tree.pos[noun] not in ("NOUN", "PROPN") or names.name_at(noun) is not None:
        return
    common = [each for each in tree.conjuncts(noun) if names.name_at(each) is None]
    nouns = [each for each in common if tree.pos[each] in ("NOUN", "PROPN")]
    shared = _attached(tree, names, nouns[-1]) if len(nouns) > 1 else []
    for each in nouns:
        if any(tree.tags[child] in ("JJS", "RBS") for child in tree.children[each]):
            continue  # "Europe's biggest manufacturer" is not Europe's
        first, position = position_of(tree, catalogue, each)
        # Of coordinated nouns only the first takes in the verb, so that each has offsets of its own.
        joined = verb_surface is not None and each == nouns[0]
        start = min(verb_surface.start, tree.starts[first]) if joined else tree.starts[first]
        for owner, preposition, last in _attached(tree, names, each) or shared:
            predicate = f"{verb} {position} {preposition}"
            if not _is_somebody(tree, names, subject) and not catalogue.knows(predicate):
                continue
            surface = stretch(tree, start, tree.ends[max(last, each)])
            for one in tree.conjuncts(owner):
                found = argument(tree, names, one)
                if surface is not None and found is not None and (one == owner or names.name_at(one) is not None):
                    yield NominalStatement(subject, predicate, surface, found, one, "noun_relation")
        yield from _affiliation(tree, names, catalogue, subject, each, verb, verb_surface)


def position_of(tree: Tree, catalogue: Catalogue, noun: int) -> "tuple[int, str]":
    """The first word and the text of the position that a noun ends: "chief executive officer"."""
    for size in range(min(MAX_POSITION_WORDS, noun + 1), 1, -1):
        first = noun - size + 1
        text = " ".join([*tree.lower[first:noun], tree.lemmas[noun]])
        if text in catalogue.positions and tree.sentences[first] == tree.sentences[noun]:
            return first, text
    return noun, tree.lemmas[noun]


def _is_somebody(tree: Tree, names: Names, word: int) -> bool:
    return names.name_at(word) is not None or tree.lower[word] in _WHO


def _attached(tree: Tree, names: Names, noun: int) -> "list[tuple[int, str, int]]":
    """The names that a noun is of or at, with the preposition and the last word of the predicate."""
    found = []
    for child in tree.all(noun, Role.POSSESSIVE, Role.NOMINAL, Role.OBLIQUE, Role.NAME_PART, Role.MODIFIER):
        role = tree.roles[child]
        name = names.name_at(child) or (named(tree, names, child) if role in (Role.NOMINAL, Role.POSSESSIVE) else None)
        if role is Role.POSSESSIVE and (name is not None and name.label in _HOLDERS or tree.lower[child] in _OWNERS):
            found.append((child, "of", noun))
        elif name is None or name.label not in _HOLDERS:
            continue
        elif role in (Role.NOMINAL, Role.OBLIQUE):
            if child > noun and tree.preposition(child) in _RELATING:
                found.append((child, tree.preposition(child), tree.case_words(child)[-1]))
        elif child < noun and name.label in ("ORG", "GPE") and tree.tags[child] != "JJ":
            found.append((child, "of", noun))
    return found


def _affiliation(
    tree: Tree, names: Names, catalogue: Catalogue, subject: int, noun: int, verb: str, verb_surface: Optional[Surface]
) -> "Iterator[NominalStatement]":
    """The nation or party before what somebody is: "a German painter", "a Labour MP"."""
    if verb not in ("be", "become"):
        return
    for child in tree.all(noun, Role.MODIFIER, Role.NAME_PART):
        name = names.name_at(child)
        if name is None or child > noun or not catalogue.affiliates(name):
            continue
        found = Surface(name.start, name.end, name)
        surface = verb_surface or stretch(tree, tree.starts[noun], tree.ends[noun])
        if surface is not None and "\n\n" not in name.text:
            yield NominalStatement(subject, "be", surface, found, child, "affiliation")


def _apposition(tree: Tree, names: Names, catalogue: Catalogue, word: int) -> "Iterator[NominalStatement]":
    head = tree.heads[word]
    if head >= word or "," not in tree.words[head + 1 : word] or not _close(tree, head, word):
        return
    named, other = names.name_at(head), names.name_at(word)
    if named is not None and other is None and tree.pos[word] == "NOUN":
        subject, noun = head, word
    elif other is not None and named is None and tree.pos[head] == "NOUN" and other.label == "PERSON":
        subject, noun = word, head
    else:
        return
    if not (_has_article(tree, noun) or tree.lemmas[noun] in catalogue.positions) or names.at(noun) is not None:
        return
    relations = list(noun_relations(tree, names, catalogue, subject, noun))
    found = argument(tree, names, noun)
    if found is not None and tree.child(word, Role.CONJUNCT) is None:
        yield NominalStatement(subject, "be", found, found, noun, "apposition")
    elif tree.lemmas[noun] not in catalogue.positions:
        return
    yield from relations


def _close(tree: Tree, head: int, word: int) -> bool:
    return word - head <= 12 and tree.sentences[head] == tree.sentences[word]


def _has_article(tree: Tree, noun: int) -> bool:
    """A determiner, a possessive or an "of": without them it is mostly a list that was misread."""
    return tree.child(noun, Role.DETERMINER, Role.POSSESSIVE, Role.NOMINAL) is not None


def _title(tree: Tree, names: Names, catalogue: Catalogue, first: int) -> "Iterator[NominalStatement]":
    """The office before a person's name and whose it is; of relatives only whose: "his wife Ann"."""
    noun = first - 1
    relative = tree.lemmas[noun] in catalogue.relatives
    if tree.lemmas[noun] not in catalogue.positions and not relative:
        return
    if tree.pos[noun] not in ("NOUN", "PROPN") and position_of(tree, catalogue, noun)[0] == noun:
        return  # "chief executive" may be taken for adjectives, "minor" is one
    if names.name_at(noun) is not None or tree.sentences[noun] != tree.sentences[first]:
        return
    start, owner, inside = _title_words(tree, names, noun)
    found = stretch(tree, tree.starts[start], tree.ends[noun])
    at, position = position_of(tree, catalogue, noun)
    surface = stretch(tree, tree.starts[at], tree.ends[noun])
    if found is None or surface is None:
        return
    if not relative:
        yield NominalStatement(first, "be", found, found, noun, "title")
    if owner is not None:
        inside.append(owner)
    for word in inside:
        name = names.name_at(word)
        possessor = argument(tree, names, word)
        if name is not None and not relative and word != owner and catalogue.affiliates(name):
            yield NominalStatement(first, "be", surface, Surface(name.start, name.end, name), word, "affiliation")
        elif possessor is not None and (word == owner or name is not None and name.label in ("ORG", "GPE")):
            yield NominalStatement(first, f"be {position} of", surface, possessor, word, "noun_relation")


def _title_words(tree: Tree, names: Names, noun: int) -> "tuple[int, Optional[int], list[int]]":
    """The first word of a title, its owner before it, and one word of each name in it."""
    start, inside = noun, []
    while start > 0 and noun - start < MAX_TITLE_WORDS and tree.sentences[start - 1] == tree.sentences[noun]:
        before = start - 1
        name = names.at(before)
        if tree.lower[before] in _SAXON and names.name_at(before - 1) is not None:
            return start, before - 1, inside
        if tree.lower[before] in _OWNERS:
            return start, before, inside
        if name is not None and name.label not in ("NORP", "GPE", "ORG"):
            break
        if tree.pos[before] not in _TITLE_POS:
            break
        if name is not None and (not inside or names.at(inside[-1]) is not name):
            inside.append(before)
        start = before
    while start < noun and tree.pos[start] == "CCONJ":
        start += 1
    return start, None, [word for word in inside if word >= start]


def _based(tree: Tree, names: Names, first: int) -> "Iterator[NominalStatement]":
    """"Boston-based Acme"."""
    based = first - 1
    if tree.lower[based] != "based" or tree.words[based - 1] != "-" or tree.sentences[based] != tree.sentences[first]:
        return
    place = names.name_at(based - 2)
    surface = stretch(tree, tree.starts[based], tree.ends[based])
    if place is not None and place.label in ("GPE", "LOC") and surface is not None:
        found = Surface(place.start, place.end, place)
        yield NominalStatement(first, "be based in", surface, found, based - 2, "noun_relation")
