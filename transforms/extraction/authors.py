"""Who wrote a page's article, as names."""

import re
from typing import Any, Iterator, Optional, Sequence

import lxml.html

from transforms.bylines import begins_as_byline, names_of
from transforms.extraction.linked_data import texts
from transforms.extraction.markup import text_of
from transforms.letters import letters_of
from transforms.web.urls import host_of

MAX_AUTHORS = 30

_META = ("author", "article:author", "og:article:author", "dc.creator", "dcterms.creator", "parsely-author", "sailthru.author",
         "citation_author", "byl", "byline")  # fmt: skip
_BYLINE_CLASS = re.compile(r"(?:^|[\s_-])(?:byline|author-?name|author)s?(?:$|[\s_-])", re.IGNORECASE)
_COMMENTS = re.compile(r"\bcomments?(?:\b|[_-])|[_-]comments?\b|\bcommentlist\b|disqus|\brespond\b", re.IGNORECASE)
_BYLINES = 40


def authors(
    document: lxml.html.HtmlElement, data: "Sequence[dict[str, Any]]", site_name: Optional[str], url: Optional[str]
) -> "Optional[list[str]]":
    """Names of the authors by JSON-LD, meta elements or the visible byline; None if there are none.

    The paper itself, by its name or its address, is no author, and neither are addresses, accounts and those who comment.
    """
    own = {letters_of(site_name or ""), *(letters_of(label) for label in host_of(url).split("."))}
    for source in (_in_data(data), _in_meta(document), _visible(document)):
        names = list(dict.fromkeys(name for text in source for name in names_of(text)))
        names = [name for name in names if letters_of(name) not in own]
        if names:
            return names[:MAX_AUTHORS]
    return None


def _in_data(data: "Sequence[dict[str, Any]]") -> Iterator[str]:
    for one in data:
        if found := texts(one.get("author")) or texts(one.get("creator")):
            yield from found
            return


def _in_meta(document: lxml.html.HtmlElement) -> Iterator[str]:
    wanted: "dict[str, list[str]]" = {}
    for meta in document.iter("meta"):
        name = (meta.get("name") or meta.get("property") or "").strip().lower()
        if name in _META and meta.get("content"):
            wanted.setdefault(name, []).append(meta.get("content"))
    yield from next((wanted[name] for name in _META if any(map(names_of, wanted.get(name, [])))), [])


def _visible(document: lxml.html.HtmlElement) -> Iterator[str]:
    marked = [one for one in document.xpath('//*[@rel="author" or @itemprop="author"]')][:_BYLINES]
    if not marked:
        marked = [one for one in document.xpath("//*[@class]") if _BYLINE_CLASS.search(one.get("class"))][:_BYLINES]
    for one in marked:
        text = text_of(one)
        if 0 < len(text) <= 120 and not any(map(_is_of_comments, (one, *one.iterancestors()))):
            yield text
            if begins_as_byline(text):
                return


def _is_of_comments(element: lxml.html.HtmlElement) -> bool:
    names = f"{element.get('class', '')} {element.get('id', '')}"
    return element.tag == "form" or (element.tag not in ("body", "html") and _COMMENTS.search(names) is not None)
