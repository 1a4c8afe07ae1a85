"""Which names of an article stand for the same organisation."""

import re
from collections import defaultdict
from functools import lru_cache
from typing import Hashable, Iterable, Optional, Sequence

from transforms.annotation.aliases import ALIASES
from transforms.annotation.folding import Appellation, display, fold, is_acronym
from transforms.annotation.lists import read_lists

_LISTS = read_lists("organisations.yaml")
_LEGAL = frozenset(fold(word).casefold() for word in _LISTS["legal"])
_TAILS = frozenset(tuple(fold(words).casefold().split()) for words in _LISTS["tails"])
# What is a company's part rather than the company itself: "Boeing Capital Corp".
_PARTS = frozenset("capital credit finance financial bank commercial ventures holding services research".split())
_SMALL_WORDS = frozenset("of the and for in on at to de du la le des & a an".split())
# Names of the list of aliases, which may stand before an organisation's name.
_ALIASED = frozenset(tuple(name.casefold().split()) for name in ALIASES)
_WORD = re.compile(r"[^\W_]+(?:['’.]\w+)*\.?|&")

Words = "tuple[str, ...]"


def group_organisations(names: Sequence[Appellation], places: "Iterable[str]" = ()) -> "list[Hashable]":
    """For each name, in the order of the article, a key that names of the same organisation share.

    Legal forms do not count ("Apple Inc."). An acronym stands for the one name that has its initials, or after
    which it stands in brackets; a short form for the one name that adds words to it which the lists know,
    or a place or organisation before it ("U.N. Security Council"), one of the article or of the list of aliases.

    :param places: folded names of the article's places, which may stand before an organisation's name.
    """
    if not names:
        return []
    cores = [_core(name.text) for name in names]
    spelled = {core: display(name.text) for core, name in reversed(list(zip(cores, names)))}
    fuller = {core: None for core in spelled}
    before = {tuple(place.casefold().split()) for place in places} | set(spelled)
    for name, core in zip(names, cores):
        long = _core(name.bracketed_after) if name.bracketed_after and is_acronym(fold(name.text)) else ()
        if len(long) > 1 and long[0][0] == core[0][0]:
            fuller[core] = long
    spelled_out, longer = _by_acronym(spelled), _by_short_form(spelled, before)
    for core in dict.fromkeys(core for name, core in zip(names, cores) if first_of_company(name.text)):
        if core not in longer[core[:1]]:
            longer[core[:1]].append(core)
    for core, text in spelled.items():
        if fuller[core] is None:
            acronym = core[0].upper() if len(core) == 1 and is_acronym(fold(text)) else None
            fuller[core] = _only(spelled_out.get(acronym) or longer.get(core, []))
    return [_root(core, fuller) for core in cores]


def _core(text: str) -> Words:
    """The folded words of a name without its legal form."""
    words = fold(text).split()
    while len(words) > 1 and words[-1].casefold() in _LEGAL:
        words.pop()
    return tuple(word.casefold() for word in words)


def first_of_company(text: str) -> Optional[str]:
    """The first of the two words of a company's name with its legal form ("Zenova Therapeutics Inc"), else None."""
    words, core = fold(text).split(), _core(text)
    if len(core) != 2 or len(words) == len(core) or core[1] in _PARTS or len(core[0]) < 4:
        return None
    first = text.split()[0]
    return first if first.isalpha() and core[0] not in _SMALL_WORDS else None


def _only(candidates: "list[Words]") -> Optional[Words]:
    return candidates[0] if len(candidates) == 1 else None


def _root(core: Words, fuller: "dict[Words, Optional[Words]]") -> Words:
    seen = {core}
    while fuller.get(core) is not None and fuller[core] not in seen:
        core = fuller[core]
        seen.add(core)
    return core


def _by_acronym(spelled: "dict[Words, str]") -> "dict[Optional[str], list[Words]]":
    """The names of several words, by the acronyms they may have."""
    names: "dict[Optional[str], list[Words]]" = defaultdict(list)
    for core, text in spelled.items():
        for acronym in initials(text) if len(core) > 1 else ():
            names[acronym].append(core)
    return names


def _by_short_form(spelled: "dict[Words, str]", before: "set[Words]") -> "dict[Words, list[Words]]":
    """The names, by the shorter names that may stand for them."""
    names: "dict[Words, list[Words]]" = defaultdict(list)
    for core in spelled:
        for cut in range(1, len(core)):
            if core[cut:] in _TAILS:
                names[core[:cut]].append(core)
            if core[:cut] in before or core[:cut] in _ALIASED:
                names[core[cut:]].append(core)
    return names


@lru_cache(maxsize=8192)
def initials(name: str) -> "frozenset[str]":
    """The acronyms that a name may have: with and without its small words and legal form."""
    words = [word for part in name.split() for word in _WORD.findall(part.replace("-", " "))]
    words = [word for word in words if word[0].isalnum() or word == "&"]
    significant = [word for word in words if word.casefold() not in _SMALL_WORDS]
    made = {_letters(words), _letters(significant), _letters(word for word in words if word[0].isupper())}
    while len(significant) > 2 and fold(significant[-1]).casefold() in _LEGAL:
        significant = significant[:-1]
        made.add(_letters(significant))
    return frozenset(acronym for acronym in made if len(acronym) > 1)


def _letters(words: "Iterable[str]") -> str:
    """First letters; an acronym among the words gives all of its letters."""
    return "".join(folded if is_acronym(folded) else word[0].upper() for word in words for folded in (fold(word),))
