"""Cleaning: an extracted page to an article, and what was taken out of it."""

import re
from dataclasses import dataclass, replace
from typing import Mapping, Optional, Sequence, Union

from schemas import ids
from schemas.columns import row
from schemas.reasons import Reason, Stage
from schemas.records import Document, Page, named_payload, now_micros, reject
from schemas.tables import PARAGRAPH_BREAK, Article, Reject, Removal
from schemas.version import PIPELINE_VERSION
from transforms.cleaning.address import canonical_address, source_of
from transforms.cleaning.authors import authors_in
from transforms.cleaning.headline import (
    CERTAIN_ODDS,
    DOUBTFUL_ODDS,
    DOUBTFUL_WITHIN,
    ODDS_OF_JUNK,
    begins_with,
    find_page_headline,
    headline_odds,
    likeliest,
)
from transforms.cleaning.judge import judge
from transforms.cleaning.language import language_of
from transforms.cleaning.line_judge import judge_lines, odds_of
from transforms.cleaning.page_dump import is_dump, judge_page
from transforms.cleaning.paragraphs import split_paragraphs
from transforms.cleaning.places import chronicle_of, judge_places
from transforms.cleaning.publication import published_in
from transforms.cleaning.repair import repair, repair_line, repair_lines
from transforms.cleaning.unit import Unit
from transforms.letters import letters_of
from transforms.sentences import is_running

# A brief of two sentences has more; menus, error messages and login forms as plain text have less.
MIN_LETTERS = 60
# In a script that ends sentences without a mark, so many letters in a paragraph are a sentence.
UNMARKED_LETTERS = 150
# A headline may be repeated under the names of the paper and the section.
TITLE_WITHIN = 4
HEADLINE = "headline"
SECTION = "navigation"
# The name of a section has no more words; a longer line above the headline is none unless its words are clutter's.
SECTION_WORDS = 4

_SENTENCE = re.compile(r"\w[\"'”’)\]]*[.!?。！？…।۔؟։።။][\"'”’)\]]*(?:\s|$)")


@dataclass(frozen=True)
class Cleaned:
    """A text in its parts.

    :param title: the title that was given, else the headline that was found.
    :param units: the article's paragraphs and, with their reasons, what is none of them, in order.
    :param authors: the names in the bylines that were removed.
    :param published_at: when a line above the text says that it was published, in microseconds since the epoch.
    """

    title: Optional[str]
    units: "tuple[Unit, ...]"
    authors: "tuple[str, ...]" = ()
    published_at: Optional[int] = None

    @property
    def paragraphs(self) -> "list[str]":
        """The article's paragraphs."""
        return [unit.text for unit in self.units if unit.reason is None]

    @property
    def removed(self) -> "list[Unit]":
        """What is none of them."""
        return [unit for unit in self.units if unit.reason is not None]


def clean(page: Page) -> Union[Article, Reject]:
    """The article of a page: repaired, in paragraphs, without clutter; a reject if none is left."""
    cleaned = clean_page(page)
    return cleaned if isinstance(cleaned, Reject) else cleaned.article


def clean_page(page: Page) -> Union[Document, Reject]:
    """The same with what was taken out; nothing is found in it yet."""
    paragraphs = split_paragraphs(repair(page.text))
    given = repair_line(page.title)
    cleaned = clean_text(paragraphs, given, plain=page.plain)
    if not (_is_article(cleaned.paragraphs) or page.only_summary and letters_of("".join(cleaned.paragraphs))):
        return _no_article(page, cleaned)
    text = PARAGRAPH_BREAK.join(cleaned.paragraphs)
    # Nothing that the judge has a say in: neither the headline that it found nor what it removed.
    content = ids.content_hash(given, PARAGRAPH_BREAK.join(paragraphs))
    url = repair_line(page.url)
    canonical_url = canonical_address(repair_line(page.canonical_url)) or canonical_address(url)
    source = source_of(replace(page, source=repair_line(page.source)))
    record_id = repair_line(page.record_id)
    article_id = ids.article_id(canonical_url, source, record_id, content)
    article = row(
        Article,
        version_id=ids.version_id(article_id, content),
        article_id=article_id,
        batch_id="",
        source=source,
        input_uri=page.input_uri,
        url=url,
        canonical_url=canonical_url,
        feed_url=page.feed_url,
        title=cleaned.title,
        authors=repair_lines(page.authors) or list(cleaned.authors) or None,
        tags=repair_lines(page.tags),
        language=language_of(text),
        published_at=page.published_at if page.published_at is not None else cleaned.published_at,
        ingested_at=now_micros(),
        text=text,
        word_count=len(text.split()),
        removed_text=PARAGRAPH_BREAK.join(unit.text for unit in cleaned.removed) or None,
        content_hash=content,
        pipeline_version=PIPELINE_VERSION,
    )
    return Document(article, removals=removals_of(article, cleaned.units))


def removals_of(article: Article, units: Sequence[Unit]) -> "tuple[Removal, ...]":
    """The rows of what an article's cleaning took out.

    :param units: its paragraphs, kept and removed, in order.
    """
    return tuple(
        row(
            Removal,
            version_id=article.version_id,
            article_id=article.article_id,
            batch_id=article.batch_id,
            source=article.source,
            position=position,
            reason=unit.reason,
            text=unit.text,
        )
        for position, unit in enumerate(units)
        if unit.reason is not None
    )


