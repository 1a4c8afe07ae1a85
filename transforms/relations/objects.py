"""Objects of clauses, and the nominals that complete a verb through a preposition."""

from typing import Iterator

from transforms.relations.clauses import Clause
from transforms.relations.cues import cues
from transforms.relations.dependencies import EFFORTS, Role, Tree
from transforms.relations.phrases import Names

# A clause of more is a list or misparsed.
MAX_OBJECTS = 6
MAX_PREPOSITIONAL = 4
# Words from a verb to a preposition behind its object.
MAX_BESIDE_OBJECT = 7

# "The day he left", "the way it works": these are when and how, not what.
_ADVERBIAL_NOUNS = frozenset("day time moment way place reason week month year night case manner point extent".split())
_RELATIVE_OBJECTS = frozenset(["that", "which", "whom", "who"])


def objects_of(tree: Tree, names: Names, clause: Clause) -> "list[int]":
    """The objects of a clause's verb, and the complements of a linking verb."""
    head = clause.head
    linking = tree.lemmas[head] in cues().linking
    found: "list[int]" = []
    for word in tree.all(head, Role.OBJECT, Role.INDIRECT_OBJECT, Role.OPEN_COMPLEMENT):
        role = tree.roles[word]
        if role is Role.OPEN_COMPLEMENT:
            if linking and word > head and describes(tree, names, word) and tree.child(head, Role.OBJECT) is None:
                found.extend(alternatives(tree, word))
        elif role is Role.OBJECT and word < head and tree.lower[word] in _RELATIVE_OBJECTS:
            antecedent = tree.heads[head]
            if tree.roles[head] is Role.RELATIVE_CLAUSE and antecedent < word and tree.is_nominal(antecedent):
                found.append(antecedent)
        elif word > head and is_argument(tree, names, word):
            if role is Role.INDIRECT_OBJECT and tree.child(head, Role.OBJECT) is not None:
                continue  # recipients_of
            found.extend(tree.conjuncts(word))
    if not found and linking:
        after = [word for word in tree.all(head, Role.ADVERB) if word == head + 1 and tree.tags[word] in ("JJR", "RBR")]
        return after
    if not found:
        found = _gap(tree, names, clause) or _shared(tree, names, head)
    return found[:MAX_OBJECTS]


def recipients_of(tree: Tree, names: Names, clause: Clause) -> "list[int]":
    """To whom something is given, where that stands before it: "gave Kim a letter"."""
    head = clause.head
    target, word = tree.child(head, Role.OBJECT), tree.child(head, Role.INDIRECT_OBJECT)
    if word is None or target is None or not head < word < target or tree.lemmas[head] not in cues().dative:
        return []
    return tree.conjuncts(word) if is_argument(tree, names, word) else []


def describes(tree: Tree, names: Names, word: int) -> bool:
    """Whether a complement is a noun, a name or an adjective rather than a clause."""
    if tree.case_words(word) or tree.child(word, Role.COPULA, Role.MARKER) is not None or tree.is_infinitive(word):
        return False
    return is_argument(tree, names, word) or tree.pos[word] == "ADJ"


def alternatives(tree: Tree, word: int) -> "list[int]":
    """A complement and what is coordinated with it, of whatever kind but clauses."""
    others = [child for child in tree.all(word, Role.CONJUNCT) if tree.pos[child] in ("ADJ", "NOUN", "PROPN")]
    alike = [child for child in others if tree.child(child, Role.SUBJECT, Role.COPULA) is None]
    return [word, *alike]


def _gap(tree: Tree, names: Names, clause: Clause) -> "list[int]":
    """The object of a relative clause without a pronoun: "the clock he made"."""
    head, antecedent = clause.head, tree.heads[clause.head]
    subject = tree.child(head, Role.SUBJECT)
    if tree.roles[head] is not Role.RELATIVE_CLAUSE or subject is None or tree.lower[subject] in _RELATIVE_OBJECTS:
        return []
    complements = (Role.OBJECT, Role.OPEN_COMPLEMENT, Role.CLAUSAL_COMPLEMENT, Role.MARKER, Role.ADVERB)
    if tree.child(head, *complements) is not None or names.time_at(antecedent) is not None:
        return []
    if tree.tags[antecedent] in ("WP", "WDT"):
        return []  # "by what they found"
    if antecedent > subject or subject - antecedent > 4:
        return []
    stranded = any(tree.roles[child] is Role.OBLIQUE for child in tree.children[head])
    if stranded or not tree.is_nominal(antecedent) or tree.lemmas[antecedent] in _ADVERBIAL_NOUNS:
        return []
    return [antecedent]


