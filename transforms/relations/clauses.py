"""Clauses: each verb or predicate nominal with its subjects and what it depends on."""

from dataclasses import dataclass, field
from typing import Optional

from transforms.relations.cues import cues
from transforms.relations.dependencies import Role, Tree

_CLAUSAL = frozenset(
    [
        Role.ROOT,
        Role.CLAUSAL_COMPLEMENT,
        Role.OPEN_COMPLEMENT,
        Role.ADVERBIAL_CLAUSE,
        Role.RELATIVE_CLAUSE,
        Role.ADNOMINAL_CLAUSE,
        Role.CONJUNCT,
        Role.PARATAXIS,
    ]
)
_SUBJECTS = (Role.SUBJECT, Role.PASSIVE_SUBJECT)
CLOSING_QUOTES = frozenset(["”", "''", '"'])
_RELATIVE = frozenset(["who", "whom", "which", "that", "whose"])
_QUESTION_WORDS = frozenset(["who", "whom", "what", "which", "whose", "where", "when", "why", "how", "there"])
# "Gave him the chance to", "rejected a plan to": the plan is another's.
_OF_OTHERS = frozenset(
    "give offer reject oppose condemn criticise criticize support back welcome block deny approve accept discuss "
    "consider praise denounce resist fight urge affect influence hinder hamper delay complicate follow assess examine review".split()
)
# "Blames it on a failure to", "was hurt by the decision to": another's, too.
_NOT_OURS = frozenset(["on", "by", "from", "about", "over", "despite", "after", "before", "due to", "because of"])
# Rules by which a clause has its subject from elsewhere and can lend it.
_LENDING = frozenset(["subject_control", "coordination", "noun_control", "purpose", "relative_clause"])
# "It was Kim who left": the noun is who is meant.
_NO_BEARERS = frozenset(["it", "this", "that", "these", "those"])
_WITHOUT_PURPOSE = frozenset(["it", "this", "that", "which", "these", "those"])
# Participles that have become prepositions.
_PREPOSITIONS = frozenset(
    "following including regarding concerning according based given compared depending excluding starting "
    "beginning pending".split()
)
# What a thing is or holds, so that its participle belongs to the noun before it.
_STATIVE = frozenset(
    "involve contain comprise consist concern cost belong carry wear live reside wish want suffer include represent".split()
)
# What follows from all that a clause says, and not from its subject: "ran out of funds, leading to the sale".
_RESULTING = frozenset("lead cause prompt trigger spark result fuel leave mark mean force raise bring send push".split())
REFLEXIVE = frozenset(["himself", "herself", "itself", "themselves", "myself", "ourselves", "yourself"])
# Nobody undergoes these, whatever the parser makes of "some 3,000 people - died".
_NEVER_PASSIVE = frozenset("die arrive come happen occur exist disappear emerge arise seem appear rise remain".split())
# Participles of what has a seat and a beginning.
_OF_BODIES = frozenset("based headquartered founded co-founded established incorporated formed launched located".split())
# Prepositions whose gerund completes the verb rather than telling when or how.
_COMPLETING = frozenset("with for of from in on about to into against at over towards toward".split())
# An infinitive below these has the object, if there is one, as its subject; below others the subject.
_SUBJECT_CONTROL = frozenset(["promise", "call", "threaten", "vow", "pledge", "use", "need", "take", "spend", "have"])


@dataclass
class Clause:
    """A predicate and what belongs to it, as word indices.

    :param head: the verb, or the nominal or adjective after a copula.
    :param copula: the copula, if there is one.
    :param subjects: heads of its subjects, coordinated ones apart.
    :param passive: whether the subjects undergo it.
    :param rule: name of the rule that gave it its subjects, see `rules`.
    :param governor: the clause that it depends on by control or coordination and shares its mood with.
    :param chain: verbs above that are part of the predicate: "agree to" of "agree to cut".
    """

    head: int
    copula: Optional[int] = None
    subjects: "list[int]" = field(default_factory=list)
    passive: bool = False
    rule: str = "clause"
    governor: "Optional[Clause]" = None
    chain: "list[int]" = field(default_factory=list)


