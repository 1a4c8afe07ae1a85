"""Feeds to items: RSS 0.9x, 1.0 and 2.0, Atom and JSON Feed."""

import calendar
import io
from typing import Any, Iterator, Optional, Union

import feedparser

from schemas.columns import text_or_none
from schemas.reasons import Reason, Stage
from schemas.records import HTML, Item, reject
from schemas.tables import Reject
from transforms.feeds.content import is_full, looks_like_html, plain_text, web_address
from transforms.feeds.jsonfeed import parse_json_feed

XML_FEED_ROOTS = (b"<rss", b"<feed", b"<rdf:rdf", b"<channel")
ROOT_WITHIN = 4096  # bytes in which a feed's root element begins, after declarations and comments


def parse_feed(
    body: bytes,
    *,
    feed_url: str,
    base_url: Optional[str] = None,
    charset: Optional[str] = None,
) -> Iterator[Union[Item, Reject]]:
    """The items of a feed; one reject if it is none.

    An item whose feed carries its full content has it as `content`; any other has None there, for its
    page to be fetched, and the feed's summary. An item with neither text nor link is a reject.

    :param feed_url: address or path of the feed, as the user gave it.
    :param base_url: what relative links are resolved against: the address that answered.
    """

    def no_feed(reason: Reason, message: str, error: Optional[BaseException] = None) -> Reject:
        return reject(
            Stage.READ, reason, message, input_uri=feed_url, feed_url=feed_url, payload=body, exception=error
        )

    if not body.strip():
        yield no_feed(Reason.EMPTY, "there is nothing in it")
    elif looks_like_html(body):
        yield no_feed(Reason.NOT_A_FEED, "it is an HTML page, not a feed")
    elif body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"[")):
        try:
            yield from parse_json_feed(body, feed_url=feed_url, base_url=base_url)
        except ValueError as error:
            yield no_feed(Reason.NOT_A_FEED, f"it is not a JSON Feed: {error}", error)
    else:
        parsed = feedparser.parse(io.BytesIO(body), response_headers=_headers(base_url, charset))
        if not parsed.entries and not parsed.version:
            error = parsed.get("bozo_exception")
            if any(root in body[:ROOT_WITHIN].lower() for root in XML_FEED_ROOTS):
                yield no_feed(Reason.MALFORMED_FEED, "its XML can't be read", error)
            else:
                yield no_feed(Reason.NOT_A_FEED, "it is neither RSS nor Atom nor JSON Feed", error)
        for entry in parsed.entries:
            yield _item(entry, feed_url, base_url)


def _headers(base_url: Optional[str], charset: Optional[str]) -> "dict[str, str]":
    headers = {}
    if base_url and web_address(base_url, None):
        headers["content-location"] = base_url
    if charset:
        # Of the type only the charset is of use: feeds are served under every type there is.
        headers["content-type"] = f"application/xml; charset={charset}"
    return headers


def _item(entry: Any, feed_url: str, base_url: Optional[str]) -> Union[Item, Reject]:
    url = web_address(entry.get("feedburner_origlink") or entry.get("link"), base_url)
    texts = [part.get("value") or "" for part in entry.get("content", [])]
    summary = text_or_none(entry.get("summary"))
    content = max(texts, key=len, default="") or (summary or "")
    full = is_full(content)
    record_id = text_or_none(entry.get("id"))
    title = text_or_none(plain_text(entry.get("title") or ""))
    summary = text_or_none(max(content, summary or "", key=len))
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
        published_at=_moment(entry.get("published_parsed") or entry.get("updated_parsed")),
    )


def _names(entry: Any) -> "Optional[list[str]]":
    names = [author.get("name") or "" for author in entry.get("authors", [])] or [entry.get("author") or ""]
    return [name.strip() for name in dict.fromkeys(names) if name.strip()] or None


def _tags(entry: Any) -> "Optional[list[str]]":
    terms = [tag.get("label") or tag.get("term") or "" for tag in entry.get("tags", [])]
    return [term.strip() for term in dict.fromkeys(terms) if term.strip()] or None


def _moment(parsed: Any) -> Optional[int]:
    """Microseconds since the epoch of feedparser's UTC time."""
    try:
        return calendar.timegm(parsed) * 1_000_000 if parsed else None
    except (ValueError, OverflowError):  # the 31st of June
        return None
