"""Reads what is named as a feed: a feed, an OPML list of feeds, or a web page that names its feed."""

import logging
import os
from typing import Callable, Iterator, Optional, Union
from urllib.parse import urljoin

from schemas.reasons import Reason, Stage
from schemas.records import FEED, HTML, Item, Location, Response, reject
from schemas.tables import Reject
from transforms.feeds.discover import discover_feeds
from transforms.feeds.opml import parse_opml
from transforms.feeds.parse import parse
from transforms.feeds.text import feed_text, is_page
from transforms.media import HEAD_BYTES, looks_like_opml
from transforms.opening import read_head
from transforms.web.urls import is_web, web_address, without_credentials

_log = logging.getLogger("newslake")

# An OPML list may name another; more than this is a loop or a joke.
MAX_DEPTH = 3
# How addresses of feeds are written that a feed reader is to open.
FEED_SCHEME = "feed:"
# Pages are saved under it, too; the other suffixes of feeds are theirs alone.
PAGE_SUFFIX = ".xml"

Load = Callable[[str], Union[Response, Reject]]
Read = Iterator[Union[Item, Reject]]


def read_feed(uri: str, load: Load) -> Read:
    """The items of a feed, of all feeds of an OPML list, or of the feed that a web page names.

    An .xml file that turns out to be an HTML page is an item itself. Whatever fails is a reject.

    :param uri: path or address.
    :param load: gives what a path or address holds, or the reject that says why it does not.
    """
    yield from _read_all(uri, load, {uri}, 0)


def open_list(uri: str, load: Load) -> Iterator[Union[Reject, Location]]:
    """The feeds that a file lists, also by way of other files that list feeds, and rejects.

    :param load: gives what a path holds, or the reject that says why it does not.
    """
    yield from _open_list(uri, load, {uri}, 0)


def _open_list(uri: str, load: Load, seen: "set[str]", depth: int) -> Iterator[Union[Reject, Location]]:
    response = load(uri)
    if isinstance(response, Reject):
        yield response
        return
    for part in read_list(uri, response):
        if isinstance(part, Reject):
            yield part
        elif part.uri in seen:
            continue
        elif is_web(part.uri) or not looks_like_opml(read_head(part.uri, HEAD_BYTES)):
            seen.add(part.uri)
            yield part
        elif depth == MAX_DEPTH:
            yield too_deep(part.uri)
        else:
            seen.add(part.uri)
            yield from _open_list(part.uri, load, seen, depth + 1)


def read_or_list(uri: str, load: Load) -> Iterator[Union[Item, Reject, Location]]:
    """As `read_feed`, but of an OPML list its feeds, not yet read: so that they can be read at the same time."""
    name = without_credentials(uri)
    try:
        yield from _read(uri, load)
    except Exception as error:  # the step's one boundary: whatever happened becomes a reject
        yield _no(name, Reason.CRASHED, f"reading failed: {type(error).__name__}", exception=error)


def _read_all(uri: str, load: Load, seen: "set[str]", depth: int) -> Read:
    for part in read_or_list(uri, load):
        if not isinstance(part, Location):
            yield part
        elif depth == MAX_DEPTH:
            yield too_deep(part.uri)
        elif part.uri not in seen:
            seen.add(part.uri)
            yield from _read_all(part.uri, load, seen, depth + 1)


def _read(uri: str, load: Load) -> Iterator[Union[Item, Reject, Location]]:
    response = load(uri)
    if isinstance(response, Reject):
        yield response
    elif is_list(response):
        yield from read_list(uri, response)
    elif not is_page(response.body):
        yield from _parse(uri, response)
    elif is_web(uri):
        yield from _read_named_by_page(uri, response, load)
    elif uri.lower().removesuffix(".gz").endswith(PAGE_SUFFIX):
        yield Item(input_uri=uri, media=HTML, content=response.body, charset=response.charset)
    else:
        yield _no(uri, Reason.NOT_A_FEED, "it is an HTML page, not a feed", payload=response.body)


def _parse(uri: str, response: Response) -> Read:
    name = without_credentials(uri)
    feed = parse(response.body, feed_url=name, base_url=response.url, charset=response.charset)
    if feed.fault is not None:
        # No reject: nothing that could be had is lost. Of a feed that is polled, `newslake feeds` says it, too.
        _log.warning("%s: %s; %d of its items could be read", name, feed.fault, len(feed.parts))
    return iter(feed.parts)


def is_list(response: Response) -> bool:
    """Whether an answer is a list of feeds."""
    return looks_like_opml(response.body) or looks_like_opml(feed_text(response.body[:4096]).encode())


def too_deep(uri: str) -> Reject:
    """The reject of what stands in too many lists within lists."""
    name = without_credentials(uri)
    return _no(name, Reason.MALFORMED_OPML, f"it stands in lists within more than {MAX_DEPTH} lists")


def read_list(uri: str, response: Response) -> Iterator[Union[Location, Reject]]:
    """The feeds that a list names, and rejects for what it may not name and for what is wrong with it."""
    name = without_credentials(uri)
    try:
        for address in parse_opml(response.body, response.charset):
            feed = _resolve(response.url if is_web(uri) else uri, address)
            if feed is None:
                yield _no(name, Reason.BAD_URL, f"it lists {without_credentials(address)}, which it may not", address)
            else:
                yield Location(feed, FEED)
    except ValueError as error:
        message = f"it can't be read as OPML: {error}"
        yield _no(name, Reason.MALFORMED_OPML, message, payload=response.body, exception=error)


def _read_named_by_page(uri: str, response: Response, load: Load) -> Read:
    """The items of the first feed that a page names; they belong to the address that the user gave."""
    feeds = discover_feeds(response.body, response.url)
    if not feeds:
        message = "it is an HTML page that names no feed"
        yield _no(without_credentials(uri), Reason.NOT_A_FEED, message, payload=response.body)
        return
    found = load(feeds[0])
    if isinstance(found, Reject):
        yield found
    else:
        yield from _parse(uri, found)


def _resolve(listing: str, address: str) -> Optional[str]:
    """An address in an OPML list: absolute, or relative to the list. A list from the web can only name what is
    on the web, and no file of this machine; None for one that it may not name."""
    if address.lower().startswith(FEED_SCHEME):  # feed://host/path, or feed:https://host/path
        rest = address[len(FEED_SCHEME) :]
        address = f"http:{rest}" if rest.startswith("//") else rest
    if is_web(listing) or is_web(address):
        return web_address(address, listing if is_web(listing) else None)
    if "://" in address or os.path.isabs(address):
        return address
    return urljoin(listing, address) if "://" in listing else os.path.join(os.path.dirname(listing), address)


def _no(
    name: str,
    reason: Reason,
    message: str,
    payload: Union[bytes, str, None] = None,
    exception: Optional[BaseException] = None,
) -> Reject:
    return reject(
        Stage.READ,
        reason,
        message,
        input_uri=name,
        feed_url=name,
        payload=payload if payload is not None else name,
        exception=exception,
    )
