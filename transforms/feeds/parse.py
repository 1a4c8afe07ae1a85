"""Feeds to items: RSS 0.9x, 1.0 and 2.0, Atom and JSON Feed."""

import html
import io
import re
from collections import Counter
from dataclasses import replace
from typing import Any, Iterator, Optional, Union
from urllib.parse import urljoin

import feedparser

from schemas.columns import text_or_none
from schemas.reasons import Reason, Stage
from schemas.records import HTML, Item, reject
from schemas.tables import Reject
from transforms.feeds.content import is_full
from transforms.feeds.dates import published
from transforms.feeds.jsonfeed import parse_json_feed
from transforms.feeds.text import JSON_STARTS, feed_text, is_page, legal, xml_text
from transforms.markup import plain_text
from transforms.media import looks_like_xml_feed
from transforms.web.urls import is_web, web_address

# At some 17,000 tags a second, a minute; a feed of 20 MB has fewer.
MAX_TAGS = 1_000_000

_GUID = re.compile(r"<guid[^>]*>\s*(?:<!\[CDATA\[)?\s*([^<>\s]{1,500}?)\s*(?:\]\]>)?\s*</guid", re.IGNORECASE)

Read = Iterator[Union[Item, Reject]]


def parse_feed(
    body: bytes,
    *,
    feed_url: str,
    base_url: Optional[str] = None,
    charset: Optional[str] = None,
) -> Read:
    """The items of a feed; one reject if it is none.

    An item whose feed carries its full content has it as `content`; any other has None there, for its
    page to be fetched, and the feed's summary. An item with neither text nor link is a reject.

    :param feed_url: address or path of the feed, as the user gave it.
    :param base_url: what relative links are resolved against: the address that answered.
    :param charset: the encoding that the server declared.
    """

    def no_feed(reason: Reason, message: str, error: Optional[BaseException] = None) -> Reject:
        return reject(Stage.READ, reason, message, input_uri=feed_url, feed_url=feed_url, payload=body, exception=error)

    text = feed_text(body, charset)
    if not text:
        yield no_feed(Reason.EMPTY, "there is nothing in it")
    elif is_page(body):
        yield no_feed(Reason.NOT_A_FEED, "it is an HTML page, not a feed")
    elif text.startswith(JSON_STARTS):
        try:
            yield from _distinct(parse_json_feed(text, feed_url=feed_url, base_url=base_url))
        except ValueError as error:
            yield no_feed(Reason.NOT_A_FEED, f"it is not a JSON Feed: {error}", error)
    elif text.count("<") > MAX_TAGS:
        yield no_feed(Reason.TOO_LARGE, f"it has more than {MAX_TAGS:,} tags")
    else:
        parsed = _parse_xml(text, base_url)
        if not parsed.entries and not parsed.version:
            error = parsed.get("bozo_exception")
            if not looks_like_xml_feed(text.encode("utf-8", "replace")):
                yield no_feed(Reason.NOT_A_FEED, "it is neither RSS nor Atom nor JSON Feed", error)
            elif parsed.bozo:
                yield no_feed(Reason.MALFORMED_FEED, "its XML can't be read", error)
        bare = _bare_guids(text, base_url)
        if not is_web(base_url or ""):
            base_url = web_address(parsed.feed.get("link"), None)
        yield from _distinct(_item(entry, bare, feed_url, base_url) for entry in parsed.entries)


def _parse_xml(text: str, base_url: Optional[str]) -> Any:
    headers = {"content-type": "application/xml; charset=utf-8"}
    if is_web(base_url or ""):
        headers["content-location"] = base_url
    return feedparser.parse(io.BytesIO(xml_text(text).encode("utf-8", "replace")), response_headers=headers)


def _bare_guids(text: str, base_url: Optional[str]) -> "dict[str, str]":
    """The guids that are no addresses, by the addresses that feedparser makes of them.

    RSS takes every guid for a link that does not say otherwise, but "4711" is none.
    """
    guids = {html.unescape(guid) for guid in _GUID.findall(text)}
    base = base_url if is_web(base_url or "") else ""
    return {guid if not base else urljoin(base, guid): guid for guid in guids if ":" not in guid}


def _item(entry: Any, bare: "dict[str, str]", feed_url: str, base_url: Optional[str]) -> Union[Item, Reject]:
    identity = entry.get("id") or ""
    link = entry.get("feedburner_origlink") or entry.get("link")
    url = None if link == identity and identity in bare else web_address(link, base_url)
    content = max(map(_markup, entry.get("content", [])), key=len, default="")
    # The longer of the two is what is left if the page can't be had.
    summary = text_or_none(max(content, _markup(entry.get("summary_detail")), key=len))
    content = content or summary or ""
    full = is_full(content)
    record_id = text_or_none(legal(bare.get(identity, identity)))
    title = text_or_none(plain_text(_markup(entry.get("title_detail"))))
    if not summary and not url:
        return reject(
            Stage.READ,
            Reason.NO_CONTENT,
            "the item has neither text nor link",
            input_uri=feed_url,
            feed_url=feed_url,
            payload=f"{title or ''}\n{record_id or ''}",
        )
    return Item(
        input_uri=feed_url,
        feed_url=feed_url,
        media=HTML,
        content=content.encode("utf-8", "replace") if full else None,
        charset="utf-8" if full else None,
        fragment=full,
        url=url,
        record_id=record_id,
        title=title,
        summary=summary,
        authors=_names(entry),
        tags=_tags(entry),
        published_at=published(
            (entry.get("published"), entry.get("published_parsed")), (entry.get("updated"), entry.get("updated_parsed"))
        ),
    )


def _markup(part: Any) -> str:
    """A text of the feed as HTML."""
    value = legal((part or {}).get("value") or "")
    return html.escape(value, quote=False) if part and part.get("type") == "text/plain" and "<" in value else value


def _distinct(read: Read) -> Read:
    """The same, without the ids that several items without a link share: such an id tells nothing apart."""
    items = list(read)
    shared = Counter(item.record_id for item in items if isinstance(item, Item) and item.url is None)
    for item in items:
        if isinstance(item, Item) and item.url is None and shared[item.record_id] > 1:
            item = replace(item, record_id=None)
        yield item


def _names(entry: Any) -> "Optional[list[str]]":
    names = [author.get("name") or "" for author in entry.get("authors", [])] or [entry.get("author") or ""]
    return _texts(names)


def _tags(entry: Any) -> "Optional[list[str]]":
    return _texts([tag.get("label") or tag.get("term") or "" for tag in entry.get("tags", [])])


def _texts(values: "list[str]") -> "Optional[list[str]]":
    return list(dict.fromkeys(filter(None, (legal(value).strip() for value in values)))) or None
