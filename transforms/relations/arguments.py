"""Statements of a clause: a subject, a predicate in lemmas and one object at most."""

from dataclasses import dataclass
from typing import Iterator, Optional

from transforms.relations.catalogue import Catalogue
from transforms.relations.clauses import Clause, completes
from transforms.relations.cues import cues
from transforms.relations.dependencies import Role, Tree
from transforms.relations.phrases import Names

# A clause of more is a list or misparsed.
MAX_OBJECTS = 6
MAX_PREPOSITIONAL = 4
# Words from a verb to a preposition behind its object.
MAX_BESIDE_OBJECT = 7

# "The day he left", "the way it works": these are when and how, not what.
_ADVERBIAL_NOUNS = frozenset("day time moment way place reason week month year night case manner point extent".split())
_RELATIVE_OBJECTS = frozenset(["that", "which", "whom", "who"])


_PARTICIPLES = {"choose": "chosen", "make": "made", "dub": "dubbed"}


@dataclass(frozen=True)
class Statement:
    """Word indices of a statement.

    :param predicate: lemmas, lower case.
    :param words: first and last word of the predicate.
    :param clausal: whether the object is the whole clause that its word heads.
    """

    subject: int
    predicate: str
    words: "tuple[int, int]"
    object: Optional[int]
    rule: str
    clausal: bool = False


@dataclass(frozen=True)
class _Predicate:
    text: str
    first: int
    last: int

    def __add__(self, more: "tuple[str, int]") -> "_Predicate":
        text, last = more
        return _Predicate(f"{self.text} {text}", self.first, max(self.last, last))


def statements(tree: Tree, names: Names, clause: Clause, catalogue: Catalogue) -> "Iterator[Statement]":
    """What a clause states of each of its subjects."""
    subjects = [subject for subject in clause.subjects if names.time_at(subject) is None]
    if not subjects:
        return
    if _only_reports(tree, clause):
        yield from _saying(tree, clause, subjects)
        return
    if clause.copula is not None:
        found = _copular(tree, names, clause, subjects)
    else:
        found = _verbal(tree, names, clause, subjects)
    for statement in found:
        yield statement
        yield from _light(tree, names, catalogue, statement)
    yield from _dated(tree, names, catalogue, clause, subjects)


def roles(tree: Tree, clause: Clause) -> "Iterator[tuple[int, int]]":
    """In which office somebody does something: "as chief executive of Acme she …", "joined as a director"."""
    if clause.passive or clause.copula is not None:
        return
    for word in tree.all(clause.head, Role.OBLIQUE):
        if tree.preposition(word) == "as" and tree.pos[word] == "NOUN":
            for subject in clause.subjects:
                yield subject, word


def _light(tree: Tree, names: Names, catalogue: Catalogue, statement: Statement) -> "Iterator[Statement]":
    """"Hold talks with", "earn a degree from": a verb and its noun that the catalogue knows as one predicate."""
    noun, verb = statement.object, tree.heads[statement.object or 0]
    if noun is None or tree.pos[noun] != "NOUN" or " " in statement.predicate or verb != statement.words[1]:
        return
    for word in [*tree.all(noun, Role.NOMINAL), *tree.all(verb, Role.OBLIQUE)]:
        cases = tree.case_words(word)
        if word < noun or not cases or not _is_argument(tree, names, word):
            continue
        for text in (tree.lower[noun], tree.lemmas[noun], f"{tree.lower[noun - 1]} {tree.lemmas[noun]}"):
            predicate = f"{statement.predicate} {text} {tree.preposition(word)}"
            if catalogue.knows(predicate):
                words = (statement.words[0], max(statement.words[1], cases[-1]))
                for each in tree.conjuncts(word):
                    yield Statement(statement.subject, predicate, words, each, "light_verb")
                break


