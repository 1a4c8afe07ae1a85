"""Verbs right behind the name that begins a sentence, where the parser took them for something else.

"Boeing hires Ann Hill", "John Smith divorced Mary Jones", "Nokia cuts 500 jobs": a form in -s or -ed between two noun
phrases is read as a noun, an adjective or part of the name, so that the sentence has no clause.
"""

from transforms.relations.catalogue import Catalogue
from transforms.relations.clauses import Clause
from transforms.relations.dependencies import Role, Tree
from transforms.relations.lemmas import verb_lemma
from transforms.relations.phrases import Names, listed

# Names that a sentence may begin with.
MAX_NAMES = 4
_LABELS = frozenset(["PERSON", "ORG", "GPE", "NORP"])
_BODIES = frozenset(["ORG", "GPE", "LOC", "FAC"])
_FINITE = frozenset(["VBD", "VBZ", "VBP", "MD"])
_SUBJECTS = (Role.SUBJECT, Role.PASSIVE_SUBJECT, Role.CLAUSAL_SUBJECT, Role.EXPLETIVE)
_BEGINS_PHRASE = frozenset(["DET", "PRON", "NUM", "PROPN"])
_CLAUSES = frozenset([Role.ROOT, Role.CONJUNCT, Role.CLAUSAL_COMPLEMENT, Role.ADVERBIAL_CLAUSE, Role.PARATAXIS])


def mend_first_verbs(tree: Tree, names: Names, catalogue: Catalogue) -> None:
    """Make clauses of the sentences that begin with a name and a verb that was not found."""
    begins = {first: (first, last) for first, last in tree.sentence_spans}
    for mention, first in zip(names.mentions, names.first_words):
        if first not in begins or mention.label not in _LABELS:
            continue
        end = begins[first][1]
        verb = listed(tree, names, first, mention.label, MAX_NAMES)[1] + 1  # "Ann Hill and Bo Lund founded …"
        subject = tree.child(verb, *_SUBJECTS) if verb + 1 < end else verb
        if subject is None or first <= subject < verb and tree.pos[verb] != "VERB":
            tag = _tag(tree, names, catalogue, verb)
            others = (word for word in range(verb + 1, end) if tree.tags[word] in _FINITE)
            if tag and not any(tree.roles[word] is Role.ROOT or tree.heads[word] <= first for word in others):
                _make_clause(tree, first, verb, end, tag)


def mend_first_descriptions(tree: Tree, names: Names) -> None:
    """"A native of Lima, Ann Hill moved …": the subject is taken for an explanation of the place before the comma."""
    for mention, first in zip(names.mentions, names.first_words):
        if mention.label != "PERSON" or first < 3 or first >= len(tree.words) or tree.words[first - 1] != ",":
            continue
        name, place = first, names.name_at(first - 2)
        while names.name_at(tree.heads[name]) is mention and tree.heads[name] != name:
            name = tree.heads[name]
        begin = tree.sentence_spans[tree.sentences[first]][0]
        if tree.roles[name] is not Role.APPOSITION or place is None or place.label == "PERSON":
            continue
        subject = tree.heads[begin]
        verb = tree.heads[subject]
        behind = listed(tree, names, first, "PERSON", 1)[1] + 1
        finite = behind < len(tree.words) and tree.tags[behind] in _FINITE and verb in (behind, tree.heads[behind])
        if tree.lower[begin] in ("a", "an") and tree.roles[subject] in _SUBJECTS and begin < subject < first and finite:
            tree.move(name, verb, tree.roles[subject])


def _tag(tree: Tree, names: Names, catalogue: Catalogue, verb: int) -> str:
    """The tag that a word has if it is a finite verb, or an empty text."""
    tag, form = tree.tags[verb], tree.lower[verb]
    if tree.pos[verb] == "AUX" or not form.isalpha() or names.at(verb) is not None:
        return ""
    if tag in ("VBD", "VBZ") and tree.pos[verb] == "VERB":
        return tag
    if tree.pos[verb + 1] not in _BEGINS_PHRASE and names.at(verb + 1) is None:
        return ""
    if tag in ("VBD", "VBZ"):
        return tag
    for ending, found in (("s", "VBZ"), ("ed", "VBD")):
        if form.endswith(ending) and verb_lemma(form, found, form) in catalogue.verbs:
            return found
    return ""


def _make_clause(tree: Tree, first: int, verb: int, end: int, tag: str) -> None:
    """Make the verb the root, the name before it its subject and the noun phrase behind it its object."""
    name = first
    while first <= tree.heads[name] < verb and tree.heads[name] != name:
        name = tree.heads[name]
    following = verb + 1
    while verb < tree.heads[following] and tree.heads[following] != following:
        following = tree.heads[following]
    behind = [word for word in range(verb + 1, end) if tree.heads[word] <= verb or tree.heads[word] == word]
    tree.pos[verb], tree.tags[verb] = "VERB", tag
    tree.lemmas[verb] = verb_lemma(tree.lower[verb], tag, tree.lemmas[verb])
    tree.move(verb, verb, Role.ROOT)
    tree.move(name, verb, Role.SUBJECT)
    tree.make_name(name)
    for word in behind:
        if tree.roles[word] is Role.PUNCTUATION or tree.heads[word] == verb and word != following:
            continue
        if tree.case_words(word):
            role = Role.OBLIQUE
        elif word == following and tree.is_nominal(word):
            role = Role.OBJECT
        elif tree.roles[word] in _CLAUSES and tree.pos[word] == "VERB":
            role = Role.ADVERBIAL_CLAUSE
        else:
            role = Role.OTHER if tree.heads[word] == word else tree.roles[word]
        tree.move(word, verb, role)


def give_people(tree: Tree, names: Names, clauses: "dict[int, Clause]") -> None:
    """"An expert at Acme College, who said …": who is the expert, though the name stands before the comma."""
    for clause in clauses.values():
        if clause.rule != "relative_clause" or len(clause.subjects) != 1:
            continue
        name, who = clause.subjects[0], tree.child(clause.head, *_SUBJECTS)
        mention, person = names.name_at(name), tree.heads[name]
        if who is None or tree.lower[who] != "who" or mention is None or mention.label not in _BODIES:
            continue
        if tree.roles[name] is Role.NOMINAL and person < name and tree.pos[person] in ("NOUN", "PROPN"):
            if tree.roles[person] is Role.APPOSITION and tree.pos[tree.heads[person]] == "PROPN":
                person = tree.heads[person]
            clause.subjects = [person]
