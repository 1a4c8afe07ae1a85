"""Statements of a clause: a subject, a predicate in lemmas and one object at most."""

from typing import Iterator, NamedTuple, Optional

from transforms.relations.catalogue import Catalogue
from transforms.relations.clauses import REFLEXIVE, Clause, completes
from transforms.relations.cues import cues
from transforms.relations.dependencies import FINITE, OPENING_QUOTES, Role, Tree
from transforms.relations.lemmas import past_participle
from transforms.relations.objects import (
    MAX_OBJECTS,
    alternatives,
    complements_of,
    describes,
    is_argument,
    objects_of,
    recipients_of,
)
from transforms.relations.phrases import Names, named
from transforms.relations.predicates import Predicate, chained, predicate_of

# Verbs that two people do to each other: what is said of both, active and passive.
_MUTUAL = {
    "marry": ("marry", "be married to"),
    "married": ("marry", "be married to"),
    "divorce": ("divorce", "be divorced from"),
    "wed": ("wed", "be wed to"),
}
_PARTICIPLES = {"choose": "chosen", "make": "made", "dub": "dubbed"}


class Statement(NamedTuple):
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


def statements(tree: Tree, names: Names, clause: Clause, catalogue: Catalogue) -> "Iterator[Statement]":
    """What a clause states of each of its subjects."""
    subjects = [subject for subject in clause.subjects if names.time_at(subject) is None]
    if not subjects:
        return
    if _only_reports(tree, clause):
        yield from _saying(tree, clause, subjects)
        return
    both = _each_other(tree, names, clause, subjects)
    if both is not None:
        yield both
        return
    if clause.copula is not None:
        found = _copular(tree, names, clause, subjects)
    else:
        found = _verbal(tree, names, catalogue, clause, subjects)
    for found_one in found:
        for statement in _each_named(tree, names, found_one):
            yield statement
            yield from _light(tree, names, catalogue, statement)
    yield from _dated(tree, names, catalogue, clause, subjects)


def _each_other(tree: Tree, names: Names, clause: Clause, subjects: "list[int]") -> Optional[Statement]:
    """"Ann and Bo married", "Ann and Bo are married": the second is to the first what its object would be."""
    people = [names.name_at(word) or named(tree, names, word) for word in subjects]
    if tree.lemmas[clause.head] not in _MUTUAL or len(people) != 2 or clause.chain:
        return None
    if any(name is None or name.label != "PERSON" for name in people):
        return None
    if tree.child(clause.head, Role.OBJECT, Role.INDIRECT_OBJECT, Role.AGENT) is not None:
        return None
    if any(tree.preposition(word) in ("to", "with", "from") for word in tree.all(clause.head, Role.OBLIQUE)):
        return None
    predicate = _MUTUAL[tree.lemmas[clause.head]][clause.passive or clause.copula is not None]
    return Statement(subjects[0], predicate, (clause.head, clause.head), subjects[1], "clause")


def roles(tree: Tree, clause: Clause) -> "Iterator[tuple[int, int]]":
    """In which office somebody does something: "as chief executive of Acme she …", "joined as a director"."""
    if clause.passive or clause.copula is not None:
        return
    for word in tree.all(clause.head, Role.OBLIQUE):
        if tree.pos[word] == "NOUN" and tree.preposition(word) == "as":
            for subject in clause.subjects:
                yield subject, word


def _each_named(tree: Tree, names: Names, statement: Statement) -> "Iterator[Statement]":
    """Of "engineers Ann Hill and Bo Lund", each."""
    for subject in _described_names(tree, names, statement.subject):
        if statement.object is None or statement.clausal:
            yield statement._replace(subject=subject)
        else:
            for found in _described_names(tree, names, statement.object):
                yield statement._replace(subject=subject, object=found)


def _described_names(tree: Tree, names: Names, word: int) -> "list[int]":
    name = named(tree, names, word)
    if name is None:
        return [word]
    child = next(each for each in tree.children[word] if names.name_at(each) is name)
    others = [each for each in tree.conjuncts(child) if each != child and names.name_at(each) is not None]
    return [word, *(each for each in others if names.name_at(each).label == name.label)]


