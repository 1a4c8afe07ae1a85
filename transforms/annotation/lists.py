"""Reads the lists of words that people tune: YAML files beside this code, groups of entries."""

from pathlib import Path
from typing import Any

import yaml


class ListError(ValueError):
    """A list of words is not as it must be; names the file and the entry."""


def read_lists(name: str) -> "dict[str, list[Any]]":
    """The groups of a file of this folder: each a list of words, or of lists of words.

    :raises ListError: it is something else, or an entry is empty or stands twice in its group.
    """
    path = Path(__file__).with_name(name)
    groups = yaml.safe_load(path.read_text(encoding="utf-8"))
    if not isinstance(groups, dict):
        raise ListError(f"{path.name} must be groups of words, not {type(groups).__name__}")
    for group, entries in groups.items():
        if not isinstance(entries, list) or not entries:
            raise ListError(f"{path.name}: {group} must be a list of words")
        seen: "set[str]" = set()
        for entry in entries:
            _check(path.name, group, entry, seen)
    return groups


def _check(file: str, group: str, entry: Any, seen: "set[str]") -> None:
    words = entry if isinstance(entry, list) else [entry]
    for word in words:
        # YAML reads an unquoted No or 2011 as something other than text.
        if not isinstance(word, str) or not word.strip():
            raise ListError(f"{file}: {group} has {word!r}, which is not a text")
        if word in seen:
            raise ListError(f"{file}: {group} has {word!r} twice")
        seen.add(word)
