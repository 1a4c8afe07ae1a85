"""Who wrote a text, as the lines about it say."""

import re
from typing import Iterator, Sequence

from transforms.bylines import begins_as_byline, is_byline, is_surely_name, names_of
from transforms.cleaning.places import BYLINE, TIMESTAMP
from transforms.cleaning.publication import WITHIN_UNITS
from transforms.cleaning.unit import Unit
from transforms.sentences import is_running

_BARS = re.compile(r"\s*[|•·]\s*")
_BY = re.compile(r"\bby\b", re.IGNORECASE)


def authors_in(units: Sequence[Unit]) -> "tuple[str, ...]":
    """The names in the bylines that were removed, and in a line of the date.

    A line that is nothing but a name is a byline only if nothing else speaks against it: not the name of a section or a paper,
    none of whom the article speaks, and no line that says "by".
    """
    introduced = [name for unit in units if unit.reason == BYLINE and _is_introduced(unit.text) for name in names_of(unit.text)]
    if introduced:
        return tuple(dict.fromkeys(introduced))
    running = [unit.text for unit in units if unit.reason is None and is_running(unit.text)]
    return tuple(dict.fromkeys(name for index, unit in enumerate(units) for name in _names_in(unit, index, running)))


def _is_introduced(text: str) -> bool:
    return begins_as_byline(text) or is_byline(text)


def _names_in(unit: Unit, index: int, running: Sequence[str]) -> Iterator[str]:
    if unit.reason == BYLINE:
        yield from _believed(names_of(unit.text), running)
    elif unit.reason == TIMESTAMP and index < WITHIN_UNITS:
        if _BY.search(unit.text):
            yield from filter(is_surely_name, names_of(unit.text))
        else:  # "Lagos, 3 May 2024" is no author's, "Jane Doe | 3 May 2024" is
            parts = (part for part in _BARS.split(unit.text) if not any(map(str.isdigit, part)))
            yield from _believed([name for part in parts for name in names_of(part)], running)


def _believed(names: Sequence[str], running: Sequence[str]) -> Iterator[str]:
    """Of names that nothing introduces, those against which nothing speaks."""
    return (name for name in names if is_surely_name(name) and not any(name in text for text in running))
