"""The patterns of clutter, from clutter.yaml."""

import functools
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Pattern

import yaml

PATTERNS = Path(__file__).with_name("clutter.yaml")
_KINDS = ("lines", "sure", "hints", "heads")


@dataclass(frozen=True)
class Family:
    """Clutter of one kind: its patterns, each as clutter.yaml explains it."""

    reason: str
    lines: "tuple[Pattern, ...]"
    sure: "tuple[Pattern, ...]"
    hints: "tuple[Pattern, ...]"
    heads: "tuple[Pattern, ...]"


@functools.lru_cache(maxsize=1)
def families() -> "tuple[Family, ...]":
    """All families of clutter, in the order of the file.

    :raises ValueError: the file has an unknown kind or a pattern that is none; it says where.
    """
    groups = yaml.safe_load(PATTERNS.read_text(encoding="utf-8"))
    return tuple(_family(reason, group) for reason, group in groups.items())


def _family(reason: str, group: "dict[str, list[str]]") -> Family:
    unknown = group.keys() - set(_KINDS)
    if unknown:
        raise ValueError(f"{PATTERNS.name}: {reason} has no kind {', '.join(sorted(unknown))}")
    return Family(reason, *(tuple(_compile(reason, kind, one) for one in group.get(kind, [])) for kind in _KINDS))


def _compile(reason: str, kind: str, pattern: str) -> Pattern:
    try:
        return re.compile(pattern, re.IGNORECASE)
    except re.error as error:
        raise ValueError(f"{PATTERNS.name}: {reason}, {kind}: {pattern!r} is no pattern: {error}") from error
