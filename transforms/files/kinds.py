"""What a file is: by the suffix of its name, and by its content where that leaves it open."""

from typing import Optional

from schemas.records import FEED, FILE, Location
from transforms.media import (
    FEED_ROOTS,
    HEAD_BYTES,
    HTML_ROOTS,
    OPML_ROOT,
    looks_like_json,
    looks_like_json_feed,
    looks_like_opml,
    root_element,
)
from transforms.opening import GZIP_SUFFIX, read_head

ARTICLE_SUFFIXES = (".txt", ".html", ".htm", ".jsonl", ".warc")
FEED_SUFFIXES = (".xml", ".rss", ".atom", ".opml", ".json")
_FEED_ROOTS = FEED_ROOTS | {OPML_ROOT}


def suffix_of(name: str) -> str:
    """The suffix of a path or URI, in lower case and without `.gz`; empty if it has none."""
    base = name.rpartition("/")[2].lower().removesuffix(GZIP_SUFFIX)
    stem, dot, suffix = base.rpartition(".")
    return dot + suffix if stem else ""


def kind_of(name: str) -> Optional[str]:
    """Whether a name is that of a file of articles or of a feed; None if its suffix says neither."""
    suffix = suffix_of(name)
    return FILE if suffix in ARTICLE_SUFFIXES else FEED if suffix in FEED_SUFFIXES else None


def kind_of_named(uri: str) -> str:
    """What a file is that the user named: a feed or a file of articles by its suffix, else by its content."""
    kind = kind_of(uri)
    if kind is None:
        head = read_head(uri, HEAD_BYTES)
        kind = FEED if root_element(head) in _FEED_ROOTS or looks_like_json_feed(head) else FILE
    return kind


def is_no_feed(uri: str) -> bool:
    """Whether a file named .xml or .json is plainly XML or JSON of another kind than feeds, OPML or pages.

    Much else has these suffixes. What is broken, empty or neither XML nor JSON is none of that: it may have
    been a feed.
    """
    suffix = suffix_of(uri)
    if suffix == ".xml":
        return root_element(read_head(uri, HEAD_BYTES)) not in _FEED_ROOTS | HTML_ROOTS | {None}
    if suffix == ".json":
        head = read_head(uri, HEAD_BYTES)
        return looks_like_json(head) and not looks_like_json_feed(head)
    return False


def is_list_file(location: Location) -> bool:
    """Whether a file that is named as a feed is a list of feeds."""
    return location.kind == FEED and looks_like_opml(read_head(location.uri, HEAD_BYTES))
