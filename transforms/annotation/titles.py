"""Titles and forms of address before the names of persons."""

from typing import Optional

from transforms.annotation.lists import read_lists
from transforms.annotation.words import Name, Words

TITLE_LISTS = read_lists("titles.yaml")


def folded(word: str) -> str:
    """A word as the lists' words are compared: without its full stop, in any case."""
    return word.rstrip(".").casefold()


_TITLES = frozenset(
    tuple(folded(word) for word in title.replace("-", " - ").split())
    for group in ("male", "female", "address", "offices", "ranks")
    for title in TITLE_LISTS[group]
)
_LONGEST_TITLE = max(map(len, _TITLES))
_TITLE_STARTS = frozenset(title[0] for title in _TITLES)
_MODIFIERS = frozenset(map(folded, TITLE_LISTS["modifiers"]))
_GENDERS = {folded(word): gender for gender in ("male", "female") for word in TITLE_LISTS[gender]}


def is_title(word: str) -> bool:
    """It is a title of one word."""
    return (folded(word),) in _TITLES


def title_before(words: Words, index: int) -> Optional[str]:
    """The word before a name, folded, if it is a form of address that tells man from woman."""
    if index == 0 or words.breaks[index - 1]:
        return None
    before = index - 1
    if words.texts[before] == "." and before:
        before -= 1
    return _GENDERS.get(folded(words.texts[before]))


def strip_titles(words: Words, name: Name) -> Optional[Name]:
    """ "Russian President Vladimir Putin" → "Vladimir Putin"; a title alone is no person."""
    parts = [folded(words.texts[index]) for index in range(name.start, name.end)]
    position = after_title = 0
    while position < len(parts):
        length = _title_length(parts, position)
        if length:
            position += length
            after_title = position
        elif parts[position] in _MODIFIERS or parts[position].strip() in ("-", ""):
            position += 1
        elif after_title == 0 and position == 0 and _title_length(parts, 1) and len(parts) > 2:
            position += 1  # "Russian"
        else:
            break
    while after_title < len(parts) and parts[after_title].strip() in ("", "-"):
        after_title += 1
    return Name(name.start + after_title, name.end, name.label) if after_title < len(parts) else None


def _title_length(parts: "list[str]", position: int) -> int:
    """How many words from there on are one title; 0 if none."""
    if position >= len(parts) or parts[position] not in _TITLE_STARTS:
        return 0
    for length in range(min(_LONGEST_TITLE, len(parts) - position), 0, -1):
        if tuple(parts[position : position + length]) in _TITLES:
            return length
    return 0
