"""What a row must keep to, whatever file it is in: ids, offsets, closed values, nothing made up.

Each check gives the broken promises in words. What must not be null is not checked here: a file whose
schema is right can't hold a null there.
"""

import re
from typing import Any, Iterator, Optional, Sequence

from schemas import ids
from schemas.columns import TEXT, TEXT_LIST, columns
from schemas.reasons import Reason, Stage
from schemas.tables import PARAGRAPH_BREAK, TITLE, Article, Mention, Reject, Relation, Removal
from schemas.values import FIELDS, LABELS, MODALITIES, POLARITIES

CLOSED = {
    "field": FIELDS,
    "label": LABELS,
    "subject_label": LABELS,
    "object_label": LABELS,
    "polarity": POLARITIES,
    "modality": MODALITIES,
    "stage": tuple(stage.value for stage in Stage),
    "reason": tuple(reason.value for reason in Reason),
}

_ID = re.compile("[0-9a-f]{32}")


def is_id(text: str) -> bool:
    """Whether a text is an id or hash as newslake makes them."""
    return _ID.fullmatch(text) is not None


def article_faults(article: Article) -> Iterator[str]:
    """The promises that a row of `articles` breaks."""
    yield from _value_faults(article)
    yield from _differs("version_id", article.version_id, ids.version_id(article.article_id, article.content_hash))
    if article.canonical_url:  # without one the record's own id is not known any more
        yield from _differs("article_id", article.article_id, ids.identify("url", article.canonical_url))
    yield from _differs("word_count", article.word_count, len(article.text.split()))
    if article.duplicate_of == article.article_id:
        yield "duplicate_of is the article itself"


def mention_faults(mention: Mention, article: Article) -> Iterator[str]:
    """The promises that a row of `mentions` breaks, given the article that it stands in."""
    yield from _value_faults(mention)
    yield from _belonging_faults(mention, article)
    named = ids.mention_id(mention.version_id, mention.field, mention.start, mention.end, mention.label)
    yield from _differs("mention_id", mention.mention_id, named)
    yield from _differs("entity_id", mention.entity_id, ids.entity_id(mention.label, mention.entity_name))
    yield from _span_faults(article, mention, "text", mention.start, mention.end)


def relation_faults(relation: Relation, article: Article) -> Iterator[str]:
    """The promises that a row of `relations` breaks, given the article that it stands in."""
    yield from _value_faults(relation)
    yield from _belonging_faults(relation, article)
    parts = ("subject", "predicate", "object")
    offsets = [getattr(relation, f"{part}_{edge}") for part in parts for edge in ("start", "end")]
    named = ids.relation_id(relation.version_id, relation.field, *offsets)
    yield from _differs("relation_id", relation.relation_id, named)
    if [relation.object, relation.object_start, relation.object_end].count(None) not in (0, 3):
        yield "object and its offsets are not null together"
        return
    for part in ("sentence", "subject", "object"):
        start, end = getattr(relation, f"{part}_start"), getattr(relation, f"{part}_end")
        if start is not None:
            yield from _span_faults(article, relation, part, start, end)
    if not 0 <= relation.predicate_start < relation.predicate_end <= len(_field(article, relation.field)):
        named_offsets = f"{relation.predicate_start}:{relation.predicate_end}"
        yield f"the predicate's offsets {named_offsets} are not in the {relation.field}"
    for part in ("subject", "object"):
        yield from _entity_faults(relation, part)
    if not 0.0 <= relation.confidence <= 1.0:
        yield f"confidence {relation.confidence} is not between 0 and 1"


def removal_faults(removals: Sequence[Removal], article: Optional[Article]) -> Iterator[str]:
    """The promises that the rows of what was removed of a version break, given its article.

    :param removals: in the order of the file.
    :param article: None if it is not in the articles file that was committed with them.
    """
    if article is None:
        yield "is not in its articles file"
        return
    for removal in removals:
        yield from _value_faults(removal)
        for name in ("article_id", "batch_id", "source"):
            yield from _differs(name, getattr(removal, name), getattr(article, name), "as its article has it")
    positions = [removal.position for removal in removals]
    if positions != sorted(set(positions)):
        yield f"its removals stand at {_short(positions)}"
    removed = PARAGRAPH_BREAK.join(removal.text for removal in removals)
    yield from _differs("removed_text", article.removed_text, removed, "as its removals have it")


def reject_faults(reject: Reject) -> Iterator[str]:
    """The promises that a row of `rejects` breaks."""
    yield from _value_faults(reject)
    named = ids.reject_id(reject.stage, reject.reason, reject.input_uri, reject.payload)
    yield from _differs("reject_id", reject.reject_id, named)


def _value_faults(record: Any) -> Iterator[str]:
    """Blank texts and values outside their closed list."""
    for name, column in columns(type(record)).items():
        value = getattr(record, name)
        if value is None:
            continue
        if column.type == TEXT and _is_blank(value) or column.type == TEXT_LIST and any(map(_is_blank, value)):
            yield f"{name} is blank instead of null"
        if (name.endswith("_id") or name in ("content_hash", "duplicate_of")) and not is_id(value):
            yield f"{name} {_short(value)} is not 32 hexadecimal digits"
        if name in CLOSED and not isinstance(record, Removal) and value not in CLOSED[name]:
            yield f"{name} {value!r} is not one of {', '.join(CLOSED[name])}"
        if name == "source" and value != value.lower():
            yield f"source {value!r} is not lower case"


def _belonging_faults(row: "Mention | Relation", article: Article) -> Iterator[str]:
    for name in ("article_id", "batch_id", "source", "published_at"):
        yield from _differs(name, getattr(row, name), getattr(article, name), "as its article has it")


def _span_faults(article: Article, row: Any, name: str, start: int, end: int) -> Iterator[str]:
    text = getattr(row, name)
    if start < 0 or _field(article, row.field)[start:end] != text or end - start != len(text):
        yield f"{name} {_short(text)} is not what stands at {start}:{end} of the {row.field}"


def _entity_faults(relation: Relation, part: str) -> Iterator[str]:
    entity, label, name = (getattr(relation, f"{part}_{column}") for column in ("entity_id", "label", "name"))
    if None not in (entity, label, name):
        yield from _differs(f"{part}_entity_id", entity, ids.entity_id(label, name))


def _field(article: Article, field: str) -> str:
    return (article.title or "") if field == TITLE else article.text


def _differs(name: str, found: Any, expected: Any, why: str = "as computed") -> Iterator[str]:
    if found != expected:
        yield f"{name} is {_short(found)}, not {_short(expected)} {why}"


def _is_blank(text: Optional[str]) -> bool:
    return not text or text.isspace()


def _short(value: Any, limit: int = 60) -> str:
    shown = repr(value)
    return shown if len(shown) <= limit else f"{shown[:limit]}…"