def _light(tree: Tree, names: Names, catalogue: Catalogue, statement: Statement) -> "Iterator[Statement]":
    """"Hold talks with", "earn a degree from": a verb and its noun that the catalogue knows as one predicate."""
    noun, verb = statement.object, tree.heads[statement.object or 0]
    if noun is not None and tree.roles[noun] is Role.CONJUNCT:
        verb = tree.heads[verb]  # "a degree from Acme College and one from Zeta College"
    if noun is None or " " in statement.predicate or verb != statement.words[1]:
        return
    degree = tree.lower[noun].rstrip(".") in catalogue.degrees
    if tree.pos[noun] != "NOUN" and not degree:
        return
    below = tree.all(noun, Role.NOMINAL)
    for word in below if catalogue.knows(f"{statement.predicate} at") else ():
        # "Teaches history at Leeds University", "studied law at Acme College": the parser hangs the college on the noun.
        if word > noun and tree.preposition(word) == "at" and names.name_at(word) is not None:
            words = (statement.words[0], max(statement.words[1], tree.case_words(word)[-1]))
            yield Statement(statement.subject, f"{statement.predicate} at", words, word, "light_verb")
    if degree:
        # "A degree in science from Acme College": the parser hangs the college on the science.
        below += [deeper for word in below for deeper in tree.all(word, Role.NOMINAL)]
    for word in [*below, *tree.all(verb, Role.OBLIQUE)]:
        cases = tree.case_words(word)
        if word < noun or not cases or not is_argument(tree, names, word):
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
    below = tree.all(head, Role.OBLIQUE, Role.ADVERB, Role.NOMINAL, Role.OBJECT, Role.OTHER)
    times = [(word, names.time_at(word)) for word in below]
    days = [word for word, time in times if time is not None and time.label == "DATE"]
    if not days:
        return
    auxiliary = tree.child(head, Role.PASSIVE_AUXILIARY)
    first = head if auxiliary is None or auxiliary > head else auxiliary
    objects = [] if clause.passive or tree.tags[head] not in ("VBD", "VBN") else tree.all(head, Role.OBJECT)
    made = [each for word in objects if is_argument(tree, names, word) for each in tree.conjuncts(word)]
    if objects and not made:
        made = objects_of(tree, names, clause)  # "Acme, which he founded in 1990"
    verb = f"be {tree.lower[head]}" if clause.passive or made else tree.lemmas[head]
    for word in days:
        cases = tree.case_words(word)
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
    if lemma == "say" and has_object and clause.rule != "relative_clause":
        said = tree.child(head, Role.OBJECT)
        if tree.pos[said] != "PRON" and tree.lower[said] not in ("nothing", "something", "everything", "anything"):
            return True  # a clause whose verb was not found: "said the boat, carrying …, sank"
    if lemma in cues().reporting and not has_object:
        return bool(clausal) or tree.roles[head] is Role.PARATAXIS or lemma in ("say", "tell")
    if clause.copula is not None and tree.pos[head] == "ADJ" and lemma in cues().governors:
        if any(tree.is_infinitive(child) for child in tree.all(head, Role.ADVERBIAL_CLAUSE) if child > head):
            return True  # "is due to visit"
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
    below = tree.all(head, Role.CLAUSAL_COMPLEMENT, Role.PARATAXIS)
    said = [word for word in below if _is_clause(tree, word) and not _is_cut_off(tree, word, tree.lemmas[head])]
    if not said and tree.roles[head] is Role.PARATAXIS and tree.lemmas[head] in cues().quoting:
        said = [tree.heads[head]]
    predicate = predicate_of(tree, clause)
    for subject in subjects:
        for word in said[:1]:
            yield Statement(subject, predicate.text, (predicate.first, predicate.last), word, "saying", clausal=True)


# Verbs whose clause may begin with "if" or "when".
_ASKING = frozenset("ask know see doubt recall remember reveal tell say explain show find".split())
_CONDITIONS = frozenset(["if", "when", "while", "although", "though", "because", "unless", "after", "before", "since"])


