"""A whole page to its article's text and what the page says of it."""

import re
from dataclasses import dataclass
from typing import Any, Optional, Sequence
from urllib.parse import parse_qsl, urljoin, urlsplit

import lxml.html

from schemas.reasons import Reason
from transforms.extraction.authors import authors
from transforms.extraction.body import body_text, shown_text
from transforms.extraction.kinds import is_index, is_paywalled
from transforms.extraction.linked_data import first_text, linked_data, texts
from transforms.extraction.markup import parse
from transforms.extraction.publication import published
from transforms.extraction.titles import headline
from transforms.web.urls import host_of, site_of

MAX_TAGS = 60
MAX_TAG = 100
# A text without lists and headings that is so much longer has what was left out of the other.
LEFT_OUT = 1.3
# Hosts that keep other sites' pages as they were (https://developers.google.com/amp/cache/overview).
AMP_CACHES = ("cdn.ampproject.org", "www.google.com", "bing-amp.com")
_PARTING_COMMA = re.compile(r",(?=\S)")


class NoArticle(ValueError):
    """A page from which no article can be had; `reason` says why."""

    def __init__(self, reason: Reason, message: str) -> None:
        super().__init__(message)
        self.reason = reason


@dataclass(frozen=True)
class Extracted:
    """A page's article and what the page says of it. `text` has paragraphs parted by blank lines."""

    text: str
    title: Optional[str] = None
    authors: "Optional[list[str]]" = None
    tags: "Optional[list[str]]" = None
    language: Optional[str] = None
    canonical_url: Optional[str] = None
    published_at: Optional[int] = None


def extract_page(html: str, url: Optional[str]) -> Extracted:
    """The article of a whole page.

    :raises NoArticle: there is none in it, or only the beginning of one.
    :raises TooComplex: it has too many elements.
    """
    document = parse(html)
    if document is None:
        raise NoArticle(Reason.NO_ARTICLE, "there is no element in the page")
    metas = _metas(document)
    data = linked_data(document, url)
    site_name = metas.get("og:site_name") or first_text(
        [one["publisher"] for one in data if _is_object(one.get("publisher"))], "name"
    )
    text = body_text(document, data, url)
    if is_paywalled(document, data, text):
        # What stands in an element that is named after the wall may have been left out.
        shown = shown_text(document)
        if is_paywalled(document, data, shown):
            raise NoArticle(Reason.PAYWALL, "the page holds only the beginning of an article for subscribers")
        text = shown if shown and len(shown) >= LEFT_OUT * len(text or "") else text
    if not text:
        raise NoArticle(Reason.NO_ARTICLE, "there is no article in the page")
    if is_index(document, data, text, kind=metas.get("og:type")):
        raise NoArticle(Reason.NO_ARTICLE, "the page lists articles and is none itself")
    canonical_url = _canonical(document, metas, data, url)
    title = headline(document, data, open_graph=metas.get("og:title"), site_name=site_name, url=url or canonical_url)
    return Extracted(
        text=text.removeprefix(f"{title}\n\n"),
        title=title,
        authors=authors(document, data, site_name, url or canonical_url),
        tags=_tags(document, metas, data),
        language=_language(document, metas),
        canonical_url=canonical_url,
        published_at=published(document, data, url or canonical_url),
    )


def _metas(document: lxml.html.HtmlElement) -> "dict[str, str]":
    """The page's meta elements by property or name, in lower case; the first of each."""
    found: "dict[str, str]" = {}
    for meta in document.iter("meta"):
        name = (meta.get("property") or meta.get("name") or "").strip().lower()
        content = " ".join((meta.get("content") or "").split())
        if name and content:
            found.setdefault(name, content)
    return found


def _canonical(
    document: lxml.html.HtmlElement, metas: "dict[str, str]", data: "Sequence[dict[str, Any]]", url: Optional[str]
) -> Optional[str]:
    """The address that the page gives as its own, if it can be an article's and is of the same site: no site
    may speak for another's articles, but a cache of AMP pages for those that it keeps."""
    links = [
        link.get("href") for link in document.iter("link") if (link.get("rel") or "").strip().lower() == "canonical"
    ]
    for link in filter(None, (*links, metas.get("og:url"))):
        try:
            address = urljoin(url or "", link.strip())
            parts = urlsplit(address)
        except ValueError:
            continue
        # The front page is no article's address; nor is one that lacks the number by which the page was asked for.
        if (
            parts.scheme in ("http", "https")
            and parts.hostname
            and parts.path.strip("/")
            and not _lacks_number(parts, url)
            and _may_name(url, address)
        ):
            return address
    return None


def _may_name(url: Optional[str], address: str) -> bool:
    """Whether a page at an address may say that an article's own address is another."""
    host = host_of(url)
    return not host or site_of(url) == site_of(address) or any(f".{host}".endswith(f".{cache}") for cache in AMP_CACHES)


def _lacks_number(canonical, url: Optional[str]) -> bool:
    try:
        asked = urlsplit(url or "")
    except ValueError:
        return False
    if asked.path.rstrip("/") != canonical.path.rstrip("/"):
        return False
    named = dict(parse_qsl(canonical.query))
    return any(
        value.isdigit() and len(value) > 2 and named.get(name) != value for name, value in parse_qsl(asked.query)
    )


def _tags(
    document: lxml.html.HtmlElement, metas: "dict[str, str]", data: "Sequence[dict[str, Any]]"
) -> "Optional[list[str]]":
    """Section, tags and keywords, each once."""
    found = _sections(metas.get("article:section"))
    for one in data[:1]:
        found += [section for text in texts(one.get("articleSection")) for section in _sections(text)]
        keywords = one.get("keywords")
        found += keywords.split(",") if isinstance(keywords, str) else texts(keywords)
    found += [
        meta.get("content") for meta in document.iter("meta") if (meta.get("property") or "").lower() == "article:tag"
    ]
    found += (metas.get("news_keywords") or metas.get("keywords") or "").split(",")
    unique: "dict[str, str]" = {}
    for tag in (" ".join((tag or "").split()) for tag in found):
        # Some programs put their own data among the keywords: "source:agency", "type=story".
        if tag and len(tag) <= MAX_TAG and "=" not in tag:
            unique.setdefault(tag.casefold(), tag)
    return list(unique.values())[:MAX_TAGS] or None


def _sections(text: Optional[str]) -> "list[Optional[str]]":
    """The sections in a text; a comma parts two of them if no space comes after it, and belongs to one's name else."""
    return [*_PARTING_COMMA.split(text or "")]


def _language(document: lxml.html.HtmlElement, metas: "dict[str, str]") -> Optional[str]:
    """The language that the page declares, as ISO 639-1."""
    root = document.getroottree().getroot()
    declared = (
        root.get("lang")
        or root.get("{http://www.w3.org/XML/1998/namespace}lang")
        or metas.get("og:locale")
        or metas.get("content-language")
    )
    code = (declared or "").strip().replace("_", "-").partition("-")[0].lower()
    return code if len(code) == 2 and code.isalpha() else None


def _is_object(value: Any) -> bool:
    return isinstance(value, dict)
