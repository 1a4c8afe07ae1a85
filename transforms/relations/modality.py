"""How a clause is meant: asserted, possible, planned, obligated, conditional, desired or asked."""

from typing import Optional

from transforms.relations.clauses import Clause, governing_noun, noun_of_content
from transforms.relations.cues import cues
from transforms.relations.dependencies import Role, Tree

ASSERTED = "asserted"

# The first of those found wins: what is only possible is not planned, what is only asked nothing else.
_PRECEDENCE = ("asked", "conditional", "possible", "desired", "obligated", "planned")
_MAX_DEPTH = 12
_PRESUPPOSING = frozenset(["since", "despite", "having"])
_CLOSING = frozenset(["”", '"', "'", "’", ")", "''"])
_OPENING = frozenset(["“", '"', "‘", "``"])


def modality(tree: Tree, clauses: "dict[int, Clause]", clause: Clause) -> "tuple[str, Optional[str]]":
    """The modality of a clause and the words that say so; None for a statement without reserve."""
    found = _found(tree, clauses, clause, 0)
    for wanted in _PRECEDENCE:
        for meaning, cue in found:
            if meaning == wanted:
                return meaning, cue
    return ASSERTED, None


def _found(tree: Tree, clauses: "dict[int, Clause]", clause: Clause, depth: int) -> "list[tuple[str, str]]":
    found = _own(tree, clauses, clause)
    governor = clause.governor
    found += _shared_markers(tree, clauses, clause.head)
    if governor is None or depth > _MAX_DEPTH:
        return found
    if clause.rule in ("subject_control", "object_control"):
        cue = _governing(tree, clause, governor)
        above = _found(tree, clauses, governor, depth + 1)
        if cue is not None and cue[0] == "desired":
            above = [each for each in above if each[1].lower() not in ("would", "'d", "’d")]
        return [*above, *found, *([cue] if cue else [])]
    if clause.rule == "participle" and _comes_with(tree, clause.head, governor.head):
        # "They may leave, taking it along": what comes with a thing is as sure as that.
        return [*found, *_found(tree, clauses, governor, depth + 1)]
    if clause.rule == "purpose":
        above = _found(tree, clauses, governor, depth + 1)
        done = [] if tree.lemmas[clause.head] in cues().expressive else [("planned", "to")]
        return [*found, *(above or done)]
    if clause.rule == "coordination":
        own = tree.child(clause.head, Role.AUXILIARY, Role.PASSIVE_AUXILIARY, Role.COPULA)
        tag, above = tree.tags[clause.head], tree.tags[governor.head]
        # After "should produce, … and sell" the base form is taken for the present.
        same = tag == above and tag in ("VB", "VBG", "VBN") or above == "VB" and tag == "VBP"
        if own is None and same:
            found += _found(tree, clauses, governor, depth + 1)
    return found


def _shared_markers(tree: Tree, clauses: "dict[int, Clause]", head: int) -> "list[tuple[str, str]]":
    """"If Kim comes and stays", "hopes that Kim comes and Lee stays": what stands before the first holds for the others."""
    first = head
    for _ in range(_MAX_DEPTH):
        if tree.roles[first] is not Role.CONJUNCT or tree.heads[first] not in clauses:
            break
        first = tree.heads[first]
    if first == head or tree.child(head, Role.MARKER) is not None:
        return []
    return [*_markers(tree, first), *_clause_governor(tree, clauses, first)]


def _markers(tree: Tree, head: int) -> "list[tuple[str, str]]":
    found, role = [], tree.roles[head]
    for child in tree.all(head, Role.MARKER, Role.ADVERB):
        word = tree.lower[child]
        if word in cues().conditions and role in (Role.ADVERBIAL_CLAUSE, Role.CONJUNCT):
            found.append(("conditional", tree.words[child]))
        elif tree.roles[child] is Role.MARKER and word in ("whether", "if") and role is Role.CLAUSAL_COMPLEMENT:
            found.append(("asked", tree.words[child]))
    return found


