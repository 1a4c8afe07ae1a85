"""What a page says of its article in JSON-LD, in the terms of schema.org."""

import html
import json
import re
from typing import Any, Iterator, Mapping, Optional, Sequence
from urllib.parse import urlsplit

import lxml.html

from transforms.extraction.markup import text_of
from transforms.letters import letters_of

_ARTICLE_TYPE = re.compile(
    r"(?:Article|BlogPosting|Blog|Report|Review|Recipe|DiscussionForumPosting|MediaGallery|QAPage)$"
)
# Readers' reviews stand on pages of articles, too.
_REVIEW_TYPE = re.compile(r"Review$")
_PAGE_TYPE = re.compile(r"(?:WebPage|ItemPage|AboutPage|VideoObject|MediaObject)$")
# What wraps the JSON in pages made for parsers of XHTML.
_WRAPPING = re.compile(r"^\s*(?:<!--|/?/?\*?\s*<!\[CDATA\[\s*(?:\*/)?)|(?:-->|/?/?\*?\s*\]\]>\s*(?:\*/)?|;)\s*$")
# Some programs put a comma after the last member, too.
_LAST_COMMA = re.compile(r",(?=\s*[}\]])")
# What may only be named in an object, by the identifier of another.
_REFERRING = ("author", "creator")
# Titles are cut short; if so much is the same, they are the same.
_TITLE_LETTERS = 25
# Lists of linked articles nest a few levels; nothing of interest lies deeper.
_DEPTH = 6


def linked_data(document: lxml.html.HtmlElement, url: Optional[str] = None) -> "list[dict[str, Any]]":
    """The objects that describe the page's article, the article itself first, then the page that it stands on.

    :param url: the page's address, if it is known.
    """
    found = [one for script in document.iter("script") for one in _objects(_content(script), _DEPTH)]
    articles = [one for one in found if is_a(one, _ARTICLE_TYPE)]
    articles = [one for one in articles if not is_a(one, _REVIEW_TYPE)] or articles
    if len(articles) > 1:
        addresses, titles = _addresses_of(document, url), _titles_of(document)
        # Of teasers beside the article, few say who wrote it and when.
        articles.sort(
            key=lambda one: (
                -_agreement(one, addresses, titles),
                -sum(one.get(name) is not None for name in ("articleBody", "datePublished", "author")),
            )
        )
    known = {one["@id"]: one for one in found if isinstance(one.get("@id"), str) and one.get("name")}
    pages = [one for one in found if is_a(one, _PAGE_TYPE)]
    return [_with_referred(one, known) for one in (*articles, *pages)]


def texts(value: Any) -> "list[str]":
    """The texts of a value: of a text itself, of an object its name or value, of a list those of its members."""
    if isinstance(value, str):
        # Some programs escape what they put into JSON as if it were markup, some twice.
        text = " ".join(html.unescape(html.unescape(value)).split())
        return [text] if text else []
    if isinstance(value, dict):
        return texts(value.get("name") or value.get("@value"))
    if isinstance(value, list):
        return [text for one in value[:100] if not isinstance(one, list) for text in texts(one)]
    return []


def first_text(objects: "Sequence[dict[str, Any]]", *names: str) -> Optional[str]:
    """The first of the objects' values under one of the names that is a text."""
    return next((text for one in objects for name in names for text in texts(one.get(name))[:1]), None)


def _content(script: lxml.html.HtmlElement) -> Any:
    if (script.get("type") or "").partition(";")[0].strip().lower() != "application/ld+json":
        return None
    source = _WRAPPING.sub("", _WRAPPING.sub("", script.text or ""))
    found = _parsed(source)
    return _parsed(_LAST_COMMA.sub("", source)) if found is None else found


def _parsed(source: str) -> Any:
    try:
        return json.loads(source, strict=False)
    except (ValueError, RecursionError):
        return None  # pages hold broken JSON; what it would have said is asked of the next source


def _agreement(data: "dict[str, Any]", addresses: "set[str]", titles: "set[str]") -> int:
    """In how much an article has what its page has: the address, the headline."""
    page = data.get("mainEntityOfPage")
    named = (data.get("url"), data.get("@id"), page.get("@id") if isinstance(page, dict) else page)
    own = {_address(one) for one in named if isinstance(one, str)} - {""}
    headlines = map(letters_of, texts(data.get("headline"))[:1])
    return (not own.isdisjoint(addresses)) + any(_is_same(one, other) for one in headlines for other in titles)


def _is_same(one: str, other: str) -> bool:
    return one == other or min(len(one), len(other)) >= _TITLE_LETTERS and (one.startswith(other) or other.startswith(one))


def _addresses_of(document: lxml.html.HtmlElement, url: Optional[str]) -> "set[str]":
    named = document.xpath('//link[@rel="canonical"]/@href | //meta[@property="og:url"]/@content')
    return {_address(one) for one in (url or "", *named)} - {""}


def _titles_of(document: lxml.html.HtmlElement) -> "set[str]":
    shown = [text_of(one) for one in document.iter("h1")]
    return set(map(letters_of, (*shown, *document.xpath('//meta[@property="og:title"]/@content')))) - {""}


def _address(url: str) -> str:
    """An address as it is compared: host and path. Empty for a site's front page, and for what is no address."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return ""
    path = parts.path.rstrip("/")
    return f"{(parts.netloc or '').lower().removeprefix('www.')}{path}" if path and parts.netloc else ""


def _with_referred(data: "dict[str, Any]", known: "Mapping[str, dict[str, Any]]") -> "dict[str, Any]":
    """An object with the objects that it only names."""
    referred = {name: _referred(data[name], known) for name in _REFERRING if isinstance(data.get(name), (dict, list))}
    return {**data, **referred} if referred else data


def _referred(value: Any, known: "Mapping[str, dict[str, Any]]") -> Any:
    if isinstance(value, list):
        return [_referred(one, known) for one in value if not isinstance(one, list)]
    if isinstance(value, dict) and not value.get("name") and isinstance(value.get("@id"), str):
        return known.get(value["@id"], value)
    return value


def _objects(data: Any, depth: int) -> "Iterator[dict[str, Any]]":
    if isinstance(data, list) and depth:
        for one in data[:200]:
            yield from _objects(one, depth - 1)
    elif isinstance(data, dict) and depth:
        yield data
        for name in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _objects(data.get(name), depth - 1)


def is_a(data: "dict[str, Any]", wanted: "re.Pattern[str]") -> bool:
    """Whether an object says that it is of such a type."""
    types = data.get("@type")
    return any(isinstance(one, str) and wanted.search(one) for one in (types if isinstance(types, list) else [types]))
