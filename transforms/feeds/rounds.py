"""Visits the feeds of many hosts at once, while whoever keeps their states does other work.

A runner hands its workers one element after another, and waits with its checkpoints for each: a worker must not wait
for a server. So a round of visits to a host begins at one look at it and is taken at a later one. A round is nothing
but work under way: if it is lost with its process, the host's feeds are still due, and another one begins.
"""

import threading
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Callable, NamedTuple, Optional, Sequence

from schemas.records import Item
from transforms.feeds.host import Host
from transforms.feeds.poll import Ask, Part
from transforms.feeds.polling import FeedState, may_ask
from transforms.feeds.visit import Visit, visit
from transforms.web.urls import without_credentials

# Hosts that are asked at the same time by one process.
HOSTS_AT_ONCE = 32
# Rounds that have ended and whose results are not taken yet; they hold what feeds gave, in memory.
MOST_ROUNDS = 2 * HOSTS_AT_ONCE
# A round ends after so many feeds, or so many bytes of full texts.
ROUND_FEEDS = 16
ROUND_BYTES = 8_000_000
# A round that nobody took for so long was begun for a host that another worker looks after by now.
GIVEN_UP_SECONDS = 900.0


class Ended(NamedTuple):
    """What came of a feed's turn in a round.

    :param before: what was known of the feed by its host's state when the round began; None if nothing.
    :param state: what is known of it now.
    :param visit: None if its server wants to be left alone, as is known from elsewhere.
    """

    before: Optional[FeedState]
    state: FeedState
    visit: Optional[Visit]


@dataclass
class _Round:
    begun: float
    visits: "Future[list[Ended]]"


class Rounds:
    """The rounds under way from this process, at most one for each host. May be used by several threads at once.

    :param ask: gives what stands at an address, if it changed by the validators.
    :param first: what is known from elsewhere of a feed that a host's state knows nothing of.
    :param show: told each state after a visit, for people to see.
    :param clock: seconds since the epoch.
    :param chance: draws a number from 0 to 1.
    """

    def __init__(
        self,
        ask: Ask,
        first: Callable[[str], FeedState],
        show: Callable[[FeedState], None],
        *,
        clock: Callable[[], float],
        chance: Callable[[], float],
    ) -> None:
        self._ask = ask
        self._first = first
        self._show = show
        self._clock = clock
        self._chance = chance
        self._lock = threading.Lock()
        self._rounds: "dict[str, _Round]" = {}
        self._threads = ThreadPoolExecutor(HOSTS_AT_ONCE, thread_name_prefix="feeds")

    def begin(self, host: str, uris: Sequence[str], known: Host) -> None:
        """Begin a round to some of a host's feeds, unless one is under way, or too many are."""
        before = {uri: known.feeds.get(without_credentials(uri)) for uri in uris[:ROUND_FEEDS]}
        with self._lock:
            self._give_up()
            if host not in self._rounds and len(self._rounds) < MOST_ROUNDS:
                self._rounds[host] = _Round(self._clock(), self._threads.submit(self._visit_all, before))

    def take(self, host: str) -> "Sequence[Ended]":
        """What came of the round to a host, once it has ended."""
        with self._lock:
            done = host in self._rounds and self._rounds[host].visits.done()
            round_ = self._rounds.pop(host) if done else None
        return [] if round_ is None else round_.visits.result()

    def _give_up(self) -> None:
        late = self._clock() - GIVEN_UP_SECONDS
        for host in [host for host, one in self._rounds.items() if one.visits.done() and one.begun < late]:
            del self._rounds[host]

    def _visit_all(self, before: "dict[str, Optional[FeedState]]") -> "list[Ended]":
        ended: "list[Ended]" = []
        size = 0
        for uri, known in before.items():
            state = known or self._first(uri)
            now = self._clock()
            if not may_ask(state, now):
                ended.append(Ended(known, state, None))
                break
            visited = visit(uri, state, self._ask, now, self._chance())
            self._show(visited.state)
            ended.append(Ended(known, visited.state, visited))
            size += sum(len(part.content or b"") for part in visited.parts if isinstance(part, Item))
            if size >= ROUND_BYTES or not may_ask(visited.state, now):
                break
        return ended


class Looked(NamedTuple):
    """What a look at a host gave.

    :param host: what is known of it then.
    :param parts: what its feeds gave that was not read before, also the feeds of a list; `unchanged` more items were.
    :param listed: the feeds that lists among them named last.
    :param polls: how many of its feeds were asked.
    """

    host: Host
    parts: "Sequence[Part]"
    unchanged: int
    listed: "Sequence[str]"
    polls: int


def look(name: str, uris: Sequence[str], known: Host, rounds: Rounds, now: float) -> Looked:
    """Take what came of the last round to a host's feeds, and begin another one if any is due.

    :param name: of the host.
    :param uris: its feeds as they are named now, with credentials if there are any.
    """
    host = known.named(uris, now)
    parts: "list[Part]" = []
    unchanged = polls = 0
    for ended in rounds.take(name):
        if known.feeds.get(ended.state.address) != ended.before:
            continue  # begun from what is no longer known: the runner has gone back to a checkpoint since
        if ended.visit is None:
            host = host.knowing(ended.state)
            continue
        host = host.visited(ended.visit)
        parts += ended.visit.parts
        unchanged += ended.visit.unchanged
        polls += 1
    due = host.due(uris, now)
    if due:
        rounds.begin(name, due, host)
    return Looked(host, parts, unchanged, host.lists(uris), polls)