def _dated(
    tree: Tree, names: Names, catalogue: Catalogue, clause: Clause, subjects: "list[int]"
) -> "Iterator[Statement]":
    """"Was founded in 1997": the day or year as object, where the catalogue has a type for it."""
    head = clause.head
    if clause.copula is not None or clause.chain:
        return
    auxiliary = tree.child(head, Role.PASSIVE_AUXILIARY)
    first = head if auxiliary is None or auxiliary > head else auxiliary
    objects = [] if clause.passive or tree.tags[head] not in ("VBD", "VBN") else tree.all(head, Role.OBJECT)
    made = [each for word in objects if _is_argument(tree, names, word) for each in tree.conjuncts(word)]
    verb = f"be {tree.lower[head]}" if clause.passive or made else tree.lemmas[head]
    for word in tree.all(head, Role.OBLIQUE, Role.ADVERB, Role.NOMINAL, Role.OBJECT, Role.OTHER):
        cases, time = tree.case_words(word), names.time_at(word)
        if time is None or time.label != "DATE":
            continue
        predicate = " ".join([verb, *([tree.preposition(word)] if cases else [])])
        if catalogue.dates(predicate):
            last = cases[-1] if cases and cases[-1] > head else head
            # "She founded Acme in 1997" dates Acme, not her.
            for subject in made or subjects:
                yield Statement(subject, predicate, (first, last), word, "dated")


def _only_reports(tree: Tree, clause: Clause) -> bool:
    """A verb of saying or a governor of another clause, whose meaning is kept with that clause."""
    head = clause.head
    lemma = tree.lemmas[head]
    below = tree.all(head, Role.CLAUSAL_COMPLEMENT, Role.OPEN_COMPLEMENT)
    # "I agree," said X: the verb of saying is no complement.
    below += [child for child in tree.all(head, Role.PARATAXIS) if tree.lemmas[child] not in cues().quoting]
    clausal = [child for child in below if _is_clause(tree, child)]
    has_object = tree.child(head, Role.OBJECT) is not None
    if lemma in cues().reporting and not has_object:
        return bool(clausal) or tree.roles[head] is Role.PARATAXIS or lemma in ("say", "tell")
    open_ = any(
        tree.roles[child] is Role.OPEN_COMPLEMENT
        and (tree.tags[child] != "VBG" or lemma in cues().aspectual or lemma in cues().governors)
        for child in clausal
    )
    # "agreed to cut": the statement is made where the chain ends.
    return open_ and not has_object


def _saying(tree: Tree, clause: Clause, subjects: "list[int]") -> "Iterator[Statement]":
    """Who says what: the object is the clause that is said, or the quote that the verb of saying hangs on."""
    head = clause.head
    if tree.lemmas[head] not in cues().reporting or clause.passive:
        return
    said = [word for word in tree.all(head, Role.CLAUSAL_COMPLEMENT, Role.PARATAXIS) if _is_clause(tree, word)]
    if not said and tree.roles[head] is Role.PARATAXIS and tree.lemmas[head] in cues().quoting:
        said = [tree.heads[head]]
    predicate = _verb(tree, clause)
    for subject in subjects:
        for word in said[:1]:
            yield Statement(subject, predicate.text, (predicate.first, predicate.last), word, "saying", clausal=True)


def _is_clause(tree: Tree, word: int) -> bool:
    return tree.pos[word] in ("VERB", "AUX") or tree.child(word, Role.COPULA) is not None


def _verbal(tree: Tree, names: Names, clause: Clause, subjects: "list[int]") -> "Iterator[Statement]":
    head = clause.head
    if clause.passive:
        yield from _passive(tree, names, clause, subjects)
        return
    predicate = _verb(tree, clause)
    if _causes(tree, head):
        return
    objects = _objects(tree, names, clause)
    yield from _object_complement(tree, names, head)
    noun = _idiom_noun(tree, names, head, objects)
    if noun is not None:
        yield from _verb_noun(tree, names, clause, subjects, predicate, noun)
        return
    prepositional = list(_prepositional(tree, names, clause, bool(objects)))
    if tree.lemmas[head] == "be" and not clause.chain:
        # ClearNLP trees have no copula before a preposition.
        idioms = [found for found, _, _ in prepositional if _is_idiom(tree, names, found)]
        rule = "copula" if clause.rule == "clause" else clause.rule
        for found in idioms:
            yield from _idiomatic(tree, names, found, subjects, head, rule)
        prepositional = [each for each in prepositional if each[0] not in idioms]
        if idioms and not prepositional:
            return
    for subject in subjects:
        for found in objects:
            yield _statement(subject, predicate, found, clause.rule)
        for found, preposition, last in prepositional:
            rule = "prepositional" if clause.rule == "clause" else clause.rule
            yield _statement(subject, predicate + (preposition, last), found, rule)
        if not objects and not prepositional and not _unfinished(tree, clause):
            yield _statement(subject, predicate, None, clause.rule)


