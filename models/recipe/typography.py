"""Variants in which newspapers print what the corpora write plainly: curly quotes, dashes, capitals."""

import random
from typing import Callable, Sequence

_OPENING = {'"': "“", "'": "‘", "``": "“", "`": "‘"}
_CLOSING = {'"': "”", "'": "’", "''": "”"}
_DASHES = {"--": ("—", "–"), "---": ("—",), "-": ("–", "—", "-")}

_BRITISH_TITLES = {f"{title}.": title for title in ("Mr", "Mrs", "Ms", "Dr", "Prof", "St", "Gen", "Col", "Lt", "Rev", "Jr")}

# Words that newspapers leave in lower case in a headline with capitals.
_SMALL_WORDS = frozenset(
    "a an and as at but by for from in into nor of off on or over per so the to up via with yet is".split()
)


def typeset(words: Sequence[str], spaces: Sequence[bool], rng: random.Random) -> "list[str]":
    """The words with curly quotes and apostrophes and typographic dashes; a dash only where spaces surround it."""
    typeset_words = []
    open_quotes = 0
    ellipsis = rng.random() < 0.5
    for index, word in enumerate(words):
        spaced_before = index == 0 or spaces[index - 1] or words[index - 1].isspace()
        if word in _OPENING and (spaced_before or words[index - 1] in "([—") and (spaces[index] is False):
            typeset_words.append(_OPENING[word])
            open_quotes += 1
        elif word in _CLOSING:
            typeset_words.append(_CLOSING[word])
        elif word in _DASHES and spaced_before and spaces[index]:
            typeset_words.append(rng.choice(_DASHES[word]))
        elif word == "..." and ellipsis:
            typeset_words.append("…")
        else:
            typeset_words.append(word.replace("'", "’"))
    return typeset_words


def british_titles(words: Sequence[str]) -> "list[str]":
    """Titles without their full stop, as British papers write them ("Mr", "Dr")."""
    return [_BRITISH_TITLES.get(word, word) for word in words]


def title_case(words: Sequence[str]) -> "list[str]":
    """As in headlines: each word capitalised but the small ones, which keep their case."""
    return [
        word if index and (word.lower() in _SMALL_WORDS or word[:1] in "'’" or word == "n't" or word == "n’t")
        else word[:1].upper() + word[1:]
        for index, word in enumerate(words)
    ]


def upper_case(words: Sequence[str]) -> "list[str]":
    """All capitals, where that changes no word's length ("ß" stays)."""
    return [word.upper() if len(word.upper()) == len(word) else word for word in words]


def lower_case(words: Sequence[str]) -> "list[str]":
    """All small letters."""
    return [word.lower() if len(word.lower()) == len(word) else word for word in words]


CASES: "dict[str, Callable[[Sequence[str]], list[str]]]" = {
    "title": title_case,
    "upper": upper_case,
    "lower": lower_case,
}
