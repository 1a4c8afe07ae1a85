"""Re-DocRED: entities with types in Wikipedia articles; their Wikidata relations tell finer types."""

import json
from pathlib import Path
from typing import Iterator

from models.recipe.labels import GROUPS, known_label, other_label, place_label, title_length
from models.recipe.named import NamedSentence, flat, guess_spaces

# What an entity is, by the Wikidata relations it heads and those it is the object of.
_HEAD_LABELS = {
    **dict.fromkeys(("P50", "P57", "P58", "P86", "P161", "P162", "P175"), "WORK_OF_ART"),
    **dict.fromkeys(("P176", "P178", "P400"), "PRODUCT"),
}
_TAIL_LABELS = {
    **dict.fromkeys(("P17", "P27", "P131", "P36", "P19", "P20", "P495", "P159", "P740"), "GPE"),
    **dict.fromkeys(("P30", "P206"), "LOC"),
    **dict.fromkeys(("P37", "P364"), "LANGUAGE"),
    **dict.fromkeys(("P607", "P1344"), "EVENT"),
    **dict.fromkeys(("P172", "P140"), "NORP"),
    **dict.fromkeys(("P800", "P166"), "WORK_OF_ART"),
}
_TYPED_BY_RELATION = frozenset({"MISC", "LOC"})


def read_redocred(path: Path) -> Iterator[NamedSentence]:
    """The sentences of all documents with our labels."""
    for document in json.loads(path.read_text(encoding="utf-8")):
        related = _relation_labels(document["labels"])
        names: "list[list[tuple[int, int, str]]]" = [[] for _ in document["sents"]]
        for number, entity in enumerate(document["vertexSet"]):
            for mention in entity:
                words = document["sents"][mention["sent_id"]]
                names[mention["sent_id"]] += _name(words, *mention["pos"], mention["type"], related.get(number))
        for index, words in enumerate(document["sents"]):
            kept = [(word if word.strip() else "-") for word in words]
            yield NamedSentence(kept, guess_spaces(kept), flat(names[index]), index == 0)


def _relation_labels(relations: "list[dict]") -> "dict[int, str]":
    labels: "dict[int, str]" = {}
    for relation in relations:
        for side, table in (("h", _HEAD_LABELS), ("t", _TAIL_LABELS)):
            if relation["r"] in table:
                labels.setdefault(relation[side], table[relation["r"]])
    return labels


def _name(words: "list[str]", start: int, end: int, kind: str, related: "str | None") -> "list[tuple[int, int, str]]":
    if kind in ("TIME", "NUM"):
        return []
    while start < end and words[start] == "the":
        start += 1
    if kind == "PER":
        start += title_length(words[start:end])
    if start >= end:
        return []
    return [(start, end, _label(words[start:end], kind, related))]


def _label(words: "list[str]", kind: str, related: "str | None") -> str:
    known = known_label(words)
    if known:
        return known
    if kind == "PER":
        return "PERSON"
    if kind == "ORG":
        return "ORG"
    by_form = place_label(words) if kind == "LOC" else other_label(words)
    related = related if related != "NORP" or " ".join(words) in GROUPS else None
    if kind == "LOC":
        return by_form if by_form != "GPE" or related not in ("LOC",) else "LOC"
    return by_form or (related if kind in _TYPED_BY_RELATION and related not in ("GPE", "LOC") else "") or ""