def _is_cut_off(tree: Tree, word: int, verb: str) -> bool:
    """Whether of what is said only a part was found: "setting any timetable" of "… would embolden them", an "if" clause."""
    subjects = (Role.SUBJECT, Role.PASSIVE_SUBJECT, Role.EXPLETIVE, Role.CLAUSAL_SUBJECT)
    verbs = (Role.AUXILIARY, Role.PASSIVE_AUXILIARY, Role.COPULA, Role.MARKER, *subjects)
    if tree.tags[word] == "VBG" and tree.child(word, *verbs) is None:
        return True
    finite = tree.tags[word] in FINITE or any(tree.tags[child] in FINITE for child in tree.children[word])
    if finite and tree.child(word, *subjects) is None:
        return True
    markers = {tree.lower[mark] for mark in tree.all(word, Role.MARKER) if mark < word}
    return bool(markers & _CONDITIONS) and not (verb in _ASKING and "if" not in markers or verb in ("ask", "know", "see"))


def _is_clause(tree: Tree, word: int) -> bool:
    return tree.pos[word] in ("VERB", "AUX") or tree.child(word, Role.COPULA) is not None


def _verbal(
    tree: Tree, names: Names, catalogue: Catalogue, clause: Clause, subjects: "list[int]"
) -> "Iterator[Statement]":
    head = clause.head
    if clause.passive and not (_by_how_much(tree, names, head) and tree.child(head, Role.PASSIVE_AUXILIARY) is None):
        yield from _passive(tree, names, clause, subjects)
        return
    predicate = predicate_of(tree, clause)
    if _causes(tree, head):
        return
    objects = objects_of(tree, names, clause)
    result = _result(tree, head)
    if result is not None:
        predicate = predicate._replace(text=f"{predicate.text} {tree.lower[result]}")
    yield from _object_complement(tree, names, head)
    if result is None and _is_designated(tree, head):
        return
    noun = _idiom_noun(tree, names, head, objects)
    if noun is not None:
        yield from _verb_noun(tree, names, clause, subjects, predicate, noun)
        return
    prepositional = list(complements_of(tree, names, clause, bool(objects)))
    if tree.lemmas[head] == "be" and not clause.chain:
        # ClearNLP trees have no copula before a preposition.
        idioms = [found for found, _, _ in prepositional if _is_idiom(tree, names, found)]
        rule = "copula" if clause.rule == "clause" else clause.rule
        for found in idioms:
            yield from _idiomatic(tree, names, found, subjects, head, rule)
        prepositional = [each for each in prepositional if each[0] not in idioms]
        if idioms and not prepositional:
            return
    if not objects and _has_lost_object(tree, head, predicate):
        return
    plain = [] if objects and result is None and _needs_more(tree, names, head) else objects
    for subject in subjects:
        for found in plain:
            yield _statement(subject, predicate, found, clause.rule)
        for found in recipients_of(tree, names, clause):
            yield _statement(subject, predicate._replace(text=f"{predicate.text} to"), found, clause.rule)
        for found, preposition, last in prepositional:
            rule = "prepositional" if clause.rule == "clause" else clause.rule
            whole = predicate
            if not catalogue.knows(f"{predicate.text} {preposition}"):
                beside = [word for word in objects if word < last]
                whole = _with_object(tree, names, predicate, beside)
                placed = f"{tree.lemmas[head]} {preposition}" in cues().placing
                if placed and beside and whole == predicate and not clause.chain:
                    if subject == subjects[0]:
                        yield from _placed(tree, head, beside, found, preposition)
                    continue
                if beside and whole == predicate and preposition in cues().circumstances and not placed:
                    continue  # "cost $250 with a contract" is no costing with a contract
            yield _statement(subject, whole.with_word(preposition, last), found, rule)
        if not objects and not prepositional and not _unfinished(tree, names, clause) and _ends(tree, names, predicate):
            whole = _with_manner(tree, predicate)
            if whole.text.rpartition(" ")[2] not in cues().unfinished:
                yield _statement(subject, whole, None, clause.rule)


