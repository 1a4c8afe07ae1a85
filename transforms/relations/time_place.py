"""When and where a clause happens, as far as its own words say."""

from typing import Any, Optional

from transforms.relations.clauses import Clause
from transforms.relations.cues import cues
from transforms.relations.dependencies import Role, Tree
from transforms.relations.phrases import Names

_PLACES = frozenset(["GPE", "LOC", "FAC"])
_ADJUNCTS = (Role.OBLIQUE, Role.ADVERB, Role.NOMINAL, Role.AGENT)


def time_of(tree: Tree, names: Names, clause: Clause) -> Optional[Any]:
    """The mention of the time of a clause: its own, that of a noun in it, or that of the verb governing it."""
    found = _time_below(tree, names, clause.head)
    if found is None and clause.governor is not None and clause.rule in ("subject_control", "purpose"):
        # "plans to visit on Friday" and "on Friday plans to visit" are parsed alike now and then.
        found = _time_below(tree, names, clause.governor.head) if clause.rule == "subject_control" else None
    return found


def _time_below(tree: Tree, names: Names, head: int) -> Optional[Any]:
    below = tree.all(head, *_ADJUNCTS, Role.OBJECT, Role.OTHER)
    for word in below:
        time = names.time_at(word)
        if time is not None and "\n\n" not in time.text:
            return time
    for word in below:
        # "At the 9 May event": when it is is when what happens there happens.
        for deeper in tree.all(word, Role.NAME_PART, Role.MODIFIER):
            time = names.time_at(deeper)
            dated = time is not None and time.label == "DATE" and "\n\n" not in time.text
            if dated and tree.preposition(word) in ("at", "in", "on", "during"):
                return time
    for word in [*below, *tree.all(head, Role.OBJECT)]:
        for deeper in tree.all(word, Role.NOMINAL):
            time = names.time_at(deeper)
            if time is not None and tree.preposition(deeper) in ("on", "in", "at", "") and "\n\n" not in time.text:
                return time
    return None


def place_of(tree: Tree, names: Names, clause: Clause) -> Optional[Any]:
    """The mention of the place of a clause."""
    for word in tree.all(clause.head, Role.OBLIQUE):
        name = names.name_at(word)
        if name is not None and name.label in _PLACES and tree.preposition(word) in cues().place_prepositions:
            return name if "\n\n" not in name.text else None
    return None
