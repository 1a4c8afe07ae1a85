"""MEANTIME: Wikinews articles in CAT XML, the first six sentences annotated; gold, news."""

import itertools
from pathlib import Path
from typing import Iterator
from xml.etree import ElementTree

from models.recipe.labels import MISSING, known_label, other_label, place_label, title_length
from models.recipe.named import NamedSentence, flat, guess_spaces

ANNOTATED_SENTENCES = 6

# Where the annotators left the type of a mention open, one in capitals that is no pronoun is taken for a name.
_NAMES, _OPEN = ("NAM", "PRE.NAM"), ""
_PRONOUNS = frozenset(
    "it its he his him she her they their them we our us i you that which this these those who the".split()
)

# A person's name is no longer than this, bar a description in it.
_MOST_NAME_WORDS = 3


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
        if not anchors:
            continue
        sentence = anchors[0][0]
        start, end = anchors[0][1], anchors[-1][1] + 1
        kind_of_mention = mention.get("syntactic_type")
        is_open = kind_of_mention == _OPEN and _is_open_name(sentences[sentence][start:end])
        if kind_of_mention not in _NAMES and not is_open:
            continue
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
        start = _after_titles(words, start, end)
    if start == end or not _is_name(words[start:end]):
        return []
    label = _label(words[start:end], kind)
    return [(start, end, MISSING if label == "PERSON" and end - start > _MOST_NAME_WORDS else label)]


def _after_titles(words: "list[str]", start: int, end: int) -> int:
    """Where the name starts after its last title or lower-case word ("Chrysler Chief Executive Robert Nardelli")."""
    for index in range(end - 1, start - 1, -1):
        if title_length(words[index : index + 1]):
            return index + 1
    return start


def _is_name(words: "list[str]") -> bool:
    """Whether the mention is a name only, not one with its description."""
    small = ("-", ".", "&", "of", "and", "'")
    return any(word[:1].isupper() for word in words) and all(
        word[:1].isupper() or word[:1].isdigit() or word in small or not word.islower() for word in words
    )


def _is_open_name(words: "list[str]") -> bool:
    return _is_name(words) and not any(word.lower() in _PRONOUNS for word in words)


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