def _has_lost_object(tree: Tree, head: int, predicate: Predicate) -> bool:
    """Whether a verb that takes an object has none where one is to be found: "what it bought", "sets of data"."""
    particle = tree.child(head, Role.PARTICLE)
    verb = tree.lemmas[head] if particle is None else f"{tree.lemmas[head]} {tree.lower[particle]}"
    return verb in cues().transitive and tree.child(head, Role.PASSIVE_AUXILIARY) is None


def _with_manner(tree: Tree, predicate: Predicate) -> Predicate:
    """"Went well", "grew rapidly": what the verb alone leaves open."""
    text, last = predicate.text, predicate.last
    for word in range(predicate.last + 1, min(predicate.last + 4, len(tree.words))):
        if tree.heads[word] not in (predicate.last, word + 1) or tree.pos[word] != "ADV":
            break
        if tree.heads[word] == predicate.last:
            if tree.lower[word] not in cues().manners and not _tells_how(tree.lower[word]):
                break
            text, last = f"{text} {tree.lower[word]}", word
    return predicate._replace(text=text, last=last)


def _ends(tree: Tree, names: Names, predicate: Predicate) -> bool:
    """Whether no noun stands right behind a verb without objects: "comes just days after"."""
    word, end = predicate.last + 1, tree.sentence_spans[tree.sentences[predicate.last]][1]
    while word < end and tree.pos[word] == "ADV":
        word += 1
    if word >= end or names.time_at(word) is not None:
        return True
    return tree.pos[word] not in ("NOUN", "PROPN", "NUM", "SYM", "DET", "ADJ") and tree.tags[word] not in ("TO", "VB")


# These tell when, how often or how surely.
_NO_MANNER = frozenset(
    "early daily weekly monthly yearly recently lately previously shortly currently finally eventually immediately initially "
    "only apparently reportedly allegedly probably possibly nearly exactly simultaneously subsequently respectively".split()
)


def _tells_how(word: str) -> bool:
    return word.endswith("ly") and word not in _NO_MANNER


def _placed(tree: Tree, head: int, objects: "list[int]", found: int, preposition: str) -> "Iterator[Statement]":
    """"Put it on the list" says of it what "it was put on the list" would."""
    participle = past_participle(tree.lemmas[head], tree.lower[head], tree.tags[head])
    particle = tree.child(head, Role.PARTICLE)
    words = [participle, *([] if particle is None else [tree.lower[particle]]), preposition]
    for each in objects:
        if tree.lower[each] not in REFLEXIVE:
            yield Statement(each, " ".join(["be", *words]), (head, head), found, "object_complement")


def _with_object(tree: Tree, names: Names, predicate: Predicate, objects: "list[int]") -> Predicate:
    """"Held protests against it" is no holding against it: a common noun between belongs to the predicate."""
    if len(objects) != 1 or tree.pos[objects[0]] != "NOUN" or names.at(objects[0]) is not None:
        return predicate
    return predicate._replace(text=f"{predicate.text} {tree.lemmas[objects[0]]}")


def _object_complement(tree: Tree, names: Names, head: int) -> "Iterator[Statement]":
    """"They elected him president" says of him what "he was elected president" would."""
    verb, target = tree.lemmas[head], tree.child(head, Role.OBJECT)
    if verb not in cues().naming or target is None or target < head or not is_argument(tree, names, target):
        return
    if tree.lower[target] in REFLEXIVE:
        return
    for word in tree.all(head, Role.OPEN_COMPLEMENT):
        if word > target and tree.is_nominal(word) and describes(tree, names, word):
            passive = f"be {_PARTICIPLES.get(verb, verb + ('d' if verb.endswith('e') else 'ed'))}"
            for each in tree.conjuncts(target):
                yield Statement(each, passive, (head, head), word, "object_complement")


