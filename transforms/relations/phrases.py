"""The surface of an argument: a name as the mention has it, else its noun phrase without clauses."""

import bisect
from typing import Any, NamedTuple, Optional, Sequence

from transforms.relations.dependencies import FINITE, Role, Tree

NAME_LABELS = frozenset("PERSON ORG GPE LOC NORP FAC EVENT PRODUCT WORK_OF_ART LAW LANGUAGE".split())
TIME_LABELS = frozenset(["DATE", "TIME"])

# A longer noun phrase keeps only its "of" phrases: what else follows is often attached wrongly.
MAX_PHRASE_WORDS = 16

# Between the names of a list.
SEPARATORS = frozenset([",", "and", "&", ";"])
_INSIDE = frozenset(
    [Role.DETERMINER, Role.MODIFIER, Role.NAME_PART, Role.POSSESSIVE, Role.NOMINAL, Role.PARTICLE]
)
_INSIDE_DEPENDENT = _INSIDE | {Role.CASE, Role.ADVERB, Role.CONJUNCT, Role.COORDINATOR, Role.PUNCTUATION, Role.OTHER}
_CLAUSAL_POS = frozenset(["VERB", "AUX"])
_AMOUNT_LABELS = frozenset(["MONEY", "QUANTITY", "PERCENT", "CARDINAL"])
_PER = frozenset(["a", "an", "per", "each", "every"])
# "The first since 2010", "the only one in ten years": of other things and times it is not said.
_ORDINALS = frozenset(["first", "second", "third", "only", "last", "next"])
_BEHIND = (["of"], ["to"], ["than"], ["for"], ["with"])
_NO_ENDS = frozenset(["the", "a", "an", "of", "and", "or", "what", "which", "worth", "than"])
# Whose dollars they are.
_DOLLARS = frozenset("US U.S. USD CA CAD Canadian AU Australian NZ HK A C".split())
_SCOPES = frozenset(["in", "since", "for"])
_QUOTES = frozenset("“”‘’\"'")


class Surface(NamedTuple):
    """A stretch of the text: offsets, and the mention that it is, if it is one."""

    start: int
    end: int
    mention: Optional[Any] = None


class Names:
    """The mentions of a Doc by word. The tree is mended where a name lies across its branches.

    :param mentions: records with `start`, `end`, `label`, `entity_id` and so on, in order, without overlaps.
    """

    def __init__(self, tree: Tree, mentions: Sequence[Any]) -> None:
        self.mentions = mentions
        self.first_words: "list[int]" = []
        self._starts = [mention.start for mention in mentions]
        self._ends = [mention.end for mention in mentions]
        self._at: "dict[int, Any]" = {}
        for mention in mentions:
            first = bisect.bisect_right(tree.ends, mention.start)
            last = bisect.bisect_left(tree.starts, mention.end)
            self.first_words.append(first)
            for word in range(first, last):
                self._at.setdefault(word, mention)
            if mention.label in NAME_LABELS and last - first == 1:
                tree.make_name(first)
            if mention.label in NAME_LABELS and last - first > 1 and tree.sentences[first] == tree.sentences[last - 1]:
                tree.join_name(first, last)
        self._names = {word: mention for word, mention in self._at.items() if mention.label in NAME_LABELS}
        self._times = {word: mention for word, mention in self._at.items() if mention.label in TIME_LABELS}

    def between(self, start: int, end: int) -> "Sequence[Any]":
        """The mentions that stand whole between two offsets."""
        first = bisect.bisect_left(self._starts, start)
        last = bisect.bisect_right(self._ends, end)
        return self.mentions[first:last]

    def at(self, word: int) -> Optional[Any]:
        """The mention that a word is part of."""
        return self._at.get(word)

    def name_at(self, word: int) -> Optional[Any]:
        """The mention that a word is part of, if it is a name rather than a time or an amount."""
        return self._names.get(word)

    def time_at(self, word: int) -> Optional[Any]:
        """The mention that a word is part of, if it is a time."""
        return self._times.get(word)


def argument(tree: Tree, names: Names, head: int) -> Optional[Surface]:
    """The surface of the nominal or adjective with this head, or None where there is none."""
    name = named(tree, names, head) or names.name_at(head)
    if name is not None:
        return Surface(name.start, name.end, name) if "\n\n" not in name.text else None
    words = _phrase(tree, head)
    mention = names.at(head)
    surface = span_of(tree, words)
    if surface is None:
        return None
    if mention is not None and mention.start <= surface.end and mention.end >= surface.start:
        # "5.2 million dollars": the amount is all of it, or close to it.
        if mention.end == surface.end or mention.end - mention.start >= surface.end - surface.start:
            if "\n\n" in mention.text:
                return None
            return Surface(_with_currency(tree, mention.start), _with_unit(tree, mention.end, mention), mention)
    end = _with_unit(tree, surface.end, names.at(words[-1]))
    return Surface(surface.start, _with_scope(tree, names, surface, words) if end == surface.end else end)


