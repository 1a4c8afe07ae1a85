"""Polls the feeds of a run: which of them may be asked, what is new in them, and what is known of them then."""

import random
import threading
import time
from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import datetime, timezone
from typing import Callable, Optional, Sequence, Union

from pipelines.feed_states import FeedStates, feed_id
from schemas.records import Location
from transforms.feeds.poll import Ask
from transforms.feeds.poll import Part as FeedPart
from transforms.feeds.polling import LIST, FeedState, is_due, may_ask, request_address
from transforms.feeds.visit import visit
from transforms.web.urls import host_of


@dataclass(frozen=True)
class Known:
    """Ends what a poll gave.

    :param state: of the feed, to be saved when all that the poll gave is committed; None if there is nothing to save.
    :param unchanged: how many of the feed's items were read before as they are.
    """

    state: Optional[FeedState]
    unchanged: int = 0


Part = Union[FeedPart, Known]


class Polls:
    """Polls feeds, each once a round. `poll` may be called by several threads at once.

    A server that says when it wants to be asked again is left alone until then with all its feeds.

    :param ask: gives what stands at an address, if it changed by the validators.
    :param due_only: poll what is due and nothing else; else everything that may be asked.
    :param whole: ask for all of each feed and read all its items, whatever is known.
    :param tell: told in a sentence which feed is not asked, and why, if it was asked for by the user.
    :param clock: seconds since the epoch.
    :param chance: draws a number from 0 to 1.
    """

    def __init__(
        self,
        states: FeedStates,
        ask: Ask,
        *,
        due_only: bool = False,
        whole: bool = False,
        tell: Callable[[str], None] = lambda message: None,
        clock: Callable[[], float] = time.time,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._states = states
        self._ask = ask
        self._due_only = due_only
        self._whole = whole
        self._tell = tell
        self._clock = clock
        self._chance = chance
        self._lock = threading.Lock()
        self._asked: "set[str]" = set()
        self._due: "dict[str, float]" = {}
        self._listed: "dict[str, list[Location]]" = {}
        self._held: "dict[str, float]" = {}
        # A host's next feed waits for what the answer to the last one says of all.
        self._turns: "defaultdict[str, threading.Lock]" = defaultdict(threading.Lock)
        self.polled = 0

    def save(self, state: FeedState) -> None:
        """Keep what is known of a feed; for when all that it gave is committed."""
        self._states.save(state)

    def begin_round(self) -> None:
        """From here on each feed may be polled once more."""
        self._asked = set()
        self.polled = 0

    @property
    def next_due(self) -> Optional[float]:
        """When the first of this round's feeds is due again; None if there is none."""
        return min((self._due[feed] for feed in self._asked if feed in self._due), default=None)

    def poll(self, uri: str) -> "Sequence[Part]":
        """What a feed gives that was not read before, then a Known; nothing if it was asked in this round already.

        Of a list that may not be asked now, what it named last.
        """
        early = self.early(uri)
        if early is not None:
            return early
        feed = feed_id(uri)
        if not self._take(feed):
            return []
        state = self._states.of(uri)
        with self._lock:
            turn = self._turns[host_of(request_address(state))]
        with turn:
            return self._poll_or_wait(uri, feed, state)

    def early(self, uri: str) -> "Optional[Sequence[Part]]":
        """What `poll` gives of a feed of which is known, without a look at its state, that it is not due; else None."""
        feed = feed_id(uri)
        if not self._due_only or self._clock() >= self._due.get(feed, 0.0):
            return None
        return self._listed.get(feed, []) if self._take(feed) else []

    def _take(self, feed: str) -> bool:
        """Whether this is the first that is heard of a feed in this round."""
        with self._lock:
            first = feed not in self._asked
            self._asked.add(feed)
        return first

    def _poll_or_wait(self, uri: str, feed: str, state: FeedState) -> "Sequence[Part]":
        now = self._clock()
        state = self._held_state(state, now)
        listing_lost = state.kind == LIST and feed not in self._listed
        if not may_ask(state, now):
            until = _moment(state.not_before)
            self._tell(f"{state.address} is not asked before {until}: its server wants to be left alone until then")
        elif is_due(state, now) or not self._due_only or listing_lost:
            return self._poll(uri, feed, state, now)
        self._due[feed] = max(state.next_at, state.not_before)
        return self._listed.get(feed, [])

    def _poll(self, uri: str, feed: str, state: FeedState, now: float) -> "list[Part]":
        visited = visit(uri, state, self._ask, now, self._chance(), self._whole)
        after = visited.state
        if after.not_before > now:
            host = host_of(request_address(state))
            self._held[host] = after.not_before
            self._states.hold(host, after.not_before)
        self._due[feed] = max(after.next_at, after.not_before)
        self.polled += 1
        if visited.failed:
            # There is no item that could be lost by it, and a crash must not make us forget that we are to wait.
            self._states.save(after)
            return [*visited.parts, *self._listed.get(feed, [])]
        if visited.poll.kind == LIST:
            self._listed[feed] = [part for part in visited.parts if isinstance(part, Location)]
        return [*visited.parts, Known(after, visited.unchanged)]

    def _held_state(self, state: FeedState, now: float) -> FeedState:
        """The state, with what another feed's answer said of the server, to this run or to one before."""
        host = host_of(request_address(state))
        if host not in self._held:
            self._held[host] = self._states.held_until(host)
        until = self._held[host]
        if until <= max(now, state.not_before):
            return state
        state = replace(state, not_before=until)
        self._states.save(state)
        return state


def _moment(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, timezone.utc).strftime("%Y-%m-%d %H:%M:%S UTC")
