"""Statements without a verb: "Sergei Lavrov, the foreign minister", "foreign minister Sergei Lavrov", "Apple's CEO"."""

from dataclasses import dataclass
from typing import Iterator, Optional

from transforms.relations.catalogue import Catalogue
from transforms.relations.dependencies import Role, Tree
from transforms.relations.phrases import Names, Surface, argument, stretch

# Words before a title that can belong to it: "former Russian deputy foreign".
MAX_TITLE_WORDS = 6
_TITLE_POS = frozenset(["NOUN", "PROPN", "ADJ"])
_RELATING = frozenset(["of", "at", "for", "in"])
_HOLDERS = frozenset(["ORG", "GPE", "LOC", "PERSON", "NORP"])


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
    """The statements of appositions and titles."""
    for word in range(len(tree.words)):
        if tree.roles[word] is Role.APPOSITION:
            yield from _apposition(tree, names, word)
    for mention, first in zip(names.mentions, names.first_words):
        if mention.label == "PERSON" and 0 < first < len(tree.words):
            yield from _title(tree, names, catalogue, first)


def noun_relations(
    tree: Tree, names: Names, subject: int, noun: int, be: Optional[Surface]
) -> "Iterator[NominalStatement]":
    """A noun between two names: "Lavrov is the foreign minister of Russia", "Apple's CEO".

    :param be: surface of the copula, where there is one.
    """
    if tree.pos[noun] not in ("NOUN", "PROPN") or names.name_at(noun) is not None:
        return
    if any(tree.tags[child] in ("JJS", "RBS") for child in tree.children[noun]):
        return  # "Europe's biggest manufacturer" is not Europe's
    for child in tree.all(noun, Role.POSSESSIVE, Role.NOMINAL):
        name = names.name_at(child)
        if name is None or name.label not in _HOLDERS or names.name_at(subject) is None:
            continue
        if tree.roles[child] is Role.NOMINAL and tree.preposition(child) not in _RELATING:
            continue
        preposition = "of" if tree.roles[child] is Role.POSSESSIVE else tree.preposition(child)
        last = noun if tree.roles[child] is Role.POSSESSIVE else max(noun, *tree.case_words(child))
        start = tree.starts[noun] if be is None else min(be.start, tree.starts[noun])
        predicate = stretch(tree, start, tree.ends[last])
        found = argument(tree, names, child)
        if predicate is not None and found is not None:
            yield NominalStatement(
                subject, f"be {tree.lemmas[noun]} {preposition}", predicate, found, child, "noun_relation"
            )


def _apposition(tree: Tree, names: Names, word: int) -> "Iterator[NominalStatement]":
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
    if not _has_article(tree, noun) or tree.child(word, Role.CONJUNCT) is not None or names.at(noun) is not None:
        return
    found = argument(tree, names, noun)
    if found is not None:
        yield NominalStatement(subject, "be", found, found, noun, "apposition")
        yield from noun_relations(tree, names, subject, noun, None)


def _close(tree: Tree, head: int, word: int) -> bool:
    return word - head <= 12 and tree.sentences[head] == tree.sentences[word]


def _has_article(tree: Tree, noun: int) -> bool:
    """A determiner, a possessive or an "of": without them it is mostly a list that was misread."""
    return tree.child(noun, Role.DETERMINER, Role.POSSESSIVE, Role.NOMINAL) is not None


def _title(tree: Tree, names: Names, catalogue: Catalogue, first: int) -> "Iterator[NominalStatement]":
    noun = first - 1
    if tree.pos[noun] not in ("NOUN", "PROPN") or tree.lemmas[noun] not in catalogue.positions:
        return
    if names.name_at(noun) is not None or tree.sentences[noun] != tree.sentences[first]:
        return
    start, owner = noun, None
    while start > 0 and noun - start < MAX_TITLE_WORDS and tree.sentences[start - 1] == tree.sentences[noun]:
        before = start - 1
        name = names.at(before)
        if tree.lower[before] in ("'s", "’s", "'", "’") and names.name_at(before - 1) is not None:
            owner = before - 1
            break
        if name is not None and name.label not in ("NORP", "GPE", "ORG"):
            break
        if tree.pos[before] not in _TITLE_POS:
            break
        start = before
    found = stretch(tree, tree.starts[start], tree.ends[noun])
    if found is None:
        return
    yield NominalStatement(first, "be", found, found, noun, "title")
    if owner is None:
        return
    possessor = argument(tree, names, owner)
    predicate = stretch(tree, tree.starts[noun], tree.ends[noun])
    if possessor is not None and predicate is not None:
        predicate_text = f"be {tree.lemmas[noun]} of"
        yield NominalStatement(first, predicate_text, predicate, possessor, owner, "noun_relation")
