"""Feeds to items: RSS 0.9x, 1.0 and 2.0, Atom and JSON Feed."""

import html
import io
import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import Any, Iterable, Optional, Sequence, Union
from urllib.parse import urljoin

import feedparser

from schemas.columns import text_or_none
from schemas.reasons import Reason, Stage
from schemas.records import HTML, Item, reject
from schemas.tables import Reject
from transforms.feeds.content import is_full
from transforms.feeds.dates import published
from transforms.feeds.intervals import ttl_interval, update_interval
from transforms.feeds.jsonfeed import parse_json_feed
from transforms.feeds.text import JSON_STARTS, feed_text, is_page, legal, xml_text
from transforms.markup import plain_text
from transforms.media import looks_like_xml_feed
from transforms.web.urls import is_web, web_address

# At some 17,000 tags a second, a minute; a feed of 20 MB has fewer.
MAX_TAGS = 1_000_000
# A list of all 24 hours has some 500 characters.
MAX_SKIPPED = 4000
MAX_WORDS = 300
# Of what stands for one author; longer texts are none that a pattern should be tried on.
MAX_AUTHOR = 500

_GUID = re.compile(r"<guid[^>]*>\s*(?:<!\[CDATA\[)?\s*([^<>\s]{1,500}?)\s*(?:\]\]>)?\s*</guid", re.IGNORECASE)
_ADDRESS = r"[^\s()<>@]+@[^\s()<>@]+"
_ADDRESS_FIRST = re.compile(rf"{_ADDRESS}\s*\((.+)\)")
_WITH_ADDRESS = re.compile(rf"{_ADDRESS}\s*\((.+)\)|(.+?)\s*(?:\({_ADDRESS}\)|<{_ADDRESS}>)|{_ADDRESS}")


@dataclass(frozen=True)
class Feed:
    """What a body holds as a feed.

    :param parts: its items, and a reject for each that is none.
    :param failure: why the body as a whole is no feed; it is the only part then.
    :param fault: in words what is wrong with a feed whose items could be had all the same.
    :param wanted_interval: seconds between two polls that it asks for, by ttl or sy:updatePeriod; 0 if it does not.
    :param skip_hours: as texts, as `past_skipped` takes them; so skip_days.
    """

    parts: "list[Union[Item, Reject]]"
    failure: Optional[Reject] = None
    fault: Optional[str] = None
    wanted_interval: float = 0.0
    skip_hours: Sequence[str] = ()
    skip_days: Sequence[str] = ()


def parse(
    body: bytes,
    *,
    feed_url: str,
    base_url: Optional[str] = None,
    charset: Optional[str] = None,
) -> Feed:
    """A feed: its items and what it says of itself.

    An item whose feed carries its full content has it as `content`; any other has None there, for its
    page to be fetched, and the feed's summary. An item with neither text nor link is a reject.

    :param feed_url: address or path of the feed, as the user gave it.
    :param base_url: what relative links are resolved against: the address that answered.
    :param charset: the encoding that the server declared.
    """

    def no_feed(reason: Reason, message: str, error: Optional[BaseException] = None) -> Feed:
        failure = reject(
            Stage.READ, reason, message, input_uri=feed_url, feed_url=feed_url, payload=body, exception=error
        )
        return Feed([failure], failure)

    text = feed_text(body, charset)
    if not text:
        return no_feed(Reason.EMPTY, "there is nothing in it")
    if is_page(body):
        return no_feed(Reason.NOT_A_FEED, "it is an HTML page, not a feed")
    if text.startswith(JSON_STARTS):
        try:
            return Feed(_distinct(parse_json_feed(text, feed_url=feed_url, base_url=base_url)))
        except ValueError as error:
            return no_feed(Reason.NOT_A_FEED, f"it is not a JSON Feed: {error}", error)
    if text.count("<") > MAX_TAGS:
        return no_feed(Reason.TOO_LARGE, f"it has more than {MAX_TAGS:,} tags")
    parsed = _parse_xml(text, base_url)
    error = parsed.get("bozo_exception")
    if not parsed.entries and not parsed.version:
        if not looks_like_xml_feed(text.encode("utf-8", "replace")):
            return no_feed(Reason.NOT_A_FEED, "it is neither RSS nor Atom nor JSON Feed", error)
        if parsed.bozo:
            return no_feed(Reason.MALFORMED_FEED, "its XML can't be read", error)
    bare = _bare_guids(text, base_url)
    if not is_web(base_url or ""):
        base_url = web_address(parsed.feed.get("link"), None)
    return Feed(
        parts=_distinct(_item(entry, bare, feed_url, base_url) for entry in parsed.entries),
        fault=f"its XML is broken: {_words(error)}" if parsed.bozo else None,
        wanted_interval=_wanted_interval(parsed.feed),
        skip_hours=_skipped(text, "skipHours", "hour"),
        skip_days=_skipped(text, "skipDays", "day"),
    )


