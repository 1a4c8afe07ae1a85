"""Polls a feed on the web: asks for it, reads what comes, and says what came of it."""

import hashlib
from dataclasses import dataclass, replace
from typing import Callable, Mapping, Sequence, Union

from schemas.ids import reject_id
from schemas.reasons import Reason, Stage
from schemas.records import Item, Location, Response, reject
from schemas.tables import Reject
from transforms.feeds.discover import discover_feeds
from transforms.feeds.identity import identity_of, state_of
from transforms.feeds.parse import Feed, parse
from transforms.feeds.polling import LIST, FeedState, Poll, request_address, validators
from transforms.feeds.read import is_list, read_list
from transforms.feeds.text import is_page
from transforms.web.client import NOT_MODIFIED
from transforms.web.load import NotHad
from transforms.web.urls import BadAddress, parse_address, with_credentials_of, without_credentials

Ask = Callable[[str, Mapping[str, str]], Union[Response, NotHad]]
Part = Union[Item, Reject, Location]


@dataclass(frozen=True)
class Polled:
    """What came of a poll, and what the feed gave: items, the feeds of a list, rejects; nothing if nothing changed."""

    poll: Poll
    parts: Sequence[Part] = ()


def poll_feed(uri: str, state: FeedState, ask: Ask, now: float, whole: bool = False) -> Polled:
    """Ask for a feed, for a list of feeds or for a page that names its feed.

    :param uri: as the user gave it, with credentials if there are any: they are sent, and kept nowhere.
    :param ask: gives what stands at an address, if it changed by the validators.
    :param whole: ask for all of it, changed or not.
    """
    name = without_credentials(uri)
    try:
        return _poll(uri, name, state, ask, {} if whole else validators(state, now))
    except Exception as error:  # the step's one boundary: whatever happened becomes a reject
        message = f"reading failed: {type(error).__name__}"
        rejected = reject(
            Stage.READ, Reason.CRASHED, message, input_uri=name, feed_url=name, payload=name, exception=error
        )
        return Polled(Poll(None, Reason.CRASHED, message), [rejected])


def _poll(uri: str, name: str, state: FeedState, ask: Ask, conditions: Mapping[str, str]) -> Polled:
    response = ask(_address(uri, state), conditions)
    if isinstance(response, NotHad):
        return _not_had(name, response)
    if response.status == NOT_MODIFIED:
        return Polled(Poll(NOT_MODIFIED, headers=response.headers, kind=state.kind, redirect=response.moved_to))
    if is_list(response):
        return _list(uri, response)
    if not is_page(response.body):
        return _feed(name, response)
    named = discover_feeds(response.body, response.url)
    if not named:
        message = "it is an HTML page that names no feed"
        return _no_feed(
            response,
            reject(Stage.READ, Reason.NOT_A_FEED, message, input_uri=name, feed_url=name, payload=response.body),
        )
    found = ask(_with_credentials(uri, named[0]), {})
    if isinstance(found, NotHad):
        return _not_had(name, found)
    polled = _feed(name, found)
    return replace(polled, poll=replace(polled.poll, redirect=None, found=without_credentials(named[0])))


def _feed(name: str, response: Response) -> Polled:
    feed: Feed = parse(response.body, feed_url=name, base_url=response.url, charset=response.charset)
    if feed.failure is not None:
        return _no_feed(response, feed.failure)
    items = [part for part in feed.parts if isinstance(part, Item)]
    poll = Poll(
        response.status,
        headers=response.headers,
        redirect=response.moved_to,
        body_hash=hashlib.sha256(response.body).hexdigest(),
        ids=[identity_of(item) for item in items],
        marks=[state_of(item) for item in items],
        fault=feed.fault,
        wanted_interval=feed.wanted_interval,
        skip_hours=feed.skip_hours,
        skip_days=feed.skip_days,
    )
    return Polled(poll, feed.parts)


def _list(uri: str, response: Response) -> Polled:
    parts = list(read_list(uri, response))
    rejected = [part for part in parts if isinstance(part, Reject)]
    if rejected and len(rejected) == len(parts):
        return Polled(_no_feed(response, rejected[-1]).poll, parts)
    # Without validators: what the list named is needed again.
    headers = {name: value for name, value in response.headers.items() if name not in ("etag", "last-modified")}
    fault = rejected[-1].message if rejected else None
    return Polled(Poll(response.status, headers=headers, kind=LIST, redirect=response.moved_to, fault=fault), parts)


def _no_feed(response: Response, rejected: Reject) -> Polled:
    return Polled(Poll(response.status, Reason(rejected.reason), rejected.message, response.headers), [rejected])


def _not_had(name: str, failure: NotHad) -> Polled:
    """The reject is named as the user named the feed, wherever it stands now."""
    rejected = failure.reject
    named = replace(
        rejected,
        input_uri=name,
        feed_url=name,
        payload=name,
        reject_id=reject_id(rejected.stage, rejected.reason, name, name),
    )
    return Polled(Poll(failure.status, Reason(rejected.reason), rejected.message, failure.headers), [named])


def _address(uri: str, state: FeedState) -> str:
    return uri if state.moved_to is None else _with_credentials(uri, request_address(state))


def _with_credentials(uri: str, target: str) -> str:
    """Another web address with the credentials that the user gave, if they are for its server.

    A state may be damaged: what is no web address is not asked for, it could be a file's path.
    """
    try:
        return str(with_credentials_of(parse_address(uri), parse_address(target)))
    except BadAddress:
        return uri
