"""What a page says of its article in JSON-LD, in the terms of schema.org."""

import html
import json
import re
from typing import Any, Iterator, Optional, Sequence

import lxml.html

_ARTICLE_TYPE = re.compile(
    r"(?:Article|BlogPosting|Blog|Report|Review|Recipe|DiscussionForumPosting|MediaGallery|QAPage)$"
)
_PAGE_TYPE = re.compile(r"(?:WebPage|ItemPage|AboutPage|VideoObject|MediaObject)$")
# What wraps the JSON in pages made for parsers of XHTML.
_WRAPPING = re.compile(r"^\s*(?:<!--|/?/?\*?\s*<!\[CDATA\[\s*(?:\*/)?)|(?:-->|/?/?\*?\s*\]\]>\s*(?:\*/)?|;)\s*$")
# Lists of linked articles nest a few levels; nothing of interest lies deeper.
_DEPTH = 6


def linked_data(document: lxml.html.HtmlElement) -> "list[dict[str, Any]]":
    """The objects that describe the page's article, the article itself first, then the page that it stands on."""
    found = [one for script in document.iter("script") for one in _objects(_content(script), _DEPTH)]
    articles = [one for one in found if _is_a(one, _ARTICLE_TYPE)]
    # Of teasers beside the article, few say who wrote it and when.
    articles.sort(
        key=lambda one: -sum(one.get(name) is not None for name in ("articleBody", "datePublished", "author"))
    )
    return articles + [one for one in found if _is_a(one, _PAGE_TYPE)]


def texts(value: Any) -> "list[str]":
    """The texts of a value: of a text itself, of an object its name, of a list those of its members."""
    if isinstance(value, str):
        # Some programs escape what they put into JSON as if it were markup, some twice.
        text = " ".join(html.unescape(html.unescape(value)).split())
        return [text] if text else []
    if isinstance(value, dict):
        return texts(value.get("name"))
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
    try:
        return json.loads(source, strict=False)
    except (ValueError, RecursionError):
        return None  # pages hold broken JSON; what it would have said is asked of the next source


def _objects(data: Any, depth: int) -> "Iterator[dict[str, Any]]":
    if isinstance(data, list) and depth:
        for one in data[:200]:
            yield from _objects(one, depth - 1)
    elif isinstance(data, dict) and depth:
        yield data
        for name in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _objects(data.get(name), depth - 1)


def _is_a(data: "dict[str, Any]", wanted: "re.Pattern[str]") -> bool:
    types = data.get("@type")
    return any(isinstance(one, str) and wanted.search(one) for one in (types if isinstance(types, list) else [types]))
