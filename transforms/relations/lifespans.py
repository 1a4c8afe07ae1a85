"""Days of birth and death in brackets after a name: "Ana Diaz (born 12 March 1960)", "(1881 – 1960)"."""

from typing import Iterator

from transforms.relations.dependencies import Tree
from transforms.relations.nominals import NominalStatement
from transforms.relations.phrases import Names, Surface, stretch

# Words of an opening bracket: a name in another script, a day, a place, a day, a place.
MAX_WORDS = 45
# Letters and words behind a name that do not end it.
_HONOURS = frozenset("frs obe mbe cbe kbe dbe gbe om ch qc kc mp msp oc cc am ao ac mfr phd ph.d md m.d jr sr frse esq".split())
_BORN = frozenset(["born", "b.", "né", "née"])
_DIED = frozenset(["died", "d."])
_DASHES = frozenset(["-", "–", "—", "--"])


def find_lifespans(tree: Tree, names: Names) -> "Iterator[NominalStatement]":
    """The statements of the brackets after people's names."""
    for mention, first in zip(names.mentions, names.first_words):
        if mention.label != "PERSON":
            continue
        after = first
        while after < len(tree.words) and tree.starts[after] < mention.end:
            after += 1
        while after < len(tree.words) and (tree.lower[after].rstrip(".") in _HONOURS or tree.words[after] == ","):
            after += 1
        while after < len(tree.words) and tree.words[after] == "(" and tree.sentences[after] == tree.sentences[first]:
            yield from _bracket(tree, names, first, after)
            after = _closing(tree, after) + 1


def _closing(tree: Tree, opening: int) -> int:
    """The word that closes a bracket."""
    for word in range(opening + 1, min(opening + MAX_WORDS, len(tree.words))):
        if tree.words[word] == ")":
            return word
    return opening


def _bracket(tree: Tree, names: Names, person: int, opening: int) -> "Iterator[NominalStatement]":
    """Days and places up to a dash are of the birth, those after it or after "died" of the death."""
    born = died = None
    days: "dict[str, int]" = {}
    places: "dict[str, int]" = {}
    for word in range(opening + 1, _closing(tree, opening)):
        if tree.sentences[word] != tree.sentences[opening]:
            break
        time, name = names.time_at(word), names.name_at(word)
        if tree.lower[word] in _BORN:
            born = word
        elif tree.lower[word] in _DIED or tree.words[word] in _DASHES and days and time is None:
            died = word
        event = "be born" if died is None else "die"
        if time is not None and time.label == "DATE" and any(map(str.isdigit, time.text)):
            days.setdefault(event, word)
        elif name is not None and name.label in ("GPE", "LOC") and (born is not None or days):
            places.setdefault(event, word)
    # A year alone says nothing; with a dash and another it is a life.
    if born is None and "die" not in days:
        return
    for event, sign in (("be born", opening if born is None else born), ("die", died)):
        if sign is not None and event in days:
            yield from _statement(tree, names, person, event, sign, days[event])
        if sign is not None and event in places:
            yield from _statement(tree, names, person, f"{event} in", sign, places[event])


def _statement(
    tree: Tree, names: Names, person: int, predicate: str, sign: int, word: int
) -> "Iterator[NominalStatement]":
    mention = names.at(word)
    surface = stretch(tree, tree.starts[sign], tree.ends[sign])
    if mention is not None and surface is not None and "\n\n" not in mention.text:
        found = Surface(mention.start, mention.end, mention)
        yield NominalStatement(person, predicate, surface, found, word, "lifespan")
