"""When a page's article was published: by JSON-LD, meta elements, its address, and the visible text, in that order of trust."""

import re
from datetime import datetime, timezone
from typing import Any, Iterator, Optional, Sequence

import lxml.html

from schemas.records import to_micros
from transforms.bylines import begins_as_byline
from transforms.dated_lines import published_in_line, without_dates
from transforms.extraction.markup import BLOCKS, text_of
from transforms.moments import moment, plausible
from transforms.sentences import count_words, ends_sentence, is_running

_META = (
    "article:published_time", "og:article:published_time", "og:published_time", "datepublished", "date_published",
    "article:published", "publishdate", "publish-date", "publish_date", "publication_date", "parsely-pub-date", "sailthru.date",
    "pubdate", "dc.date.issued", "dcterms.created", "dcterms.date", "dc.date.created", "dc.date", "citation_publication_date",
    "citation_date", "cxenseparse:recs:publishtime", "article.published", "originalpublicationdate", "date",
)  # fmt: skip
_IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)([/-]?)(0?[1-9]|1[0-2])\2(0?[1-9]|[12]\d|3[01])(?=[/_.-]|$)")
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_NAMED_IN_ADDRESS = re.compile(rf"/((?:19|20)\d\d)/({'|'.join(_MONTHS)})/(0?[1-9]|[12]\d|3[01])(?=[/_.-]|$)")
_DATE_CLASS = re.compile(
    r"\b(?:date|dateline|time|timestamp|publish(?:ed)?|posted|pub-?date|byline|meta|info)\b|date|publish", re.IGNORECASE
)
_LABEL = re.compile(
    r"(?:first |last |originally )?(?:published|posted|publication date|date|created|issued|updated?|modified)(?: (?:on|at|date))?\b",
    re.IGNORECASE,
)
# What may stand before a date that is an element within a line.
_BEFORE = re.compile(r"(?:\b(?:on|at|published|posted|date|created|issued)|[|•·/,–—-]|\bpublished:|\bposted:|\bdate:|^)\s*$", re.IGNORECASE)
# A page's other dates: of an update, of other articles, of comments.
_ELSEWHERE = re.compile(
    r"\b(?:related|comment\w*|footer|sidebar|aside|recommend\w*|trending|latest|popular|widget)\b", re.IGNORECASE
)
_UPDATED = re.compile(r"\b(?:updat|modifi|edit)", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:1[6-9]|20)\d\d\b")
_WITHIN = 60  # elements after the headline, within which an article's date stands
_ANCESTORS = 12
_PARTING = re.compile(r"\s*[|•·]\s*|\s+[–—]\s+|(?=\b(?:last )?(?:updated|modified)\b)", re.IGNORECASE)
_LINE_CHARACTERS = 160
_LABEL_CHARACTERS = 40
# So many words that end like a sentence are one; so many paragraphs of running text may be the standfirst and the first.
_SENTENCE_WORDS = 6
_RUNNING_BLOCKS = 2
# What stands in these is no line about the article.
_QUOTING = ("blockquote", "figure", "q", "cite", "table")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6", "dt")


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
            yield from map(moment, _values(one.get(name)))


def _values(value: Any) -> "list[Any]":
    """A value of JSON-LD as a list, each member by itself."""
    members = value[:10] if isinstance(value, list) else [value]
    return [one.get("@value") if isinstance(one, dict) else one for one in members]


def _in_meta(document: lxml.html.HtmlElement, _data: "Sequence[dict[str, Any]]") -> Iterator[Optional[int]]:
    named: "dict[str, str]" = {}
    for meta in document.iter("meta"):
        for name in (meta.get("property"), meta.get("name"), meta.get("itemprop")):
            if name and meta.get("content"):
                named.setdefault(name.strip().lower(), meta.get("content"))
    for name in _META:
        yield moment(named.get(name))


