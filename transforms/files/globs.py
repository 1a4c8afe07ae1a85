"""Globs: `*`, `?` and `[...]` within a name, `**` for any number of folders."""

import fnmatch
import re

_WILDCARD = re.compile(r"[*?\[]")
_ANY_FOLDERS = "**"


def has_wildcard(path: str) -> bool:
    """Whether a path can be read as a glob."""
    return _WILDCARD.search(path) is not None


def is_hidden(name: str) -> bool:
    """Whether a name is hidden by the convention of Unix."""
    return name.startswith(".")


class Glob:
    """A glob, matched name by name on the way down from its root.

    Where a walk has got to is a set of states: how many of the glob's parts its path may stand for. A name
    that begins with a dot is matched only by a part that does, too; one that is spelt like a part is matched
    by it, so that folders called "News [2024]" can be named.

    :param pattern: a path with wildcards. One that ends in a slash matches folders only.
    """

    def __init__(self, pattern: str) -> None:
        parts = [part for part in pattern.split("/") if part not in ("", ".")]
        first = next((at for at, part in enumerate(parts) if has_wildcard(part)), len(parts))
        #: the folder that everything it matches lies in, "" for the current one
        self.root = "/" * pattern.startswith("/") + "/".join(parts[:first])
        self.folders_only = pattern.endswith("/")
        #: it says itself which suffix the files have that it matches
        self.names_suffix = not self.folders_only and _has_literal_suffix(parts[-1])
        self._parts = parts[first:]
        self.start = self._with_no_folder({0})

    def after(self, states: "frozenset[int]", name: str) -> "frozenset[int]":
        """The states below a name; none if nothing there can match."""
        reached = set()
        for at in states - {len(self._parts)}:
            if self._parts[at] == _ANY_FOLDERS:
                reached |= set() if is_hidden(name) else {at}
            elif _matches(name, self._parts[at]):
                reached.add(at + 1)
        return self._with_no_folder(reached)

    def accepts(self, states: "frozenset[int]") -> bool:
        """Whether the path that led to the states is matched."""
        return len(self._parts) in states

    def _with_no_folder(self, states: "set[int]") -> "frozenset[int]":
        """The states, and those reached when `**` stands for no folder."""
        for at, part in enumerate(self._parts):
            if at in states and part == _ANY_FOLDERS:
                states.add(at + 1)
        return frozenset(states)


def _matches(name: str, part: str) -> bool:
    if name == part:
        return True
    return is_hidden(name) <= is_hidden(part) and fnmatch.fnmatchcase(name, part)


def _has_literal_suffix(name: str) -> bool:
    _, dot, suffix = name.rpartition(".")
    return bool(dot and suffix) and not has_wildcard(suffix)
