"""Texts by their letters alone: what is the same for a reader is the same here."""

import re

_OTHERS = re.compile(r"[\W_]+")


def letters_of(text: str) -> str:
    """The letters and digits of a text, without regard to case."""
    return _OTHERS.sub("", text.casefold())
