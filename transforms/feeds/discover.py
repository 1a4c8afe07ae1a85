"""Finds the feeds that a web page names (https://www.rssboard.org/rss-autodiscovery)."""

import lxml.html
from lxml.etree import ParserError

from transforms.media import media_type
from transforms.web.urls import web_address

FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml")


def discover_feeds(page: bytes, url: str) -> "list[str]":
    """The absolute web addresses of a page's feeds, in its order: the first is the page's main one."""
    try:
        document = lxml.html.document_fromstring(page)
    except (ParserError, ValueError):
        return []
    base = next((web_address(element.get("href"), url) for element in document.iter("base")), None) or url
    found = []
    for link in document.iter("link"):
        relations = (link.get("rel") or "").lower().split()
        if "alternate" in relations and media_type(link.get("type"))[0] in FEED_TYPES:
            found.append(web_address(link.get("href"), base))
    return list(dict.fromkeys(filter(None, found)))
