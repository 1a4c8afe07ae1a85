"""Whether a clause is affirmed or negated, and by which words."""

from typing import Optional

from transforms.relations.clauses import Clause, governing_noun, noun_of_content
from transforms.relations.cues import cues
from transforms.relations.dependencies import Role, Tree

AFFIRMED = "affirmed"
NEGATED = "negated"

# What negates an argument below which it stands, and what it is to that.
_NEGATING = frozenset(["no", "not", "neither", "nor"])
_NEGATED_BY = frozenset([Role.DETERMINER, Role.NEGATION, Role.MODIFIER])
# "Not only" negates nothing.
_FOCUS = frozenset(["only", "just", "merely", "least", "all", "every", "necessarily"])
# "He doesn't think that it will" says that it will not.
_NEGATION_RAISING = frozenset(["think", "believe", "expect", "suppose", "true", "likely", "possible", "probable"])
# "It is untrue that he left."
_UNTRUE = frozenset(["false", "untrue", "impossible", "unlikely", "doubtful", "improbable"])


def polarity(tree: Tree, clauses: "dict[int, Clause]", clause: Clause) -> "tuple[str, Optional[str]]":
    """The polarity of a clause and the words that negate it; negations of the verbs that govern it count too."""
    found = _negations(tree, clause)
    if clause.rule == "noun_control":
        found += _of_noun(tree, governing_noun(tree, clause.head))
    above = clause
    for _ in range(len(clauses)):  # a bound: a broken tree may go in circles
        governor = above.governor
        if governor is None:
            break
        if above.rule in ("subject_control", "object_control"):
            found += _negations(tree, governor)
            if tree.lemmas[governor.head] in cues().negative_governors:
                found.append(governor.head)
        elif above.rule == "coordination" and _shares_negation(tree, above, governor):
            found += _negations(tree, governor)
        else:
            break
        above = governor
    found += _raised(tree, clauses, clause)
    if len(set(found)) % 2 == 0:
        return AFFIRMED, None
    first = min(found)
    return NEGATED, "no longer" if tree.lower[first] == "longer" else tree.words[first]


def negates_object(tree: Tree, word: int) -> Optional[str]:
    """The negative word on an argument: "no" of "no plans", "nobody"."""
    if tree.lower[word] in cues().negative_words:
        return tree.words[word]
    before = [child for child in tree.children[word] if child < word and tree.lower[child] in _NEGATING]
    for child in before:
        if tree.lower[child] in ("nor", "neither") and tree.roles[child] is Role.COORDINATOR:
            return tree.words[child]  # "neither Iran nor Israel"
    for child in before:
        role, text = tree.roles[child], tree.lower[child]
        negates = text in ("no", "neither") and role in _NEGATED_BY or text == "not" and role is Role.NEGATION
        if negates and tree.lower[child + 1] not in _FOCUS:
            return tree.words[child]  # "no plans", "declared not guilty", "not as wards"
    return None


def _of_noun(tree: Tree, noun: int) -> "list[int]":
    """What negates the infinitive of a noun: "no plans to", "failure to", "does not have plans to"."""
    found = [child for child in tree.all(noun, Role.DETERMINER) if tree.lower[child] in ("no", "neither")]
    if tree.lemmas[noun] in cues().negative_nouns:
        found.append(noun)
    if tree.roles[noun] is Role.OBJECT:
        found += tree.all(tree.heads[noun], Role.NEGATION)
    return found


def _negations(tree: Tree, clause: Clause) -> "list[int]":
    found = []
    for child in tree.children[clause.head]:
        role = tree.roles[child]
        following = tree.lower[child + 1] if child + 1 < len(tree.words) else ""
        if role is Role.NEGATION and following not in _FOCUS - {"all", "every", "least"}:
            found.append(child)
        elif role is Role.ADVERB and tree.lower[child] in cues().negative_words:
            found.append(child)
        elif role is Role.MARKER and tree.lower[child] == "without":
            found.append(child)
        elif role in (Role.AUXILIARY, Role.PASSIVE_AUXILIARY, Role.COPULA):
            found.extend(each for each in tree.all(child, Role.NEGATION))
        elif role is Role.COORDINATOR and tree.lower[child] in ("nor", "neither"):
            found.append(child)
    return found


def _shares_negation(tree: Tree, clause: Clause, governor: Clause) -> bool:
    """"Did not meet or call": one auxiliary with its negation for both."""
    own = tree.child(clause.head, Role.AUXILIARY, Role.PASSIVE_AUXILIARY, Role.COPULA)
    return own is None and tree.tags[clause.head] == tree.tags[governor.head] == "VB"


def _of_content(tree: Tree, clauses: "dict[int, Clause]", noun: int) -> "list[int]":
    """What denies the content of a noun: "no evidence that", "denied reports that"."""
    found = [child for child in tree.all(noun, Role.DETERMINER) if tree.lower[child] in ("no", "neither")]
    above = tree.heads[noun]
    if tree.roles[noun] in (Role.OBJECT, Role.OBLIQUE) and above in clauses and tree.lemmas[above] in cues().denying:
        found += [above, *_negations(tree, clauses[above])]
    return found


def _raised(tree: Tree, clauses: "dict[int, Clause]", clause: Clause) -> "list[int]":
    noun = noun_of_content(tree, clause.head)
    if noun is not None:
        return _of_content(tree, clauses, noun)
    head = clause.head
    for _ in range(len(clauses)):  # "denied that it had invited and paid him"
        if tree.roles[head] is not Role.CONJUNCT or tree.heads[head] not in clauses:
            break
        head = tree.heads[head]
    above = clauses.get(tree.heads[head])
    if above is None or above.head == head or tree.roles[head] is not Role.CLAUSAL_COMPLEMENT:
        return []
    lemma = tree.lemmas[above.head]
    if lemma in _NEGATION_RAISING:
        return _negations(tree, above)
    if lemma == "deny" or lemma in _UNTRUE:
        return [above.head, *_negations(tree, above)]
    return []
