"""Parses pages, with bounds on what a hostile one may cost."""

import re
from typing import Iterable, Iterator, Optional

import lxml.etree
import lxml.html

# Live blogs of a whole day stay below 30,000 elements; the time that extraction takes grows faster than their number.
MAX_ELEMENTS = 60_000
# libxml2 compares each attribute of a tag with all others before it.
MAX_ATTRIBUTES = 1_000

_LONG_TAG = re.compile(r"<([A-Za-z][A-Za-z0-9:-]{0,40})([^<>]{4000,})")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_ATTRIBUTE_PARTED = re.compile(r"[\s/]+")
# Control characters that markup may not hold; libxml2 ends a page at a null character.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")

BLOCKS = frozenset(
    "p div br li h1 h2 h3 h4 h5 h6 blockquote section article header footer main aside nav table tr td th ul ol dl "
    "dt dd "
    "figure figcaption form fieldset address details summary pre hr body".split()
)
NOT_TEXT = (
    "script",
    "style",
    "noscript",
    "template",
    "iframe",
    "svg",
    "form",
    "button",
    "object",
    "select",
    "figcaption",
)


class TooComplex(ValueError):
    """A page with more elements than any article's has."""


def parse(html: str) -> Optional[lxml.html.HtmlElement]:
    """The tree of a page, None for one without any element.

    :raises TooComplex: it has more than `MAX_ELEMENTS` elements.
    """
    html = _LONG_TAG.sub(_with_few_attributes, _CONTROL.sub("", html))
    # As bytes: lxml refuses a text that declares an encoding. A huge tree may be 2,048 elements deep instead of
    # 256, which unclosed elements of a long page reach.
    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        document = lxml.html.document_fromstring(html.encode("utf-8", "replace"), parser=parser)
    except (lxml.etree.LxmlError, ValueError):
        return None
    count = sum(1 for _ in document.iter())
    if count > MAX_ELEMENTS:
        raise TooComplex(f"the page has {count:,} elements, more than {MAX_ELEMENTS:,}")
    return document


def text_of(element: lxml.html.HtmlElement) -> str:
    """An element's text on one line, without scripts and styles."""
    return " ".join("".join(_texts(element)).split())


def lines_of(document: lxml.html.HtmlElement) -> Iterator[str]:
    """The text of every block of a tree, in order, each with its white space made single spaces."""
    line: "list[str]" = []
    for event, element in lxml.etree.iterwalk(document, events=("start", "end")):
        block = element.tag in BLOCKS
        if block and (text := " ".join("".join(line).split())):
            yield text
        if block:
            line = []
        if event == "start":
            line.append(element.text or "" if element.tag not in NOT_TEXT else "")
        elif element is not document:
            line.append(element.tail or "")
    if text := " ".join("".join(line).split()):
        yield text


def drop(document: lxml.html.HtmlElement, tags: Iterable[str]) -> None:
    """Take all elements of these names out of a tree."""
    for element in list(document.iter(*tags)):
        if element.getparent() is not None:
            element.drop_tree()


def _texts(element: lxml.html.HtmlElement) -> Iterator[str]:
    for part in element.iter():
        if part.tag in ("script", "style"):
            continue
        if part.tag in BLOCKS:
            yield " "
        yield part.text or ""
        if part is not element:
            yield part.tail or ""


def _with_few_attributes(tag: "re.Match[str]") -> str:
    """A tag as it is, or without attributes if they are too many."""
    attributes = len(_ATTRIBUTE_PARTED.findall(_QUOTED.sub("", tag[2])))
    return tag[0] if attributes <= MAX_ATTRIBUTES else f"<{tag[1]}"
