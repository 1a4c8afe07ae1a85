"""Reads what is named as a feed: a feed, an OPML list of feeds, or a web page that names its feed."""

import os
from typing import Callable, Iterator, Union
from urllib.parse import urljoin

from schemas.reasons import Reason, Stage
from schemas.records import HTML, Item, Response, reject
from schemas.tables import Reject
from transforms.feeds.content import WEB_SCHEMES, looks_like_html
from transforms.feeds.discover import discover_feeds
from transforms.feeds.opml import looks_like_opml, parse_opml
from transforms.feeds.parse import parse_feed

# An OPML list may name another; more than this is a loop or a joke.
MAX_DEPTH = 3

Load = Callable[[str], Union[Response, Reject]]
Read = Iterator[Union[Item, Reject]]


def read_feed(uri: str, load: Load) -> Read:
    """The items of a feed, of all feeds of an OPML list, or of the feed that a web page names.

    A file that turns out to be an HTML page is an item itself.

    :param uri: path or address.
    :param load: gives what a path or address holds, or the reject that says why it does not.
    """
    yield from _read(uri, load, {uri}, 0)


def _read(uri: str, load: Load, seen: "set[str]", depth: int) -> Read:
    response = load(uri)
    if isinstance(response, Reject):
        yield response
    elif looks_like_opml(response.body):
        yield from _read_opml(uri, response, load, seen, depth)
    elif not looks_like_html(response.body):
        yield from _parse(uri, response)
    elif _is_web(uri):
        yield from _read_named_by_page(uri, response, load)
    else:
        yield Item(input_uri=uri, media=HTML, content=response.body, charset=response.charset)


def _parse(uri: str, response: Response) -> Read:
    return parse_feed(
        response.body,
        feed_url=uri,
        base_url=response.url,
        charset=response.charset,
    )


def _read_opml(uri: str, response: Response, load: Load, seen: "set[str]", depth: int) -> Read:
    try:
        addresses = parse_opml(response.body)
    except ValueError as error:
        yield reject(
            Stage.READ,
            Reason.MALFORMED_OPML,
            f"it can't be read as OPML: {error}",
            input_uri=uri,
            payload=response.body,
            exception=error,
        )
        return
    for address in addresses:
        feed = _resolve(uri, address)
        if feed not in seen and depth < MAX_DEPTH:
            seen.add(feed)
            yield from _read(feed, load, seen, depth + 1)


def _read_named_by_page(uri: str, response: Response, load: Load) -> Read:
    """The items of the first feed that a page names; they belong to the address that the user gave."""
    feeds = discover_feeds(response.body, response.url)
    if not feeds:
        yield reject(
            Stage.READ,
            Reason.NOT_A_FEED,
            "it is an HTML page that names no feed",
            input_uri=uri,
            feed_url=uri,
            payload=response.body,
        )
        return
    found = load(feeds[0])
    if isinstance(found, Reject):
        yield found
    else:
        yield from _parse(uri, found)


def _resolve(uri: str, address: str) -> str:
    """An address in an OPML list: absolute, or relative to the list."""
    if "://" in address or os.path.isabs(address):
        return address
    return urljoin(uri, address) if "://" in uri else os.path.join(os.path.dirname(uri), address)


def _is_web(uri: str) -> bool:
    return uri.lower().startswith(WEB_SCHEMES)
