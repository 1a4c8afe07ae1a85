"""Predicates of clauses: the verb in lemmas with its particle, and the verbs above it."""

from typing import NamedTuple

from transforms.relations.clauses import Clause
from transforms.relations.dependencies import Role, Tree

# Verbs above each other: more are misparsed.
MAX_VERBS = 4


# Adverbs that make another verb of one: "go ahead", "come back".
_DIRECTIONS = frozenset("ahead back away forward aside apart together abroad home along down up out off".split())


class Predicate(NamedTuple):
    """Lemmas, and the indices of the first and last of their words."""

    text: str
    first: int
    last: int

    def with_word(self, text: str, last: int) -> "Predicate":
        """The predicate with a preposition or noun behind it, whose last word is given."""
        return Predicate(f"{self.text} {text}", self.first, max(self.last, last))


def predicate_of(tree: Tree, clause: Clause) -> Predicate:
    """The predicate of a clause that has a verb."""
    head = clause.head
    particle = tree.child(head, Role.PARTICLE)
    if particle is None and head + 1 in tree.all(head, Role.ADVERB) and tree.lower[head + 1] in _DIRECTIONS:
        particle = head + 1
    text = tree.lemmas[head] if particle is None else f"{tree.lemmas[head]} {tree.lower[particle]}"
    predicate = Predicate(text, head, head if particle is None else max(head, particle))
    return chained(tree, clause, predicate) if clause.chain else predicate


def chained(tree: Tree, clause: Clause, predicate: Predicate) -> Predicate:
    """A predicate with the verbs above it: "agree to cut", "keep sending"."""
    text, first = predicate.text, predicate.first
    infinitive = tree.is_infinitive(clause.head) or clause.rule == "coordination" and tree.tags[clause.head] == "VB"
    if not infinitive and tree.tags[clause.head] == "VBG":
        text = text.replace(tree.lemmas[clause.head], tree.lower[clause.head], 1)
    below = clause.head
    for word in reversed(clause.chain):
        particle = tree.child(word, Role.PARTICLE)
        lemma = tree.lemmas[word] if particle is None else f"{tree.lemmas[word]} {tree.lower[particle]}"
        if tree.child(word, Role.PASSIVE_AUXILIARY, Role.COPULA) is not None:
            lemma = f"be {tree.lower[word]}"
        elif tree.tags[word] == "VBN" and tree.child(word, Role.AUXILIARY) is None:
            lemma = f"be {tree.lower[word]}"
        preposition = "" if infinitive else _before_gerund(tree, below)
        text = f"{lemma} to {text}" if infinitive else f"{lemma} {preposition}{text}"
        below = word
        infinitive = tree.is_infinitive(word)
        first = min(first, word)
    return Predicate(text, first, predicate.last)


def _before_gerund(tree: Tree, gerund: int) -> str:
    """The preposition of "charged with reviewing and keeping", for each of its verbs, with a blank after it."""
    for _ in range(MAX_VERBS):
        if tree.tags[gerund] != "VBG":
            break
        markers = [tree.lower[word] for word in tree.all(gerund, Role.MARKER) if word < gerund]
        if markers:
            return f"{markers[0]} "
        gerund = tree.heads[gerund]
    return ""
