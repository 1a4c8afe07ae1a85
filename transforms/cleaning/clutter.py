"""The patterns of clutter, from clutter.yaml."""

import functools
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Optional, Pattern, Sequence, Union

import yaml

from transforms.sentences import AnyCase, small_letters

PATTERNS = Path(__file__).with_name("clutter.yaml")
# What a line ends in, a credit or a notice, is not longer.
END_CHARACTERS = 160
_BOUND = r"\b"
_CASED = "(?-i:"
_PIECE = re.compile(r"\\.|[^\\]+")
_INNERMOST = re.compile(r"\\.|\[[^\]]*\]|\([^()\[\]\\]*\)")
_KINDS = ("words", "lines", "formulas", "ends", "edges", "sure", "hints", "heads", "tails")
# A tail begins where a sentence of the article has ended, on the same line. The space comes first, which is found fast.
_TAIL = r"\s(?:(?<=[.!?…][\"'”’)\]]\s)|(?<=[.!?…]\s))\s*(?:{pattern})\s*$"
# A paragraph's tail is no longer.
TAIL_CHARACTERS = 260
# What every pattern of an end has some of, or else it ends in a bracket or a colon: an economy.
_ENDS_HAVE = (
    "/", "|", "©", "photo", "picture", "image", "pic", "credit", "illustration", "getty", "shutterstock", "alamy",
    "istock", "pa wire", "wikimedia", "supplied", "handout", "file", "contributed", "submitted", "reserved",
)  # fmt: skip
_BRACKETED = (")", "]", ").", "].", ":")


@functools.lru_cache(maxsize=64)
def _ends_in_credit(line: str) -> bool:
    end = small_letters(line[-END_CHARACTERS:])
    return end.endswith(_BRACKETED) or any(mark in end for mark in _ENDS_HAVE)


@dataclass(frozen=True)
class Family:
    """Clutter of one kind: its patterns, each as clutter.yaml explains it.

    :param whole: the patterns of its lines, formulas and heads, one by one.
    :param endings: the pattern of its tails without what stands before and after each.
    """

    reason: str
    words: "frozenset[str]"
    lines: "Optional[Pattern]"
    formulas: "Optional[Pattern]"
    ends: "Optional[Pattern]"
    edges: "Optional[Pattern]"
    heads: "Optional[Pattern]"
    tails: "Optional[Pattern]"
    whole: "tuple[str, ...]"
    endings: str
    sure: "tuple[Union[Pattern, AnyCase], ...]"
    hints: "tuple[Pattern, ...]"

    def is_line(self, line: str) -> bool:
        """Whether a whole line is this clutter, wherever it stands."""
        return bool(
            (self.lines and self.lines.fullmatch(line))
            or (self.formulas and self.formulas.fullmatch(line))
            or (self.heads and self.heads.fullmatch(line))
            or self.is_end(line)
        )

    def is_end(self, line: str) -> bool:
        """Whether a line ends in this clutter, which makes all of it clutter."""
        return bool(
            self.ends and _ends_in_credit(line) and self.ends.search(line, max(0, len(line) - END_CHARACTERS))
        )

    def says(self, outside: str) -> bool:
        """Whether a text, without what stands in quotation marks, surely speaks to the reader as this clutter does."""
        return any(pattern.search(outside) is not None for pattern in self.sure)


@functools.lru_cache(maxsize=4096)  # papers put the same lines about all their articles
def line_reason(line: str) -> Optional[str]:
    """The reason of the first family that a whole line is clutter of, wherever it stands; None if it is of none."""
    if not _may_be_line(line):
        if end_of(line) is None:
            return None
        return next((family.reason for family in families() if family.is_end(line)), None)
    return next((family.reason for family in families() if family.is_line(line)), None)


def is_formula(line: str) -> bool:
    """Whether a line of clutter is one that no article says."""
    return any(family.formulas and family.formulas.fullmatch(line) for family in families())


@functools.lru_cache(maxsize=4096)
def head_reason(line: str) -> Optional[str]:
    """The reason of the first family whose lists a whole line begins; None if it begins none."""
    if not _any_head().fullmatch(line):
        return None
    return next(family.reason for family in families() if family.heads and family.heads.fullmatch(line))


@functools.lru_cache(maxsize=1)
def families() -> "tuple[Family, ...]":
    """All families of clutter, in the order of the file.

    :raises ValueError: the file has an unknown kind or a pattern that is none; it says where.
    """
    return read_families(PATTERNS.read_text(encoding="utf-8"))


def end_of(line: str) -> Optional[int]:
    """Where the credit or notice begins that a line ends in; None if it ends in none."""
    if not _ends_in_credit(line):
        return None
    found = _any_end().search(line, max(0, len(line) - END_CHARACTERS))
    return found.start() if found else None