def _object_complement(tree: Tree, names: Names, head: int) -> "Iterator[Statement]":
    """"They elected him president" says of him what "he was elected president" would."""
    verb, target = tree.lemmas[head], tree.child(head, Role.OBJECT)
    if verb not in cues().naming or target is None or target < head or not _is_argument(tree, names, target):
        return
    for word in tree.all(head, Role.OPEN_COMPLEMENT):
        if word > target and tree.is_nominal(word) and _describes(tree, names, word):
            passive = f"be {_PARTICIPLES.get(verb, verb + ('d' if verb.endswith('e') else 'ed'))}"
            for each in tree.conjuncts(target):
                yield Statement(each, passive, (head, head), word, "object_complement")


def _idiom_noun(tree: Tree, names: Names, head: int, objects: "list[int]") -> Optional[int]:
    """The bare noun that makes one predicate with its verb: "take place"."""
    if len(objects) != 1 or names.at(objects[0]) is not None or objects[0] < head:
        return None
    noun = objects[0]
    if f"{tree.lemmas[head]} {tree.lower[noun]}" not in cues().verb_nouns:
        return None
    own = (Role.DETERMINER, Role.POSSESSIVE, Role.NAME_PART, Role.MODIFIER, Role.NEGATION)
    return noun if tree.child(noun, *own) is None else None


def _verb_noun(
    tree: Tree, names: Names, clause: Clause, subjects: "list[int]", predicate: _Predicate, noun: int
) -> "Iterator[Statement]":
    whole = predicate + (tree.lower[noun], noun)
    found = list(_prepositional(tree, names, clause, has_object=False))
    for word in tree.all(noun, Role.NOMINAL):
        if word > noun and tree.case_words(word) and _is_argument(tree, names, word):
            found += [(each, tree.preposition(word), tree.case_words(word)[-1]) for each in tree.conjuncts(word)]
    for subject in subjects:
        for each, preposition, last in found[:MAX_OBJECTS]:
            yield _statement(subject, whole + (preposition, last), each, clause.rule)
        if not found:
            yield _statement(subject, whole, None, clause.rule)


# "They want him to go" says nothing of them and him but through the going.
_WITH_CLAUSE_ONLY = frozenset(["want", "expect", "need", "like", "wish", "believe", "think", "consider"])


def _causes(tree: Tree, head: int) -> bool:
    """"Caused a crane to fall" says nothing of the storm and the crane but through the falling."""
    if tree.child(head, Role.OBJECT, Role.INDIRECT_OBJECT) is None:
        return False
    if tree.lemmas[head] in cues().governors and tree.lemmas[head] not in _WITH_CLAUSE_ONLY:
        return False
    below = tree.all(head, Role.OPEN_COMPLEMENT, Role.CLAUSAL_COMPLEMENT)
    if tree.lemmas[head] in cues().causing or tree.lemmas[head] in _WITH_CLAUSE_ONLY:
        below += tree.all(head, Role.ADVERBIAL_CLAUSE)
    return any(tree.pos[child] == "VERB" and tree.tags[child] == "VB" for child in below)


def _unfinished(tree: Tree, clause: Clause) -> bool:
    """Whether the verb has a complement that was not understood, so that alone it says too little."""
    if tree.lemmas[clause.head] in ("be", "have", "do", "make", "get", "let", "need", "want"):
        return True
    if clause.rule in ("participle", "purpose") or _has_gerund(tree, clause.head):
        return True
    return (
        tree.child(clause.head, Role.OBJECT, Role.OPEN_COMPLEMENT, Role.CLAUSAL_COMPLEMENT, Role.INDIRECT_OBJECT)
        is not None
    )


def _has_gerund(tree: Tree, head: int) -> bool:
    return any(completes(tree, word, head) for word in tree.all(head, Role.ADVERBIAL_CLAUSE))


