"""The names, times and amounts of a Doc: a component that gives `doc._.mentions`.

From the entities of whatever model: boundaries repaired, missed times and amounts and missed repetitions
added, each with the fullest name in the article that it stands for, times and amounts as values.
"""

from dataclasses import dataclass
from datetime import date
from typing import Optional

from spacy.language import Language
from spacy.tokens import Doc

from schemas.ids import entity_id
from transforms.annotation.amounts import LABELS as AMOUNT_LABELS
from transforms.annotation.amounts import normalize_amount
from transforms.annotation.boundaries import repair
from transforms.annotation.calendar_times import Anchor, Time, read_day
from transforms.annotation.consistency import make_consistent
from transforms.annotation.dates import read_time
from transforms.annotation.entities import name_entities
from transforms.annotation.folding import Appellation
from transforms.annotation.tense import direction_of
from transforms.annotation.titles import title_before
from transforms.annotation.values import add_values
from transforms.annotation.words import Name, Words

_TIME_LABELS = frozenset({"DATE", "TIME"})


@dataclass(frozen=True)
class MentionSpan:
    """A name, time or amount found in a Doc. Offsets count code points of `doc.text`.

    :param entity_id: id of the entity by label and name, see `schemas.ids.entity_id`.
    :param entity_name: the fullest name in the article that it stands for.
    :param normalized: a time in ISO 8601, an amount as a decimal number, else None.
    :param first_day: first day of a time on the calendar, ISO 8601.
    :param last_day: last day of it.
    """

    start: int
    end: int
    text: str
    label: str
    entity_id: str
    entity_name: str
    normalized: Optional[str] = None
    first_day: Optional[str] = None
    last_day: Optional[str] = None


@Language.factory("newslake_mentions", assigns=["doc._.mentions"])
def make_mentions(nlp: Language, name: str):
    """The component, which keeps nothing between Docs."""
    return set_mentions


def set_mentions(doc: Doc) -> Doc:
    """Set `doc._.mentions`."""
    doc._.mentions = find_mentions(doc)
    return doc


def find_mentions(doc: Doc) -> "list[MentionSpan]":
    """The mentions of a Doc, in order and without overlaps.

    Times are resolved against `doc.user_data["published_at"]`, an ISO 8601 moment, if it is there.
    """
    if not len(doc):
        return []
    words = Words(doc)
    names = make_consistent(words, add_values(words, repair(words, doc.ents)))
    published = read_day(doc.user_data.get("published_at"))
    appellations = _appellations(words, names)
    return [
        _mention(words, name, appellation, entity_name, published)
        for name, appellation, entity_name in zip(names, appellations, name_entities(appellations))
    ]


def _appellations(words: Words, names: "list[Name]") -> "list[Appellation]":
    found: "list[Appellation]" = []
    for index, name in enumerate(names):
        text = words.text(name)
        before = names[index - 1] if index else None
        bracketed = before is not None and before.end == name.start - 1 and words.in_brackets(name)
        gender = title_before(words, name.start) if name.label == "PERSON" else None
        found.append(Appellation(text, name.label, gender, found[-1].text if bracketed else None))
    return found


def _mention(
    words: Words, name: Name, appellation: Appellation, entity_name: str, published: "Optional[date]"
) -> MentionSpan:
    start = words.starts[name.start]
    time = _time(words, name, appellation.text, published) if name.label in _TIME_LABELS else None
    if name.label in AMOUNT_LABELS:
        normalized = normalize_amount(appellation.text, name.label)
    else:
        normalized = time and time.value
    return MentionSpan(
        start=start,
        end=start + len(appellation.text),
        text=appellation.text,
        label=name.label,
        entity_id=entity_id(name.label, entity_name),
        entity_name=entity_name,
        normalized=normalized,
        first_day=time.first.isoformat() if time and time.first else None,
        last_day=time.last.isoformat() if time and time.last else None,
    )


def _time(words: Words, name: Name, text: str, published: "Optional[date]") -> Optional[Time]:
    return read_time(text, Anchor(published, direction_of(words.doc[name.start : name.end])))


if not Doc.has_extension("mentions"):
    Doc.set_extension("mentions", default=())
