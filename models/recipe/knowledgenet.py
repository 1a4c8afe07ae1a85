"""KnowledgeNet: passages with the subjects and objects of facts; gold, Wikipedia and web, much of business.

Only what takes part in a fact is marked, so every other word with a capital is left open.
"""

import json
from pathlib import Path
from typing import Iterator, Optional

import spacy
from spacy.lang.en.stop_words import STOP_WORDS
from spacy.tokens import Doc

from models.recipe.labels import DATE_WORDS, MISSING, TITLES, known_label, place_label, title_length
from models.recipe.named import NamedSentence, flat

_PLACE, _DATE = "place", "date"

# What the subject and the object of each property are.
_ROLES = {
    "CEO": ("ORG", "PERSON"),
    "FOUNDED_BY": ("ORG", "PERSON"),
    "DATE_FOUNDED": ("ORG", _DATE),
    "HEADQUARTERS": ("ORG", _PLACE),
    "EMPLOYEE_OR_MEMBER_OF": ("PERSON", "ORG"),
    "POLITICAL_AFFILIATION": ("PERSON", "ORG"),
    "NATIONALITY": ("PERSON", _PLACE),
    "PLACE_OF_RESIDENCE": ("PERSON", _PLACE),
    "PLACE_OF_BIRTH": ("PERSON", _PLACE),
    "DATE_OF_BIRTH": ("PERSON", _DATE),
    "DATE_OF_DEATH": ("PERSON", _DATE),
    "SPOUSE": ("PERSON", "PERSON"),
    "CHILD_OF": ("PERSON", "PERSON"),
    "EDUCATED_AT": ("PERSON", "ORG"),
    "SUBSIDIARY_OF": ("ORG", "ORG"),
}


def read_knowledgenet(path: Path) -> Iterator[NamedSentence]:
    """The passages with our labels."""
    nlp = spacy.blank("en")
    for line in path.read_text(encoding="utf-8").splitlines():
        passage = json.loads(line)
        doc = nlp.make_doc(passage["text"].strip())
        if len(doc) > 0 and passage["text"] == passage["text"].lstrip():
            names = flat(_names(doc, passage["facts"]))
            words = [token.text for token in doc]
            yield NamedSentence(words, [bool(token.whitespace_) for token in doc], names + _unknown(doc, names), True)


def _names(doc: Doc, facts: "list[dict]") -> "list[tuple[int, int, str]]":
    names = set()
    for fact in facts:
        for role, kind in zip(("subject", "object"), _ROLES[fact["property"]]):
            name = _name(doc, fact[f"{role}_start"], fact[f"{role}_end"], kind)
            if name:
                names.add(name)
    labels: "dict[tuple[int, int], set[str]]" = {}
    for start, end, label in names:
        labels.setdefault((start, end), set()).add(label)
    return [(*span, found.pop() if len(found) == 1 else MISSING) for span, found in labels.items()]


def _name(doc: Doc, first: int, last: int, kind: str) -> "Optional[tuple[int, int, str]]":
    span = doc.char_span(first, last)
    if span is None or kind == _DATE:
        return None
    start, end = span.start, span.end
    while start < end and doc[start].lower_ == "the":
        start += 1
    while end > start and doc[end - 1].text in ("'s", "’s", "'", "’"):
        end -= 1
    if kind == "PERSON":
        start += title_length([token.text for token in doc[start:end]])
    words = [token.text for token in doc[start:end]]
    if not words or not words[0][:1].isupper() or all(word.lower() in STOP_WORDS for word in words):
        return None
    if kind == _PLACE:
        return start, end, place_label(words)
    return start, end, known_label(words) or kind


def _unknown(doc: Doc, names: "list[tuple[int, int, str]]") -> "list[tuple[int, int, str]]":
    covered = {index for start, end, _ in names for index in range(start, end)}
    return [
        (token.i, token.i + 1, MISSING)
        for token in doc
        if token.i not in covered
        and token.text[:1].isupper()
        and token.lower_ not in STOP_WORDS
        and token.lower_ not in TITLES
        and not DATE_WORDS.fullmatch(token.text)
    ]