def find_clauses(tree: Tree) -> "dict[int, Clause]":
    """The clauses of a Doc by head, in order, with subjects where they are safe to tell."""
    heads = [word for word, role in enumerate(tree.roles) if role in _CLAUSAL and _heads_clause(tree, word)]
    clauses = {word: Clause(word, copula=tree.child(word, Role.COPULA)) for word in heads}
    settled: "set[int]" = set()
    for word in clauses:
        _settle(tree, clauses, word, settled)
    for clause in clauses.values():
        if clause.rule == "noun_control" and not clause.subjects:
            clause.subjects = _planners_above(tree, clauses, tree.heads[clause.head])
    return clauses


def _heads_clause(tree: Tree, word: int) -> bool:
    if tree.lower[word] in _PREPOSITIONS and not _is_seat(tree, word):
        if tree.child(word, *_SUBJECTS, Role.AUXILIARY, Role.PASSIVE_AUXILIARY) is None:
            return False
    if tree.child(word, Role.COPULA) is not None:
        return True
    if tree.tags[word] == "MD":
        return False
    if tree.pos[word] == "AUX":
        return tree.child(word, *_SUBJECTS) is not None or tree.lemmas[word] not in ("be", "do", "have")
    return tree.pos[word] == "VERB"


def _is_seat(tree: Tree, word: int) -> bool:
    """"A firm based in Oslo": a verb, where "based on figures" is a preposition."""
    following = tree.lower[word + 1] if word + 1 < len(tree.words) else ""
    return tree.lower[word] == "based" and following in ("in", "at", "near", "out")


def _settle(tree: Tree, clauses: "dict[int, Clause]", word: int, settled: "set[int]") -> None:
    """Give a clause its subjects, those above it first."""
    path = [word]
    while path[-1] not in settled:
        above = tree.heads[path[-1]]
        if above in clauses and above not in settled and above not in path:
            path.append(above)
        else:
            break
    for each in reversed(path):
        if each not in settled:
            settled.add(each)
            _give_subjects(tree, clauses, clauses[each])


def _give_subjects(tree: Tree, clauses: "dict[int, Clause]", clause: Clause) -> None:
    head, role = clause.head, tree.roles[clause.head]
    clause.passive = tree.is_passive(head) and not tells(tree, head)
    governor = clauses.get(tree.heads[head]) if tree.heads[head] != head else None
    own = tree.child(head, *_SUBJECTS)
    if own is not None and own < head:
        # Of two, the nearer one: "Since its launch the store has sold …" is misparsed like that.
        own = [word for word in tree.all(head, *_SUBJECTS) if word < head][-1]
    if own is not None:
        _own_subject(tree, clause, own, role)
    elif tree.child(head, Role.EXPLETIVE, Role.CLAUSAL_SUBJECT) is not None:
        pass
    elif role is Role.ADNOMINAL_CLAUSE:
        _participle(tree, clause)
    elif governor is None:
        pass
    elif role is Role.CONJUNCT:
        _coordinated(tree, clause, governor)
    elif role is Role.OPEN_COMPLEMENT:
        _controlled(tree, clause, governor)
    elif role is Role.ADVERBIAL_CLAUSE:
        _adjunct(tree, clause, governor)
    if role is Role.CONJUNCT and governor is not None and clause.governor is None and own is None:
        clause.governor = governor


def _own_subject(tree: Tree, clause: Clause, own: int, role: str) -> None:
    if tree.roles[own] is Role.PASSIVE_SUBJECT and not tells(tree, clause.head):
        clause.passive = True
    if role is Role.CONJUNCT and _bare_participle(tree, clause.head) and tree.is_passive(tree.heads[clause.head]):
        clause.passive = True  # "two were killed and four others wounded"
    if tree.lemmas[clause.head] in _NEVER_PASSIVE:
        clause.passive = False
    if tree.lower[own] in _RELATIVE and role is Role.RELATIVE_CLAUSE:
        antecedent = tree.heads[clause.head]
        if tree.is_nominal(antecedent) and antecedent < own and _in_reach(tree, antecedent, own):
            clause.subjects, clause.rule = _bearers(tree, antecedent), "relative_clause"
        return
    if tree.lower[own] in _QUESTION_WORDS or any(tree.lower[child] in _QUESTION_WORDS for child in tree.children[own]):
        return
    if any(tree.lower[deeper] == "how" for child in tree.children[own] for deeper in tree.children[child]):
        return  # "how many soldiers"
    if tree.tags[own] in ("WDT", "WP", "IN"):
        return  # a relative pronoun whose clause was not read as one
    inverted = own > clause.head
    if inverted and tree.lemmas[clause.head] not in cues().quoting:
        return
    if tree.is_nominal(own) or tree.pos[own] == "DET" or tree.child(own, Role.DETERMINER) is not None:
        clause.subjects = [word for word in tree.conjuncts(own) if inverted or word < clause.head]


