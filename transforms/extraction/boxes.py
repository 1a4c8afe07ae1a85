"""Takes out what an extractor took for the article's and is a box in it, or leads to another page.

Extractors judge an element by its class and by its share of links, and both fail for what is small: a newsletter's box whose
class is a number, a paragraph that is one link to another article, the text of a picture. Here the element is looked at
that a block stands in: it is small, and is named after such a box, or has a button, or has a heading and a link to follow.
"""

import itertools
import re
from typing import Iterator, Optional, Sequence

import lxml.html

from transforms.extraction.blocks import HEADINGS, Block
from transforms.extraction.markup import text_of
from transforms.letters import letters_of
from transforms.web.urls import site_of

# A box is small: its text has no more words, or is links.
BOX_WORDS = 80
BOX_ELEMENTS = 200
ACTION_WORDS = 60
# What the button or the link of a box says.
LABEL_WORDS = 6
# Elements of one class that are so many, among the nearest, are a list's or the article's own.
ALIKE = 3
NEAR = 10
# A box stands in an article or beside it; what holds all of this text is the article.
MOST_OF_TEXT = 0.25
# The link of a block is all of it, or follows a word or two that say what it leads to.
LINK_WORDS = 4
LINKED = 0.9
LINKED_ITEM = 0.7
LEAD_LETTERS = 16
LIST_ITEMS = 2
LIST_LOOKED_AT = 40
_DEPTH = 4

_NAMED = re.compile(
    r"(?:^|[\s_-])(?:newsletters?|nwsl\w*|nl|sign-?up|subscri(?!bers?[_-]?(?:only|content|exclusive))\w*|donat\w*|donor|membership|promo\w*|advert\w*|ads?|ad-?unit|"
    r"sponsor\w*|polls?|quiz|pull-?quotes?|(?:wp-)?captions?|credits?|related\w*|recirc\w*|recommend\w*|read-?(?:more|next|also)|"
    r"also-?read|more-?(?:on|from|stories)|most-?(?:read|popular)|trending|carousel|share|sharing|social|cta|"
    r"app-?(?:promo|download)|toolbar|breadcrumbs?|copyright|cookie\w*)"
    r"(?:$|[\s_-])",
    re.IGNORECASE,
)
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_SENTENCE = re.compile(r"[.…][\"'”’)\]]*$")
_ADDRESS = re.compile(r"\S+\.\w+\S*|\S+://\S+")
_LEAD = re.compile(r"^(?:[^:|]{1,24}[:|]|[•▶►»›→+]+)\s*")
_INTRODUCES = re.compile(r":\s*$")
_WITHOUT_SCHEME = re.compile(r"^(?:https?:)?(?://)?(?:www\.)?")
_CONTROLS = ("button", "input", "label")
_ARTICLE = ("body", "html", "main", "article")


def without_boxes(blocks: Sequence[Block], paragraphs: Sequence[str], url: Optional[str]) -> "list[str]":
    """The paragraphs less those that are only links to other pages of the site, and those of small boxes.

    :param blocks: the page's, in its order.
    :param paragraphs: what was extracted, in the order of the page.
    :param url: the page's address.
    """
    held = [letters_of(paragraph) for paragraph in paragraphs]
    wanted = set(held)
    places: "dict[str, list[int]]" = {}
    for index, block in enumerate(blocks):
        if block.letters in wanted:
            places.setdefault(block.letters, []).append(index)
    boxes: "dict[lxml.html.HtmlElement, bool]" = {}

    def is_link(index: int) -> bool:
        return _is_link(blocks, index, url)

    def in_box(index: int) -> bool:
        return is_boxed(blocks[index].element, boxes)

    kept = list(range(len(paragraphs)))
    for is_beside in (is_link, in_box):
        # What the page also has elsewhere stays.
        gone = {letters for letters, found in places.items() if letters and all(map(is_beside, found))}
        beside = [index for index in kept if held[index] in gone]
        if sum(len(held[index]) for index in beside) <= MOST_OF_TEXT * sum(map(len, held)):
            kept = [index for index in kept if held[index] not in gone]
    return [paragraphs[index] for index in _without_bare_headings(kept, held, places, blocks)]


def is_boxed(element: lxml.html.HtmlElement, known: "Optional[dict[lxml.html.HtmlElement, bool]]" = None) -> bool:
    """Whether an element is a small box or stands in one.

    :param known: what is known of other elements, and will be of these.
    """
    known = {} if known is None else known
    return any(_is_box(one, known) for one in _around(element))


def _around(element: lxml.html.HtmlElement) -> "Iterator[lxml.html.HtmlElement]":
    """An element and the nearest of those that it stands in, up to the article."""
    for depth, one in enumerate((element, *element.iterancestors())):
        if depth > _DEPTH or one.tag in _ARTICLE:
            return
        yield one


def _is_box(element: lxml.html.HtmlElement, known: "dict[lxml.html.HtmlElement, bool]") -> bool:
    if element not in known:
        # The elements within are counted first: to look through a large one takes its time.
        known[element] = _has_few_elements(element) and (_is_named_box(element) or _asks_for_action(element))
    return known[element]


def _has_few_elements(element: lxml.html.HtmlElement) -> bool:
    return sum(1 for _ in itertools.islice(element.iter(), BOX_ELEMENTS)) < BOX_ELEMENTS


