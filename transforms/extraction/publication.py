"""When a page's article was published: by JSON-LD, meta elements, its address, and the visible text, in that order of trust."""

import re
from datetime import datetime, timezone
from typing import Any, Iterator, Optional, Sequence

import lxml.html

from schemas.records import to_micros
from transforms.extraction.markup import text_of
from transforms.moments import moment, plausible

_META = (
    "article:published_time", "og:article:published_time", "og:published_time", "datepublished", "date_published",
    "article:published", "publishdate", "publish-date", "publish_date", "publication_date", "parsely-pub-date", "sailthru.date",
    "pubdate", "dc.date.issued", "dcterms.created", "dcterms.date", "dc.date.created", "dc.date", "citation_publication_date",
    "citation_date", "cxenseparse:recs:publishtime", "article.published", "originalpublicationdate", "date",
)  # fmt: skip
_IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)([/-]?)(0?[1-9]|1[0-2])\2(0?[1-9]|[12]\d|3[01])(?=[/_.-]|$)")
_DATE_CLASS = re.compile(
    r"\b(?:date|dateline|time|timestamp|publish(?:ed)?|posted|pub-?date|byline|meta|info)\b|date|publish", re.IGNORECASE
)
_LABEL = re.compile(
    r"^\W*(?:(?:first |originally )?(?:published|posted|publication date|date|created|issued)(?: (?:on|at|date))?)?\b\W*",
    re.IGNORECASE,
)
# A page's other dates: of an update, of other articles, of comments.
_ELSEWHERE = re.compile(
    r"\b(?:related|comment\w*|footer|sidebar|aside|recommend\w*|trending|latest|popular|widget)\b", re.IGNORECASE
)
_UPDATED = re.compile(r"\b(?:updat|modifi|edit)", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:1[6-9]|20)\d\d\b")
_WITHIN = 60  # elements after the headline, within which an article's date stands
_ANCESTORS = 12
_PARTING = re.compile(r"\s*[|•·]\s*|\s+[–—]\s+|\s*\b(?:last )?(?:updated|modified)\b", re.IGNORECASE)


def published(document: lxml.html.HtmlElement, data: "Sequence[dict[str, Any]]", url: Optional[str]) -> Optional[int]:
    """When the page says that its article was published, in microseconds since the epoch; None if it does not say."""
    candidates = (_in_data, _in_meta)
    for found in (one for source in candidates for one in source(document, data)):
        if plausible(found) is not None:
            return found
    return _in_address(url) or next((found for found in map(plausible, _visible(document)) if found is not None), None)


def _in_data(_document: lxml.html.HtmlElement, data: "Sequence[dict[str, Any]]") -> Iterator[Optional[int]]:
    for name in ("datePublished", "dateCreated", "uploadDate"):
        for one in data:
            yield moment(one.get(name))


def _in_meta(document: lxml.html.HtmlElement, _data: "Sequence[dict[str, Any]]") -> Iterator[Optional[int]]:
    named: "dict[str, str]" = {}
    for meta in document.iter("meta"):
        for name in (meta.get("property"), meta.get("name"), meta.get("itemprop")):
            if name and meta.get("content"):
                named.setdefault(name.strip().lower(), meta.get("content"))
    for name in _META:
        yield moment(named.get(name))


def _in_address(url: Optional[str]) -> Optional[int]:
    """The day in an article's address, as in /2025/05/03/ or /2025-05-03-."""
    found = _IN_ADDRESS.search(url or "")
    if found is None:
        return None
    try:
        day = datetime(int(found[1]), int(found[3]), int(found[4]), tzinfo=timezone.utc)
    except ValueError:
        return None
    return plausible(to_micros(day))


def _visible(document: lxml.html.HtmlElement) -> Iterator[Optional[int]]:
    """The dates that readers see: marked as the publication's, else those that stand about the headline."""
    times = [one for one in document.iter("time") if not _is_elsewhere(one)]
    for one in times:
        if one.get("itemprop") == "datePublished" or one.get("pubdate") is not None:
            yield moment(one.get("datetime") or text_of(one))
    for one in document.xpath('//*[@itemprop="datePublished"]'):
        yield moment(one.get("content") or one.get("datetime") or text_of(one))
    for one in _about_headline(document):
        if one.tag == "time":
            yield moment(one.get("datetime")) or _of_text(text_of(one))
        elif not len(one) or _DATE_CLASS.search(f"{one.get('class', '')} {one.get('id', '')}"):
            yield _of_text(text_of(one))


def _about_headline(document: lxml.html.HtmlElement) -> Iterator[lxml.html.HtmlElement]:
    headline = next(document.iter("h1"), None)
    if headline is None:
        return
    count = 0
    for one in headline.xpath("following::*"):
        count += 1
        if count > _WITHIN:
            return
        if not _UPDATED.search(one.get("class") or "") and not _is_elsewhere(one):
            yield one


def _of_text(text: str) -> Optional[int]:
    if len(text) > 160 or not _YEAR.search(text):
        return None
    for part in _PARTING.split(text, maxsplit=3)[:3]:
        found = moment(_LABEL.sub("", part).strip(" ,:"))
        if found is not None:
            return found
    return None


def _is_elsewhere(element: lxml.html.HtmlElement) -> bool:
    for depth, ancestor in enumerate((element, *element.iterancestors())):
        if depth > _ANCESTORS or ancestor.tag == "body":
            return False
        if ancestor.tag in ("aside", "footer", "nav") or _ELSEWHERE.search(ancestor.get("class") or ""):
            return True
    return False