def _with_unit(tree: Tree, end: int, mention: Any) -> int:
    """Where an amount ends with what it is for: "$28 an hour", "three times a week"."""
    word = bisect.bisect_left(tree.starts, end)
    if mention is None or mention.label not in _AMOUNT_LABELS or word + 1 >= len(tree.words):
        return end
    unit = tree.lower[word] in _PER and tree.tags[word + 1] == "NN" and tree.sentences[word] == tree.sentences[word - 1]
    return tree.ends[word + 1] if unit else end


def _with_currency(tree: Tree, start: int) -> int:
    """Where an amount begins with its currency: "CA$ 1 billion", "US $5"."""
    word = bisect.bisect_left(tree.starts, start) - 1
    if word < 0:
        return start
    apart = tree.words[word + 1].startswith("$") and tree.words[word] in _DOLLARS
    return tree.starts[word] if apart or tree.words[word].endswith("$") else start


def _with_scope(tree: Tree, names: Names, surface: Surface, words: "Sequence[int]") -> int:
    """Where a phrase ends with the time that limits it: "the first visit in two decades"."""
    word = words[-1] + 1
    limited = any(tree.lower[each] in _ORDINALS or tree.tags[each] in ("JJS", "RBS") for each in words)
    if not limited or word >= len(tree.words) or tree.lower[word] not in _SCOPES:
        return surface.end
    for each in range(word + 1, min(word + 5, len(tree.words))):
        time = names.time_at(each)
        if time is not None and tree.sentences[each] == tree.sentences[words[-1]]:
            return time.end
        if tree.pos[each] in ("VERB", "PUNCT"):
            break
    return surface.end


def named(tree: Tree, names: Names, head: int) -> Optional[Any]:
    """The name that a description is for: "foreign minister Lavrov", "its founder, Sergey Brin"."""
    if tree.pos[head] not in ("NOUN", "PROPN"):
        return None
    own = names.name_at(head)
    if own is not None and own.label == "PERSON":
        return None
    for child in tree.children[head]:
        name = names.name_at(child) if child > head else None
        if name is None or name is own:
            continue
        role = tree.roles[child]
        if role is Role.NAME_PART and name.label == "PERSON":
            return name
        behind = head + 1 < len(tree.words) and names.at(head + 1) is name
        if role is Role.APPOSITION and own is None and (name.label == "PERSON" or behind):
            return name
    return None


def listed(tree: Tree, names: Names, word: int, label: str, most: int) -> "tuple[list[int], int]":
    """One word of each name of a kind in a list that begins at a word, "Ann (9), Bo and Cy", and the last word of it."""
    found: "list[int]" = []
    last, sentence = word - 1, tree.sentences[word] if word < len(tree.words) else -1
    while word < len(tree.words) and tree.sentences[word] == sentence and len(found) < most:
        name = names.name_at(word)
        if name is None or name.label != label:
            break
        found.append(word)
        while word < len(tree.words) and names.name_at(word) is name:
            last, word = word, word + 1
        word = before = _behind_bracket(tree, word)
        while word < len(tree.words) and tree.lower[word] in SEPARATORS:
            word += 1
        if word == before:
            break
    return found, last


def _behind_bracket(tree: Tree, word: int) -> int:
    """The word behind an age or year in brackets: "Ann (9)"."""
    if word + 2 < len(tree.words) and tree.words[word] == "(":
        for after in range(word + 1, min(word + 4, len(tree.words))):
            if tree.words[after] == ")":
                return after + 1
    return word


def span_of(tree: Tree, words: "Sequence[int]") -> Optional[Surface]:
    """The stripped stretch from the first of some words to the last; None if it is empty or crosses a paragraph."""
    words = [word for word in words if tree.pos[word] != "SPACE"]
    quotes = [word for word in words if tree.words[word] in _QUOTES]
    balanced = len(quotes) == 2
    while words and tree.pos[words[0]] == "PUNCT" and not (balanced and words[0] == quotes[0]):
        words.pop(0)
    while words and tree.pos[words[-1]] == "PUNCT" and not (balanced and words[-1] == quotes[1]):
        words.pop()
    if not words:
        return None
    return stretch(tree, tree.starts[words[0]], tree.ends[words[-1]])


def stretch(tree: Tree, start: int, end: int) -> Optional[Surface]:
    """A stretch of the text without white space around it; None if it is empty or crosses a paragraph."""
    text = tree.text[start:end]
    start += len(text) - len(text.lstrip())
    text = text.strip()
    return Surface(start, start + len(text)) if text and "\n\n" not in text else None


