"""When a feed is polled, and what a poll changes of what is known of it: policy without any input or output.

All moments are seconds since the epoch, all spans seconds.
"""

from dataclasses import dataclass, field, replace
from typing import Mapping, Optional, Sequence

from schemas.reasons import Reason
from transforms.feeds.intervals import DAY, HOUR, MINUTE, freshness, past_skipped, retry_after

# What news feeds get from readers that are asked not to hurry, and what no reader should go beyond.
LEAST_INTERVAL = 10 * MINUTE
FIRST_INTERVAL = HOUR
MOST_INTERVAL = DAY
# A poll that finds as large a share of the feed new comes late: what it did not see may have been pushed out.
BUSY_SHARE = 0.5
BUSY_FACTOR = 0.5
QUIET_FACTOR = 1.5

# Failures that pass (DNS, TLS, time, 5xx, 429) begin with the least interval; pages that are gone may come back, but
# seldom soon. Each further failure doubles the wait, up to the most.
BACK_OFFS = {404: (DAY, 7 * DAY), 410: (7 * DAY, 30 * DAY)}
BACK_OFF = (LEAST_INTERVAL, DAY)
# Some servers ask for years.
MOST_RETRY_AFTER = DAY
RETRY_AFTER_STATUSES = (429, 503)
# Feeds that failed together must not come back together: each waits up to so much longer.
JITTER = 0.2

# Servers' 304s lie: once a day the whole is asked for.
FULL_EVERY = DAY
# Addresses by which a permanent redirect is believed: some are made by mistake, or by a hotel's network.
AGREEING_REDIRECTS = 3
# Ids of the last poll that are kept, to see whether this one overlaps with it; feeds have 10 to 500 items.
KEPT_IDS = 1000


@dataclass(frozen=True)
class FeedState:
    """What is known of a feed; of texts, numbers and lists only, so that JSON and Beam's state can hold it.

    :param address: as the user gave it.
    :param moved_to: where it stands now, after permanent redirects that agreed.
    :param redirect: where the last poll was redirected to for good; `redirects` polls agree on it.
    :param etag: as received; only of a body that could be read. `last_modified` likewise.
    :param full_at: when the whole was last received; not a 304.
    :param interval: between two polls by how much was new; `wanted_interval`, `skip_hours` and `skip_days` are what
        the feed itself asked for when the whole was last received.
    :param next_at: when it is due.
    :param not_before: until when the server wants no request at all (Retry-After).
    :param ids: the items of the last poll.
    :param failures: in a row; `error` says in words why the last one failed.
    :param items: items that were new when they were polled; `losses` polls had none in common with the one before.
    """

    address: str
    moved_to: Optional[str] = None
    redirect: Optional[str] = None
    redirects: int = 0
    etag: Optional[str] = None
    last_modified: Optional[str] = None
    body_hash: Optional[str] = None
    full_at: float = 0.0
    interval: float = FIRST_INTERVAL
    wanted_interval: float = 0.0
    skip_hours: Sequence[str] = ()
    skip_days: Sequence[str] = ()
    next_at: float = 0.0
    not_before: float = 0.0
    ids: Sequence[str] = ()
    polled_at: float = 0.0
    succeeded_at: float = 0.0
    failures: int = 0
    error: Optional[str] = None
    items: int = 0
    losses: int = 0


@dataclass(frozen=True)
class Poll:
    """What came of asking for a feed.

    :param status: None if no answer came; `failure` then says why, and also why a body can't be read as a feed.
    :param message: the failure in words.
    :param headers: of the answer, by names in lower case.
    :param redirect: the address that answered, if every redirect on the way was permanent.
    :param body_hash: of a body that was read.
    :param ids: the feed's items; of a body that is the last one again, those of the state.
    :param wanted_interval: what the feed asks for, by ttl or sy:updatePeriod.
    """

    status: Optional[int]
    failure: Optional[Reason] = None
    message: Optional[str] = None
    headers: Mapping[str, str] = field(default_factory=dict)
    redirect: Optional[str] = None
    body_hash: Optional[str] = None
    ids: Sequence[str] = ()
    wanted_interval: float = 0.0
    skip_hours: Sequence[str] = ()
    skip_days: Sequence[str] = ()


def is_due(state: FeedState, now: float) -> bool:
    """Whether it is time to poll."""
    return now >= max(state.next_at, state.not_before)