def tells(tree: Tree, verb: int) -> bool:
    """“…,” Kim insisted: right after a quote a verb of saying with a subject and no auxiliary is in the active past."""
    subject = tree.child(verb, *_SUBJECTS)
    if subject is None or tree.lemmas[verb] not in cues().quoting or tree.tags[verb] not in ("VBD", "VBN"):
        return False
    if tree.child(verb, Role.AUXILIARY, Role.PASSIVE_AUXILIARY, Role.OBJECT) is not None:
        return False
    first = min(verb, subject)
    while first and first - 1 in tree.children[subject]:
        first -= 1
    return first > 1 and tree.words[first - 1] in CLOSING_QUOTES and tree.words[first - 2] in (",", "?", "!")


def _bearers(tree: Tree, noun: int) -> "list[int]":
    """Whom a noun tells about: "Zeta is a firm founded in 1990", "Zeta, a firm that makes toys"; else itself."""
    if tree.pos[noun] == "PROPN" and not any(tree.lower[child] in ("a", "an") for child in tree.children[noun]):
        return [noun]
    first = noun
    while tree.roles[first] is Role.CONJUNCT and tree.is_nominal(tree.heads[first]) and tree.heads[first] < first:
        first = tree.heads[first]
    if tree.roles[first] is Role.APPOSITION and tree.pos[tree.heads[first]] == "PROPN" and tree.heads[first] < first:
        return [tree.heads[first]]
    copula, subject = tree.child(first, Role.COPULA), tree.child(first, Role.SUBJECT)
    if copula is None or subject is None or not subject < copula < first or tree.case_words(first):
        return [noun]
    if tree.child(first, Role.NEGATION) is not None or not tree.is_nominal(subject):
        return [noun]
    if tree.lower[subject] in _NO_BEARERS or tree.lower[subject] in _QUESTION_WORDS:
        return [noun]
    return [word for word in tree.conjuncts(subject) if word < copula]


def _planners(tree: Tree, noun: int) -> "list[int]":
    """Whose plan it is: "its plan to close", "they announced plans to close"; nobody's where that is not safe."""
    owner = tree.child(noun, Role.POSSESSIVE)
    if owner is not None:
        return [owner]
    clause = tree.heads[noun]
    if tree.roles[noun] not in (Role.OBJECT, Role.OBLIQUE) or tree.pos[clause] != "VERB" or tree.is_passive(clause):
        return []
    if tree.lemmas[clause] in _OF_OTHERS:
        return []
    if tree.roles[noun] is Role.OBLIQUE and tree.preposition(noun) in _NOT_OURS:
        return []  # "blames it on a failure to", "was hurt by the decision to"
    subject = tree.child(clause, Role.SUBJECT)
    if subject is None or subject > clause or tree.lower[subject] in _RELATIVE | _WITHOUT_PURPOSE:
        return []
    return tree.conjuncts(subject)


def _planners_above(tree: Tree, clauses: "dict[int, Clause]", noun: int) -> "list[int]":
    """The subject of a clause that has it from elsewhere: "plans to close …, in an effort to save"."""
    above = clauses.get(tree.heads[noun])
    if above is None or above.rule not in _LENDING or above.passive or tree.roles[noun] not in (Role.OBJECT, Role.OBLIQUE):
        return []
    return [] if tree.lemmas[above.head] in _OF_OTHERS else above.subjects


