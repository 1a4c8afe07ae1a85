"""The names that the list of aliases knows: which are of one place, organisation or event, and what kind."""

from typing import NamedTuple, Optional

from transforms.annotation.folding import fold
from transforms.annotation.lists import read_lists


class Alias(NamedTuple):
    """A name of the list.

    :param number: the same for all names of one entity.
    :param rank: 0 for the fullest of them.
    :param label: the label of the names of its group where there is no doubt of it, else None.
    """

    number: int
    rank: int
    label: Optional[str]


# "Washington" or "Miss." may be a person's name or form of address, a union of states an organisation or a place.
_CERTAIN = {"countries": "GPE", "events": "EVENT"}


def _read() -> "dict[str, Alias]":
    entities = [(group, names) for group, entities in read_lists("aliases.yaml").items() for names in entities]
    return {
        fold(name): Alias(number, rank, _CERTAIN.get(group))
        for number, (group, names) in enumerate(entities)
        for rank, name in enumerate(names)
    }


# Folded name → what is known of it.
ALIASES = _read()
# The names whose label is certain, with it.
CERTAIN_NAMES = tuple(
    (name, label) for group, label in _CERTAIN.items() for names in read_lists("aliases.yaml")[group] for name in names
)
