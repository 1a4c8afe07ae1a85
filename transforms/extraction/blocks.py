"""The blocks of a page: its paragraphs, headings and items, as elements that hold no others."""

from dataclasses import dataclass
from typing import Iterator

import lxml.html

from transforms.extraction.markup import text_of
from transforms.letters import letters_of

HEADINGS = frozenset(("h2", "h3", "h4", "h5"))
_BLOCKS = (*sorted(HEADINGS), "p", "li", "blockquote", "div")
# Elements that may stand within such a block and hold blocks themselves.
_HOLDERS = frozenset((*_BLOCKS, "ul", "ol", "table", "section", "figure", "article", "aside", "main"))


@dataclass
class Block:
    """An element with its text on one line, and with the letters of that."""

    element: lxml.html.HtmlElement
    text: str
    letters: str


def blocks_of(document: lxml.html.HtmlElement) -> Iterator[Block]:
    """The blocks that have a text, in the order of the page."""
    for element in document.iter(*_BLOCKS):
        if not any(part.tag in _HOLDERS for part in element.iterdescendants()):
            text = text_of(element)
            if text:
                yield Block(element, text, letters_of(text))


def linked_share(element: lxml.html.HtmlElement) -> float:
    """How much of an element's letters stand in links within it."""
    letters = len(letters_of(text_of(element)))
    return sum(len(letters_of(text_of(link))) for link in element.iter("a")) / max(1, letters)