def _passive(tree: Tree, names: Names, clause: Clause, subjects: "list[int]") -> "Iterator[Statement]":
    head = clause.head
    agent = tree.child(head, Role.AGENT)
    if agent is not None and names.time_at(agent) is not None:
        agent = None
    auxiliary = tree.child(head, Role.PASSIVE_AUXILIARY)
    particle = tree.child(head, Role.PARTICLE)
    last = head if particle is None else max(head, particle)
    participle = tree.lower[head] if particle is None else f"{tree.lower[head]} {tree.lower[particle]}"
    first = head if auxiliary is None or auxiliary > head else auxiliary
    gerund = auxiliary is not None and tree.tags[auxiliary] == "VBG" and bool(clause.chain)
    passive = _Predicate(f"{'being' if gerund else 'be'} {participle}", first, last)
    if clause.chain:
        passive = _chained(tree, clause, passive)
    retained = [word for word in tree.all(head, Role.OBJECT) if word > head and _is_argument(tree, names, word)]
    for word in tree.all(head, Role.OPEN_COMPLEMENT):
        if word > head and _describes(tree, names, word):
            retained += _alternatives(tree, word)
    prepositional = list(_prepositional(tree, names, clause, has_object=False))
    for subject in subjects:
        if agent is not None and tree.is_nominal(agent) and not clause.chain:
            active = _verb(tree, clause)
            for each in tree.conjuncts(agent):
                yield _statement(each, active, subject, "agent")
        for found in retained:
            yield _statement(subject, passive, found, "passive")
        for found, preposition, end in prepositional:
            yield _statement(subject, passive + (preposition, end), found, "passive")
        bare = not retained and not prepositional and not _has_gerund(tree, head)
        if agent is None and bare and clause.rule != "participle":
            yield _statement(subject, passive, None, "passive")


def _copular(tree: Tree, names: Names, clause: Clause, subjects: "list[int]") -> "Iterator[Statement]":
    head, copula = clause.head, clause.copula
    if copula is None or tree.pos[head] == "VERB" and tree.tags[head] not in ("VBN", "VBG"):
        return
    if not tree.is_nominal(head):
        # "It is clear that …" is about no thing.
        subjects = [subject for subject in subjects if tree.lower[subject] not in ("it", "this", "that")]
    controlled = clause.rule in ("subject_control", "object_control")
    if tree.tags[head] in ("WP", "WDT", "WRB") or tree.is_infinitive(head) and not controlled:
        return
    predicate = _Predicate("be", copula, copula)
    if clause.chain:
        predicate = _chained(tree, clause, predicate)
    cases = tree.case_words(head)
    rule = "copula" if clause.rule == "clause" else clause.rule
    if cases and names.time_at(head) is None and _is_idiom(tree, names, head):
        yield from _idiomatic(tree, names, head, subjects, copula, rule)
        return
    if cases and names.time_at(head) is None:
        predicate += (tree.preposition(head), cases[-1])
        heads = [head]
    elif names.time_at(head) is not None:
        return
    else:
        heads = [each for each in tree.conjuncts(head) if not _verb_between(tree, head, each)][:MAX_OBJECTS]
    adjective = tree.pos[head] == "ADJ"
    for subject in subjects:
        complements = list(_prepositional(tree, names, clause, has_object=False)) if adjective else []
        for found, preposition, last in complements[:1]:
            text = f"be {tree.lower[head]} {preposition}"
            yield _statement(subject, _Predicate(text, min(copula, head), max(head, last)), found, "prepositional")
        if not complements:
            for each in heads:
                yield _statement(subject, predicate, each, rule)


def _is_idiom(tree: Tree, names: Names, head: int) -> bool:
    """A bare noun after a preposition is no thing of its own: "in attendance", "at war", "under arrest"."""
    if tree.tags[head] != "NN" or names.at(head) is not None or len(tree.case_words(head)) != 1:
        return False
    own = (Role.DETERMINER, Role.POSSESSIVE, Role.NAME_PART, Role.MODIFIER)
    return tree.child(head, *own) is None and tree.case_words(head)[0] == head - 1


def _idiomatic(tree: Tree, names: Names, noun: int, subjects: "list[int]", be: int, rule: str) -> "Iterator[Statement]":
    """"Be in attendance at the event", "be under arrest"."""
    predicate = _Predicate(f"be {tree.preposition(noun)} {tree.lemmas[noun]}", be, noun)
    found = [
        (each, tree.preposition(word), tree.case_words(word)[-1])
        for word in tree.all(noun, Role.NOMINAL, Role.OBLIQUE)
        if word > noun and tree.case_words(word) and _is_argument(tree, names, word)
        for each in tree.conjuncts(word)
    ]
    for subject in subjects:
        for each, preposition, last in found[:MAX_OBJECTS]:
            yield _statement(subject, predicate + (preposition, last), each, rule)
        if not found:
            yield _statement(subject, predicate, None, rule)


def _verb_between(tree: Tree, first: int, last: int) -> bool:
    return any(pos in ("VERB", "AUX") for pos in tree.pos[first + 1 : last])