def _idiom_noun(tree: Tree, names: Names, head: int, objects: "list[int]") -> Optional[int]:
    """The bare noun that makes one predicate with its verb: "take place"."""
    if len(objects) != 1 or names.at(objects[0]) is not None or objects[0] < head:
        return None
    noun = objects[0]
    known = f"{tree.lemmas[head]} {tree.lower[noun]}" in cues().verb_nouns
    # "Took shelter in a church": not what they took, nor where they took.
    light = tree.lemmas[head] in cues().light_verbs and tree.tags[noun] == "NN" and noun == head + 1
    if not known and not (light and tree.child(head, Role.OBLIQUE) is not None):
        return None
    own = (Role.DETERMINER, Role.POSSESSIVE, Role.NAME_PART, Role.MODIFIER, Role.NEGATION)
    return noun if tree.child(noun, *own) is None else None


def _verb_noun(
    tree: Tree, names: Names, clause: Clause, subjects: "list[int]", predicate: Predicate, noun: int
) -> "Iterator[Statement]":
    whole = predicate.with_word(tree.lower[noun], noun)
    found = list(complements_of(tree, names, clause, has_object=False))
    for word in tree.all(noun, Role.NOMINAL):
        if word > noun and tree.case_words(word) and is_argument(tree, names, word):
            found += [(each, tree.preposition(word), tree.case_words(word)[-1]) for each in tree.conjuncts(word)]
    for subject in subjects:
        for each, preposition, last in found[:MAX_OBJECTS]:
            yield _statement(subject, whole.with_word(preposition, last), each, clause.rule)
        if not found:
            yield _statement(subject, whole, None, clause.rule)


# "They want him to go" says nothing of them and him but through the going.
_WITH_CLAUSE_ONLY = frozenset(["want", "expect", "need", "like", "wish", "believe", "think", "consider"])


def _result(tree: Tree, head: int) -> Optional[int]:
    """What the object becomes is part of the predicate: "left one person dead", "kept the border open"."""
    target = tree.child(head, Role.OBJECT)
    if target is None or target < head or tree.lemmas[head] not in _WITH_COMPLEMENT:
        return None
    for word in tree.all(head, Role.OPEN_COMPLEMENT):
        if word > target and tree.pos[word] == "ADJ" and tree.child(word, Role.COPULA) is None:
            return word
    return None


# Verbs whose object is or becomes what follows it.
_WITH_COMPLEMENT = _WITH_CLAUSE_ONLY | {"leave", "make", "keep", "find", "render", "deem", "get", "drive", "hold", "prove"}


def _causes(tree: Tree, head: int) -> bool:
    """"Caused a crane to fall" says nothing of the storm and the crane but through the falling."""
    if tree.child(head, Role.OBJECT, Role.INDIRECT_OBJECT) is None:
        return False
    target = tree.child(head, Role.OBJECT)
    if target is not None and tree.lemmas[head] in _WITH_COMPLEMENT:
        for child in tree.all(head, Role.OPEN_COMPLEMENT):
            if child > target and tree.child(child, Role.COPULA) is not None:
                return True
            if child > target and tree.pos[child] == "NOUN" and tree.lemmas[head] not in cues().naming:
                return True  # "making flooding a certainty"
        if tree.lower[target] == "it" and tree.child(head, Role.CLAUSAL_COMPLEMENT, Role.CLAUSAL_SUBJECT) is not None:
            return True  # "made it clear that …"
    if tree.lemmas[head] in cues().governors and tree.lemmas[head] not in _WITH_CLAUSE_ONLY:
        return False
    if target is not None and tree.lower[target] in REFLEXIVE and tree.child(head, Role.OPEN_COMPLEMENT) is not None:
        return True
    below = tree.all(head, Role.OPEN_COMPLEMENT, Role.CLAUSAL_COMPLEMENT)
    if tree.lemmas[head] in cues().causing or tree.lemmas[head] in _WITH_CLAUSE_ONLY:
        below += tree.all(head, Role.ADVERBIAL_CLAUSE)
    return any(tree.pos[child] == "VERB" and tree.tags[child] == "VB" for child in below)


def _behind_object(tree: Tree, head: int, *roles: str) -> "list[int]":
    """The words of some roles below a verb that stand behind its object; none where it has no object behind it."""
    target = tree.child(head, Role.OBJECT)
    return [] if target is None or target < head else [word for word in tree.all(head, *roles) if word > target]