def _whose_doing(tree: Tree, participle: int, noun: int) -> "list[int]":
    """After a comma it is what the subject of the clause does: "a bomb exploded at a hall, killing eight"."""
    clause = noun
    while tree.roles[clause] in (Role.NOMINAL, Role.CONJUNCT, Role.APPOSITION) and tree.is_nominal(tree.heads[clause]):
        clause = tree.heads[clause]
    role, clause = tree.roles[clause], tree.heads[clause]
    before = participle - 1
    while before > noun and tree.pos[before] == "ADV":
        before -= 1
    if tree.words[before] == "," and tree.lemmas[participle] in _RESULTING:
        return []
    if tree.words[before] == "," and role in (Role.OBJECT, Role.OBLIQUE) and tree.pos[clause] == "VERB":
        subject = tree.child(clause, *_SUBJECTS)
        if subject is not None and subject < clause and tree.lower[subject] not in _RELATIVE:
            return tree.conjuncts(subject)
    return _bearers(tree, noun)


def _in_reach(tree: Tree, antecedent: int, pronoun: int) -> bool:
    """No verb between: what a relative pronoun stands for further away is a guess."""
    return pronoun - antecedent <= 10 and "VERB" not in tree.pos[antecedent:pronoun]


def _participle(tree: Tree, clause: Clause) -> None:
    antecedent = tree.heads[clause.head]
    if not tree.is_nominal(antecedent) or antecedent > clause.head or tree.pos[antecedent] == "PRON":
        return
    tag = tree.tags[clause.head]
    if tree.is_infinitive(clause.head):
        # A headline: "Putin to visit China".
        if tree.roles[antecedent] is Role.ROOT and tree.pos[antecedent] == "PROPN" and not _finite(tree, antecedent):
            clause.subjects, clause.rule = tree.conjuncts(antecedent), "headline"
        elif governing_noun(tree, clause.head) != antecedent:
            clause.subjects, clause.rule = tree.conjuncts(antecedent), "noun_control"
        elif tree.lemmas[antecedent] in cues().noun_governors or tree.lemmas[antecedent] in cues().negative_nouns:
            clause.subjects, clause.rule = _planners(tree, antecedent), "noun_control"
        return
    if clause.head - antecedent > 8 or tree.child(clause.head, Role.MARKER) is not None:
        return  # "praise for helping": the noun does not help
    bare = tree.roles[antecedent] is Role.ROOT and tree.child(antecedent, Role.COPULA) is None
    if tag == "VBD" and not clause.passive and bare:
        # A noun that heads its sentence with a past tense below it is the subject of that, misparsed.
        clause.subjects = tree.conjuncts(antecedent)
    elif tag == "VBG" and not clause.passive:
        clause.subjects, clause.rule = _whose_doing(tree, clause.head, antecedent), "participle"
    elif tag in ("VBN", "VBD") or clause.passive:
        if tree.lower[clause.head] in _OF_BODIES:
            antecedent = _described(tree, antecedent)
            if tree.words[clause.head - 1] == "," and tree.pos[clause.head - 2] == "PROPN":
                antecedent = _named_before(tree, antecedent, clause.head - 2)
        clause.subjects, clause.rule, clause.passive = _bearers(tree, antecedent), "participle", True


def _named_before(tree: Tree, noun: int, word: int) -> int:
    """"The chief of Acme, based in Rome": the name right before is, if it is of the noun."""
    while tree.roles[word] is Role.NAME_PART and tree.heads[word] != word:
        word = tree.heads[word]
    return word if tree.roles[word] is Role.NOMINAL and tree.heads[word] == noun and tree.preposition(word) == "of" else noun


def _described(tree: Tree, noun: int) -> int:
    """"A maker of cars based in Turin": not the cars are. Bare nouns below "of" and the like are passed over."""
    while tree.roles[noun] is Role.NOMINAL and tree.pos[noun] == "NOUN" and tree.heads[noun] < noun:
        if tree.child(noun, Role.DETERMINER, Role.POSSESSIVE) is not None or not tree.is_nominal(tree.heads[noun]):
            break
        noun = tree.heads[noun]
    return noun


def governing_noun(tree: Tree, infinitive: int) -> int:
    """The noun that an infinitive below it fulfils: "plans to close", "calls for the minister to resign"."""
    noun = tree.heads[infinitive]
    above = tree.heads[noun]
    fulfils = tree.lemmas[above] in cues().noun_governors or tree.lemmas[above] in cues().negative_nouns
    if tree.roles[noun] is Role.NOMINAL and tree.preposition(noun) == "for" and above < noun and fulfils:
        return above
    return noun