def _verb(tree: Tree, clause: Clause) -> _Predicate:
    head = clause.head
    particle = tree.child(head, Role.PARTICLE)
    text = tree.lemmas[head] if particle is None else f"{tree.lemmas[head]} {tree.lower[particle]}"
    predicate = _Predicate(text, head, head if particle is None else max(head, particle))
    return _chained(tree, clause, predicate) if clause.chain else predicate


def _chained(tree: Tree, clause: Clause, predicate: _Predicate) -> _Predicate:
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
    return _Predicate(text, first, predicate.last)


def _before_gerund(tree: Tree, gerund: int) -> str:
    """The preposition of "charged with reviewing and keeping", for each of its verbs, with a blank after it."""
    for _ in range(MAX_PREPOSITIONAL):
        if tree.tags[gerund] != "VBG":
            break
        markers = [tree.lower[word] for word in tree.all(gerund, Role.MARKER) if word < gerund]
        if markers:
            return f"{markers[0]} "
        gerund = tree.heads[gerund]
    return ""


def _objects(tree: Tree, names: Names, clause: Clause) -> "list[int]":
    head = clause.head
    linking = tree.lemmas[head] in cues().linking
    found: "list[int]" = []
    for word in tree.all(head, Role.OBJECT, Role.INDIRECT_OBJECT, Role.OPEN_COMPLEMENT):
        role = tree.roles[word]
        if role is Role.OPEN_COMPLEMENT:
            if linking and word > head and _describes(tree, names, word):
                found.extend(_alternatives(tree, word))
        elif role is Role.OBJECT and word < head and tree.lower[word] in _RELATIVE_OBJECTS:
            antecedent = tree.heads[head]
            if tree.roles[head] is Role.RELATIVE_CLAUSE and antecedent < word and tree.is_nominal(antecedent):
                found.append(antecedent)
        elif word > head and _is_argument(tree, names, word):
            if role is Role.INDIRECT_OBJECT and tree.child(head, Role.OBJECT) is not None:
                continue
            found.extend(tree.conjuncts(word))
    if not found and linking:
        after = [word for word in tree.all(head, Role.ADVERB) if word == head + 1 and tree.tags[word] in ("JJR", "RBR")]
        return after
    if not found:
        found = _gap(tree, names, clause) or _shared(tree, names, head)
    return found[:MAX_OBJECTS]


def _describes(tree: Tree, names: Names, word: int) -> bool:
    """Whether a complement is a noun, a name or an adjective rather than a clause."""
    if tree.case_words(word) or tree.child(word, Role.COPULA, Role.MARKER) is not None or tree.is_infinitive(word):
        return False
    return _is_argument(tree, names, word) or tree.pos[word] == "ADJ"


def _alternatives(tree: Tree, word: int) -> "list[int]":
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
            return [word for word in tree.all(other, Role.OBJECT) if word > other and _is_argument(tree, names, word)]
    return []


def _is_argument(tree: Tree, names: Names, word: int) -> bool:
    return tree.is_nominal(word) and names.time_at(word) is None and tree.tags[word] not in ("WP", "WDT", "EX")


def _prepositional(
    tree: Tree, names: Names, clause: Clause, has_object: bool
) -> "Iterator[tuple[int, str, int]]":
    """The nominals that complete a verb through a preposition, with the preposition and its last word."""
    found = 0
    for word in tree.all(clause.head, Role.OBLIQUE):
        cases = tree.case_words(word)
        preposition = tree.preposition(word)
        if word < clause.head or preposition not in cues().argument_prepositions or not _is_argument(tree, names, word):
            continue
        if tree.tags[word].startswith("VB") or has_object and cases[0] - clause.head > MAX_BESIDE_OBJECT:
            continue  # an infinitive, or so far from the verb that it rather belongs to the object
        if has_object and preposition in cues().place_prepositions and _is_place(names, word):
            continue  # where it happened, which the column place says
        if preposition == "by" or tree.text[tree.starts[clause.head] : tree.starts[word]].count("\n\n"):
            continue
        for each in tree.conjuncts(word):
            if found < MAX_PREPOSITIONAL and names.time_at(each) is None:
                found += 1
                yield each, preposition, cases[-1]


def _is_place(names: Names, word: int) -> bool:
    name = names.name_at(word)
    return name is not None and name.label in ("GPE", "LOC", "FAC")


def _statement(subject: int, predicate: _Predicate, object_: Optional[int], rule: str) -> Statement:
    return Statement(subject, predicate.text, (predicate.first, predicate.last), object_, rule)