def _in_address(url: Optional[str]) -> Optional[int]:
    """The day in an article's address, as in /2025/05/03/, /2025/may/03/ or /2025-05-03-."""
    if found := _IN_ADDRESS.search(url or ""):
        month, date = int(found[3]), int(found[4])
    elif found := _NAMED_IN_ADDRESS.search(url or ""):
        month, date = _MONTHS.index(found[2]) + 1, int(found[3])
    else:
        return None
    try:
        day = datetime(int(found[1]), month, date, tzinfo=timezone.utc)
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
            yield moment(one.get("datetime")) or _of_line(text_of(one))
        elif _DATE_CLASS.search(f"{one.get('class', '')} {one.get('id', '')}"):
            yield _of_line(text_of(one))
        elif not len(one):
            yield _of_line(text_of(one), alone=True)


def _about_headline(document: lxml.html.HtmlElement) -> Iterator[lxml.html.HtmlElement]:
    """The elements below the headline in which the date may stand: above the text, or marked as a date below what may be
    the standfirst."""
    headline = next(document.iter("h1"), None)
    if headline is None:
        return
    running = 0
    for one in headline.xpath(f"following::*[position() <= {_WITHIN}]"):
        running += _is_running(one)
        if running >= _RUNNING_BLOCKS:
            return
        if one.tag in _QUOTING or one.tag in _HEADINGS or any(above.tag in _QUOTING for above in one.iterancestors()):
            continue
        marked = one.tag == "time" or _DATE_CLASS.search(f"{one.get('class', '')} {one.get('id', '')}")
        if (running and not marked) or _UPDATED.search(one.get("class") or "") or _is_elsewhere(one) or _is_within(one):
            continue
        yield one


def _is_running(element: lxml.html.HtmlElement) -> bool:
    """Whether an element is a block of running text."""
    return _is_line(element) and is_running(text_of(element))


def _is_line(element: lxml.html.HtmlElement) -> bool:
    """Whether an element is a block without blocks in it."""
    return element.tag in BLOCKS and not any(one.tag in BLOCKS and one.tag != "br" for one in element.iterdescendants())


def _is_sentence(text: str) -> bool:
    return count_words(text) >= _SENTENCE_WORDS and ends_sentence(text)


def _is_within(element: lxml.html.HtmlElement) -> bool:
    """Whether an element is a piece of a sentence, or the value of what a label before it names."""
    before = element.getprevious()
    if before is not None and not (before.tail or "").strip() and _is_other_label(text_of(before)):
        return True
    if element.tag in BLOCKS:
        return False
    said = (before.tail if before is not None else element.getparent().text) or ""
    if not _BEFORE.search(said):
        return True
    block = next(one for one in element.iterancestors() if one.tag in BLOCKS)
    if not _is_line(block):
        return False
    text = text_of(block)
    return _is_sentence(text) or (element.tail or " ").strip()[:1].islower()


def _is_other_label(text: str) -> bool:
    """Whether a text names the date after it, which is not the publication's."""
    if len(text) > _LABEL_CHARACTERS or _YEAR.search(text):
        return False
    return _UPDATED.search(text) is not None or (text.endswith(":") and not _LABEL.search(text))


def _of_line(text: str, *, alone: bool = False) -> Optional[int]:
    """When a line says that the article was published.

    :param alone: the line must begin as one of who and when, or have a part that is nothing but the date.
    """
    if len(text) > _LINE_CHARACTERS or not _YEAR.search(text) or _is_sentence(text):
        return None
    introduced = _LABEL.match(text) or begins_as_byline(text)
    if alone and not introduced and all(map(_says_more, _PARTING.split(text))):
        return None
    return published_in_line(text)


def _says_more(part: str) -> bool:
    rest = without_dates(part, " ")
    return rest == part or any(map(str.isalnum, _LABEL.sub(" ", rest)))


def _is_elsewhere(element: lxml.html.HtmlElement) -> bool:
    for depth, ancestor in enumerate((element, *element.iterancestors())):
        if depth > _ANCESTORS or ancestor.tag == "body":
            return False
        if ancestor.tag in ("aside", "footer", "nav") or _ELSEWHERE.search(ancestor.get("class") or ""):
            return True
    return False