def may_ask(state: FeedState, now: float) -> bool:
    """Whether it may be polled out of turn: at any time but while a Retry-After runs."""
    return now >= state.not_before


def request_address(state: FeedState) -> str:
    """Where to ask."""
    return state.moved_to or state.address


def validators(state: FeedState, now: float) -> "dict[str, str]":
    """The headers that ask for the feed only if it changed; none when the whole is due again."""
    if now - state.full_at >= FULL_EVERY:
        return {}
    headers = {"If-None-Match": state.etag, "If-Modified-Since": state.last_modified}
    return {name: value for name, value in headers.items() if value}


def after_poll(state: FeedState, poll: Poll, now: float, chance: float) -> FeedState:
    """What is known of a feed after a poll.

    :param chance: from 0 to 1, drawn for this poll: spreads the feeds that wait.
    """
    state = replace(state, polled_at=now)
    if poll.failure is not None:
        return _failed(state, poll, now, chance)
    state = replace(_redirected(state, poll), succeeded_at=now, failures=0, error=None, not_before=0.0)
    if poll.status != 304:
        state = _received(state, poll, now)
    else:
        state = _adapted(state, QUIET_FACTOR)
    wanted = max(state.interval, state.wanted_interval, freshness(poll.headers, now))
    due = past_skipped(now + min(wanted, MOST_INTERVAL), state.skip_hours, state.skip_days)
    return replace(state, next_at=due)


def _received(state: FeedState, poll: Poll, now: float) -> FeedState:
    ids = tuple(dict.fromkeys(poll.ids))[:KEPT_IDS]
    known = set(state.ids)
    new = [identity for identity in ids if identity not in known]
    if not known:
        factor = 1.0  # all of the first poll is new; that says nothing of how busy the feed is
    elif new:
        factor = BUSY_FACTOR if len(new) >= BUSY_SHARE * len(ids) else 1.0
    else:
        factor = QUIET_FACTOR
    return replace(
        _adapted(state, factor),
        etag=poll.headers.get("etag"),
        last_modified=poll.headers.get("last-modified"),
        body_hash=poll.body_hash,
        full_at=now,
        wanted_interval=poll.wanted_interval,
        skip_hours=tuple(poll.skip_hours),
        skip_days=tuple(poll.skip_days),
        # An empty answer between two full ones must not hide what was lost meanwhile.
        ids=ids or state.ids,
        items=state.items + len(new),
        losses=state.losses + (bool(known) and bool(ids) and len(new) == len(ids)),
    )


def _adapted(state: FeedState, factor: float) -> FeedState:
    return replace(state, interval=_clamped(state.interval * factor, LEAST_INTERVAL, MOST_INTERVAL))


def _redirected(state: FeedState, poll: Poll) -> FeedState:
    if poll.redirect is None or poll.redirect == request_address(state):
        return replace(state, redirect=None, redirects=0)
    agreeing = state.redirects + 1 if poll.redirect == state.redirect else 1
    if agreeing < AGREEING_REDIRECTS:
        return replace(state, redirect=poll.redirect, redirects=agreeing)
    # The validators stay: they belong to the resource that was redirected to all the while.
    moved_to = poll.redirect if poll.redirect != state.address else None
    return replace(state, moved_to=moved_to, redirect=None, redirects=0)


def _failed(state: FeedState, poll: Poll, now: float, chance: float) -> FeedState:
    failures = state.failures + 1
    first, most = BACK_OFFS.get(poll.status, BACK_OFF)
    wait = min(first * 2.0 ** min(failures - 1, 30), most)
    asked = retry_after(poll.headers.get("retry-after"), now) if poll.status in RETRY_AFTER_STATUSES else None
    if asked is not None:
        wait = _clamped(asked, LEAST_INTERVAL, MOST_RETRY_AFTER)
    due = now + wait * (1 + JITTER * chance)
    # A new place that does not keep what it promised is given up for the old one.
    gone = poll.status in BACK_OFFS and state.moved_to is not None
    return replace(
        state,
        failures=failures,
        error=poll.message,
        next_at=now if gone else due,
        not_before=due if asked is not None else state.not_before,
        moved_to=None if gone else state.moved_to,
        redirect=None,
        redirects=0,
    )


def _clamped(value: float, least: float, most: float) -> float:
    return min(max(value, least), most)
