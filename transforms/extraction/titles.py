"""The headline of a page's article, without the paper's name."""

import re
from typing import Any, Optional, Sequence

import lxml.html

from transforms.extraction.linked_data import first_text
from transforms.extraction.markup import text_of
from transforms.letters import letters_of
from transforms.web.urls import host_of

MAX_TITLE = 400
# A headline that shares so many of its words with what the page calls itself is its headline.
AGREEMENT = 0.5
# With fewer words, a part of a title may as well be the name of a section or a paper.
SHORT_HEADLINE = 4

_PARTING = re.compile(r"\s+(?:[|»·•–—:]|::|-{1,2}|<)\s+|\s*\|\s*")
_WORD = re.compile(r"\w+")
# What papers' names go on with where an edition or a section is meant; a headline that begins with the name goes on otherwise.
_EDITION = frozenset(
    "africa america arabia asia australia blog blogs business canada canberra co com culture daily digital edition england "
    "english entertainment europe express food global group home homepage india international ireland kenya lifestyle live "
    "local london magazine media money net network news newspaper newspapers ng nigeria nz official online opinion org "
    "pakistan politics press radio science scotland singapore site sport sports sunday technology today travel tv uganda uk "
    "us usa video wales weather web website weekend weekly world za zealand new south the and of in".split()
)


def headline(
    document: lxml.html.HtmlElement,
    data: "Sequence[dict[str, Any]]",
    *,
    open_graph: Optional[str],
    site_name: Optional[str],
    url: Optional[str],
) -> Optional[str]:
    """The headline: the heading that readers see if it agrees with what the page says of itself, else that."""
    names = _names(site_name, url)
    title = _title_element(document)
    said = [_without_name(text, names) for text in (first_text(data, "headline", "name"), open_graph, title) if text]
    shown = (_without_neighbours(heading, said) for heading in document.iter("h1"))
    headings = [text for text in shown if text and not _is_name(text, names)]
    agreeing = [text for text in headings if any(_agree(text, other) for other in said)]
    # The paper's name in large letters agrees with a title that ends in it.
    agreeing.sort(key=lambda text: -max(len(_words(text) & _words(other)) for other in said))
    candidates = [*(agreeing[:1] or _part_of_title(document, title)), *said[:1]] if said else headings[:1]
    if len(headings) == 1 and len(_words(headings[0])) >= 4:
        candidates.insert(0, headings[0])
    best = next((text for text in candidates if text and len(text) <= MAX_TITLE), None)
    return _without_name(best, names) if best else None


def _without_neighbours(heading: lxml.html.HtmlElement, said: "Sequence[str]") -> str:
    """A heading's text; only that of its part that is what the page calls itself, without the section or sub-heading
    that it has beside it."""
    wanted = {letters_of(text) for text in said if len(_words(text)) >= SHORT_HEADLINE}
    parts = (text_of(part) for part in heading.iterdescendants())
    return next((text for text in parts if letters_of(text) in wanted), None) or text_of(heading)


def _part_of_title(document: lxml.html.HtmlElement, title: Optional[str]) -> "list[str]":
    """The lower heading that is a part of the page's title, as in blogs whose name is in it, too."""
    parts = {letters_of(part) for part in _PARTING.split(title or "") if len(_words(part)) >= SHORT_HEADLINE}
    return [text for text in map(text_of, document.iter("h2")) if letters_of(text) in parts][:1]


def _title_element(document: lxml.html.HtmlElement) -> Optional[str]:
    element = document.find(".//head/title")
    return (text_of(element) or None) if element is not None else None


def _names(site_name: Optional[str], url: Optional[str]) -> "set[str]":
    """What the paper is called, in letters only: by its own word, and by its address."""
    names = {letters_of(site_name)} if site_name else set()
    labels = [label for label in host_of(url).split(".")[:-1] if label not in ("www", "co", "com", "m", "amp")]
    names |= {letters_of(label) for label in labels}
    return {name for name in names if len(name) > 1}


def _without_name(title: str, names: "set[str]") -> str:
    """A title without the paper's name and section at its end or beginning."""
    parts = _PARTING.split(title)
    marks = _PARTING.findall(title)
    if len(_words(parts[0])) >= SHORT_HEADLINE:
        name = next((index for index, part in enumerate(parts) if index and _is_name(part, names)), len(parts))
        parts, marks = parts[: name + 1], marks[:name]  # what comes after the name is no headline
    while len(parts) > 1 and _is_name(parts[-1], names):
        parts.pop()
        marks.pop()
        # "Headline | World | The Paper": what stands between upright strokes before the name is a section.
        while len(parts) > 1 and marks[-1].strip() == "|" and len(_words(parts[-1])) <= 3 and len(_words(parts[0])) > 3:
            parts.pop()
            marks.pop()
    while len(parts) > 1 and _is_name(parts[0], names):
        parts.pop(0)
        marks.pop(0)
    # "Local news | Headline": a section, too.
    if len(parts) > 1 and marks[0].strip() == "|" and len(_words(parts[0])) <= 3 and len(_words(parts[1])) > SHORT_HEADLINE:
        parts.pop(0)
        marks.pop(0)
    if len(parts) > 1 and marks[-1].strip() == "|" and len(_words(parts[-1])) <= 5 and len(_words(parts[0])) >= 3:
        parts.pop()
        marks.pop()
    return "".join(part + mark for part, mark in zip(parts, [*marks, ""])).strip()


def _is_name(text: str, names: "set[str]") -> bool:
    """Whether a text is what the paper is called, or what an edition or a section of it is: "The Herald", "Herald Sport"."""
    letters = letters_of(text).removeprefix("the")
    if not letters:
        return False
    for name in (name.removeprefix("the") for name in names):
        if letters == name or (len(name) > 4 and letters in (f"{name}com", f"{name}news")):
            return True
        if len(name) > 4 and letters.startswith(name) and _is_edition(text, len(letters) - len(name)):
            return True
    return False


def _is_edition(text: str, count: int) -> bool:
    """Whether the last words of a text, of so many letters, are those of editions."""
    rest: "list[str]" = []
    for word in reversed(_WORD.findall(text.casefold())):
        if len(letters_of("".join(rest))) >= count:
            break
        rest.append(word)
    return len(letters_of("".join(rest))) == count and _EDITION.issuperset(rest)


def _agree(one: str, other: str) -> bool:
    first, second = letters_of(one), letters_of(other)
    if first in second or second in first:
        return bool(first and second)
    words, others = _words(one), _words(other)
    return len(words & others) >= AGREEMENT * min(len(words), len(others)) if words and others else False


def _words(text: str) -> "set[str]":
    return set(_WORD.findall(text.casefold()))
