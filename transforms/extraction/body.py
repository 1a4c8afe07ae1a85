"""The text of a page's article: with trafilatura, and by JSON-LD where that finds more."""

import logging
import re
from typing import Any, Collection, Optional, Sequence

import lxml.html
import trafilatura
from trafilatura.settings import use_config

from schemas.tables import PARAGRAPH_BREAK
from transforms.bylines import begins_as_byline
from transforms.extraction.blocks import blocks_of
from transforms.extraction.boxes import is_boxed, without_boxes
from transforms.extraction.gaps import fill_gaps
from transforms.extraction.linked_data import texts
from transforms.extraction.markup import NOT_TEXT, drop, lines_of, parse, text_of
from transforms.extraction.posts import join_posts
from transforms.letters import letters_of

# What it can't read becomes a reject with its reason; its own warnings name no page.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)

# Whether a short text is an article is for cleaning to say. MIN_EXTRACTED_SIZE stays: below it, the next ways are tried.
_CONFIG = use_config()
for _option in ("MIN_OUTPUT_SIZE", "MIN_OUTPUT_COMM_SIZE"):
    _CONFIG.set("DEFAULT", _option, "20")
_CONFIG.set("DEFAULT", "EXTRACTION_TIMEOUT", "0")  # signals do not work in a worker's threads

# JSON-LD's text has lost its paragraphs; it is taken where the page shows less than half of it.
MISSING_SHARE = 0.5
MIN_LINKED_WORDS = 60
STANDFIRST_CHARACTERS = (25, 600)
_STANDFIRST_CLASS = re.compile(
    r"(?:^|[\s_-])(?:stand-?first|dek|deck|sub-?title|sub-?head(?:line|ing)?|tagline|strapline|kicker-text|"
    r"article-?(?:summary|intro|lead|excerpt)|lede?|intro|synopsis)(?:$|[\s_-])",
    re.IGNORECASE,
)
# So many letters tell which line of a page a paragraph is from.
BEGINNING = 12
# A paragraph's heading, label or credit has fewer.
SHOWN_WORDS = 5
_SENTENCE_END = re.compile(r"\w[.!?][\"'”’)]*$")
_BESIDE = ("aside", "nav", "footer", "header", "form", "dialog", "figure")
_COMMENTS = re.compile(r"comment(?!ar|at)|disqus|(?<!cor)respond|reply|related|recommend|newsletter|promo", re.IGNORECASE)
STANDFIRST_WORDS = 7
_STANDFIRST_START = re.compile(r"[\"'“‘(\[¿¡…—–-]*[^\W_]|[$£€#@]\w")
# A line that has a date and hardly more.
DATE_WORDS = 9
_DATE = re.compile(
    r"\b(?:19|20)\d\d\b.*\d[:.]\d\d|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? \d{1,2}\b|"
    r"\b\d{1,2}(?:st|nd|rd|th)? (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b.*\b(?:19|20)\d\d\b",
    re.IGNORECASE,
)
_STANDFIRST_TAGS = ("p", "div", "h2", "h3", "h4")
_BULLET = re.compile(r"^[-•*]\s+")
_ROW = re.compile(r"\|(.*)\|")
_CELL_END = re.compile(r"(?<!\\)\|")
_TAG = re.compile(r"<(?:p|div|br|h\d|li)\b", re.IGNORECASE)


def body_text(document: lxml.html.HtmlElement, data: "Sequence[dict[str, Any]]", url: Optional[str]) -> Optional[str]:
    """The article's paragraphs, parted by blank lines, the standfirst first; None if the page has none."""
    join_posts(document, _is_named_beside)
    found = trafilatura.bare_extraction(
        document, url=url, include_comments=False, include_tables=True, with_metadata=False, config=_CONFIG
    )
    lines = (found.text if found is not None else None) or ""
    paragraphs = list(filter(None, map(_paragraph, lines.splitlines())))
    verbatim = {letters_of(text_of(element)) for element in document.iter("pre", "textarea")}
    paragraphs = _rejoined(paragraphs, set(map(letters_of, lines_of(document))) - verbatim)
    blocks = list(blocks_of(document))
    paragraphs = fill_gaps(blocks, paragraphs, _is_beside)
    standfirst = _standfirst(document, paragraphs)
    paragraphs = without_boxes(blocks, paragraphs, url)
    linked = _linked_text(data)
    if linked and _letters(paragraphs) < MISSING_SHARE * _letters(linked):
        paragraphs = linked
    shown = (shown_text(document) or "").split(PARAGRAPH_BREAK)
    if _letters(paragraphs) < MISSING_SHARE * _letters(shown):
        paragraphs = shown
    if standfirst and paragraphs:
        # Under the headline, if the text begins with that.
        paragraphs.insert(int(letters_of(paragraphs[0]) == letters_of(text_of(next(document.iter("h1"))))), standfirst)
    return PARAGRAPH_BREAK.join(paragraphs) or None