def _is_designated(tree: Tree, head: int) -> bool:
    """"Called it a success" says nothing of who called and it but through the success."""
    return tree.lemmas[head] in cues().designating and bool(_behind_object(tree, head, Role.OPEN_COMPLEMENT))


def _needs_more(tree: Tree, names: Names, head: int) -> bool:
    """Whether a verb and its object alone say another thing than with what follows: "put it on the list"."""
    lemma = tree.lemmas[head]
    if lemma == "let":  # whatever the parser makes of the infinitive, which has no "to"
        return True
    if lemma == "put" and tree.child(head, Role.PARTICLE) is None or _is_quoted_name(tree, head):
        return True
    if lemma in cues().reporting and _heads_what_is_said(tree, head):
        return True
    clauses = _behind_object(tree, head, Role.ADVERBIAL_CLAUSE, Role.CLAUSAL_COMPLEMENT)
    complements = [*_behind_object(tree, head, Role.OPEN_COMPLEMENT), *clauses]
    if lemma in cues().permitting and (any(map(tree.is_infinitive, complements)) or _infinitive_follows(tree, head)):
        return True
    if _placed_behind(tree, head):
        return True
    obliques = [tree.preposition(word) for word in _behind_object(tree, head, Role.OBLIQUE)]
    markers = [tree.lower[mark] for word in clauses for mark in tree.all(word, Role.MARKER)]
    return any(f"{lemma} {word}" in cues().placing for word in [*obliques, *markers])


def _infinitive_follows(tree: Tree, head: int) -> bool:
    """"Encouraged Cubans living abroad to send": whatever the infinitive is hung on."""
    target = tree.child(head, Role.OBJECT)
    for word in range(target + 1, min(target + 8, len(tree.words) - 1)) if target is not None and target > head else ():
        if tree.words[word] in (",", ".", ";") or tree.tags[word] in FINITE:
            return False
        if tree.tags[word] == "TO" and tree.tags[word + 1] == "VB":
            return True
    return False


def _placed_behind(tree: Tree, head: int) -> bool:
    """"Described the plan as bold": the words behind the object's phrase, whatever they are hung on."""
    target = tree.child(head, Role.OBJECT)
    if target is None or target < head:
        return False
    behind = target + 1
    return behind < len(tree.words) and f"{tree.lemmas[head]} {tree.lower[behind]}" in cues().placing


def _is_quoted_name(tree: Tree, head: int) -> bool:
    """"What he calls “lies”", "called the plan “a gift”": what something is called is taken for the object or left out."""
    target = tree.child(head, Role.OBJECT)
    if tree.lemmas[head] not in cues().designating or target is None or target < head:
        return False
    last = max([target, *(child for child in tree.children[target] if tree.pos[child] != "PUNCT")])
    near = [*range(head + 1, target), *range(last + 1, min(last + 2, len(tree.words)))]
    return any(tree.words[word] in OPENING_QUOTES for word in near)


def _heads_what_is_said(tree: Tree, head: int) -> bool:
    """"Hopes the ministers can meet": the subject of what is said is taken for the object of the verb of saying."""
    target = tree.child(head, Role.OBJECT)
    if target is None or target < head:
        return False
    end = tree.sentence_spans[tree.sentences[head]][1]
    for word in range(target + 1, min(end, target + 14)):
        if tree.words[word] in (",", ";", "–", "—", "-") or tree.tags[word] in ("WDT", "WP", "WRB", "CC"):
            return False
        if tree.pos[word] in ("SCONJ", "PRON"):
            return False
        if tree.tags[word] in FINITE:
            verb = tree.heads[word] if tree.pos[word] == "AUX" else word
            subject = tree.child(verb, Role.SUBJECT, Role.PASSIVE_SUBJECT)
            return subject is None or subject > head and subject >= target
    return False


