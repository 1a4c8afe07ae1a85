"""What the text of a feed's item is: an article, or only the beginning of one."""

import re
from typing import Optional
from urllib.parse import urljoin

import lxml.html
from lxml.etree import ParserError

WEB_SCHEMES = ("http://", "https://")

# Feeds' summaries are a sentence or a paragraph, at most about 80 words in the feeds of large papers;
# full articles below that are briefs, which lose nothing by being fetched.
FULL_WORDS = 120

_TEASER_END = re.compile(
    r"(?:\.\.\.|…|\[…\]|\[\.\.\.\]|(?:read|continue|learn|view|see) (?:more|on|reading|the full (?:story|article))\W*"
    r"|(?:full|whole) (?:story|article)\W*|the post .{1,200} (?:appeared first|first appeared) on .{1,100})$",
    re.IGNORECASE,
)
# The beginning of a page, after a byte order mark, white space, an XML declaration and comments.
_HTML_START = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html[\s>])", re.IGNORECASE | re.DOTALL
)


def is_full(html: str) -> bool:
    """Whether an item's text is the whole article: of some length, and not ending like a teaser.

    WordPress ends full texts, too, with "The post … appeared first on …"; length decides there.
    """
    text = plain_text(html)
    if len(text.split()) < FULL_WORDS:
        return False
    end = _TEASER_END.search(text[-400:].rstrip())
    return end is None or end.group().lower().startswith("the post")


def looks_like_html(body: bytes) -> bool:
    """Whether a body is an HTML page."""
    return _HTML_START.match(body) is not None


def plain_text(html: str) -> str:
    """The text of an HTML fragment, its white space made single spaces."""
    if "<" not in html and "&" not in html:
        return " ".join(html.split())
    try:
        text = lxml.html.fromstring(f"<div>{html}</div>").text_content()
    except (ParserError, ValueError):  # nothing but comments, or control characters
        text = re.sub(r"<[^>]*>", " ", html)
    return " ".join(text.split())


def web_address(link: Optional[str], base_url: Optional[str]) -> Optional[str]:
    """An item's link as an absolute web address; None if it is none."""
    if not link:
        return None
    try:
        address = urljoin(base_url or "", link.strip())
    except ValueError:  # "http://[": what feeds hold
        return None
    return address if address.startswith(WEB_SCHEMES) else None