def _may_be_line(line: str) -> bool:
    """Whether a pattern of whole lines matches: an economy, since most lines are of none. In small letters, patterns
    that regard the case are much faster, for each is passed over at its first letter."""
    small, mixed = _any_line()
    return small.fullmatch(small_letters(line)) is not None or mixed.fullmatch(line) is not None


@functools.lru_cache(maxsize=1)
def _any_line() -> "tuple[Pattern, Pattern]":
    """What any family's pattern of whole lines matches, for small letters; those that tell capitals, as they are."""
    patterns = [pattern for family in families() for pattern in family.whole]
    small = [_small(p) for p in patterns if _CASED not in p]
    return re.compile(_any(small)), _compile("lines and heads", _any([p for p in patterns if _CASED in p]))


def _small(pattern: str) -> str:
    """A pattern without regard to case as one for small letters."""
    return _PIECE.sub(lambda one: one[0] if one[0][0] == "\\" else one[0].lower(), pattern)


@functools.lru_cache(maxsize=1)
def _any_head() -> Pattern:
    return _compile("heads", _any([family.heads.pattern for family in families() if family.heads]))


@functools.lru_cache(maxsize=1)
def _any_end() -> Pattern:
    return _compile("ends", _any([family.ends.pattern for family in families() if family.ends]))


def with_tails(text: str) -> "tuple[Family, ...]":
    """The families, in their order, of which a text may have a tail; of none if it has no tail at all."""
    return _having_tails() if _any_tail().search(text, max(0, len(text) - TAIL_CHARACTERS)) else ()


@functools.lru_cache(maxsize=1)
def _having_tails() -> "tuple[Family, ...]":
    return tuple(family for family in families() if family.tails)


@functools.lru_cache(maxsize=1)
def _any_tail() -> Pattern:
    return _compile("tails", _TAIL.replace("{pattern}", _any([family.endings for family in _having_tails()])))


def families_of(words: "frozenset[str]") -> "list[Family]":
    """The families, in their order, that a text of these words in small letters may surely be of."""
    naming = _naming()
    numbers = {number for word in words & _names() for number in naming[word]}
    return [families()[number] for number in sorted(numbers)]


@functools.lru_cache(maxsize=1)
def _names() -> "frozenset[str]":
    return frozenset(_naming())


@functools.lru_cache(maxsize=1)
def _naming() -> "dict[str, list[int]]":
    """The numbers of the families that have each word."""
    naming: "dict[str, list[int]]" = {}
    for number, family in enumerate(families()):
        for word in family.words:
            naming.setdefault(word, []).append(number)
    return naming


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
        formulas=any_of("formulas"),
        ends=any_of("ends", r"(?:{pattern})$"),
        edges=any_of("edges"),
        heads=any_of("heads"),
        tails=any_of("tails", _TAIL),
        whole=(*group.get("lines", ()), *group.get("formulas", ()), *group.get("heads", ())),
        endings=_any(group.get("tails", [])),
        sure=_sure(f"{reason}, sure", group.get("sure", [])),
        hints=tuple(_compile(f"{reason}, hints", pattern) for pattern in group.get("hints", [])),
    )


def _sure(where: str, patterns: Sequence[str]) -> "tuple[Union[Pattern, AnyCase], ...]":
    """What any of these patterns matches, for small letters; what those that tell capitals match."""
    cased = [pattern for pattern in patterns if _CASED in pattern]
    small = [_small(pattern) for pattern in patterns if _CASED not in pattern]
    return (*([AnyCase(_alternatives(small))] if small else ()), *([_compile(where, _alternatives(cased))] if cased else ()))


def _alternatives(patterns: Sequence[str]) -> str:
    """A pattern of any of these. Those that begin at a word's boundary share the look for it: an economy."""
    bounded = [pattern[len(_BOUND) :] for pattern in patterns if pattern.startswith(_BOUND)]
    others = [pattern for pattern in patterns if not pattern.startswith(_BOUND)]
    if len(bounded) > 1 and not any(map(_is_parted, bounded)):
        return "|".join([f"{_BOUND}(?:{_any(bounded)})", *map("(?:{})".format, others)])
    return _any(patterns)


def _any(patterns: Sequence[str]) -> str:
    return "|".join(f"(?:{pattern})" for pattern in patterns)


def _is_parted(pattern: str) -> bool:
    """Whether a pattern has alternatives that are not in brackets, or might have."""
    while (inner := _INNERMOST.sub("", pattern)) != pattern:
        pattern = inner
    return "|" in pattern


def _compile(where: str, pattern: str) -> Pattern:
    try:
        return re.compile(pattern, re.IGNORECASE)
    except re.error as error:
        raise ValueError(f"{PATTERNS.name}: {where}: {pattern!r} is no pattern: {error}") from error