def _paragraph(line: str) -> str:
    """A line of trafilatura's text as a paragraph: without its marks of lists, and of tables but between two cells."""
    row = _ROW.fullmatch(line.strip())
    if row is None:
        return _BULLET.sub("", line.strip())
    cells = (cell.replace("\\|", "|").strip() for cell in _CELL_END.split(row[1]))
    return " | ".join(cell for cell in cells if letters_of(cell))


def _rejoined(paragraphs: Sequence[str], whole: "Collection[str]") -> "list[str]":
    """The paragraphs, those in one that are pieces of one line of the page: its source may have line breaks there, which are
    no more than spaces.

    :param whole: the letters of the page's lines.
    """
    longer: "dict[str, list[str]]" = {}
    for letters in whole:
        longer.setdefault(letters[:BEGINNING], []).append(letters)
    joined: "list[str]" = []
    wanted: "list[str]" = []  # of the lines that begin as the last paragraph does, what comes after it
    for paragraph in paragraphs:
        letters = letters_of(paragraph)
        wanted = [rest[len(letters) :] for rest in wanted if letters and rest.startswith(letters)]
        if wanted:
            joined[-1] += f" {paragraph}"
            continue
        joined.append(paragraph)
        if letters not in whole and len(letters) >= BEGINNING:
            wanted = [line[len(letters) :] for line in longer.get(letters[:BEGINNING], ()) if line.startswith(letters)]
    return joined


def fragment_text(html: str) -> str:
    """The text of an article's HTML as a feed carries it: every block is a paragraph, nothing is judged.

    :raises TooComplex: it has too many elements.
    """
    document = parse(f"<div>{html}</div>")
    if document is None:
        return ""
    drop(document, NOT_TEXT)
    return PARAGRAPH_BREAK.join(lines_of(document))


def shown_text(document: lxml.html.HtmlElement) -> Optional[str]:
    """The paragraphs of running text in the part of a page that has most of them, whatever its elements are called;
    None if there are none."""
    parts: "dict[lxml.html.HtmlElement, list[str]]" = {}
    for paragraph in document.iter("p"):
        around = [paragraph.getparent(), *paragraph.getparent().iterancestors()]
        text = text_of(paragraph)
        if (len(text.split()) >= SHOWN_WORDS or _SENTENCE_END.search(text)) and not any(map(_is_beside, around)):
            part = next((one for one in around if one.tag in ("article", "main")), around[0])
            parts.setdefault(part, []).append(text)
    return PARAGRAPH_BREAK.join(max(parts.values(), key=_letters)) if parts else None


def _is_beside(element: lxml.html.HtmlElement) -> bool:
    return element.tag in _BESIDE or _COMMENTS.search(f"{element.get('class', '')} {element.get('id', '')}") is not None


def _is_named_beside(element: lxml.html.HtmlElement) -> bool:
    return element.tag != "header" and _is_beside(element)


def _linked_text(data: "Sequence[dict[str, Any]]") -> "list[str]":
    """The paragraphs of JSON-LD's articleBody, if it is as long as an article."""
    for one in data:
        body = one.get("articleBody")
        if not isinstance(body, str) or len(body.split()) < MIN_LINKED_WORDS:
            continue
        if _TAG.search(body):
            return fragment_text(body).split(PARAGRAPH_BREAK)
        return [text for line in body.splitlines() for text in texts(line)]
    return []


def _standfirst(document: lxml.html.HtmlElement, paragraphs: "list[str]") -> Optional[str]:
    """The sentence under the headline that sums the article up, if the text has not got it."""
    headline = next(document.iter("h1"), None)
    if headline is None:
        return None
    held = letters_of("".join(paragraphs[:4]))
    following = headline.xpath("following::*[position() <= 25]")
    for one in following:
        if _STANDFIRST_CLASS.search(f"{one.get('class', '')} {one.get('itemprop', '')}") and one.tag != "a":
            text = " ".join(line for line in lines_of(one) if _may_sum_up(line))
            if STANDFIRST_CHARACTERS[0] <= len(text) <= STANDFIRST_CHARACTERS[1]:
                return text if letters_of(text) not in held else None
    # Without a name: the first text under the headline, if it is as long as a sentence.
    for one in following:
        text = text_of(one) if one.tag in _STANDFIRST_TAGS and not len(one) else ""
        if len(text.split()) < STANDFIRST_WORDS:
            continue
        beside = any(around.tag in (*_BESIDE[:2], *_BESIDE[4:]) for around in one.iterancestors())
        fits = len(text) <= STANDFIRST_CHARACTERS[1] and _may_sum_up(text) and not beside and not is_boxed(one)
        return text if fits and letters_of(text) not in letters_of("".join(paragraphs)) else None
    return None


def _may_sum_up(line: str) -> bool:
    """Whether a line below the headline may be of the standfirst: it neither says who wrote the article, nor when."""
    if begins_as_byline(line) or not _STANDFIRST_START.match(line):
        return False
    return len(line.split()) > DATE_WORDS or not _DATE.search(line)


def _letters(paragraphs: Sequence[str]) -> int:
    return sum(len(letters_of(paragraph)) for paragraph in paragraphs)
