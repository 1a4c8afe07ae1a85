"""Finds the feeds that a web page names (https://www.rssboard.org/rss-autodiscovery)."""

from urllib.parse import urljoin

import lxml.html
from lxml.etree import ParserError

FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml")


def discover_feeds(page: bytes, url: str) -> "list[str]":
    """The absolute addresses of a page's feeds, in its order: the first is the page's main one."""
    try:
        document = lxml.html.document_fromstring(page)
    except (ParserError, ValueError):
        return []
    found = []
    for link in document.iter("link"):
        relations = (link.get("rel") or "").lower().split()
        media_type = (link.get("type") or "").partition(";")[0].strip().lower()
        if "alternate" in relations and media_type in FEED_TYPES and link.get("href"):
            found.append(urljoin(url, link.get("href").strip()))
    return list(dict.fromkeys(found))
