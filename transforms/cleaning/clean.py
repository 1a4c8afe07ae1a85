"""Cleaning: an extracted page to an article."""

import os
import re
from pathlib import PurePosixPath
from typing import Optional, Union
from urllib.parse import urlsplit

import courlan
import py3langid
from tld import get_fld

from schemas import ids
from schemas.columns import row, text_or_none
from schemas.reasons import Reason, Stage
from schemas.records import Page, now_micros, reject
from schemas.tables import Article, Reject
from schemas.version import PIPELINE_VERSION
from transforms.cleaning.headline import find_headline
from transforms.cleaning.judge import judge
from transforms.cleaning.paragraphs import repair, split_paragraphs

PARAGRAPH_BREAK = "\n\n"
# A brief of two sentences has more; menus, error messages and login forms as plain text have less.
MIN_LETTERS = 60
# Detection from fewer letters is a guess.
LANGUAGE_LETTERS = 80

_SENTENCE = re.compile(r"\w[\"'”’)\]]*[.!?。！？…][\"'”’)\]]*(?:\s|$)")


def clean(page: Page) -> Union[Article, Reject]:
    """The article of a page: repaired, in paragraphs, without clutter; a reject if none is left."""
    paragraphs = split_paragraphs(repair(page.text))
    title = text_or_none(" ".join(repair(page.title).split())) if page.title else None
    reasons = judge(paragraphs)
    headline = _headline(page, title, paragraphs, reasons)
    if headline is not None:
        title = title or paragraphs[headline]
    body = [index for index in range(len(paragraphs)) if index != headline]
    kept = [paragraphs[index] for index in body if reasons[index] is None]
    removed = [paragraphs[index] for index in body if reasons[index] is not None]
    text = PARAGRAPH_BREAK.join(kept)
    if not _is_article(kept):
        return _no_article(page, kept, [reason for reason in reasons if reason])
    content = ids.content_hash(title, PARAGRAPH_BREAK.join(paragraphs[index] for index in body))
    canonical_url = page.canonical_url or _normalised(page.url)
    source = source_of(page)
    article_id = ids.article_id(canonical_url, source, page.record_id, content)
    return row(
        Article,
        version_id=ids.version_id(article_id, content),
        article_id=article_id,
        batch_id="",
        source=source,
        input_uri=page.input_uri,
        url=page.url,
        canonical_url=canonical_url,
        feed_url=page.feed_url,
        title=title,
        authors=page.authors or None,
        tags=page.tags or None,
        language=_language(text),
        published_at=page.published_at,
        ingested_at=now_micros(),
        text=text,
        word_count=len(text.split()),
        removed_text=PARAGRAPH_BREAK.join(removed) or None,
        content_hash=content,
        pipeline_version=PIPELINE_VERSION,
    )


def source_of(page: Page) -> str:
    """The source as the record names it, else the registered domain of the article's address, else the
    name of the folder that its file lies in; lower case."""
    if page.source and page.source.strip():
        return page.source.strip().lower()
    address = page.url or page.canonical_url
    if address:
        # Hosts without a registered domain, such as addresses and intranets, stand for themselves.
        host = urlsplit(address).hostname or ""
        return (get_fld(address, fail_silently=True) or host or address).lower()
    path = page.input_uri.rpartition("#")[0] or page.input_uri
    folder = PurePosixPath(urlsplit(path).path if "://" in path else os.path.abspath(path)).parent.name
    return (folder or "files").lower()


def _headline(page: Page, title: Optional[str], paragraphs: "list[str]", reasons: "list[Optional[str]]") -> Optional[int]:
    """The paragraph that is the headline: found in plain text, or the title repeated above the text."""
    if title is None:
        return find_headline(paragraphs, reasons) if page.plain else None
    wanted = _letters(title)
    return next((index for index, paragraph in enumerate(paragraphs[:3]) if _letters(paragraph) == wanted), None)


def _letters(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())


def _is_article(kept: "list[str]") -> bool:
    """Whether some sentence is left, and more than a line of it."""
    return sum(len(_letters(paragraph)) for paragraph in kept) >= MIN_LETTERS and any(
        _SENTENCE.search(paragraph) for paragraph in kept
    )


def _no_article(page: Page, kept: "list[str]", removed: "list[str]") -> Reject:
    found = f"{sum(len(paragraph.split()) for paragraph in kept)} words are left"
    taken = f" after {', '.join(dict.fromkeys(removed))} was removed" if removed else ""
    return reject(
        Stage.CLEAN,
        Reason.NO_ARTICLE,
        f"no article: {found}{taken}",
        input_uri=page.input_uri,
        feed_url=page.feed_url,
        payload=page.text,
    )


def _normalised(url: Optional[str]) -> Optional[str]:
    """An address without tracking parameters and fragment."""
    if not url:
        return None
    try:
        return courlan.normalize_url(url) or url
    except ValueError:
        return url


def _language(text: str) -> Optional[str]:
    """ISO 639-1 code of a text, None for one too short to tell."""
    if len(_letters(text)) < LANGUAGE_LETTERS:
        return None
    return py3langid.classify(text)[0]
