"""Who wrote a page's article, as names."""

import re
from typing import Any, Iterator, Optional, Sequence

import lxml.etree
import lxml.html

from transforms.bylines import begins_as_byline, names_of, names_of_entry
from transforms.extraction.linked_data import is_a, texts
from transforms.extraction.markup import BLOCKS
from transforms.letters import letters_of
from transforms.web.urls import host_of

MAX_AUTHORS = 30

_META = ("author", "article:author", "og:article:author", "dc.creator", "dcterms.creator", "parsely-author", "sailthru.author",
         "citation_author", "byl", "byline")  # fmt: skip
_BYLINE_CLASS = re.compile(r"(?:^|[\s_-])(?:byline|author-?name|author)s?(?:$|[\s_-])", re.IGNORECASE)
# Within a byline, the element of a name.
_NAME_CLASS = re.compile(r"(?:^|[\s_-])(?:author|author-?name|name)(?:$|\s)", re.IGNORECASE)
_PERSON = re.compile(r"Person$")
_COMMENTS = re.compile(r"\bcomments?(?:\b|[_-])|[_-]comments?\b|\bcommentlist\b|disqus|\brespond\b", re.IGNORECASE)
_BYLINES = 40
_BYLINE_CHARACTERS = 120
_BETWEEN = " | "


def authors(
    document: lxml.html.HtmlElement, data: "Sequence[dict[str, Any]]", site_name: Optional[str], url: Optional[str]
) -> "Optional[list[str]]":
    """Names of the authors by JSON-LD, meta elements or the visible byline; None if there are none.

    The paper itself, by its name or its address, is no author, and neither are addresses, accounts and those who comment.
    """
    own = {letters_of(site_name or ""), *(letters_of(label) for label in host_of(url).split("."))}
    for source in (_in_data(data), _in_meta(document), _visible(document)):
        names = [name for name in dict.fromkeys(source) if letters_of(name) not in own]
        if names:
            return names[:MAX_AUTHORS]
    return None


def _in_data(data: "Sequence[dict[str, Any]]") -> Iterator[str]:
    for one in data:
        entries = [*_entries(one.get("author"))] or [*_entries(one.get("creator"))]
        if entries:
            for text, person in entries:
                yield from names_of_entry(text, person=person)
            return


def _entries(value: Any) -> "Iterator[tuple[str, bool]]":
    """The texts of a value, and whether each is said to be the name of a person."""
    for one in value[:100] if isinstance(value, list) else [value]:
        person = isinstance(one, dict) and is_a(one, _PERSON)
        yield from ((text, person) for text in texts(one))


def _in_meta(document: lxml.html.HtmlElement) -> Iterator[str]:
    wanted: "dict[str, list[str]]" = {}
    for meta in document.iter("meta"):
        name = (meta.get("name") or meta.get("property") or "").strip().lower()
        if name in _META and meta.get("content"):
            wanted.setdefault(name, []).append(meta.get("content"))
    found = ([name for text in wanted.get(name, ()) for name in names_of_entry(text)] for name in _META)
    yield from next(filter(None, found), [])


def _visible(document: lxml.html.HtmlElement) -> Iterator[str]:
    marked = [one for one in document.xpath('//*[@rel="author" or @itemprop="author"]')][:_BYLINES]
    if not marked:
        marked = [one for one in document.xpath("//*[@class]") if _BYLINE_CLASS.search(one.get("class"))][:_BYLINES]
    lines = {one: line for one in marked if 0 < len(line := _in_pieces(one)) <= _BYLINE_CHARACTERS}
    for one, line in lines.items():
        above = list(one.iterancestors())
        if lines.keys().isdisjoint(above) and not any(map(_is_of_comments, (one, *above))):
            yield from _names_in(one)
            if begins_as_byline(line):
                return


def _names_in(byline: lxml.html.HtmlElement) -> "list[str]":
    """The names in a byline: of the elements that are marked as names, else of the whole."""
    inner = [one for one in byline.iterdescendants() if isinstance(one.tag, str) and _is_marked_name(one)]
    innermost = [one for one in inner if not any(_is_marked_name(other) for other in one.iterdescendants())]
    found = ([name for one in elements for name in names_of(_in_pieces(one))] for elements in (innermost, [byline]))
    return next(filter(None, found), [])


def _is_marked_name(element: lxml.html.HtmlElement) -> bool:
    return element.get("itemprop") == "name" or _NAME_CLASS.search(element.get("class", "")) is not None


def _in_pieces(element: lxml.html.HtmlElement) -> str:
    """An element's text on one line, with a bar between what readers see as different pieces: blocks, and elements next to
    each other of which the first may be a whole name. What is longer than a byline is cut off."""
    line, before = "", None
    parted = spaced = False
    for text, holder, block in _texts(element):
        if len(line) > _BYLINE_CHARACTERS:
            break
        parted, spaced = parted or block, spaced or text[:1].isspace()
        words = text.split()
        if words:
            piece = line.rpartition(_BETWEEN)[2]
            apart = holder is not before and len(piece.split()) - begins_as_byline(piece) > 1
            direct = element in (holder, before)
            if line and (parted or (apart and (not direct if spaced else words[0][:1].isupper()))):
                line += _BETWEEN
            elif line and (spaced or words[0][:1].isupper()):
                line += " "
            line += " ".join(words)
            before, parted = holder, False
            spaced = text[-1:].isspace()
    return line


def _texts(element: lxml.html.HtmlElement) -> "Iterator[tuple[str, lxml.html.HtmlElement, bool]]":
    """The texts of an element in order, each with the element that it stands in and whether a block begins or ends there."""
    for event, part in lxml.etree.iterwalk(element, events=("start", "end")):
        if event == "start" and part.tag not in ("script", "style"):
            yield part.text or "", part, part.tag in BLOCKS
        elif event == "end" and part is not element:
            yield part.tail or "", part.getparent(), part.tag in BLOCKS


def _is_of_comments(element: lxml.html.HtmlElement) -> bool:
    names = f"{element.get('class', '')} {element.get('id', '')}"
    return element.tag == "form" or (element.tag not in ("body", "html") and _COMMENTS.search(names) is not None)
