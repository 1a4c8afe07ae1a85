"""Statements that no reader would make, whatever the parse says: withheld by signs in the words themselves.

Each check is a class of error that judges found in statements of news (docs/relations.md).
"""

from transforms.relations.arguments import Statement
from transforms.relations.clauses import CLOSING_QUOTES, REFLEXIVE, Clause
from transforms.relations.cues import cues
from transforms.relations.dependencies import OPENING_QUOTES, Role, Tree
from transforms.relations.phrases import Names

_SHARED = frozenset(["MONEY", "QUANTITY"])
_AMOUNTS = frozenset(["MONEY", "QUANTITY", "PERCENT", "CARDINAL", "DATE", "TIME"])
_CALLING = frozenset("call label term brand dub".split())
# What somebody does or has while doing something else.
_SPENT = frozenset("job work time day hour year month week trouble difficulty experience success fun problem interest".split())
_RANKING = frozenset("top other first last next remaining".split())
# By which something is done, though they do nothing.
_HOW = frozenset("margin majority mistake accident chance name mail phone hand surprise deadline end".split())
_HARMING = frozenset("kill wound injure jail arrest detain charge convict behead".split())
_RESTRICTING = frozenset("first second third last only all any every each those no rare few".split())
_KINDS = frozenset("form kind type sort part piece example version branch".split())
_POINTING = frozenset("it this that so anything something everything nothing".split())
# Nouns in -s that are one thing.
_SINGULAR = frozenset("news politics economics physics mathematics athletics headquarters series means species works".split())
_GERUND_PREPOSITIONS = frozenset("of upon on with without about for to despite than by".split())
# Nouns with "take" and "have" that nothing is "to".
_TAKING_NO_TO = frozenset("control charge power office command care part advantage".split())
_RELATIVE_WORDS = (["that"], ["which"], ["who"])
# Nouns that only stand for the clause behind them.
_EMPTY = frozenset("fact thing way reason case point idea one".split())
_SUITED = frozenset("best most able capable likely responsible".split())
_DISTANCES = frozenset("away apart ahead behind".split())
# Adjectives that an amount belongs to, also behind the same amount in brackets.
_MEASURES = frozenset("thick long tall wide high deep old away apart ahead behind short heavy late early".split())
_WITHIN_MEASURE = 7
_PLEADING = frozenset("plead arrange appeal conspire agree".split())


def is_sound(tree: Tree, names: Names, clause: Clause, statement: Statement) -> bool:
    """Whether nothing in the words speaks against a statement of a clause."""
    if _is_of_another(tree, names, clause, statement) or _lacks_what_it_needs(tree, names, clause, statement):
        return False
    found = statement.object
    if found is None or statement.clausal:
        if found is None and _shares_object(tree, clause.head):
            return False
        return not _is_restricted(tree, names, statement.subject)
    if _is_poor_object(tree, names, clause, statement, found):
        return False
    if clause.copula is not None and found == clause.head and _is_cut_predicate(tree, names, found):
        return False
    return not _is_restricted(tree, names, found) and not _is_restricted(tree, names, statement.subject)


def _is_of_another(tree: Tree, names: Names, clause: Clause, statement: Statement) -> bool:
    """Whether somebody else does it, or it is done to the subject."""
    subject, head = statement.subject, clause.head
    if _is_quoted_apart(tree, head, subject) or _is_of_a_kind(tree, clause, subject) or _is_bare_number(tree, subject):
        return True
    if statement.rule == "subject_control" and (_is_asked_of_another(tree, head) or _is_named_thing(tree, clause)):
        return True
    if _disagrees(tree, names, clause, subject) or _is_of_who_stands_before(tree, clause, statement):
        return True
    if statement.rule == "participle" and tree.tags[head] == "VBG" and tree.lemmas[subject] in _SPENT:
        return True  # "does a good job running it"
    if statement.rule == "agent" and tree.lemmas[subject] in _HOW:
        return True  # "elected by a wide margin"
    return _is_misread_passive(tree, clause, statement)


def _lacks_what_it_needs(tree: Tree, names: Names, clause: Clause, statement: Statement) -> bool:
    """Whether a predicate says another thing without the words left out of it."""
    if statement.predicate.startswith("be worth "):
        return True  # "is worth $5 for two ships": the amount is missing
    if statement.predicate.endswith(" to") and not _TAKING_NO_TO.isdisjoint(statement.predicate.split()[1:-1]):
        return True  # "a visit since taking control of Korea to Moscow": the visit is to it
    last = statement.words[1]
    if tree.lemmas[clause.head] != "base" and tree.lower[last - 1] == "based" and tree.roles[last] is Role.CASE:
        return True  # "awarded based on price" is no awarding on it
    if _is_doing_without(tree, clause, statement):
        return True
    return _leaves_out_object(tree, names, clause, statement) or _leaves_out_place(tree, clause, statement)


