"""Ids and hashes: the same on every machine and in every run."""

import functools
import hashlib
from typing import Optional, Union

SEPARATOR = "\x1f"
ID_DIGITS = 32

Part = Union[str, int, None]


def identify(*parts: Part) -> str:
    """First 32 hex digits of the sha256 of the parts as UTF-8, joined by \\x1f.

    A null part is the empty string, an integer its decimal digits. Lone surrogates, which no
    decoded text should hold, are replaced so that an id can always be made.
    """
    joined = SEPARATOR.join(["" if part is None else str(part) for part in parts])
    return hashlib.sha256(joined.encode("utf-8", "replace")).hexdigest()[:ID_DIGITS]


def content_hash(title: Optional[str], repaired_text: str) -> str:
    """Hash of what an article says: its title and whole repaired text, before clutter is judged."""
    return identify(title, repaired_text)


def article_id(
    canonical_url: Optional[str], source: str, record_id: Optional[str], content: str
) -> str:
    """Id of an article over all its versions: by URL, else by its record's id, else by its content."""
    if canonical_url:
        return identify("url", canonical_url)
    if record_id:
        return identify("id", source, record_id)
    return identify("content", content)


def version_id(article: str, content: str) -> str:
    """Id of one version of an article: its article_id and content_hash."""
    return identify(article, content)


def batch_id(version_ids: "list[str]") -> str:
    """Id of the rows committed together: their version_ids, sorted."""
    return identify(*sorted(version_ids))


@functools.lru_cache(maxsize=8192)  # an article names its entities again and again
def entity_id(label: str, entity_name: str) -> str:
    """Id of an entity: the same label and name, whatever the case, are the same id in every article."""
    return identify("entity", label, entity_name.casefold())


def mention_id(version: str, field: str, start: int, end: int, label: str) -> str:
    """Id of one name in one version of an article."""
    return identify(version, field, start, end, label)


def relation_id(version: str, field: str, *offsets: Optional[int]) -> str:
    """Id of one statement: the six offsets of its subject, predicate and object."""
    if len(offsets) != 6:
        raise ValueError(f"a relation is named by six offsets, not {len(offsets)}")
    return identify(version, field, *offsets)


def reject_id(stage: str, reason: str, input_uri: str, payload: Optional[str]) -> str:
    """Id of a rejected input: the same input rejected for the same reason is the same id."""
    digest = None if payload is None else hashlib.sha256(payload.encode("utf-8", "replace")).hexdigest()
    return identify(stage, reason, input_uri, digest)
