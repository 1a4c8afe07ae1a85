"""Puts back what an extractor left out between two blocks that it kept.

Trafilatura gathers bare paragraphs where it does not know the element that holds an article: headings, and paragraphs and
list items that are mostly emphasis, are lost then. What stands between two kept blocks, in no box and no link, is the
article's, too; whether it says so is for cleaning to judge.
"""

import bisect
import re
from typing import Callable, Iterator, Optional, Sequence

import lxml.html

from transforms.extraction.blocks import HEADINGS, Block, linked_share
from transforms.letters import letters_of

_HEADING_CLASS = re.compile(
    r"(?:^|[\s_-])(?:title|headline|heading|sub-?head(?:ing)?|cross-?head(?:ing)?)(?:$|[\s_-])", re.IGNORECASE
)
# Longer than any heading.
HEADING_WORDS = 25
# A paragraph is a link's if so much of it is.
LINK_SHARE = 0.5
# A gap is what an extractor passed over, and not another article.
GAP_BLOCKS = 12
# A block as short is found anywhere in the text: it tells nothing of where one is.
DISTINCT_LETTERS = 12
_BOX = re.compile(
    r"(?:^|[\s_-])(?:caption|credit|byline|author|meta|share|sharing|social|tags?|promo\w*|newsletter|signup|sign-up|"
    r"subscri(?!bers?[_-]?(?:only|content|exclusive))\w*|donat\w*|support|advert\w*|ads?|sponsor\w*|banner|toolbar|breadcrumbs?|more|read-?more|most-?read|"
    r"pull-?quote|"
    r"teaser|card|key-?events|summary-?nav|toc|hidden|sr-only|visually-hidden|widget|poll|quiz|callout|disclaimer|"
    r"copyright|cookie\w*|modal|tooltip)"
    r"(?:$|[\s_-])",
    re.IGNORECASE,
)


def fill_gaps(
    blocks: Sequence[Block], paragraphs: Sequence[str], beside: "Callable[[lxml.html.HtmlElement], bool]"
) -> "list[str]":
    """The paragraphs with the blocks of the page that belong between them.

    :param blocks: the page's, in its order.
    :param paragraphs: what was extracted, in the order of the page.
    :param beside: whether an element is not of the article, so that nothing within it is.
    """
    places: "dict[str, list[int]]" = {}
    held = [letters_of(paragraph) for paragraph in paragraphs]
    for index, letters in enumerate(held):
        places.setdefault(letters, []).append(index)
    whole = "".join(held)
    found: "dict[int, list[str]]" = {}
    gap: "list[Block]" = []
    last = -1
    siblings = {block.element.getparent() for block in blocks if block.element.tag == "p" and block.letters in places}
    for block in blocks:
        at = _next(places.get(block.letters, ()), last)
        if at is None:
            # To look for a block in the whole text takes its time: before the text only the last counts, and of what is
            # no gap any more, nothing.
            if last < 0 or len(gap) <= GAP_BLOCKS and _is_apart(block, whole, bool(gap)):
                gap.append(block)
            continue
        if at == 0:
            gap = [next((one for one in reversed(gap) if _is_apart(one, whole, True)), block)]
            if gap[0] is not block and _is_heading(gap[0].element) and block.element in _next_to(gap[0].element):
                found[at] = [one.text for one in _missing(gap, siblings, whole, beside)]
        elif at == last + 1 and last >= 0 and 0 < len(gap) <= GAP_BLOCKS:
            found[at] = [one.text for one in _missing(gap, siblings, whole, beside)]
        gap = []
        last = at
    filled: "list[str]" = []
    for index, paragraph in enumerate(paragraphs):
        filled += [*found.get(index, ()), paragraph]
    return filled


def _next(places: Sequence[int], last: int) -> Optional[int]:
    """The first of some places in their order that comes after another."""
    number = bisect.bisect_right(places, last)
    return places[number] if number < len(places) else None


def _is_apart(block: Block, whole: str, among: bool) -> bool:
    """Whether a block parts what is before it from what comes: it is not in the text, or is part of a longer paragraph.

    :param among: after others that are not in the text.
    """
    return among and len(block.letters) >= DISTINCT_LETTERS or block.letters not in whole


def _missing(
    gap: "list[Block]",
    siblings: "set[lxml.html.HtmlElement]",
    whole: str,
    beside: "Callable[[lxml.html.HtmlElement], bool]",
) -> Iterator[Block]:
    for position, block in enumerate(gap):
        if block.letters in whole or not block.letters or _is_boxed(block.element, beside):
            continue
        if _is_heading(block.element):
            last = position == len(gap) - 1 or not _is_heading(gap[position + 1].element)
            if last and len(block.text.split()) <= HEADING_WORDS and not _leads_away(block.element):
                yield block
        elif block.element.tag != "div" and block.element.getparent() in siblings and linked_share(block.element) < LINK_SHARE:
            yield block


def _is_heading(element: lxml.html.HtmlElement) -> bool:
    named = element.tag == "div" and _HEADING_CLASS.search(element.get("class", "")) is not None
    return named or element.tag in HEADINGS


def _next_to(heading: lxml.html.HtmlElement) -> "list[lxml.html.HtmlElement]":
    """The first blocks after a heading within what it is the heading of."""
    around = heading.getparent().getparent() if heading.getparent().tag == "header" else heading.getparent()
    return [] if around is None else list(around.iter("p", "li", "blockquote"))[:2]


def _is_boxed(element: lxml.html.HtmlElement, beside: "Callable[[lxml.html.HtmlElement], bool]") -> bool:
    around = [element, *element.iterancestors()]
    return any(
        beside(one) or _BOX.search(f"{one.get('class', '')} {one.get('id', '')}") or one.get("hidden") is not None
        for one in around
        if one.tag not in ("body", "html", "main", "article")
    )


def _leads_away(heading: lxml.html.HtmlElement) -> bool:
    """Whether a heading is, or stands in, a link to another page."""
    links = [*heading.iter("a"), *heading.iterancestors("a")]
    return any(not (link.get("href") or "#").startswith(("#", "?")) for link in links)