def noun_of_content(tree: Tree, head: int) -> Optional[int]:
    """The noun whose content a clause is: "reports that he had met her"; None for clauses of another kind."""
    for _ in range(len(tree.words)):
        if tree.roles[head] is not Role.CONJUNCT or tree.heads[head] == head:
            break
        head = tree.heads[head]
    noun = tree.heads[head]
    if tree.roles[head] not in (Role.ADNOMINAL_CLAUSE, Role.CLAUSAL_COMPLEMENT, Role.RELATIVE_CLAUSE) or tree.pos[noun] != "NOUN":
        return None
    first = min([child for child in tree.children[head] if child > noun], default=head)
    marked = tree.lower[first] == "that" and tree.roles[first] is Role.MARKER
    return noun if noun < head and marked else None


def _finite(tree: Tree, word: int) -> bool:
    first, last = tree.sentence_spans[tree.sentences[word]]
    return any(tag in ("VBZ", "VBP", "VBD", "MD") for tag in tree.tags[first:last])


def _coordinated(tree: Tree, clause: Clause, governor: Clause) -> None:
    if clause.head < governor.head:
        return
    clause.governor = governor
    if not governor.subjects or _is_misplaced(tree, clause.head, governor):
        return
    # "He was arrested and charged" is passive twice, "he was arrested and left" is not.
    if governor.passive and not clause.passive:
        clause.passive = _bare_participle(tree, clause.head)
    elif governor.rule == "participle" and _bare_participle(tree, clause.head):
        clause.passive = True
    clause.subjects, clause.rule = governor.subjects, "coordination"
    clause.chain = governor.chain if _same_form(tree, clause.head, governor.head) else []


def _is_misplaced(tree: Tree, head: int, governor: Clause) -> bool:
    """Whether a verb is hardly coordinated with the one that it is hung on: nothing joins them, or a nearer one is alike."""
    last = max([head, *tree.all(governor.head, Role.CONJUNCT), *tree.all(head, Role.CONJUNCT)])
    if not any(tree.pos[word] == "CCONJ" for word in range(governor.head + 1, last)):
        return True
    tense, other = _tense(tree, head), _tense(tree, governor.head)
    if not tense or not other or tense == other:
        return False
    verbs = [word for word in range(governor.head + 1, head) if tree.pos[word] in ("VERB", "AUX") and tree.heads[word] != head]
    return any(_tense(tree, word) == tense for word in verbs)


def _tense(tree: Tree, verb: int) -> str:
    """"past", "present" or "modal" of a finite verb with its auxiliaries; empty for other forms."""
    first = [child for child in tree.all(verb, Role.AUXILIARY, Role.PASSIVE_AUXILIARY, Role.COPULA) if child < verb][:1]
    return {"VBD": "past", "VBZ": "present", "VBP": "present", "MD": "modal"}.get(tree.tags[first[0] if first else verb], "")


def _bare_participle(tree: Tree, word: int) -> bool:
    return tree.tags[word] == "VBN" and not tree.all(word, Role.OBJECT, Role.AUXILIARY)


def _same_form(tree: Tree, one: int, other: int) -> bool:
    return tree.tags[one] == tree.tags[other] and tree.tags[one] in ("VB", "VBG", "VBN")


def _controlled(tree: Tree, clause: Clause, governor: Clause) -> None:
    above = tree.lemmas[governor.head]
    if above in cues().opaque_governors and governor.head not in clause.chain and not _known(above):
        return
    if clause.copula is None and tree.pos[clause.head] not in ("VERB", "AUX"):
        return
    control = tree.child(governor.head, Role.OBJECT, Role.INDIRECT_OBJECT)
    if control is not None and above not in _SUBJECT_CONTROL and control < clause.head and not governor.passive:
        if not (_known(above) or above in cues().negative_governors or above in cues().causing):
            return
        if tree.tags[clause.head] == "VBN" and tree.child(clause.head, Role.PASSIVE_AUXILIARY, Role.AUXILIARY) is None:
            return  # "make the car well known"
        # "Find themselves facing": who finds faces.
        whose = governor.subjects if tree.lower[control] in REFLEXIVE else tree.conjuncts(control)
        clause.subjects, clause.rule, clause.governor = whose, "object_control", governor
        return
    if control is not None:
        return
    clause.subjects, clause.rule, clause.governor = governor.subjects, "subject_control", governor
    if _known(above) or above in cues().negative_governors:
        return
    if tree.tags[clause.head] == "VBG" and above not in cues().aspectual:
        clause.rule = "participle"
    else:
        clause.chain = [*governor.chain, governor.head]