def _is_poor_object(tree: Tree, names: Names, clause: Clause, statement: Statement, found: int) -> bool:
    """Whether an object is cut off, or says nothing by itself."""
    if _is_quoted_apart(tree, clause.head, found) or _is_cut_infinitive(tree, names, found):
        return True
    if tree.lemmas[clause.head] in ("do", "make") and tree.lower[found] in _POINTING:
        return True  # "did it": what was done stands before; "make it through the year"
    if statement.rule == "agent" and tree.lower[found] in REFLEXIVE:
        return True  # "they themselves were asked by Kim"
    costs = tree.lemmas[clause.head] == "cost" and tree.pos[found] == "PROPN"
    if costs and len(tree.all(clause.head, Role.OBJECT, Role.INDIRECT_OBJECT)) > 1:
        return True  # "cost Kim $5"
    if tree.lower[found] in ("each", "one") and tree.lower[found + 1 : found + 2] in (["other"], ["another"]):
        return True  # "blame each other"
    if statement.predicate.endswith(" between") and len(tree.conjuncts(_first(tree, found))) > 1:
        return True  # "between Kim and Lee": one of the two
    if tree.words[found + 1 : found + 2] == ["$"]:
        return True  # "rose US $5": the amount is another statement
    return _is_bare_kind(tree, names, found) or _is_shared_amount(tree, names, clause, found)


def _is_bare_kind(tree: Tree, names: Names, noun: int) -> bool:
    """Whether an object is of those only that a relative clause tells: "halt activities that harm birds"."""
    if tree.tags[noun] != "NNS" or names.name_at(noun) is not None or tree.lower[noun + 1 : noun + 2] not in _RELATIVE_WORDS:
        return False
    if any(child < noun and tree.roles[child] is not Role.CASE for child in tree.children[noun]):
        return False
    return tree.child(noun, Role.RELATIVE_CLAUSE) is not None


def _first(tree: Tree, word: int) -> int:
    """The first word of a coordination."""
    while tree.roles[word] is Role.CONJUNCT and tree.heads[word] < word:
        word = tree.heads[word]
    return word


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


def _is_cut_predicate(tree: Tree, names: Names, found: int) -> bool:
    """Whether what somebody is lacks the words that make it so: "pivotal to ending", "the one to win", "30 cm long"."""
    behind = tree.lower[found + 1 : found + 3]
    if tree.tags[found] == "VBG" and tree.pos[found] == "VERB" or tree.lower[found] in _DISTANCES:
        return True  # "is worried and watching"; "three words away"
    if behind[:1] == ["to"] and tree.tags[found + 2 : found + 3] == ["VBG"]:
        return True
    compared = tree.child(found, Role.ADVERBIAL_CLAUSE) if "than" in behind else None
    if compared is not None and tree.pos[compared] == "VERB":
        return True  # "greater than they had thought"
    definite = any(tree.lower[child] == "the" for child in tree.children[found] if child < found)
    if definite and behind and (behind[0] in _SUITED or behind[0] == "to" and tree.tags[found + 2 : found + 3] == ["VB"]):
        return True
    if tree.lemmas[found] in _EMPTY and behind[:1] in _RELATIVE_WORDS:
        return True
    if any(tree.lower[child] == "those" and child > found for child in tree.all(found, Role.NOMINAL)):
        return True
    amount = names.at(found)
    if amount is None or amount.label not in _AMOUNTS:
        return False
    return not _MEASURES.isdisjoint(tree.lower[found + 1 : found + _WITHIN_MEASURE])


def _is_shared_amount(tree: Tree, names: Names, clause: Clause, found: int) -> bool:
    """Whether an amount is what several have together: "GM and Chrysler received $17 billion", "are two types of rocket"."""
    if len(clause.subjects) < 2:
        return False
    amount = names.at(found)
    if amount is not None and amount.label in _SHARED:
        return True
    counted = tree.tags[found] == "NNS" and any(tree.tags[child] == "CD" for child in tree.children[found])
    return clause.copula is not None and counted


def _is_named_thing(tree: Tree, clause: Clause) -> bool:
    """"Called podcasting a success": what is called so is taken for what somebody does."""
    return tree.tags[clause.head] == "VBG" and tree.lemmas[tree.heads[clause.head]] in _CALLING