def _unfinished(tree: Tree, names: Names, clause: Clause) -> bool:
    """Whether the verb has a complement that was not understood, so that alone it says too little."""
    if tree.lemmas[clause.head] in ("be", "have", "do", "make", "get", "let", "need", "want"):
        return True
    if clause.rule in ("participle", "purpose") or _has_gerund(tree, clause.head):
        return True
    complements = (Role.OBJECT, Role.OPEN_COMPLEMENT, Role.CLAUSAL_COMPLEMENT, Role.INDIRECT_OBJECT)
    # "Lasted three days" is complete: the column time says how long.
    return any(names.time_at(word) is None for word in tree.all(clause.head, *complements))


def _has_gerund(tree: Tree, head: int) -> bool:
    return any(completes(tree, word, head) for word in tree.all(head, Role.ADVERBIAL_CLAUSE))


def _by_how_much(tree: Tree, names: Names, head: int) -> bool:
    """"Increased by 7 percent": the amount does nothing."""
    agent = tree.child(head, Role.AGENT)
    amount = None if agent is None else names.at(agent)
    return amount is not None and amount.label in ("PERCENT", "MONEY", "QUANTITY", "CARDINAL") and tree.tags[agent] != "NNS"


def _passive(tree: Tree, names: Names, clause: Clause, subjects: "list[int]") -> "Iterator[Statement]":
    head = clause.head
    agent = tree.child(head, Role.AGENT)
    if agent is not None and (names.time_at(agent) is not None or _by_how_much(tree, names, head)):
        agent = None
    auxiliary = tree.child(head, Role.PASSIVE_AUXILIARY)
    particle = tree.child(head, Role.PARTICLE)
    last = head if particle is None else max(head, particle)
    participle = tree.lower[head] if particle is None else f"{tree.lower[head]} {tree.lower[particle]}"
    first = head if auxiliary is None or auxiliary > head else auxiliary
    gerund = auxiliary is not None and tree.tags[auxiliary] == "VBG" and bool(clause.chain)
    passive = Predicate(f"{'being' if gerund else 'be'} {participle}", first, last)
    if clause.chain:
        passive = chained(tree, clause, passive)
    retained = [word for word in tree.all(head, Role.OBJECT) if word > head and is_argument(tree, names, word)]
    for word in tree.all(head, Role.OPEN_COMPLEMENT):
        if word > head and describes(tree, names, word):
            retained += alternatives(tree, word)
    prepositional = list(complements_of(tree, names, clause, has_object=False))
    for subject in subjects:
        if agent is not None and tree.is_nominal(agent) and not clause.chain:
            active = predicate_of(tree, clause)
            for each in tree.conjuncts(agent):
                yield _statement(each, active, subject, "agent")
        for found in retained:
            yield _statement(subject, passive, found, "passive")
        for found, preposition, end in prepositional:
            yield _statement(subject, passive.with_word(preposition, end), found, "passive")
        bare = not retained and not prepositional and not _has_gerund(tree, head) and not _for_what(tree, last)
        bare = bare and f"be {participle}" not in cues().unfinished
        if agent is None and bare and clause.rule != "participle":
            yield _statement(subject, passive, None, "passive")


def _for_what(tree: Tree, last: int) -> bool:
    """"Is designed to compete", "was meant to help": not just designed."""
    if tree.lemmas[last] not in cues().serving:
        return False
    below = tree.all(last, Role.ADVERBIAL_CLAUSE, Role.OPEN_COMPLEMENT)
    return any(tree.is_infinitive(word) and tree.lower[last + 1] == "to" for word in below if word > last + 1)


