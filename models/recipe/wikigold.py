"""Wikigold: PER ORG LOC MISC in Wikipedia; gold, IO tags."""

from pathlib import Path
from typing import Iterator

from models.recipe.iob import iob_spans
from models.recipe.labels import known_label, other_label, place_label, title_length
from models.recipe.named import NamedSentence, flat, guess_spaces


def read_wikigold(path: Path) -> Iterator[NamedSentence]:
    """The sentences with our labels."""
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        rows = [line.rsplit(" ", 1) for line in block.splitlines() if line and not line.startswith("-DOCSTART-")]
        if not rows:
            continue
        words = [row[0] for row in rows]
        names = []
        for start, end, label in iob_spans([row[1] for row in rows]):
            if label == "PER":
                start += title_length(words[start:end])
            if start < end:
                names.append((start, end, _label(words[start:end], label)))
        yield NamedSentence(words, guess_spaces(words), flat(names))


def _label(words: "list[str]", label: str) -> str:
    known = known_label(words)
    if known:
        return known
    if label == "PER":
        return "PERSON"
    if label == "ORG":
        return "ORG"
    if label == "LOC":
        return place_label(words)
    return other_label(words)
