"""Statements that no reader would make, whatever the parse says: withheld by signs in the words themselves.

Each check is a class of error that judges found in statements of news (docs/relations.md).
"""

from transforms.relations.arguments import Statement
from transforms.relations.clauses import CLOSING_QUOTES, Clause
from transforms.relations.cues import cues
from transforms.relations.dependencies import OPENING_QUOTES, Role, Tree
from transforms.relations.phrases import Names

_SHARED = frozenset(["MONEY", "QUANTITY"])
_RESTRICTING = frozenset("first second third last only all any every each those no rare few".split())
_KINDS = frozenset("form kind type sort part piece example version branch".split())
_POINTING = frozenset("it this that so anything something everything nothing".split())
_PLEADING = frozenset("plead arrange appeal conspire agree".split())


def is_sound(tree: Tree, names: Names, clause: Clause, statement: Statement) -> bool:
    """Whether nothing in the words speaks against a statement of a clause."""
    if _is_quoted_apart(tree, clause.head, statement.subject) or _is_of_a_kind(tree, clause, statement.subject):
        return False
    if statement.rule == "subject_control" and _is_asked_of_another(tree, clause.head):
        return False
    found = statement.object
    if found is None or statement.clausal:
        return not _is_restricted(tree, names, statement.subject)
    if _is_quoted_apart(tree, clause.head, found) or _is_cut_infinitive(tree, names, found):
        return False
    if tree.lemmas[clause.head] == "do" and tree.lower[found] in _POINTING:
        return False  # "did it": what was done stands before
    if tree.words[found + 1 : found + 2] == ["$"]:
        return False  # "rose US $5": the amount is another statement
    if _is_shared_amount(tree, names, clause, found):
        return False
    return not _is_restricted(tree, names, found) and not _is_restricted(tree, names, statement.subject)


def denies_another(tree: Tree, clause: Clause) -> bool:
    """Whether "not" denies an adverb before the verb, and not the verb: "was not fully paid"."""
    return any(tree.lower[word] in cues().denied_instead for word in tree.all(clause.head, Role.ADVERB) if word < clause.head)


def _is_quoted_apart(tree: Tree, head: int, word: int) -> bool:
    """Whether a quotation begins or ends between a verb and its argument: "…, save it" after "Secretary Roche:"."""
    first, last = min(head, word), max(head, word)
    for place in range(first + 1, last):
        if tree.lower[place] == ":" and place + 1 < last and tree.words[place + 1] in OPENING_QUOTES:
            return True
        ends = tree.words[place] in CLOSING_QUOTES and tree.words[place - 1] in (",", ".", "!", "?")
        if ends and tree.tags[word] in ("NNP", "NNPS"):
            return True
    return False


def _is_restricted(tree: Tree, names: Names, noun: int) -> bool:
    """Whether a noun is nothing without the clause behind it: "the first firm to …", "all reports that I have seen"."""
    if names.name_at(noun) is not None or tree.pos[noun] != "NOUN":
        return False
    if not any(tree.lower[child] in _RESTRICTING or tree.tags[child] == "JJS" for child in tree.children[noun] if child < noun):
        return False
    clauses = tree.all(noun, Role.RELATIVE_CLAUSE, Role.ADNOMINAL_CLAUSE)
    return any(word > noun and "," not in tree.words[noun:word] for word in clauses)


def _is_of_a_kind(tree: Tree, clause: Clause, subject: int) -> bool:
    """"A form of medicine which treats patients": the form does."""
    if clause.rule != "relative_clause" or tree.preposition(subject) != "of":
        return False
    return tree.lemmas[tree.heads[subject]] in _KINDS and tree.roles[subject] is Role.NOMINAL


def _is_asked_of_another(tree: Tree, head: int) -> bool:
    """"Pleaded with him to send": he is to send."""
    above = tree.heads[head]
    if tree.lemmas[above] not in _PLEADING or not tree.is_infinitive(head):
        return False
    return any(tree.preposition(word) in ("with", "to") for word in tree.all(above, Role.OBLIQUE) if above < word < head)


def _is_cut_infinitive(tree: Tree, names: Names, found: int) -> bool:
    """Whether an adjective or number lacks the infinitive behind it: "unable to move", "first to recommend"."""
    if tree.pos[found] != "ADJ" or names.name_at(found) is not None or found + 2 >= len(tree.words):
        return False
    return tree.lower[found + 1] == "to" and tree.tags[found + 2] == "VB"


def _is_shared_amount(tree: Tree, names: Names, clause: Clause, found: int) -> bool:
    """Whether an amount is what several have together: "GM and Chrysler received $17 billion", "are two types of rocket"."""
    if len(clause.subjects) < 2:
        return False
    amount = names.at(found)
    if amount is not None and amount.label in _SHARED:
        return True
    counted = tree.tags[found] == "NNS" and any(tree.tags[child] == "CD" for child in tree.children[found])
    return clause.copula is not None and counted