def clean_text(paragraphs: Sequence[str], title: Optional[str], *, plain: bool) -> Cleaned:
    """Repaired paragraphs in their parts.

    :param title: the title that the source gives, if it gives one.
    :param plain: they come from plain text, in which the headline is one of the lines.
    """
    units = judge(paragraphs)
    doubtful: "frozenset[int]" = frozenset()
    dump = plain and bool(units) and is_dump(units)
    if dump:
        title, units = _of_page(title, units)
    else:
        title, units, doubtful = _of_text(title, units, plain)
        dates = chronicle_of(units)
        units = [replace(unit, reason=None) if index in dates else unit for index, unit in enumerate(units)]
        doubtful |= dates
    # What is left of a dump has hardly more clutter than what an extractor leaves of a page.
    units = judge_lines(units, title, plain=plain and not dump, spared=doubtful)
    units = judge_places(units, titled=title is not None, plain=plain, spared=doubtful)
    return Cleaned(
        title,
        tuple(units),
        authors_in(units),
        published_in(units),
    )


def _of_text(
    title: Optional[str], units: "list[Unit]", plain: bool
) -> "tuple[Optional[str], list[Unit], frozenset[int]]":
    """Title and units of a text: the headline stands in the title's place alone. And which units may be the headline
    instead, or are its standfirst."""
    if title is not None:
        repeated = _repeated(title, units)
        units = [replace(unit, reason=HEADLINE) if index == repeated else unit for index, unit in enumerate(units)]
        return title, units, frozenset()
    odds = headline_odds(units) if plain else {}
    headline = likeliest(units, odds)
    least = max(DOUBTFUL_ODDS, max(odds.values(), default=0.0) - DOUBTFUL_WITHIN)
    doubtful = frozenset(index for index, one in odds.items() if one > least)
    if headline is None:
        return None, units, doubtful | _unknown_headline(units, odds)
    # What stands above a headline is the name of the paper or of the section, if it is the headline for certain.
    certain = odds[headline] >= CERTAIN_ODDS
    above = [
        Unit(unit.text, unit.reason or SECTION)
        if certain and index not in doubtful and _is_section(unit.text)
        else unit
        for index, unit in enumerate(units[:headline])
    ]
    below = frozenset(index - (index > headline) for index in doubtful - {headline})
    return units[headline].text, [*above, *units[headline + 1 :]], below


def _is_section(text: str) -> bool:
    """Whether a line above the headline may be the name of the paper or of a section, or a notice."""
    return not is_running(text) and (len(text.split()) <= SECTION_WORDS or odds_of([text])[0] > 0)


def _unknown_headline(units: "list[Unit]", odds: "Mapping[int, float]") -> "frozenset[int]":
    """Where no line is likely the headline, those that may still be: the likeliest, and the first if it isn't like clutter or
    if a byline comes after it."""
    kept = {max(odds, key=odds.__getitem__)} if odds else set()
    first = next((index for index, unit in enumerate(units) if unit.reason is None), None)
    if first is not None and (_precedes_byline(units, first) or odds_of([units[first].text])[0] < ODDS_OF_JUNK):
        kept.add(first)
    return frozenset(kept)


def _precedes_byline(units: "list[Unit]", index: int) -> bool:
    return index + 1 < len(units) and units[index + 1].reason == "byline"


def _of_page(title: Optional[str], units: "list[Unit]") -> "tuple[Optional[str], list[Unit]]":
    """Title and units of a page's dump, with all reasons that only a dump gives."""
    found, above = find_page_headline(units)
    title = title or found
    judged = judge_page(units, title, above or 0)
    letters = letters_of(title or "")
    for index, unit in enumerate(judged):
        if letters and letters == letters_of(unit.text):
            judged[index] = Unit(unit.text, HEADLINE)
    if found != units[0].text and begins_with(units, found):
        return title, [Unit(judged[0].text, judged[0].reason or HEADLINE), *judged[1:]]
    return title, judged


def _repeated(title: str, units: Sequence[Unit]) -> Optional[int]:
    """The unit above the text that repeats the title."""
    wanted = letters_of(title)
    return next((index for index, unit in enumerate(units[:TITLE_WITHIN]) if letters_of(unit.text) == wanted), None)


def _is_article(paragraphs: Sequence[str]) -> bool:
    """Whether some sentence is left, and more than a line of it."""
    text = PARAGRAPH_BREAK.join(paragraphs)
    if len(letters_of(text[: 10 * MIN_LETTERS])) < MIN_LETTERS and len(letters_of(text)) < MIN_LETTERS:
        return False
    if any(_SENTENCE.search(paragraph) for paragraph in paragraphs):
        return True
    return max(len(letters_of(paragraph)) for paragraph in paragraphs) >= UNMARKED_LETTERS


def _no_article(page: Page, cleaned: Cleaned) -> Reject:
    found = f"{sum(len(paragraph.split()) for paragraph in cleaned.paragraphs)} words are left"
    reasons = dict.fromkeys(unit.reason for unit in cleaned.removed if unit.reason)
    taken = f" after {', '.join(reasons)} was removed" if reasons else ""
    return reject(
        Stage.CLEAN,
        Reason.NO_ARTICLE,
        f"no article: {found}{taken}",
        input_uri=page.input_uri,
        feed_url=page.feed_url,
        payload=named_payload(page, page.text),
    )