def _disagrees(tree: Tree, names: Names, clause: Clause, subject: int) -> bool:
    """Whether subject and verb are not of one number: "Kim … were arrested", "the suspects … is a spokesman"."""
    if len(clause.subjects) != 1 or len(tree.conjuncts(_first(tree, subject))) > 1 or clause.head < subject:
        return False
    words = tree.all(clause.head, Role.AUXILIARY, Role.PASSIVE_AUXILIARY, Role.COPULA)
    if tree.tags[clause.head] in ("VBZ", "VBP", "VBD") and not words:
        words = [clause.head]
    if not words or words[0] < subject:
        return False
    verb, name = words[0], names.name_at(subject)
    if name is not None:
        return name.label == "PERSON" and tree.lower[verb] in ("were", "are", "have")
    if tree.tags[subject] != "NNS" or not tree.lower[subject].endswith("s") or tree.lower[subject] in _SINGULAR:
        return False
    return tree.lower[verb] in ("was", "is", "has", "does")


def _is_of_who_stands_before(tree: Tree, clause: Clause, statement: Statement) -> bool:
    """Whether a participle is what somebody else does: "a chance of Kim winning", "it fell, with Kim saying"."""
    before = clause.head - 1
    if statement.rule not in ("participle", "saying") or tree.tags[clause.head] != "VBG" or before <= statement.subject:
        return False
    if tree.pos[before] != "PROPN":
        return False
    noun = before
    while tree.roles[noun] is Role.NAME_PART and tree.heads[noun] != noun:
        noun = tree.heads[noun]
    return noun != statement.subject and tree.preposition(noun) in _GERUND_PREPOSITIONS


def _leaves_out_object(tree: Tree, names: Names, clause: Clause, statement: Statement) -> bool:
    """Whether a verb and its preposition lack the person or things between: "took him for a talk" is no taking for one."""
    if statement.object is None or clause.passive or statement.clausal or " " not in statement.predicate:
        return False
    if tree.roles[statement.object] is not Role.OBLIQUE or statement.subject not in clause.subjects or statement.rule == "light_verb":
        return False
    target = tree.child(clause.head, Role.OBJECT)
    if target is None or not clause.head < target < statement.object or tree.lemmas[clause.head] in cues().of_verbs:
        return False
    if names.at(target) is not None and names.at(target).label in _AMOUNTS:
        return False  # "gained 2 percent to $5"
    return tree.lemmas[target] not in statement.predicate.split() and tree.preposition(statement.object) != "of"


def _leaves_out_place(tree: Tree, clause: Clause, statement: Statement) -> bool:
    """Whether another preposition tells what the verb needs: "priced at $5 before the launch" is no pricing before it."""
    if statement.object is None or statement.clausal or tree.roles[statement.object] is not Role.OBLIQUE:
        return False
    lemma, own = tree.lemmas[clause.head], tree.preposition(statement.object)
    others = [tree.preposition(word) for word in tree.all(clause.head, Role.OBLIQUE) if word != statement.object]
    placing = cues().placing
    if f"{lemma} {own}" in placing or not clause.passive:
        return False
    return own in cues().circumstances and any(f"{lemma} {other}" in placing for other in others)


def _shares_object(tree: Tree, head: int) -> bool:
    """"Would meet or surpass its targets": what is met stands behind the other verb."""
    if tree.tags[head] != "VB" or head + 2 >= len(tree.words) or tree.pos[head + 1] != "CCONJ":
        return False
    verb = head + 3 if tree.pos[head + 2] == "ADV" else head + 2
    return verb < len(tree.words) and tree.tags[verb] == "VB" and tree.child(verb, Role.OBJECT) is not None


def _is_misread_passive(tree: Tree, clause: Clause, statement: Statement) -> bool:
    """"Were reported killed", "was abducted and later killed": who suffers it is taken for who does it."""
    if statement.object is not None or clause.passive or clause.governor is None or not clause.governor.passive:
        return False
    bare = tree.child(clause.head, Role.AUXILIARY, Role.PASSIVE_AUXILIARY) is None
    harmed = tree.lemmas[clause.head] in _HARMING or clause.rule == "subject_control" and tree.tags[clause.head] == "VBN"
    return bare and harmed and tree.tags[clause.head] in ("VBN", "VBD")


def _is_doing_without(tree: Tree, clause: Clause, statement: Statement) -> bool:
    """"As they have done in the past": what they did stands elsewhere."""
    if tree.lemmas[clause.head] != "do" or statement.object is None or clause.passive:
        return False
    return tree.roles[statement.object] is Role.OBLIQUE and tree.child(clause.head, Role.OBJECT) is None


def _is_bare_number(tree: Tree, subject: int) -> bool:
    """"The top five": the number alone is nothing."""
    before = subject - 1
    return tree.tags[subject] == "CD" and before >= 0 and tree.lower[before] in _RANKING and tree.heads[before] == subject
