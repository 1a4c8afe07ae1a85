"""Makes one article of a live blog's posts.

Many pages mark each post up as an `article` of its own, or as an element called a post or an entry; extractors take the first
of several for the page's.
"""

import re
from collections import Counter
from typing import Callable

import lxml.html

from transforms.extraction.markup import text_of

# Fewer are rather an article and one that is recommended with it.
POSTS = 3
_NAMED = re.compile(r"post|entry|article|story|body|content", re.IGNORECASE)
_CLOCK = re.compile(r"\W*(?:\d{1,2}[:.h]\d\d\b|\d{1,3}(?:\+\d+)?(?:['’′]| ?min))")
_HEADINGS = ("h2", "h3", "h4", "h5", "h6")


def join_posts(document: lxml.html.HtmlElement, beside: "Callable[[lxml.html.HtmlElement], bool]") -> None:
    """Of several articles in one element that are no teasers of other pages, make parts of one article, in place.

    :param beside: whether an element is not of the article, so that nothing within it is.
    """
    for parent, posts in _siblings(document).items():
        if len(posts) < POSTS or any(map(beside, (parent, *parent.iterancestors()))):
            continue
        timed = all(map(_is_timed, posts))
        if not timed and not all(one.tag == "article" or _NAMED.search(_names(one)) for one in posts):
            continue
        if not all(_is_post(one, beside) for one in posts):
            continue
        for post in posts:
            _make_part(post)
        if not any(one.tag == "article" for one in parent.iterancestors()):
            _make_article(document, parent, with_headline=timed)


def _siblings(document: lxml.html.HtmlElement) -> "dict[lxml.html.HtmlElement, list[lxml.html.HtmlElement]]":
    """By parent, its children of the tag and class that most of its first ones have, if they hold paragraphs."""
    found: "dict[lxml.html.HtmlElement, list[lxml.html.HtmlElement]]" = {}
    for one in document.iter("article", "div", "section", "li"):
        parent = one.getparent()
        if parent is not None and one.find(".//p") is not None:
            found.setdefault(parent, []).append(one)
    for parent, children in found.items():
        kinds = Counter((one.tag, _kind(one)) for one in children)
        most = kinds.most_common(1)[0][0]
        found[parent] = [one for one in children if (one.tag, _kind(one)) == most]
    return found


def _make_part(post: lxml.html.HtmlElement) -> None:
    if post.tag == "article":
        post.tag = "div"
    for part in post.iter("div", "section", "li"):
        if part is post or part.find(".//p") is not None:
            part.attrib.pop("class", None)
            part.attrib.pop("id", None)
    for link in list(post.iter("a")):
        if link.get("href", "").startswith(("#", "?")):
            link.drop_tag()  # a post's link to itself says nothing of its paragraphs


def _make_article(document: lxml.html.HtmlElement, parent: lxml.html.HtmlElement, *, with_headline: bool) -> None:
    """Mark up as the page's article what holds the posts; or what stands from the headline to them, with the beginning."""
    headline = next(document.iter("h1"), None)
    above = [] if headline is None else [headline, *headline.iterancestors()]
    around = {parent, *parent.iterancestors()}
    holder = next((one for one in above if one in around), None)
    if not with_headline or holder is None or holder is parent:
        if parent.tag in ("div", "section"):
            parent.tag = "article"
        return
    children = list(holder)
    before = set(above)
    start = next(index for index, child in enumerate(children) if child in before)
    end = next(index for index, child in enumerate(children) if child in around)
    if start > end:
        return
    article = lxml.html.Element("article")
    holder.insert(start, article)
    for child in children[start : end + 1]:
        article.append(child)
    for inner in list(article.iterdescendants("article")):
        inner.tag = "div"


def _is_timed(post: lxml.html.HtmlElement) -> bool:
    """Whether a post begins with the time of the day or of the match."""
    if next(post.iter("time"), None) is not None:
        return True
    return _CLOCK.match(text_of(post)) is not None


def _names(element: lxml.html.HtmlElement) -> str:
    parts = (element, *element.iterchildren("div", "section"))
    return " ".join(f"{one.get('class', '')} {one.get('itemprop', '')}" for one in parts)


def _kind(element: lxml.html.HtmlElement) -> str:
    """The first of an element's classes, which its like have, too."""
    return (element.get("class") or "").split(" ")[0]


def _is_post(article: lxml.html.HtmlElement, beside: "Callable[[lxml.html.HtmlElement], bool]") -> bool:
    """Whether an element has a paragraph, no headline of a page's rank, and no link to a page of its own."""
    if next(article.iter("h1"), None) is not None or next(article.iterancestors("a"), None) is not None:
        return False
    if beside(article) or any(map(beside, article.iterchildren())):
        return False
    for heading in article.iter(*_HEADINGS):
        links = [*heading.iter("a"), *heading.iterancestors("a")]
        if any(not (link.get("href") or "#").startswith(("#", "?")) for link in links):
            return False
    paragraphs = [one for one in article.iter("p") if text_of(one)]
    return any(one.find(".//a") is None and next(one.iterancestors("a"), None) is None for one in paragraphs)
