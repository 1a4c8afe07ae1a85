"""Fetches the page of an item that has no full text of its own."""

import time
from dataclasses import replace
from typing import Callable, Optional, Union

from schemas.reasons import Reason, Stage
from schemas.records import HTML, Item, Response, reject
from schemas.tables import Reject
from transforms.fetch.walls import WALLS, wall_of_error, wall_of_page
from transforms.markup import count_words, plain_text
from transforms.media import HTML_TYPES, looks_like_html
from transforms.web.client import Client
from transforms.web.failures import FetchFailed
from transforms.web.robots import Robots
from transforms.web.urls import without_credentials

ACCEPT = "text/html, application/xhtml+xml, */*;q=0.1"
# Types under which pages are served by mistake; whether it is a page is seen from how the body begins.
VAGUE_TYPES = (None, "text/plain", "application/xml", "text/xml", "application/octet-stream", "unknown/unknown")
# Between two pages of a host, unless its robots.txt asks for more: what crawlers of news take.
DELAY_SECONDS = 1.0
# What a page may fail of and be there an hour later.
PASSING_REASONS = (Reason.TIMEOUT, Reason.CONNECTION)
PASSING_STATUSES = (408, 425, 429, *range(500, 600))
# A feed item with only a summary is an article if that has as many words.
SUMMARY_WORDS = 20

Get = Callable[[str], Response]


def needs_page(item: Item, fetch: bool) -> bool:
    """Whether an item's text is still to be fetched.

    :param fetch: pages may be fetched.
    """
    return item.content is None and item.url is not None and fetch


def page_getter(
    client: Client, delay: float = DELAY_SECONDS, clock: Callable[[], float] = time.monotonic
) -> Get:
    """What gives the page at an address, if its site's robots.txt allows that.

    :param delay: seconds between two requests to a host, at least; its robots.txt may ask for more.
    :param clock: seconds, by which a robots.txt is asked for again.
    """
    robots = Robots(client.get, clock)

    def get(address: str) -> Response:
        return client.get(
            address, accept=ACCEPT, wanted=_may_be_html, permit=lambda url: max(delay, robots.permit(url))
        )

    return get


def ignore(item: Item) -> None:
    """Does nothing with an item."""


def fetch_page(item: Item, get: Get, passing: Callable[[Item], None] = ignore) -> Union[Item, Reject]:
    """The item with its page as content and the page's final address; a reject if it can't be had.

    :param get: gives the page at an address, or raises FetchFailed.
    :param passing: told the item if what its page failed of may have passed in an hour.
    """
    try:
        response = get(item.url)
    except FetchFailed as error:
        wall = wall_of_error(error.status, error.body)
        if wall is None and (error.reason in PASSING_REASONS or error.status in PASSING_STATUSES):
            passing(item)
        return _no(item, wall or error.reason, str(error), error.__cause__)
    if response.content_type not in HTML_TYPES and not looks_like_html(response.body):
        return _no(item, Reason.NOT_HTML, f"{response.url} is {response.content_type or 'of no type'}, not HTML")
    wall = wall_of_page(response.body, asked=item.url, answered=response.url)
    if wall is not None:
        return _no(item, wall, f"{response.url} shows no article, but {WALLS[wall]}")
    return replace(item, media=HTML, content=response.body, charset=response.charset, fragment=False, url=response.url)


def without_fetching(item: Item) -> Union[Item, Reject]:
    """The item as it is, its summary taken for its text if it has no other; a reject if that is too short."""
    # An address may hold credentials, which no table may.
    item = replace(item, url=without_credentials(item.url)) if item.url else item
    if item.content is not None:
        return item
    words = count_words(plain_text(item.summary or ""))
    if words < SUMMARY_WORDS:
        return _no(item, Reason.SUMMARY_ONLY, f"its summary has {words} words, fewer than {SUMMARY_WORDS}")
    content = item.summary.encode("utf-8", "replace")
    return replace(item, content=content, charset="utf-8", fragment=item.media == HTML, only_summary=True)


def _may_be_html(kind: Optional[str]) -> bool:
    return kind in HTML_TYPES or kind in VAGUE_TYPES


def _no(item: Item, reason: Reason, message: str, error: Optional[BaseException] = None) -> Reject:
    """The reject of an item of a feed, whose payload tells it from the feed's others."""
    address = without_credentials(item.url) if item.url else None
    known = (address, item.record_id, item.title, item.summary)
    return reject(
        Stage.FETCH,
        reason,
        message,
        input_uri=item.input_uri,
        feed_url=item.feed_url,
        payload="\n".join(part for part in known if part),
        exception=error,
    )
