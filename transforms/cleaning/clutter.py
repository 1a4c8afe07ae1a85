"""The patterns of clutter, from clutter.yaml."""

import functools
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Optional, Pattern, Sequence

import yaml

PATTERNS = Path(__file__).with_name("clutter.yaml")
# What a line ends in, a credit or a notice, is not longer.
END_CHARACTERS = 160
_KINDS = ("words", "lines", "ends", "edges", "sure", "hints", "heads", "tails")
# A tail begins where a sentence of the article has ended, on the same line.
_TAIL = r"(?:(?<=[.!?…][\"'”’)\]])|(?<=[.!?…]))\s+(?:{pattern})\s*$"


# What every pattern of an end has some of: an economy.
_CREDITS = re.compile(
    r"[/(\[|:©@]|getty|shutterstock|alamy|istock|wikimedia|photo|picture|afp|pa wire|contributed|reserved|image|"
    r"credit",
    re.IGNORECASE,
)


@functools.lru_cache(maxsize=64)
def _ends_in_credit(line: str) -> bool:
    return _CREDITS.search(line, max(0, len(line) - END_CHARACTERS)) is not None


@dataclass(frozen=True)
class Family:
    """Clutter of one kind: its patterns, each as clutter.yaml explains it."""

    reason: str
    words: "frozenset[str]"
    lines: "Optional[Pattern]"
    ends: "Optional[Pattern]"
    edges: "Optional[Pattern]"
    heads: "Optional[Pattern]"
    tails: "Optional[Pattern]"
    sure: "Optional[Pattern]"
    hints: "tuple[Pattern, ...]"

    def is_line(self, line: str) -> bool:
        """Whether a whole line is this clutter, wherever it stands."""
        return bool(
            (self.lines and self.lines.fullmatch(line))
            or (self.heads and self.heads.fullmatch(line))
            or (self.ends and _ends_in_credit(line) and self.ends.search(line, max(0, len(line) - END_CHARACTERS)))
        )

    def says(self, outside: str, words: "frozenset[str]") -> bool:
        """Whether a text, without what stands in quotation marks, surely speaks to the reader as this clutter does.

        :param words: the text's words in small letters.
        """
        return self.sure is not None and not words.isdisjoint(self.words) and self.sure.search(outside) is not None


@functools.lru_cache(maxsize=4096)  # papers put the same lines about all their articles
def line_reason(line: str) -> Optional[str]:
    """The reason of the first family that a whole line is clutter of, wherever it stands; None if it is of none."""
    return next((family.reason for family in families() if family.is_line(line)), None)


@functools.lru_cache(maxsize=1)
def families() -> "tuple[Family, ...]":
    """All families of clutter, in the order of the file.

    :raises ValueError: the file has an unknown kind or a pattern that is none; it says where.
    """
    return read_families(PATTERNS.read_text(encoding="utf-8"))


def read_families(text: str) -> "tuple[Family, ...]":
    """The families of a file like clutter.yaml.

    :raises ValueError: it has an unknown kind or a pattern that is none; it says where.
    """
    groups = yaml.safe_load(text)
    return tuple(_family(reason, group) for reason, group in groups.items())


def _family(reason: str, group: "dict[str, list[str]]") -> Family:
    unknown = group.keys() - set(_KINDS)
    if unknown:
        raise ValueError(f"{PATTERNS.name}: {reason} has no kind {', '.join(sorted(unknown))}")
    for kind in _KINDS:
        for pattern in group.get(kind, []) if kind != "words" else ():
            _compile(f"{reason}, {kind}", pattern)

    def any_of(kind: str, template: str = "{pattern}") -> Optional[Pattern]:
        if not group.get(kind):
            return None
        return _compile(f"{reason}, {kind}", template.replace("{pattern}", _alternatives(group[kind])))

    return Family(
        reason,
        words=frozenset(group.get("words", ())),
        lines=any_of("lines"),
        ends=any_of("ends", r"(?:{pattern})$"),
        edges=any_of("edges"),
        heads=any_of("heads"),
        tails=any_of("tails", _TAIL),
        sure=any_of("sure"),
        hints=tuple(_compile(f"{reason}, hints", pattern) for pattern in group.get("hints", [])),
    )


def _alternatives(patterns: Sequence[str]) -> str:
    return "|".join(f"(?:{pattern})" for pattern in patterns)


def _compile(where: str, pattern: str) -> Pattern:
    try:
        return re.compile(pattern, re.IGNORECASE)
    except re.error as error:
        raise ValueError(f"{PATTERNS.name}: {where}: {pattern!r} is no pattern: {error}") from error