def is_cut(tree: Tree, surface: Surface) -> bool:
    """Whether a phrase was misread: it ends where no phrase does, begins with a verb, or has a finite one in it."""
    first = bisect.bisect_right(tree.ends, surface.start)
    last = bisect.bisect_left(tree.starts, surface.end) - 1
    if last < first:
        return False
    if surface.start > 1 and tree.text[surface.start - 1] == "-" and tree.text[surface.start - 2].isalpha():
        return True  # "Secretary-| General"
    if last > first and (tree.lower[last] in _NO_ENDS or tree.tags[last] in ("WP", "WDT", "WRB", "CC")):
        return True
    if surface.mention is not None:
        return False
    if first and tree.tags[first - 1] in ("RBR", "RBS") and first <= tree.heads[first - 1] <= last:
        return True  # "more | fuel-efficient than others"
    if tree.tags[first] == "VB" or tree.tags[first] in FINITE:
        return True  # "cut | close 12 facilities"
    return any(tree.tags[word] in FINITE and tree.pos[word] in ("VERB", "AUX") for word in range(first + 1, last + 1))


def clause_surface(tree: Tree, head: int, without: int) -> Optional[Surface]:
    """The surface of a clause: all below its head but what hangs on another word, as far as it is in one piece."""
    inside, open_ = {head}, [head]
    while open_:
        for child in tree.children[open_.pop()]:
            if child not in inside and child != without:
                inside.add(child)
                open_.append(child)
    first = last = head
    while first - 1 in inside:
        first -= 1
    while last + 1 in inside:
        last += 1
    while first < head and (tree.lower[first] == "that" or tree.pos[first] in ("PUNCT", "SPACE")):
        first += 1
    while last > head and tree.pos[last] in ("PUNCT", "SPACE"):
        last -= 1
    return stretch(tree, tree.starts[first], tree.ends[last])


def _phrase(tree: Tree, head: int) -> "list[int]":
    inside = _dependents(tree, head, of_only=False)
    words = _contiguous(tree, head, inside)
    if len(words) > MAX_PHRASE_WORDS:
        words = _contiguous(tree, head, _dependents(tree, head, of_only=True))
    return words


def _dependents(tree: Tree, head: int, of_only: bool) -> "set[int]":
    inside = {head}
    for child in tree.children[head]:
        role = tree.roles[child]
        if role in (Role.ADVERB, Role.NEGATION):
            if child < head and role is Role.ADVERB and tree.pos[head] in ("ADJ", "NUM", "ADV"):
                inside |= _whole(tree, child)
        elif role is Role.OBLIQUE and tree.pos[head] == "ADJ" and child > head and tree.case_words(child):
            inside |= _whole(tree, child)
        elif role is Role.MODIFIER and child > head and tree.pos[child] == "ADJ" and tree.lower[child + 1 : child + 2] in _BEHIND:
            continue  # "a screen capable of displaying films": half of it would be another thing
        elif role is Role.ADNOMINAL_CLAUSE and tree.tags[child] == "VBG" and child == head + 2 and tree.lower[head + 1] == "of":
            inside |= _gerund(tree, head, child)
        elif role in _INSIDE:
            if role is Role.NOMINAL and child > head:
                preposition = tree.preposition(child)
                if not preposition or of_only and preposition != "of":
                    continue
            inside |= _whole(tree, child)
    return inside


def _gerund(tree: Tree, head: int, gerund: int) -> "set[int]":
    """"The end of fighting", "the idea of holding talks": with its object, and not at all with other complements."""
    objects = tree.all(gerund, Role.OBJECT)
    if not objects and tree.child(gerund, Role.OPEN_COMPLEMENT, Role.CLAUSAL_COMPLEMENT) is not None:
        return set()
    return {head + 1, gerund}.union(*(_whole(tree, each) for each in objects))


def _whole(tree: Tree, word: int) -> "set[int]":
    """A dependent with all below it but clauses and appositions."""
    inside, open_ = {word}, [word]
    while open_:
        for child in tree.children[open_.pop()]:
            if child not in inside and tree.roles[child] in _INSIDE_DEPENDENT:
                if tree.roles[child] is Role.CONJUNCT and tree.pos[child] in _CLAUSAL_POS:
                    continue
                inside.add(child)
                open_.append(child)
    return inside


def _hyphenated(tree: Tree, word: int) -> bool:
    """Whether a word and the next are parts of one with a hyphen: "14-year-old"."""
    if word < 0 or word + 1 >= len(tree.words) or tree.ends[word] != tree.starts[word + 1]:
        return False
    return tree.words[word] == "-" or tree.words[word + 1] == "-"


def _contiguous(tree: Tree, head: int, inside: "set[int]") -> "list[int]":
    first = last = head
    while first - 1 in inside or first - 2 in inside and tree.pos[first - 1] == "PUNCT":
        first -= 1
    while last + 1 in inside or last + 2 in inside and tree.pos[last + 1] == "PUNCT":
        last += 1
    sentence = tree.sentences[head]
    while _hyphenated(tree, first - 1):
        first -= 1
    while _hyphenated(tree, last):
        last += 1
    return [word for word in range(first, last + 1) if tree.sentences[word] == sentence]
