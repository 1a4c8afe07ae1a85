"""GMB: 48,000 sentences of news with machine-made, partly corrected names; mended here by rule."""

import collections
import csv
import io
import zipfile
from pathlib import Path
from typing import Iterator

from models.recipe.iob import iob_spans
from models.recipe.labels import MISSING, known_label, other_label, place_label, title_length
from models.recipe.named import NamedSentence, flat, guess_spaces


def read_gmb(path: Path) -> Iterator[NamedSentence]:
    """The sentences with our labels, in the corpus's order."""
    sentences = [(list(map(_plain, words)), tags) for words, tags in read_rows(path)]
    places = _places(sentences)
    for words, tags in sentences:
        yield _named(words, tags, places)


def _places(sentences: "list[tuple[list[str], list[str]]]") -> "frozenset[str]":
    """Names that the corpus labels as places more often than as organisations; OntoNotes calls a
    government named by its capital a GPE as well."""
    counts: "collections.Counter[str]" = collections.Counter()
    for words, tags in sentences:
        for start, end, label in iob_spans(tags):
            if label in ("geo", "gpe", "org"):
                counts[" ".join(words[start:end])] += -1 if label == "org" else 1
    return frozenset(name for name, count in counts.items() if count > 0)


def read_rows(path: Path) -> "Iterator[tuple[list[str], list[str]]]":
    """Words and tags of each sentence, as the file has them."""
    with zipfile.ZipFile(path) as archive, archive.open(archive.namelist()[0]) as binary:
        words: "list[str]" = []
        tags: "list[str]" = []
        reader = csv.reader(io.TextIOWrapper(binary, encoding="latin-1"))
        next(reader)
        for sentence, word, _, tag in reader:
            if sentence and words:
                yield words, tags
                words, tags = [], []
            words.append(word)
            tags.append(tag)
        yield words, tags


def _plain(word: str) -> str:
    """The word as typed: the file's quotes and dashes are Windows-1252 read as Latin-1."""
    repaired = word.encode("latin-1").decode("cp1252", errors="replace")
    return {"``": '"', "''": '"', "-LRB-": "(", "-RRB-": ")"}.get(repaired, repaired).strip() or "-"


def _named(words: "list[str]", tags: "list[str]", places: "frozenset[str]") -> NamedSentence:
    names = [name for span in iob_spans(tags) for name in _name(words, *span, places)]
    covered = {index for start, end, _ in names for index in range(start, end)}
    for index, word in enumerate(words):
        if index not in covered and known_label([word]) == "NORP":
            names.append((index, index + 1, "NORP"))
    return NamedSentence(words, guess_spaces(words), flat(_world_wars(words, names)))


def _name(
    words: "list[str]", start: int, end: int, label: str, places: "frozenset[str]"
) -> "list[tuple[int, int, str]]":
    """The name with our label, or none."""
    if label == "tim":
        return []
    if label == "per":
        start += title_length(words[start:end])
        if start == end:
            return []
    if label == "org" and words[start] == "State" and words[max(start - 2, 0) : start] == ["Secretary", "of"]:
        return []
    forms = words[start:end]
    if not any(form[:1].isupper() or form[:1].isdigit() or "-" in form for form in forms):
        return [(start, end, MISSING)]
    known = known_label(forms)
    if known:
        return [(start, end, known)]
    if label == "per":
        return [(start, end, "PERSON")]
    if label == "org":
        return [(start, end, place_label(forms) if " ".join(forms) in places else "ORG")]
    if label in ("geo", "gpe"):
        return [(start, end, place_label(forms))]
    if label == "eve":
        return [(start, end, "EVENT")]
    if label == "nat":
        return [(start, end, "EVENT" if forms[0].startswith(("Hurricane", "Katrina", "Tropical")) else MISSING)]
    return [(start, end, other_label(forms))]


def _world_wars(words: "list[str]", names: "list[tuple[int, int, str]]") -> "list[tuple[int, int, str]]":
    """Mends a systematic slip: of "World War II" only the number is tagged."""
    return names + [
        (index, index + 3, "EVENT")
        for index in range(len(words) - 2)
        if words[index : index + 2] == ["World", "War"] and words[index + 2] in ("I", "II")
    ]
