"""Statements without a verb: "Sergei Lavrov, the foreign minister", "foreign minister Sergei Lavrov", "Apple's CEO"."""

from dataclasses import dataclass
from typing import Any, Iterator, Optional

from transforms.relations.catalogue import PARTY, Catalogue
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
    :param object: surface of the object, None without one.
    :param object_head: its head word.
    """

    subject: int
    predicate: str
    predicate_surface: Surface
    object: Optional[Surface]
    object_head: Optional[int]
    rule: str


def find_nominals(tree: Tree, names: Names, catalogue: Catalogue) -> "Iterator[NominalStatement]":
    """The statements of appositions, titles and of "Boston-based"."""
    for word in range(len(tree.words)):
        if tree.roles[word] is Role.APPOSITION:
            yield from _apposition(tree, names, catalogue, word)
    for mention, first in zip(names.mentions, names.first_words):
        if mention.label == "PERSON" and first < len(tree.words):
            if first:
                yield from _title(tree, names, catalogue, first)
            yield from _member(tree, names, catalogue, mention, first)
        elif mention.label == "ORG" and 2 < first < len(tree.words):
            yield from _based(tree, names, first)
            yield from _parent(tree, names, catalogue, first)


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
    if not _is_noun(tree, catalogue, noun) or names.name_at(noun) is not None:
        return
    common = [each for each in tree.conjuncts(noun) if names.name_at(each) is None]
    nouns = [each for each in common if _is_noun(tree, catalogue, each)]
    shared = _shared(tree, names, nouns)
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


def _is_noun(tree: Tree, catalogue: Catalogue, word: int) -> bool:
    """Taggers take "businessman" for an adjective at times."""
    return tree.pos[word] in ("NOUN", "PROPN") or tree.lemmas[word] in catalogue.positions


def position_of(tree: Tree, catalogue: Catalogue, noun: int) -> "tuple[int, str]":
    """The first word and the text of the position that a noun ends: "chief executive officer"."""
    for size in range(min(MAX_POSITION_WORDS, noun + 1), 1, -1):
        first = noun - size + 1
        text = " ".join([*tree.lower[first:noun], tree.lemmas[noun]])
        known = text in catalogue.positions or f"be {text} of" in catalogue.entries
        if known and tree.sentences[first] == tree.sentences[noun]:
            return first, text
    return noun, tree.lemmas[noun]


def _shared(tree: Tree, names: Names, nouns: "list[int]") -> "list[tuple[int, str, int]]":
    """What follows coordinated nouns is of them all, "chairman and founder of Acme", unless the last has an article."""
    if len(nouns) < 2 or tree.child(nouns[-1], Role.DETERMINER) is not None:
        return []
    found = [each for noun in nouns for each in _attached(tree, names, noun)]
    return [each for each in found if each[0] > nouns[-1]]


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
    before = [child for child in tree.all(noun, Role.MODIFIER, Role.NAME_PART) if child < noun]
    # "A Polish javelin thrower": not the javelin is, if the phrase begins with the nation.
    before += [
        deeper for child in before for deeper in tree.all(child, Role.MODIFIER) if tree.lower[deeper - 1] in ("a", "an")
    ]
    for child in before:
        name = names.name_at(child)
        if name is None or not catalogue.affiliates(name):
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
    if named is not None and named.label != "PERSON" and other is not None and other.label == "PERSON":
        # "The president of Acme, Ann Hill": not Acme is Ann Hill.
        above = tree.heads[head]
        if tree.roles[head] is Role.NOMINAL and tree.lemmas[above] in catalogue.positions and above < head:
            head, named = above, names.name_at(above)
    if named is not None and other is None and tree.pos[word] == "NOUN":
        subject, noun = head, word
    elif other is not None and named is None and tree.pos[head] == "NOUN" and other.label == "PERSON":
        subject, noun = word, head
    elif other is not None and named is None and tree.pos[head] == "NOUN" and other.label == "ORG":
        # "Its parent company, Acme Holdings"
        for relation in noun_relations(tree, names, catalogue, word, head):
            if catalogue.knows(relation.predicate):
                yield relation
        return
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


def _parent(tree: Tree, names: Names, catalogue: Catalogue, first: int) -> "Iterator[NominalStatement]":
    """"Acme's parent company Zeta Group", where the catalogue knows what the noun relates."""
    noun = first - 1
    owner = tree.child(noun, Role.POSSESSIVE)
    if tree.pos[noun] != "NOUN" or owner is None or tree.sentences[noun] != tree.sentences[first]:
        return
    at, text = position_of(tree, catalogue, noun)
    surface = stretch(tree, tree.starts[at], tree.ends[noun])
    found = argument(tree, names, owner)
    if catalogue.knows(f"be {text} of") and surface is not None and found is not None:
        yield NominalStatement(first, f"be {text} of", surface, found, owner, "noun_relation")


def _member(tree: Tree, names: Names, catalogue: Catalogue, mention: Any, first: int) -> "Iterator[NominalStatement]":
    """"Ann Hill of Acme", "Ann Hill (Labour)"."""
    after = first
    while after < len(tree.words) and tree.starts[after] < mention.end:
        after += 1
    if after + 1 >= len(tree.words) or tree.sentences[after] != tree.sentences[first]:
        return
    behind = after + 1
    if tree.lower[after] == "of" and tree.lower[behind] == "the":
        behind += 1
    name = names.name_at(behind) if behind < len(tree.words) else None
    surface = stretch(tree, tree.starts[after], tree.ends[after])
    if name is None or surface is None or tree.sentences[behind] != tree.sentences[first]:
        return
    found = Surface(name.start, name.end, name)
    if tree.lower[after] == "of" and name.label == "ORG":
        yield NominalStatement(first, "be of", surface, found, behind, "noun_relation")
    elif tree.words[after] == "(" and PARTY in catalogue.kinds_of_name(name):
        last = behind
        while last < len(tree.words) and tree.starts[last] < name.end:
            last += 1
        if last < len(tree.words) and tree.words[last] in (")", ","):
            yield NominalStatement(first, "be", surface, found, behind, "affiliation")