def _clause_governor(tree: Tree, clauses: "dict[int, Clause]", head: int) -> "list[tuple[str, str]]":
    """"Hopes that Kim comes", "the hope that Kim comes"."""
    noun = noun_of_content(tree, head)
    if noun is not None and tree.lemmas[noun] in cues().clause_nouns:
        return [(cues().clause_nouns[tree.lemmas[noun]], tree.words[noun])]
    above = tree.heads[head]
    if above == head or above not in clauses or tree.roles[head] is not Role.CLAUSAL_COMPLEMENT:
        return []
    meaning = cues().clause_governors.get(tree.lemmas[above])
    if meaning is None and tree.is_passive(above) and tree.child(above, Role.EXPLETIVE) is not None:
        meaning = cues().governors.get(tree.lemmas[above])  # "it is said that", as "is said to"
    return [] if meaning in (None, ASSERTED) else [(meaning, tree.words[above])]


def _comes_with(tree: Tree, head: int, above: int) -> bool:
    """Whether a participle tells what is part of the clause above: behind it, or its means ("by helping Kim, they can win")."""
    if _presupposed(tree, head):
        return False
    return head > above or any(tree.lower[word] == "by" for word in tree.all(head, Role.MARKER, Role.CASE))


def _presupposed(tree: Tree, head: int) -> bool:
    """"They may leave, having taken it", "since taking it": taken as done, however sure the rest is."""
    return any(tree.lower[word] in _PRESUPPOSING for word in tree.all(head, Role.MARKER, Role.AUXILIARY, Role.CASE))


def _governing(tree: Tree, clause: Clause, governor: Clause) -> "Optional[tuple[str, str]]":
    lemma = tree.lemmas[governor.head]
    meaning = cues().governors.get(lemma) or cues().governors.get(tree.lower[governor.head])
    if meaning is None:
        return None
    if lemma == "able" and any(tree.lower[word] in ("was", "were") for word in tree.all(governor.head, Role.COPULA)):
        return None  # "was able to" means that it happened
    if lemma == "able" and any(tree.lower[word] in ("will", "'ll", "’ll") for word in tree.all(governor.head, Role.AUXILIARY)):
        return None  # a plan, which the auxiliary says
    if lemma == "go" and tree.tags[governor.head] != "VBG":
        return None
    last = governor.head
    for word in range(governor.head + 1, min(governor.head + 3, clause.head)):
        if tree.lower[word] in ("to", "for") and not tree.is_nominal(word - 1):
            last = word
            break
    return meaning, tree.text[tree.starts[governor.head] : tree.ends[last]]


def _own(tree: Tree, clauses: "dict[int, Clause]", clause: Clause) -> "list[tuple[str, str]]":
    found: "list[tuple[str, str]]" = []
    head, role = clause.head, tree.roles[clause.head]
    conditional = _condition_below(tree, clauses, head) or _condition_before(tree, clauses, head)
    for child in tree.children[head]:
        word, what = tree.lower[child], tree.roles[child]
        if what in (Role.AUXILIARY, Role.PASSIVE_AUXILIARY):
            if word == "would" or word in ("'d", "’d") and tree.tags[child] == "MD":
                found.append((_would(tree, clause, conditional), tree.words[child]))
            elif word in cues().auxiliaries:
                found.append((cues().auxiliaries[word], tree.words[child]))
        elif what is Role.ADVERB and word in cues().adverbs and tree.tags[child] != "JJ":
            found.append((cues().adverbs[word], tree.words[child]))
    found += _markers(tree, head)
    found += _future_time(tree, clauses, head)
    if clause.rule == "noun_control":
        noun = governing_noun(tree, head)
        if tree.lemmas[noun] in cues().noun_governors:
            found.append((cues().noun_governors[tree.lemmas[noun]], f"{tree.words[noun]} to"))
    if tree.is_infinitive(head) and role is not Role.OPEN_COMPLEMENT and _be_to(tree, head) is not None:
        found.append(("planned", f"{tree.words[_be_to(tree, head)]} to"))
    if clause.rule == "headline" or role is Role.ROOT and tree.is_infinitive(head):
        found.append(("planned", "to"))
    if _is_wanted_done(tree, head):
        found.append(("desired", tree.words[tree.heads[tree.heads[head]]]))
    if conditional is not None and any(meaning != "conditional" for meaning, _ in found):
        found.append(("conditional", conditional))
    if _in_question(tree, head):
        found.append(("asked", "?"))
    return [*found, *_clause_governor(tree, clauses, head)]