def _known(lemma: str) -> bool:
    return lemma in cues().governors


def completes(tree: Tree, gerund: int, verb: int) -> bool:
    """Whether a gerund below a verb is part of what that says: "is charged with reviewing"."""
    if tree.tags[gerund] != "VBG" or gerund < verb:
        return False
    return any(tree.lower[word] in _COMPLETING for word in tree.all(gerund, Role.MARKER) if word < gerund)


def _adjunct(tree: Tree, clause: Clause, governor: Clause) -> None:
    """Participles and infinitives of purpose, whose subject is that of the clause above."""
    tag = tree.tags[clause.head]
    infinitive = tree.is_infinitive(clause.head)
    noun = clause.head - 1
    if tag == "VBG" and tree.lemmas[clause.head] in _STATIVE and noun > governor.head and tree.pos[noun] == "NOUN":
        # "Is mired in a war involving rebels": the war is what involves them.
        clause.subjects, clause.rule = _bearers(tree, noun), "participle"
        return
    auxiliary = tree.child(clause.head, Role.AUXILIARY)
    perfect = auxiliary is not None and tree.lower[auxiliary] == "having"
    if not infinitive and (tag not in ("VBG", "VBN") or auxiliary is not None and not perfect):
        return
    if governor.copula is not None and infinitive:
        if _known(tree.lemmas[governor.head]) and clause.head > governor.head and tree.pos[governor.head] == "ADJ":
            clause.subjects, clause.rule, clause.governor = governor.subjects, "subject_control", governor
        return  # "It is hard to say"
    if infinitive and (clause.head < governor.head or governor.passive):
        return  # "was invited to mark …" may be anybody's purpose
    asked = tree.child(governor.head, Role.OBJECT, Role.INDIRECT_OBJECT)
    above = tree.lemmas[governor.head]
    if infinitive and asked is not None and above != "make" and (_known(above) or above in cues().causing):
        if tree.lemmas[governor.head] not in _SUBJECT_CONTROL:
            clause.subjects, clause.rule, clause.governor = tree.conjuncts(asked), "object_control", governor
        return
    called_on = [word for word in tree.all(governor.head, Role.OBLIQUE) if word < clause.head and infinitive]
    if called_on and tree.preposition(called_on[-1]) in ("for", "on", "upon"):
        # "calling for the Security Council to take action"
        if _known(tree.lemmas[governor.head]):
            clause.subjects, clause.rule, clause.governor = tree.conjuncts(called_on[-1]), "object_control", governor
        return
    if any(tree.lower[subject] in _WITHOUT_PURPOSE for subject in governor.subjects):
        return
    markers = {tree.lower[word] for word in tree.all(clause.head, Role.MARKER) if word < clause.head}
    if governor.passive and "by" in markers:
        return  # "can be avoided by walking": by whom is not said
    if completes(tree, clause.head, governor.head):
        # "Is charged with reviewing", "thinks of leaving": one predicate, for it may never happen.
        if asked is None and governor.copula is None:
            clause.subjects, clause.rule, clause.governor = governor.subjects, "subject_control", governor
            clause.chain = [*governor.chain, governor.head]
        return
    if tag == "VBG" and clause.head > governor.head and tree.lemmas[clause.head] in _RESULTING and not markers:
        return
    clause.subjects, clause.governor = governor.subjects, governor
    clause.rule = "purpose" if infinitive else "participle"
    if tag == "VBG" and governor.chain and not markers and clause.head > governor.head:
        clause.chain = governor.chain  # "accused of striking him, breaking his arm"
    if tag == "VBN" and not infinitive and not perfect:
        clause.passive = True