def _shared(tree: Tree, names: Names, head: int) -> "list[int]":
    """The object after the second of two verbs: "arrested and questioned the student"."""
    for other in tree.all(head, Role.CONJUNCT):
        if other - head == 2 and tree.roles[head + 1] is Role.COORDINATOR and tree.pos[other] == "VERB":
            return [word for word in tree.all(other, Role.OBJECT) if word > other and is_argument(tree, names, word)]
    return []


def is_argument(tree: Tree, names: Names, word: int) -> bool:
    """Whether a word heads what a statement may be about: a nominal that is no time."""
    return tree.is_nominal(word) and names.time_at(word) is None and tree.tags[word] not in ("WP", "WDT", "EX")


def complements_of(
    tree: Tree, names: Names, clause: Clause, has_object: bool
) -> "Iterator[tuple[int, str, int]]":
    """The nominals that complete a verb through a preposition, with the preposition and its last word."""
    found = 0
    for word in _obliques(tree, clause.head):
        if word < clause.head or not is_argument(tree, names, word):
            continue
        cases = tree.case_words(word)
        preposition = tree.preposition(word)
        if preposition not in cues().argument_prepositions:
            continue
        if tree.tags[word].startswith("VB") or has_object and cases[0] - clause.head > MAX_BESIDE_OBJECT:
            continue  # an infinitive, or so far from the verb that it rather belongs to the object
        if has_object and preposition in cues().place_prepositions and _is_place(names, word):
            continue  # where it happened, which the column place says
        if tree.lemmas[word] in EFFORTS and preposition == "in" and tree.child(word, Role.ADNOMINAL_CLAUSE) is not None:
            continue  # what for, which its infinitive says
        if _is_of_noun(tree, names, clause.head, word, cases[0]):
            continue
        if preposition == "by" or tree.text[tree.starts[clause.head] : tree.starts[word]].count("\n\n"):
            continue
        for each in tree.conjuncts(word):
            if found < MAX_PREPOSITIONAL and names.time_at(each) is None:
                found += 1
                yield each, preposition, cases[-1]


# These belong to the noun before them more often than to the verb before that.
_OF_NOUNS = frozenset(["for", "of", "with", "as", "in", "on"])


def _is_of_noun(tree: Tree, names: Names, head: int, word: int, case: int) -> bool:
    """Whether a phrase may rather belong to the phrase before it, or to a verb between: "entered into a pact for trade"."""
    between = range(head + 1, case)
    if tree.child(head, Role.OBJECT) is None:
        passive = tree.child(head, Role.PASSIVE_AUXILIARY) is not None
        if not passive and any(tree.pos[each] == "VERB" or tree.tags[each] == "JJ" and tree.heads[each] == head for each in between):
            return True
    before = case - 1
    if before <= head or tree.lower[case] not in _OF_NOUNS or names.at(before) is not None:
        return False
    return any(each < word and tree.case_words(each) and each >= before - 1 for each in tree.all(head, Role.OBLIQUE))


def _obliques(tree: Tree, head: int) -> "list[int]":
    """The obliques of a verb, and those after the second of two verbs: "was born and raised in Lima"."""
    own = tree.all(head, Role.OBLIQUE)
    first = tree.heads[head]
    if tree.roles[head] is Role.CONJUNCT and head - first == 2 and tree.tags[head] == tree.tags[first] and not own:
        if tree.roles[head - 1] is Role.COORDINATOR and tree.child(head, Role.OBJECT, Role.PARTICLE) is None:
            return [word for word in tree.all(first, Role.OBLIQUE) if word > head]
    if any(word > head for word in own) or tree.child(head, Role.OBJECT, Role.PARTICLE) is not None:
        return own
    for other in tree.all(head, Role.CONJUNCT):
        alike = tree.tags[other] == tree.tags[head] and tree.child(other, Role.OBJECT) is None
        if other - head == 2 and tree.roles[head + 1] is Role.COORDINATOR and alike:
            own += [word for word in tree.all(other, Role.OBLIQUE) if word > other]
    return own


def _is_place(names: Names, word: int) -> bool:
    name = names.name_at(word)
    return name is not None and name.label in ("GPE", "LOC", "FAC")
