"""What a page is when it is no article: a list of articles, or the stub of one behind a paywall."""

import re
from typing import Any, Optional, Sequence

import lxml.html

from transforms.extraction.markup import text_of

# A stub is the first paragraphs; a metered page that shows more than this shows all.
STUB_WORDS = 200
# So many words in whole paragraphs are an article, too, unless the page says that its article is much longer.
BODY_WORDS = 120
BODY_PARAGRAPHS = 3
PARAGRAPH_WORDS = 12
# A stub holds less than so much of the words that the page says its article has.
STUB_SHARE = 0.5

# A page of teasers has so many headings that are links, and hardly a paragraph between two of them.
TEASERS = 4
PARAGRAPHS_PER_TEASER = 2
# A page without an article gives a text of little but links; an article of this length has sentences between them.
MENU_CHARACTERS = 2_000
MENU_SHARE = 0.85
_HEADINGS = ("h1", "h2", "h3", "h4", "h5")
_FALSE = (False, "false", "False", "no", "http://schema.org/False", "https://schema.org/False")
_PROMPT = re.compile(
    r"\b(?:(?:subscribe|sign (?:in|up)|log in|register|join|start (?:your|a) (?:free )?trial)\b.{0,40}\bto "
    r"(?:continue|keep|read|finish|unlock|access|view)\b"
    r"|(?:to|and) (?:continue|keep) reading\b|(?:this|the rest of this|the full) (?:article|story|content|report) is "
    r"(?:only |exclusively )?"
    r"(?:for|available (?:only )?(?:for|to)|reserved for|exclusive to)(?: our)?(?: paying| registered| digital| "
    r"premium)* ?(?:subscribers|members|users)\b"
    r"|to read the (?:full|rest of|whole|entire|complete)\b.{0,40}|you(?:'ve| have) (?:reached|used|"
    r"read)\b.{0,40}\b(?:free|limit)\b.{0,30}\barticles?\b"
    r"|(?:premium|subscriber|member)s?[ -]only (?:content|article|story)|already a (?:subscriber|member)\?)",
    re.IGNORECASE,
)
_WHOLE = re.compile(r"(?<!\.\.)[.!?][\"'”’)\]]*$")
_WALL_CLASS = re.compile(
    r"pay-?wall|subscri(?:be|ber|ption)-?(?:wall|only|required)|piano|metered|premium-?content|regwall", re.IGNORECASE
)


def is_paywalled(document: lxml.html.HtmlElement, data: "Sequence[dict[str, Any]]", text: Optional[str]) -> bool:
    """Whether a page holds only the beginning of its article and says that the rest is for subscribers."""
    words = len((text or "").split())
    if words >= STUB_WORDS:
        return False
    closed = any(_is_closed(one) for one in data)
    if words and closed and words >= STUB_SHARE * _said_words(data) > 0:
        return False
    if not _said_words(data) and _is_body(text or ""):
        return False  # the markup is every article's of the paper, and the words are those of a shut box
    if closed and not any(_says_open(one) for one in data):
        return True
    prompted = _PROMPT.search(" ".join(text_of(document).split())) is not None
    return prompted and (closed or not words or _has_wall(document))


def _is_body(text: str) -> bool:
    """Whether a text is several whole paragraphs of which the last neither breaks off nor asks to subscribe."""
    lines = [line for line in text.splitlines() if line.strip()]
    paragraphs = [line for line in lines if len(line.split()) >= PARAGRAPH_WORDS]
    whole = [paragraph for paragraph in paragraphs if _WHOLE.search(paragraph)]
    return (
        len(whole) >= BODY_PARAGRAPHS
        and sum(len(paragraph.split()) for paragraph in whole) >= BODY_WORDS
        and paragraphs[-1] == whole[-1]
        and not _PROMPT.search(lines[-1])
    )


def is_index(
    document: lxml.html.HtmlElement, data: "Sequence[dict[str, Any]]", text: str, *, kind: Optional[str]
) -> bool:
    """Whether a page lists articles instead of being one: its text is teasers under headings that are links.

    :param kind: what OpenGraph says that the page is.
    """
    if _is_menu(document, text):
        return True
    if kind == "article" or any(one.get("articleBody") or one.get("headline") for one in data):
        return False
    linked = set()
    for heading in document.iter(*_HEADINGS):
        parent = heading.getparent()
        if heading.find(".//a[@href]") is not None or (parent is not None and parent.tag == "a"):
            linked.add(text_of(heading))
    linked.discard("")
    lines = [line for line in text.splitlines() if line.strip()]
    teasers = [index for index, line in enumerate(lines) if line.strip() in linked]
    if len(teasers) >= TEASERS:
        paragraphs = len(lines) - len(teasers)
        return paragraphs <= PARAGRAPHS_PER_TEASER * len(teasers)
    return len(linked) >= 2 * TEASERS and len(lines) <= len(linked) and _short(lines)


def _is_menu(document: lxml.html.HtmlElement, text: str) -> bool:
    """Whether hardly anything of a text stands outside links."""
    letters = len("".join(text.split()))
    if letters > MENU_CHARACTERS:
        return False
    links = {text_of(link) for link in document.iter("a")} - {""}
    return sum(len("".join(link.split())) for link in links if link in text) >= MENU_SHARE * letters


def _short(lines: "list[str]") -> bool:
    """Whether no line is longer than a teaser."""
    return max((len(line.split()) for line in lines), default=0) < 45


def _is_closed(data: "dict[str, Any]") -> bool:
    value = data.get("isAccessibleForFree")
    return value in _FALSE if not isinstance(value, (list, dict)) else False


def _says_open(data: "dict[str, Any]") -> bool:
    return str(data.get("isAccessibleForFree")).lower() == "true"


def _said_words(data: "Sequence[dict[str, Any]]") -> int:
    for one in data:
        count = str(one.get("wordCount") or "")
        if count.isdigit() and len(count) < 7:
            return int(count)
        if isinstance(one.get("articleBody"), str):
            return len(one["articleBody"].split())
    return 0


def _has_wall(document: lxml.html.HtmlElement) -> bool:
    return any(
        _WALL_CLASS.search(f"{one.get('class', '')} {one.get('id', '')}")
        for one in document.iter("div", "section", "aside", "p")
    )