def _is_named_box(element: lxml.html.HtmlElement) -> bool:
    names = _CAMEL.sub("-", f"{element.get('class', '')} {element.get('id', '')}")
    if not _NAMED.search(names) or element.find(".//h1") is not None:
        return False
    return _is_small(element, BOX_WORDS)


def _asks_for_action(element: lxml.html.HtmlElement) -> bool:
    """Whether a small element without a list has a button or a field, or a heading and a link to follow below its text."""
    if element.tag not in ("div", "section", "aside") or next(element.iter("h1", "li"), None) is not None:
        return False
    followed = any(one.tag == "a" and 0 < len(text_of(one).split()) <= LABEL_WORDS for one in element)
    headed = followed and any(one.tag in HEADINGS for one in element)
    if not headed and not any(map(_is_for_all, element.iter(*_CONTROLS))):
        return False
    return _is_small(element, ACTION_WORDS) and not _is_one_of_many(element)


def _is_for_all(control: lxml.html.HtmlElement) -> bool:
    """Whether a button or field is its element's, and not that of one item of a list or table in it."""
    return next(control.iterancestors("li", "td", "dd"), None) is None


def _is_small(element: lxml.html.HtmlElement, words: int) -> bool:
    return len(text_of(element).split()) <= words


def _is_one_of_many(element: lxml.html.HtmlElement) -> bool:
    beside = (itertools.islice(element.itersiblings(preceding=before), NEAR) for before in (True, False))
    alike = [one for one in itertools.chain(*beside) if one.tag == element.tag and one.get("class") == element.get("class")]
    return len(alike) + 1 >= ALIKE


def _is_link(blocks: Sequence[Block], index: int, url: Optional[str]) -> bool:
    """Whether a block is nothing but a link to another article of the site, and nothing before it says that it comes."""
    block = blocks[index]
    if len(block.text.split()) < LINK_WORDS or _SENTENCE.search(block.text) or _ADDRESS.fullmatch(block.text):
        return False
    links = [*block.element.iter("a"), *[one for one in block.element.iterancestors("a")]]
    if not links or not all(_leads_away(link.get("href"), url) for link in links):
        return False
    before = blocks[index - 1].text if index else ""
    if _INTRODUCES.search(before) and len(before.split()) >= LINK_WORDS:
        return False
    if block.element.tag == "li":
        return _linked(block) >= LINKED_ITEM and _is_in_list_of_links(block.element)
    return _linked(block) >= LINKED


def _linked(block: Block) -> float:
    """How much of a block is link, after the word that says what it leads to."""
    linked = sum(len(letters_of(text_of(link))) for link in block.element.iter("a"))
    if not linked and next(block.element.iterancestors("a"), None) is not None:
        return 1.0
    lead = _LEAD.match(block.text)
    outside = letters_of(lead[0]) if lead else ""
    if outside and linked < len(block.letters) and len(outside) <= LEAD_LETTERS:
        return linked / max(1, len(block.letters) - len(outside))
    return linked / max(1, len(block.letters))


def _is_in_list_of_links(item: lxml.html.HtmlElement) -> bool:
    items = list(itertools.islice(item.getparent().iterchildren("li"), LIST_LOOKED_AT))
    linked = [one for one in items if sum(len(text_of(link)) for link in one.iter("a")) >= LINKED_ITEM * len(text_of(one))]
    return len(items) >= LIST_ITEMS and len(linked) == len(items)


def _leads_away(href: Optional[str], url: Optional[str]) -> bool:
    """Whether a link leads to another page of the site, not to another site, and not to a place in the page."""
    href, _, place = (href or "").strip().partition("#")
    if not href or href.startswith(("?", "mailto:", "javascript:", "tel:")):
        return False
    if place and (not url or url.partition("#")[0].rstrip("/").endswith(_WITHOUT_SCHEME.sub("", href).rstrip("/"))):
        return False
    if "//" not in href or not url:
        return True
    try:
        return site_of(href) == site_of(url)
    except ValueError:
        return False


def _without_bare_headings(
    kept: "list[int]", held: Sequence[str], places: "dict[str, list[int]]", blocks: Sequence[Block]
) -> "list[int]":
    """The paragraphs that are left, less the headings of boxes of which nothing else is left."""
    left = {held[index] for index in kept}
    following = dict(zip(kept, kept[1:]))
    return [index for index in kept if not _is_bare(index, following.get(index), left, held, places, blocks)]


def _is_bare(
    index: int,
    following: Optional[int],
    left: "set[str]",
    held: Sequence[str],
    places: "dict[str, list[int]]",
    blocks: Sequence[Block],
) -> bool:
    """Whether a paragraph is the heading of an element that has text, none of which is left, and not what follows."""
    found = [blocks[place].element for place in places.get(held[index], ())]
    if following is None or not found or not all(one.tag in HEADINGS for one in found):
        return False
    box = found[-1].getparent()
    if box is None or box.tag in _ARTICLE or not _has_few_elements(box) or not _is_small(box, BOX_WORDS):
        return False
    others = [letters_of(text_of(one)) for one in box.iter("p", "li", "td", "a") if found[-1] not in one.iterancestors()]
    inside = {letters for letters in others if letters and letters != held[index]}
    return bool(inside) and inside.isdisjoint(left) and not any(
        box in blocks[place].element.iterancestors() for place in places.get(held[following], ())
    )
