"""What a file is by the suffix of its name."""

from typing import Optional

from schemas.records import FEED, FILE
from transforms.opening import GZIP_SUFFIX

ARTICLE_SUFFIXES = (".txt", ".html", ".htm", ".jsonl", ".warc")
FEED_SUFFIXES = (".xml", ".rss", ".atom", ".opml", ".json")


def suffix_of(name: str) -> str:
    """The suffix of a path or URI, in lower case and without `.gz`; empty if it has none."""
    base = name.rpartition("/")[2].lower().removesuffix(GZIP_SUFFIX)
    stem, dot, suffix = base.rpartition(".")
    return dot + suffix if stem else ""


def kind_of(name: str) -> Optional[str]:
    """Whether a name is that of a file of articles or of a feed; None if its suffix says neither."""
    suffix = suffix_of(name)
    return FILE if suffix in ARTICLE_SUFFIXES else FEED if suffix in FEED_SUFFIXES else None
