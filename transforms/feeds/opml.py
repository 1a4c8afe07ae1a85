"""OPML: lists of feeds (http://opml.org/spec2.opml)."""

import re
from typing import Iterator, Optional

from lxml import etree

from transforms.feeds.text import feed_text, xml_text

# Ampersands in addresses are often not escaped; as entities none but XML's own are known, so that a list
# can define none.
_BARE_AMPERSAND = re.compile(r"&(?!(?:#\d{1,7}|#x[0-9a-f]{1,6}|amp|lt|gt|quot|apos);)", re.IGNORECASE)
_END = re.compile(r"</(?:\w+:)?opml\s*>\s*(?:<!--.*?-->\s*)*$|<opml[^>]*/>\s*$", re.IGNORECASE | re.DOTALL)
_TAIL = 4096
# Kinds of outlines that name a feed or another list in `url` instead of `xmlUrl`.
_NAMED_BY_URL = ("rss", "include")


def parse_opml(body: bytes, charset: Optional[str] = None) -> Iterator[str]:
    """The addresses of the feeds of an OPML document, each once, in its order; nested outlines, too.

    :raises ValueError: after those that can be had: it is not XML, or it is cut off.
    """
    text = _BARE_AMPERSAND.sub("&amp;", xml_text(feed_text(body, charset)))
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    if root is None:
        raise ValueError("it is not XML")
    yield from dict.fromkeys(filter(None, map(_address, root.iter("{*}outline"))))
    if not _END.search(text.rstrip()[-_TAIL:]):
        raise ValueError("it is cut off")


def _address(outline: etree._Element) -> Optional[str]:
    attributes = {name.lower(): value.strip() for name, value in outline.attrib.items()}
    if attributes.get("type", "").lower() in _NAMED_BY_URL:
        return attributes.get("xmlurl") or attributes.get("url")
    return attributes.get("xmlurl")
