"""HTML to text and metadata, with trafilatura."""

import json
import re
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any, Iterator, Optional
from urllib.parse import urljoin, urlsplit

import lxml.html
import trafilatura
from lxml.etree import ParserError
from trafilatura.settings import use_config

from schemas.columns import text_or_none
from schemas.records import to_micros

# Trafilatura gives up on short texts; whether a text is an article is for cleaning to say.
_CONFIG = use_config()
for _option in ("MIN_EXTRACTED_SIZE", "MIN_OUTPUT_SIZE", "MIN_OUTPUT_COMM_SIZE"):
    _CONFIG.set("DEFAULT", _option, "20")
_CONFIG.set("DEFAULT", "EXTRACTION_TIMEOUT", "0")  # signals do not work in a worker's threads

_BLOCKS = "p div br li h1 h2 h3 h4 h5 h6 blockquote section article header footer tr td ul ol figure figcaption".split()
_NOT_TEXT = "script style noscript template iframe svg form button".split()
_TIME_PROPERTIES = ("article:published_time", "og:article:published_time", "datePublished", "pubdate", "parsely-pub-date")


@dataclass(frozen=True)
class Extracted:
    """A page's article and what the page says of it. `text` has paragraphs parted by blank lines."""

    text: str
    title: Optional[str] = None
    authors: "Optional[list[str]]" = None
    tags: "Optional[list[str]]" = None
    canonical_url: Optional[str] = None
    published_at: Optional[int] = None


def extract_page(html: str, url: Optional[str]) -> Optional[Extracted]:
    """The article of a whole page; None if there is none."""
    document = _parse(html)
    if document is None:
        return None
    found = trafilatura.bare_extraction(
        html,
        url=url,
        favor_recall=True,
        include_comments=False,
        include_tables=False,
        with_metadata=True,
        config=_CONFIG,
    )
    text = text_or_none(found.text) if found is not None else None
    if text is None:
        return None
    return Extracted(
        text="\n\n".join(line.strip() for line in text.splitlines() if line.strip()),
        title=_headline(document, text_or_none(found.title)),
        authors=_split(found.author),
        tags=[tag for tag in dict.fromkeys(found.tags or []) if tag] or None,
        canonical_url=_canonical(document, url),
        published_at=_published(document) or _day(found.date, html),
    )


def fragment_text(html: str) -> str:
    """The text of an article's HTML as a feed carries it: every block is a paragraph, nothing is judged."""
    document = _parse(f"<div>{html}</div>")
    if document is None:
        return ""
    for element in list(document.iter(*_NOT_TEXT)):
        element.drop_tree()
    for element in document.iter(*_BLOCKS):
        element.text = f"\n\n{element.text or ''}"
        element.tail = f"\n\n{element.tail or ''}"
    paragraphs = re.split(r"\n\s*\n", document.text_content())
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs if paragraph.strip())


def _parse(html: str) -> Optional[lxml.html.HtmlElement]:
    try:
        # As bytes: lxml refuses a text that declares an encoding.
        return lxml.html.document_fromstring(html.encode("utf-8", "replace"), parser=lxml.html.HTMLParser(encoding="utf-8"))
    except (ParserError, ValueError):
        return None


def _headline(document: lxml.html.HtmlElement, title: Optional[str]) -> Optional[str]:
    """The page's one h1 if it agrees with its title, which may have the paper's name at its end."""
    headings = {" ".join(heading.text_content().split()) for heading in document.iter("h1")} - {""}
    if len(headings) == 1:
        (heading,) = headings
        if title is None or heading in title or title in heading or len(heading.split()) >= 4:
            return heading
    return title


def _canonical(document: lxml.html.HtmlElement, url: Optional[str]) -> Optional[str]:
    """The address that the page gives as its own, if it is an article's and not the paper's front page."""
    links = [link.get("href") for link in document.iter("link") if (link.get("rel") or "").lower() == "canonical"]
    links += [meta.get("content") for meta in document.iter("meta") if meta.get("property") == "og:url"]
    for link in filter(None, links):
        address = urljoin(url or "", link.strip())
        parts = urlsplit(address)
        if parts.scheme in ("http", "https") and parts.netloc and parts.path.strip("/"):
            return address
    return None


def _published(document: lxml.html.HtmlElement) -> Optional[int]:
    """When the page says that it was published, to the second: JSON-LD, meta elements, then time elements."""
    for data in _json_ld(document):
        moment = _moment(data.get("datePublished"))
        if moment is not None:
            return moment
    for meta in document.iter("meta"):
        if (meta.get("property") or meta.get("name") or meta.get("itemprop")) in _TIME_PROPERTIES:
            moment = _moment(meta.get("content"))
            if moment is not None:
                return moment
    return None


def _json_ld(document: lxml.html.HtmlElement) -> Iterator[dict]:
    for script in document.iter("script"):
        if (script.get("type") or "").lower() == "application/ld+json":
            try:
                yield from _objects(json.loads(script.text_content()))
            except (ValueError, RecursionError):
                continue  # pages hold broken JSON; the next source of the date is asked


def _objects(data: Any) -> Iterator[dict]:
    if isinstance(data, list):
        for one in data:
            yield from _objects(one)
    elif isinstance(data, dict):
        yield data
        yield from _objects(data.get("@graph"))


def _moment(value: Any) -> Optional[int]:
    try:
        return to_micros(datetime.fromisoformat(value.strip().replace("Z", "+00:00"))) if isinstance(value, str) else None
    except ValueError:
        return None


def _day(date: Optional[str], html: str) -> Optional[int]:
    """The day that trafilatura found, if the page has that year at all: it guesses, and not always from the page."""
    try:
        day = datetime.fromisoformat(date).replace(tzinfo=timezone.utc) if date else None
    except ValueError:
        return None
    return to_micros(day) if day is not None and str(day.year) in html else None


def _split(authors: Optional[str]) -> "Optional[list[str]]":
    return [name.strip() for name in (authors or "").split(";") if name.strip()] or None
