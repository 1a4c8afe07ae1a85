"""What a body is: by the type that is declared for it, and by how it begins."""

import codecs
import re
from typing import Optional

HTML_TYPES = ("text/html", "application/xhtml+xml")

# Enough to get past a licence in a comment, or a long document type, to the first element.
HEAD_BYTES = 64 * 1024

# Elements that a page may begin with: its own, and those of pages that leave them out. Names that XML
# formats use for their root, too ("article", "section"), are not among them.
HTML_ROOTS = frozenset(("html", "head", "body", "title", "meta", "link", "script", "style", "div", "p"))
FEED_ROOTS = frozenset(("rss", "rdf", "feed", "channel"))
OPML_ROOT = "opml"

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DOCTYPE = re.compile(r"<!doctype\s+([\w:.-]+)[^>\[]*(?:\[[^\]]*\]\s*)?>", re.IGNORECASE)
_JSON_FEED = re.compile(r'jsonfeed\.org\\?/version|"(?:home_page_url|feed_url|content_html|content_text)"\s*:')
_TAG = re.compile(r"<([A-Za-z_][\w.:-]*)")
_CHARSET = re.compile(r";\s*charset\s*=\s*[\"']?\s*([^\s\"';]+)", re.IGNORECASE)


def media_type(header: Optional[str]) -> "tuple[Optional[str], Optional[str]]":
    """Media type, in lower case, and charset of a Content-Type header; None for what it does not say."""
    kind = (header or "").partition(";")[0].strip().lower()
    charset = _CHARSET.search(header or "")
    return kind or None, charset.group(1) if charset else None


def unicode_encoding(body: bytes) -> Optional[str]:
    """The Unicode encoding that a body's first bytes give away, by a mark or by the zeros of ASCII in UTF-16."""
    for mark, encoding in _BYTE_ORDER_MARKS:
        if body.startswith(mark):
            return encoding
    start = body[:4]
    if len(start) == 4 and start[1] == start[3] == 0 and start[0] and start[2]:
        return "utf-16-le"
    if len(start) == 4 and start[0] == start[2] == 0 and start[1] and start[3]:
        return "utf-16-be"
    return None


def looks_like_html(body: bytes) -> bool:
    """Whether a body begins as an HTML page does."""
    return root_element(body) in HTML_ROOTS


def looks_like_opml(body: bytes) -> bool:
    """Whether a body is an OPML document."""
    return root_element(body) == OPML_ROOT


def looks_like_xml_feed(body: bytes) -> bool:
    """Whether a body begins as RSS or Atom does."""
    return root_element(body) in FEED_ROOTS


def looks_like_json(body: bytes) -> bool:
    """Whether a body begins as a JSON object or list does."""
    return _head(body).lstrip().startswith(("{", "["))


def looks_like_json_feed(body: bytes) -> bool:
    """Whether a body is a JSON object or list that names, near its beginning, what only JSON Feeds have."""
    return looks_like_json(body) and _JSON_FEED.search(_head(body)) is not None


def root_element(body: bytes) -> Optional[str]:
    """Name of the first element, in lower case and without its prefix; None if text or nothing comes first.

    Comments, declarations and the document type before it are passed over; an HTML document type counts
    as the element.
    """
    head = _head(body)
    position = 0
    while True:
        while position < len(head) and head[position].isspace():
            position += 1
        if head.startswith("<!--", position):
            end = head.find("-->", position)
        elif head.startswith("<?", position):
            end = head.find(">", position)
        elif doctype := _DOCTYPE.match(head, position):
            if doctype.group(1).lower() == "html":
                return "html"
            end = doctype.end() - 1
        else:
            tag = _TAG.match(head, position)
            return tag.group(1).lower().rpartition(":")[2] if tag else None
        if end < 0:
            return None
        position = head.find(">", end) + 1


def _head(body: bytes) -> str:
    """The beginning of a body as text, decoded well enough to see what it is."""
    return body[:HEAD_BYTES].decode(unicode_encoding(body) or "latin-1", "replace")
