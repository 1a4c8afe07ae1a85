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

# Failures that pass (DNS, TLS, time, 5xx, 429) begin with the least interval; feeds that are gone come back seldom, but
# some do after an unlucky release. Each further failure doubles the wait, up to the most.
BACK_OFFS = {404: (6 * HOUR, 7 * DAY), 410: (DAY, 30 * DAY)}
BACK_OFF = (LEAST_INTERVAL, DAY)
# Some servers ask for years.
MOST_RETRY_AFTER = DAY
RETRY_AFTER_STATUSES = (429, 503)
# So often in a row a new place may fail before the old one is asked again.
GIVING_UP_FAILURES = 5
# What a place says that is the feed's no more: a domain's new owner, or a farewell.
NO_FEED = (Reason.NOT_A_FEED, Reason.EMPTY)
# Feeds that failed together must not come back together: each waits up to so much longer.
JITTER = 0.2

# Servers' 304s lie: once a day the whole is asked for.
FULL_EVERY = DAY
# Addresses by which a permanent redirect is believed: some are made by mistake, or by a hotel's network.
AGREEING_REDIRECTS = 3
# Items that are remembered, the last poll's first: feeds have 10 to 500, and some give now one part, now another.
KEPT_IDS = 2000
# Lists of feeds are small, and people edit them to see what comes of it.
LIST_INTERVAL = LEAST_INTERVAL
# Longer ones are refused by servers, which then never answer again.
MAX_VALIDATOR = 2000

FEED, LIST = "feed", "list"


@dataclass(frozen=True)
class FeedState:
    """What is known of a feed; of texts, numbers and lists only, so that JSON and Beam's state can hold it.

    :param address: as the user gave it, without credentials.
    :param kind: FEED, or LIST for a list of feeds.
    :param moved_to: where it stands now: after permanent redirects that agreed, or where its page says.
    :param redirect: where the last poll was redirected to for good; `redirects` polls agree on it.
    :param etag: as received; only of a body that could be read. `last_modified` likewise.
    :param distrusted: validators that stayed the same while the body had new items.
    :param full_at: when the whole was last asked for, and all of it read, whatever was known.
    :param interval: between two polls by how much was new; `wanted_interval`, `skip_hours` and `skip_days` are what
        the feed itself asked for when the whole was last received.
    :param next_at: when it is due.
    :param not_before: until when the server wants no request at all (Retry-After).
    :param ids: the items of the last polls, the latest first.
    :param marks: those items as the feed had them, to know them again: an edited item has a new mark.
    :param failures: in a row; `error` says in words why the last one failed, `failed_at` when: also after a success.
    :param fault: what was wrong with the last body, whose items could be had all the same.
    :param items: items that were new when they were polled; `losses` polls had none in common with those before.
    """

    address: str
    kind: str = FEED
    moved_to: Optional[str] = None
    redirect: Optional[str] = None
    redirects: int = 0
    etag: Optional[str] = None
    last_modified: Optional[str] = None
    body_hash: Optional[str] = None
    distrusted: Optional[str] = None
    full_at: float = 0.0
    interval: float = FIRST_INTERVAL
    wanted_interval: float = 0.0
    skip_hours: Sequence[str] = ()
    skip_days: Sequence[str] = ()
    next_at: float = 0.0
    not_before: float = 0.0
    ids: Sequence[str] = ()
    marks: Sequence[str] = ()
    polled_at: float = 0.0
    succeeded_at: float = 0.0
    failed_at: float = 0.0
    failures: int = 0
    error: Optional[str] = None
    fault: Optional[str] = None
    items: int = 0
    losses: int = 0


@dataclass(frozen=True)
class Poll:
    """What came of asking for a feed.

    :param status: None if no answer came; `failure` then says why, and also why a body can't be read as a feed.
    :param message: the failure in words.
    :param headers: of the answer, by names in lower case.
    :param kind: FEED or LIST: what answered.
    :param redirect: where it moved for good, by this answer.
    :param found: the feed that answered, if a web page was asked, which names it.
    :param body_hash: of a body that was read.
    :param ids: the feed's items; `marks` those as the feed had them.
    :param fault: what is wrong with the body, whose items could be had all the same.
    :param wanted_interval: what the feed asks for, by ttl or sy:updatePeriod.
    """

    status: Optional[int]
    failure: Optional[Reason] = None
    message: Optional[str] = None
    headers: Mapping[str, str] = field(default_factory=dict)
    kind: str = FEED
    redirect: Optional[str] = None
    found: Optional[str] = None
    body_hash: Optional[str] = None
    ids: Sequence[str] = ()
    marks: Sequence[str] = ()
    fault: Optional[str] = None
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
    if whole_is_due(state, now):
        return {}
    headers = {"If-None-Match": state.etag, "If-Modified-Since": state.last_modified}
    return {name: value for name, value in headers.items() if value and len(value) <= MAX_VALIDATOR}