def _copular(tree: Tree, names: Names, clause: Clause, subjects: "list[int]") -> "Iterator[Statement]":
    head, copula = clause.head, clause.copula
    if copula is None or tree.pos[head] == "VERB" and tree.tags[head] not in ("VBN", "VBG"):
        return
    if not tree.is_nominal(head):
        # "It is clear that …" is about no thing, and which thing it is otherwise is a guess.
        below = (Role.CLAUSAL_SUBJECT, Role.CLAUSAL_COMPLEMENT, Role.OPEN_COMPLEMENT, Role.ADVERBIAL_CLAUSE)
        if tree.child(head, *below) is not None or tree.roles[head] is Role.ROOT:
            subjects = [subject for subject in subjects if tree.lower[subject] not in ("it", "this", "that")]
    if _misread_predicate(tree, clause):
        return
    controlled = clause.rule in ("subject_control", "object_control")
    if tree.tags[head] in ("WP", "WDT", "WRB") or tree.is_infinitive(head) and not controlled:
        return
    predicate = Predicate("be", copula, copula)
    if clause.chain:
        predicate = chained(tree, clause, predicate)
    cases = tree.case_words(head)
    rule = "copula" if clause.rule == "clause" else clause.rule
    if cases and names.time_at(head) is None and _is_idiom(tree, names, head):
        yield from _idiomatic(tree, names, head, subjects, copula, rule)
        return
    if cases and names.time_at(head) is None:
        predicate = predicate.with_word(tree.preposition(head), cases[-1])
        heads = [head]
    elif names.time_at(head) is not None:
        return
    else:
        heads = [each for each in tree.conjuncts(head) if not _verb_between(tree, head, each)][:MAX_OBJECTS]
    adjective = tree.pos[head] == "ADJ"
    for subject in subjects:
        complements = list(complements_of(tree, names, clause, has_object=False)) if adjective else []
        for found, preposition, last in complements[:1]:
            text = f"be {tree.lower[head]} {preposition}"
            yield _statement(subject, Predicate(text, min(copula, head), max(head, last)), found, "prepositional")
        if not complements:
            for each in heads:
                yield _statement(subject, predicate, each, rule)


def _misread_predicate(tree: Tree, clause: Clause) -> bool:
    """What is no predicate of "be", though it is hung like one: verbs, and superlatives without their noun."""
    head, copula = clause.head, clause.copula
    if tree.tags[head] in ("VBG", "VBN"):
        between = any(tree.pos[word] in ("NOUN", "PROPN", "PRON", "VERB") for word in range(copula + 1, head))
        return between or tree.child(head, Role.OBJECT) is not None
    most = any(tree.tags[child] == "RBS" for child in tree.children[head])
    if tree.pos[head] == "ADJ" and (most or tree.tags[head] == "JJS"):
        return tree.child(head, Role.POSSESSIVE, Role.DETERMINER) is not None and tree.words[head + 1 : head + 2] == [","]
    return False


def _is_idiom(tree: Tree, names: Names, head: int) -> bool:
    """A bare noun after a preposition is no thing of its own: "in attendance", "at war", "under arrest"."""
    if tree.tags[head] != "NN" or names.at(head) is not None or len(tree.case_words(head)) != 1:
        return False
    own = (Role.DETERMINER, Role.POSSESSIVE, Role.NAME_PART, Role.MODIFIER)
    return tree.child(head, *own) is None and tree.case_words(head)[0] == head - 1


def _idiomatic(tree: Tree, names: Names, noun: int, subjects: "list[int]", be: int, rule: str) -> "Iterator[Statement]":
    """"Be in attendance at the event", "be under arrest"."""
    predicate = Predicate(f"be {tree.preposition(noun)} {tree.lemmas[noun]}", be, noun)
    found = [
        (each, tree.preposition(word), tree.case_words(word)[-1])
        for word in tree.all(noun, Role.NOMINAL, Role.OBLIQUE)
        if word > noun and tree.case_words(word) and is_argument(tree, names, word)
        for each in tree.conjuncts(word)
    ]
    for subject in subjects:
        for each, preposition, last in found[:MAX_OBJECTS]:
            yield _statement(subject, predicate.with_word(preposition, last), each, rule)
        if not found:
            yield _statement(subject, predicate, None, rule)


def _verb_between(tree: Tree, first: int, last: int) -> bool:
    return any(pos in ("VERB", "AUX") for pos in tree.pos[first + 1 : last])


def _statement(subject: int, predicate: Predicate, object_: Optional[int], rule: str) -> Statement:
    return Statement(subject, predicate.text, (predicate.first, predicate.last), object_, rule)