def _words(error: Optional[BaseException]) -> str:
    """What a parser says, without its name for what it read."""
    return legal(str(error or "")).removeprefix("<unknown>:")[:MAX_WORDS].strip() or type(error).__name__


def _wanted_interval(feed: Any) -> float:
    said = (feed.get(name) for name in ("ttl", "sy_updateperiod", "sy_updatefrequency"))
    ttl, period, frequency = (value if isinstance(value, str) else None for value in said)
    return max(ttl_interval(ttl), update_interval(period, frequency))


def _skipped(text: str, list_name: str, name: str) -> "tuple[str, ...]":
    """What stands in the first list of hours or days to skip; feedparser keeps only its last entry."""
    start = _find(text, f"<{list_name}>", 0)
    end = _find(text, f"</{list_name}>", start) if start >= 0 else -1
    if not 0 <= start < end <= start + MAX_SKIPPED:
        return ()
    return tuple(re.findall(rf"<{name}>\s*(\w{{1,9}})\s*</{name}>", text[start:end], re.IGNORECASE))


def _find(text: str, tag: str, start: int) -> int:
    found = re.compile(re.escape(tag), re.IGNORECASE).search(text, start)
    return found.start() if found else -1


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
    # The longer of the two stands for the text if the page is not asked for.
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


def _distinct(read: Iterable[Union[Item, Reject]]) -> "list[Union[Item, Reject]]":
    """The same, without the ids that several items without a link share: such an id tells nothing apart."""
    parts = list(read)
    shared = Counter(part.record_id for part in parts if _has_no_link(part))
    return [
        replace(part, record_id=None) if _has_no_link(part) and shared[part.record_id] > 1 else part for part in parts
    ]


def _has_no_link(part: Union[Item, Reject]) -> bool:
    return isinstance(part, Item) and part.url is None


def _names(entry: Any) -> "Optional[list[str]]":
    authors = entry.get("authors", [])
    said = entry.get("author") or ""
    return _texts([_name(author, said if len(authors) == 1 else "") for author in authors] or [said])


def _name(author: Any, said: str) -> str:
    """An author's name, without the address beside it. feedparser ends an address four letters after its last dot and
    leaves the rest in the name.

    :param said: the author as the feed has it, if that is known.
    """
    name, address = author.get("name") or "", author.get("email")
    if not address or len(address) + len(name) > MAX_AUTHOR:
        return name
    # It takes the address away and then the brackets, but of "anna@courier.example (Anna)" the last one only.
    found = _WITH_ADDRESS.fullmatch(said.strip()) or _ADDRESS_FIRST.fullmatch(f"{address}{name})")
    return next(filter(None, found.groups()), "") if found else name


def _tags(entry: Any) -> "Optional[list[str]]":
    return _texts([tag.get("label") or tag.get("term") or "" for tag in entry.get("tags", [])])


def _texts(values: "list[str]") -> "Optional[list[str]]":
    return list(dict.fromkeys(filter(None, (legal(value).strip() for value in values)))) or None
