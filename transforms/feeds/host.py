"""What is known of all the feeds of one host: a value that a runner keeps for each host.

A host is the unit because it is what must not be asked twice at once, and what a Retry-After speaks for.
"""

import contextlib
import functools
import json
import zlib
from dataclasses import dataclass, field, replace
from typing import Any, Iterator, Mapping, Optional, Sequence

from schemas.records import Location
from transforms.feeds.intervals import DAY
from transforms.feeds.polling import FeedState, is_due
from transforms.feeds.saved import as_json, from_json
from transforms.feeds.visit import Visit
from transforms.web.client import NOT_MODIFIED
from transforms.web.urls import without_credentials

# A feed that nobody names any more is forgotten: longer than people take to put back what they removed by mistake.
FORGOTTEN_AFTER = 30 * DAY
# When a feed was last named is noted so often; more would write the host's state at every look.
NAMED_EVERY = DAY


@dataclass(frozen=True)
class Host:
    """The feeds of a host, each by its address without credentials.

    :param listed: of the lists among them what they named last, as it is asked for.
    :param named_at: when each was named last, in seconds since the epoch.
    """

    feeds: Mapping[str, FeedState] = field(default_factory=dict)
    listed: Mapping[str, Sequence[str]] = field(default_factory=dict)
    named_at: Mapping[str, float] = field(default_factory=dict)

    @property
    def not_before(self) -> float:
        """Until when the server wants no request for any of them: it said so in answer to one."""
        return max((state.not_before for state in self.feeds.values()), default=0.0)

    def due(self, uris: Sequence[str], now: float) -> "list[str]":
        """Those of some feeds that may be asked now and that it is time to ask, the longest due first."""
        if now < self.not_before:
            return []
        waiting = {uri: self.feeds.get(without_credentials(uri)) for uri in uris}
        due = [uri for uri, state in waiting.items() if state is None or is_due(state, now)]
        return sorted(due, key=lambda uri: 0.0 if waiting[uri] is None else waiting[uri].next_at)

    def lists(self, uris: Sequence[str]) -> "list[str]":
        """The feeds that those of some feeds which are lists named last."""
        return [feed for uri in uris for feed in self.listed.get(without_credentials(uri), ())]

    def named(self, uris: Sequence[str], now: float) -> "Host":
        """The same, with it noted that some feeds are still named; itself if it was noted lately."""
        late = [name for name in map(without_credentials, uris) if now - self.named_at.get(name, 0.0) >= NAMED_EVERY]
        if not late:
            return self
        named_at = {**self.named_at, **dict.fromkeys(late, now)}
        kept = {name for name, moment in named_at.items() if now - moment < FORGOTTEN_AFTER}
        feeds, listed = _only(self.feeds, kept), _only(self.listed, kept)
        return replace(self, feeds=feeds, listed=listed, named_at=_only(named_at, kept))

    def knowing(self, state: FeedState) -> "Host":
        """The same with what is known of one of its feeds."""
        return replace(self, feeds={**self.feeds, state.address: state})

    def visited(self, visit: Visit) -> "Host":
        """The same after a visit to one of its feeds."""
        name, listed = visit.state.address, dict(self.listed)
        if not visit.failed and visit.poll.status != NOT_MODIFIED:
            listed[name] = [part.uri for part in visit.parts if isinstance(part, Location)]
        return replace(self.knowing(visit.state), listed={name: uris for name, uris in listed.items() if uris})

    def encoded(self) -> bytes:
        """All of it, compressed; of 100 items of a feed that are remembered it takes about 1.9 KB."""
        written = {
            "feeds": [as_json(state) for state in self.feeds.values()],
            "listed": self.listed,
            "named_at": self.named_at,
        }
        return zlib.compress(json.dumps(written).encode())


def decoded(written: Optional[bytes]) -> Host:
    """A host as it was encoded, by this version or another; of a feed whose state can't be read nothing is known."""
    return Host() if not written else _decoded(written)


@functools.lru_cache(maxsize=1000)
def _decoded(written: bytes) -> Host:
    """Each is looked at every few seconds and seldom changes, and decoding takes a thousand times as long."""
    parts = json.loads(zlib.decompress(written))
    states = list(_readable(parts["feeds"]))
    return Host(
        feeds={state.address: state for state in states},
        listed=parts.get("listed", {}),
        named_at=parts.get("named_at", {}),
    )


def _readable(written: Sequence[Any]) -> Iterator[FeedState]:
    for state in written:
        with contextlib.suppress(ValueError):  # a job must be able to go on with another version of the code
            yield from_json(state)


def _only(mapping: Mapping, names: "set[str]") -> "dict":
    return {name: value for name, value in mapping.items() if name in names}