def whole_is_due(state: FeedState, now: float) -> bool:
    """Whether all of the feed is to be read, also what is known: its pages may have been edited, or not to be had."""
    return now - state.full_at >= FULL_EVERY


def after_poll(state: FeedState, poll: Poll, now: float, chance: float) -> FeedState:
    """What is known of a feed after a poll.

    :param chance: from 0 to 1, drawn for this poll: spreads the feeds that wait.
    """
    state = replace(state, polled_at=now)
    if poll.failure is not None:
        return _failed(state, poll, now, chance)
    state = replace(_redirected(state, poll), kind=poll.kind, succeeded_at=now, failures=0, not_before=0.0)
    if poll.status != 304:
        state = _received(state, poll, now)
    else:
        state = _adapted(state, QUIET_FACTOR)
    interval = LIST_INTERVAL if poll.kind == LIST else state.interval
    wanted = max(interval, state.wanted_interval, freshness(poll.headers, now))
    due = past_skipped(now + min(wanted, MOST_INTERVAL), state.skip_hours, state.skip_days)
    return replace(state, next_at=due)


def _received(state: FeedState, poll: Poll, now: float) -> FeedState:
    ids = _latest(poll.ids)
    known = set(state.ids)
    new = [identity for identity in ids if identity not in known]
    if not known:
        factor = 1.0  # all of the first poll is new; that says nothing of how busy the feed is
    elif new:
        factor = BUSY_FACTOR if len(new) >= BUSY_SHARE * len(ids) else 1.0
    else:
        factor = QUIET_FACTOR
    etag, last_modified = poll.headers.get("etag"), poll.headers.get("last-modified")
    # With these a server would say that nothing has changed although something has.
    lied = bool(known and new) and (etag, last_modified) == (state.etag, state.last_modified)
    distrusted = _both(etag, last_modified) if lied else state.distrusted
    trusted = _both(etag, last_modified) != distrusted
    return replace(
        _adapted(state, factor),
        etag=etag if trusted else None,
        last_modified=last_modified if trusted else None,
        distrusted=distrusted,
        body_hash=poll.body_hash,
        full_at=now if whole_is_due(state, now) else state.full_at,
        fault=poll.fault,
        wanted_interval=poll.wanted_interval,
        skip_hours=tuple(poll.skip_hours),
        skip_days=tuple(poll.skip_days),
        ids=_latest((*ids, *state.ids)),
        marks=_latest((*poll.marks, *state.marks)),
        items=state.items + len(new),
        losses=state.losses + (bool(known) and bool(ids) and len(new) == len(ids)),
    )


def _latest(ids: Sequence[str]) -> "tuple[str, ...]":
    return tuple(dict.fromkeys(ids))[:KEPT_IDS]


def _both(etag: Optional[str], last_modified: Optional[str]) -> Optional[str]:
    return f"{etag or ''}\n{last_modified or ''}" if etag or last_modified else None


def _adapted(state: FeedState, factor: float) -> FeedState:
    return replace(state, interval=_clamped(state.interval * factor, LEAST_INTERVAL, MOST_INTERVAL))


def _redirected(state: FeedState, poll: Poll) -> FeedState:
    if poll.found is not None:
        return replace(state, moved_to=poll.found, redirect=None, redirects=0)
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
    held = None if asked is None else min(asked, MOST_RETRY_AFTER)
    if held is not None:
        wait = max(held, LEAST_INTERVAL)
    spread = 1 + JITTER * chance
    # A new place that does not keep what it promised is given up for the old one.
    lost = poll.status in BACK_OFFS or poll.failure in NO_FEED or failures >= GIVING_UP_FAILURES
    gone = state.moved_to is not None and lost
    return replace(
        state,
        failures=failures,
        failed_at=now,
        error=poll.message,
        next_at=now if gone else now + wait * spread,
        not_before=state.not_before if held is None else now + held * spread,
        moved_to=None if gone else state.moved_to,
        redirect=None,
        redirects=0,
    )


def _clamped(value: float, least: float, most: float) -> float:
    return min(max(value, least), most)
