"""MEANTIME: Wikinews articles in CAT XML, the first six sentences annotated; gold, news."""

import itertools
from pathlib import Path
from typing import Iterator
from xml.etree import ElementTree

from recipe.labels import known_label, other_label, place_label, title_length
from recipe.named import NamedSentence, flat, guess_spaces

ANNOTATED_SENTENCES = 6
_NAMES = ("NAM", "PRE.NAM")


def read_meantime(path: Path) -> Iterator[NamedSentence]:
    """The annotated sentences of one article with our labels."""
    root = ElementTree.parse(path).getroot()
    kinds = {entity.get("m_id"): entity.get("ent_type") for entity in root.iter("ENTITY")}
    refers = {
        source.get("m_id"): link.find("target").get("m_id")
        for link in root.iter("REFERS_TO")
        for source in link.iter("source")
    }
    numbers: "dict[str, int]" = {}
    sentences: "list[list[str]]" = []
    for _, tokens in itertools.groupby(root.iter("token"), key=lambda token: int(token.get("sentence"))):
        tokens = list(tokens)
        sentences.append([token.text for token in tokens])
        numbers.update((token.get("t_id"), (len(sentences) - 1, index)) for index, token in enumerate(tokens))
    names: "list[list[tuple[int, int, str]]]" = [[] for _ in sentences]
    for mention in root.iter("ENTITY_MENTION"):
        anchors = [numbers[anchor.get("t_id")] for anchor in mention.iter("token_anchor")]
        if mention.get("syntactic_type") not in _NAMES or not anchors:
            continue
        sentence = anchors[0][0]
        start, end = anchors[0][1], anchors[-1][1] + 1
        kind = kinds.get(refers.get(mention.get("m_id")))
        names[sentence] += _name(sentences[sentence], start, end, kind)
    for number in range(min(ANNOTATED_SENTENCES, len(sentences))):
        words = sentences[number]
        yield NamedSentence(words, guess_spaces(words), flat(names[number]), number == 0)


def _name(words: "list[str]", start: int, end: int, kind: "str | None") -> "list[tuple[int, int, str]]":
    while start < end and words[start].lower() in ("the", "a", "an"):
        start += 1
    while end > start and words[end - 1] in ("'s", "'", "’s", "’"):
        end -= 1
    if kind == "PER":
        start += title_length(words[start:end])
    if start == end or not _is_name(words[start:end]):
        return []
    return [(start, end, _label(words[start:end], kind))]


def _is_name(words: "list[str]") -> bool:
    """Whether the mention is a name only, not one with its description ("Ryanair CEO, Michael O'Leary")."""
    return all(word[:1].isupper() or word[:1].isdigit() or word in ("-", ".", "&", "of", "and", "'") for word in words) or (
        len(words) == 1
    )


def _label(words: "list[str]", kind: "str | None") -> str:
    known = known_label(words)
    if known:
        return known
    if kind == "PER":
        return "PERSON"
    if kind == "ORG":
        return "ORG"
    if kind == "LOC":
        return place_label(words)
    if kind == "PRO":
        return "PRODUCT"
    return other_label(words)
