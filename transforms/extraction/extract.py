"""Extraction: an item's bytes to its text and metadata."""

import re
from typing import Optional, Union

from schemas.reasons import Reason, Stage
from schemas.records import HTML, Item, Page, reject_item
from schemas.tables import Reject
from transforms.extraction.body import fragment_text
from transforms.extraction.decode import NotText, decode
from transforms.extraction.markup import TooComplex
from transforms.extraction.page import Extracted, NoArticle, extract_page
from transforms.moments import plausible

MAX_CHARACTERS = 1_000_000  # of an article's text: about what a long book has
# A plain text may quote a tag, but not several ends of paragraphs.
MARKUP_TAGS = 3
MARKUP_WITHIN = 20_000
_MARKUP = re.compile(r"</(?:p|div|h[1-6]|li|blockquote)>|<br ?/?>|<p(?: [^<>]{0,80})?>")


def extract(item: Item, *, max_characters: int = MAX_CHARACTERS) -> Union[Page, Reject]:
    """The text of an item, with what the item and its page say of it; the item's word counts for more.

    :param max_characters: how long a text may be; a longer one is a reject.
    """
    if item.content is None:
        return reject_item(Stage.EXTRACT, Reason.NO_CONTENT, "the item has no content", item)
    try:
        content = decode(item.content, item.charset, html=item.media == HTML)
    except NotText as error:
        # A file is no text when it is read; a feed's item was read, and its page fetched.
        return reject_item(Stage.EXTRACT if item.feed_url else Stage.READ, error.reason, str(error), item)
    try:
        extracted = _extracted(item, content)
    except NoArticle as error:
        return reject_item(Stage.EXTRACT, error.reason, str(error), item)
    except (TooComplex, RecursionError) as error:
        return reject_item(Stage.EXTRACT, Reason.TOO_LARGE, str(error), item, error)
    if not extracted.text.strip():
        return reject_item(Stage.EXTRACT, Reason.NO_ARTICLE, "there is no article in the page", item)
    if len(extracted.text) > max_characters:
        message = f"the text has {len(extracted.text):,} characters, more than {max_characters:,}"
        return reject_item(Stage.EXTRACT, Reason.TOO_LONG, message, item)
    published_at: Optional[int] = plausible(item.published_at)
    return Page(
        input_uri=item.input_uri,
        text=extracted.text,
        plain=item.media != HTML,
        title=item.title or extracted.title,
        url=item.url,
        canonical_url=extracted.canonical_url,
        feed_url=item.feed_url,
        source=item.source,
        record_id=item.record_id,
        authors=item.authors or extracted.authors,
        tags=item.tags or extracted.tags,
        language=extracted.language,
        published_at=published_at if published_at is not None else extracted.published_at,
        only_summary=item.only_summary,
    )


def _extracted(item: Item, content: str) -> Extracted:
    """:raises NoArticle, TooComplex: see extract_page."""
    if item.media != HTML:
        # Records call a text what is the HTML of one.
        return Extracted(
            fragment_text(content) if len(_MARKUP.findall(content, 0, MARKUP_WITHIN)) >= MARKUP_TAGS else content
        )
    if item.fragment:
        return Extracted(fragment_text(content))
    return extract_page(content, item.url)
