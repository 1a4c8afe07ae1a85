"""OPML: lists of feeds (http://opml.org/spec2.opml)."""

import re
from xml.etree import ElementTree

_OPML_START = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*<opml[\s>]", re.IGNORECASE | re.DOTALL)


def looks_like_opml(body: bytes) -> bool:
    """Whether a body is an OPML document."""
    return _OPML_START.match(body) is not None


def parse_opml(body: bytes) -> "list[str]":
    """The addresses of the feeds of an OPML document, each once, in its order; nested outlines, too.

    :raises ValueError: it is not XML.
    """
    try:
        root = ElementTree.fromstring(body)
    except ElementTree.ParseError as error:
        raise ValueError(f"it is not XML: {error}") from error
    addresses = (
        value.strip()
        for outline in root.iter("outline")
        for name, value in outline.attrib.items()
        if name.lower() == "xmlurl" and value.strip()
    )
    return list(dict.fromkeys(addresses))