def _is_wanted_done(tree: Tree, head: int) -> bool:
    """"They want charges dropped": the participle behind what is wanted."""
    noun = tree.heads[head]
    if tree.tags[head] != "VBN" or tree.roles[head] is not Role.ADNOMINAL_CLAUSE or tree.roles[noun] is not Role.OBJECT:
        return False
    return tree.lemmas[tree.heads[noun]] in ("want", "need") and tree.words[head - 1] != ","


def _be_to(tree: Tree, head: int) -> Optional[int]:
    """The be of "are to be closed", "is to visit"."""
    for child in tree.all(head, Role.AUXILIARY, Role.PASSIVE_AUXILIARY, Role.COPULA):
        if tree.lower[child] in ("is", "are", "was", "were") and child < head and tree.lower[child + 1] == "to":
            return child
    return None


def _future_time(tree: Tree, clauses: "dict[int, Clause]", head: int) -> "list[tuple[str, str]]":
    """"When it opens, it will …": a present tense below a plan is one too."""
    above = clauses.get(tree.heads[head])
    if above is None or above.head == head or tree.roles[head] is not Role.ADVERBIAL_CLAUSE:
        return []
    tenses = {tree.tags[word] for word in (head, *tree.all(head, Role.AUXILIARY, Role.PASSIVE_AUXILIARY, Role.COPULA))}
    if tenses.isdisjoint(("VBZ", "VBP")) or "VBD" in tenses:
        return []
    auxiliaries = tree.all(above.head, Role.AUXILIARY)
    plans = [word for word in auxiliaries if cues().auxiliaries.get(tree.lower[word]) == "planned"]
    markers = [word for word in tree.all(head, Role.MARKER, Role.ADVERB) if tree.lower[word] in cues().time_markers]
    return [("planned", tree.words[markers[0]])] if plans and markers else []


def _would(tree: Tree, clause: Clause, conditional: Optional[str]) -> str:
    """Future in the past below a verb of saying ("said he would go"), else a condition."""
    word = clause.head
    for _ in range(_MAX_DEPTH if conditional is None else 0):
        above = tree.heads[word]
        if tree.roles[word] is Role.CLAUSAL_COMPLEMENT and _is_past(tree, above):
            return "planned"  # the future of what was said
        if above == word or tree.roles[word] is Role.ADVERBIAL_CLAUSE and _has_condition(tree, word):
            break
        word = above
    return "conditional"


def _is_past(tree: Tree, verb: int) -> bool:
    """Whether a verb is in the past, or an infinitive of one that is: "declined to say"."""
    above = tree.heads[verb]
    if tree.roles[verb] is Role.OPEN_COMPLEMENT and tree.is_infinitive(verb):
        return tree.tags[above] == "VBD"
    return tree.tags[verb] in ("VBD", "VBN")


def _has_condition(tree: Tree, head: int) -> bool:
    return any(tree.lower[word] in cues().conditions for word in tree.all(head, Role.MARKER, Role.ADVERB))


def _condition_below(tree: Tree, clauses: "dict[int, Clause]", head: int) -> Optional[str]:
    for child in tree.all(head, Role.ADVERBIAL_CLAUSE):
        for word in tree.all(child, Role.MARKER, Role.ADVERB):
            if tree.lower[word] in cues().conditions:
                return tree.words[word]
    return None


def _condition_before(tree: Tree, clauses: "dict[int, Clause]", head: int) -> Optional[str]:
    """"If it works, it will stay and it will grow": a condition at the front holds for all that follows."""
    first = tree.heads[head]
    if tree.roles[head] is not Role.CONJUNCT or first not in clauses:
        return None
    conditions = [word for word in tree.all(first, Role.ADVERBIAL_CLAUSE) if word < first and _has_condition(tree, word)]
    return _condition_below(tree, clauses, first) if conditions else None


def _in_question(tree: Tree, head: int) -> bool:
    if tree.roles[head] not in (Role.ROOT, Role.CONJUNCT):
        return False
    first, last = tree.sentence_spans[tree.sentences[head]]
    for word in range(last - 1, max(first, last - 4), -1):
        if tree.pos[word] != "SPACE" and tree.words[word] not in _CLOSING:
            quoted = not _OPENING.isdisjoint(tree.words[head + 1 : word]) and tree.words[last - 1] in _CLOSING
            return tree.words[word] == "?" and not quoted and not ("(" in tree.words[head:word] and ")" in tree.words[word:last])
    return False
