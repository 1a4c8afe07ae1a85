"""Turns quantities.yaml into the patterns of spaCy's entity_ruler."""

import itertools
from pathlib import Path
from typing import Iterator

import yaml

_PATH = Path(__file__).parent / "quantities.yaml"


class QuantityError(ValueError):
    """An entry of quantities.yaml that can't be read."""


def quantity_patterns() -> "list[dict]":
    """All patterns, as `{"label": …, "pattern": [token, …]}`, without repetitions.

    :raises QuantityError: a pattern names a class that isn't there.
    """
    known = yaml.safe_load(_PATH.read_text(encoding="utf-8"))
    grammar = _Grammar(known["classes"], known["phrases"])
    unique = {}
    for label, lines in known["patterns"].items():
        for line in lines:
            for pattern in grammar.expand(line):
                unique.setdefault(repr(pattern), {"label": label, "pattern": pattern})
    return list(unique.values())


class _Grammar:
    def __init__(self, classes: "dict[str, dict]", phrases: "dict[str, list[str]]") -> None:
        self._classes = {**classes, "POSSESSIVE": {"LOWER": {"IN": ["'s", "’s"]}}}
        self._phrases = phrases

    def expand(self, line: str) -> "Iterator[list[dict]]":
        """Every sequence of tokens that a line of patterns stands for; none is empty."""
        for choice in itertools.product(*(self._choices(part, line) for part in line.split())):
            tokens = [token for tokens in choice for token in tokens]
            if tokens:
                yield tokens

    def _choices(self, part: str, line: str) -> "list[list[dict]]":
        """What may stand at one place: lists of tokens, the empty one among them if it is optional."""
        optional = part.endswith("?") and len(part) > 1
        names = part.rstrip("?").split("|") if part not in ("?", "|") else [part]
        words = [name for name in names if not name.isupper() or name == name.lower()]
        choices: "list[list[dict]]" = [[]] if optional else []
        for name in names:
            if name in self._phrases:
                choices += [tokens for phrase in self._phrases[name] for tokens in self.expand(phrase)]
            elif name in self._classes:
                choices.append([self._classes[name]])
            elif name not in words:
                raise QuantityError(f"{_PATH.name}: {name} in the pattern {line!r} is neither a class nor a phrase")
        if words:
            choices.append([{"LOWER": words[0]} if len(words) == 1 else {"LOWER": {"IN": words}}])
        return choices
