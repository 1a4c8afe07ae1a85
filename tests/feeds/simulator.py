"""Simulates days of feeds and prints what a run that follows them asks for and delivers.

    python -m tests.feeds.simulator [--feeds 200] [--days 7] [--seed 1]

Everything is newslake's own (driver loop, polls, policy, client, reading, states, fetching of pages) but the clock, the
network, and the graph, in whose place items are counted as the lake counts them: by address and content.
"""

import argparse
import functools
import json
import random
import tempfile
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Callable, Iterator, Optional, Union
from urllib.parse import urlsplit

import httpcore
import httpx

from pipelines.account import Account
from pipelines.feed_states import FeedStates
from pipelines.follow import moments_to_look
from pipelines.local import Outcome, run_round
from pipelines.polls import Polls
from pipelines.reading import read_inputs
from pipelines.settings import Settings
from schemas.records import Item
from schemas.tables import Reject
from tests.feeds import simulator_scripts as scripts
from tests.feeds.simulator_pages import SCRIPTS, Pages
from tests.feeds.simulator_world import DAY, START, Feed, Stalls, atom, json_feed, publishing, rss
from transforms.feeds.identity import state_of
from transforms.feeds.polling import FeedState
from transforms.fetch.pages import DELAY_SECONDS, fetch_page, page_getter
from transforms.web.client import Client
from transforms.web.hosts import Hosts
from transforms.web.load import ask

EVERY = 300.0
# A driver is killed after so many chunks, with all that it had not saved.
CHUNKS_PER_LIFE = 150

KINDS = (
    scripts.behaves,
    scripts.behaves,
    scripts.behaves,
    scripts.wants_to_be_left_alone,
    scripts.skips_the_night,
    scripts.lies_about_changes,
    scripts.lies_sometimes,
    scripts.flaps,
    scripts.is_down_for_a_day,
    scripts.counts_requests,
    scripts.is_maintained,
    scripts.moves_for_good,
    scripts.moves_for_a_while,
    scripts.moves_by_mistake,
    scripts.is_gone_for_two_days,
    scripts.is_missing_for_an_hour,
    scripts.shows_old_copies,
    scripts.breaks_off,
    scripts.draws_guids,
    scripts.is_named_by_a_page,
)
FORMS = (json_feed, rss, atom, json_feed)
VALIDATORS = ("both", "etag", "date", "none")


class Killed(Exception):
    """The driver was killed."""


@dataclass
class World:
    """All feeds, and the time."""

    feeds: "list[Feed]"
    now: float = START
    pages: "dict[str, Pages]" = field(default_factory=dict)
    spent: float = 0.0

    def answer(self, path: str, headers):
        """What the server of a path answers: `/feed's name/last part`."""
        _, name, last = path.split("/", 2)
        return self.by_name[name].answer(self.now, last, headers)

    def page(self, host: str, path: str):
        """What a server of articles answers."""
        return self.pages[host].answer(self.moment(), path)

    def moment(self) -> float:
        """The time with what the fetching of pages has waited; polls go on meanwhile."""
        return self.now + self.spent

    def spend(self, seconds: float) -> None:
        """Wait before a page is asked for."""
        self.spent += seconds

    def __post_init__(self) -> None:
        self.by_name = {feed.name: feed for feed in self.feeds}


def new_world(feeds: int, days: float, seed: int) -> World:
    """Feeds of all kinds, of different sizes and speeds; three to a server."""
    made = []
    for number in range(feeds):
        draw = random.Random(f"{seed} {number}")
        script = KINDS[number % len(KINDS)]
        made.append(
            Feed(
                name=f"f{number}",
                host=f"host{number // 3}.example",
                kind=script.__name__,
                stories=publishing(draw, number, days, per_hour=draw.choice((0.05, 0.2, 0.5, 1.0)), edits=0.1),
                size=draw.choice((10, 15, 20)),
                form=FORMS[number % len(FORMS)],
                script=script,
                validators=VALIDATORS[number // len(KINDS) % len(VALIDATORS)],
                draw=draw,
            )
        )
    pages = {}
    for number, feed in enumerate(made):
        script = SCRIPTS[number // len(KINDS) % len(SCRIPTS)] if number >= len(KINDS) else SCRIPTS[number % len(SCRIPTS)]
        host = f"{feed.name}.example"
        pages[host] = Pages(host, script, random.Random(f"pages {seed} {number}"))
    return World(made, pages=pages)


class _Body(httpx.SyncByteStream):
    def __init__(self, body: bytes) -> None:
        self._body = body

    def __iter__(self) -> Iterator[bytes]:
        yield self._body


class WorldTransport(httpx.BaseTransport):
    """Takes requests to a world's servers without a network."""

    def __init__(self, world: World) -> None:
        self._world = world

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        headers = {name.lower(): value for name, value in request.headers.items()}
        try:
            if request.url.host in self._world.pages:
                answer = self._world.page(request.url.host, request.url.path)
            else:
                answer = self._world.answer(request.url.path, headers)
        except Stalls:
            raise httpcore.ReadTimeout("its time is up") from None
        return httpx.Response(answer.status, headers=answer.headers, stream=_Body(answer.body), request=request)


class CountingLake:
    """Stands in for the worker processes and the lake: commits chunks, and knows each version of an article once.

    :param fetch: gives an item with its page, or a reject; told whose page failed of what may pass.
    :param chunks_per_life: after so many chunks it is killed, once, before the chunk is committed or after it.
    """

    def __init__(
        self,
        draw: random.Random,
        chunks_per_life: Optional[int],
        fetch: "Callable[[Item, Callable[[Item], None]], Union[Item, Reject]]",
    ) -> None:
        self._fetch = fetch
        self.rejects: "dict[str, set[str]]" = defaultdict(set)
        self._draw = draw
        self._chunks_per_life = chunks_per_life
        self._chunks = 0
        self.versions: "dict[str, list[str]]" = defaultdict(list)
        self.again = 0
        self.killed = 0

    def outcomes(self, chunks):
        waiting = []
        for chunk in chunks:
            waiting.append(chunk)
            if len(waiting) > 2:
                yield self._commit(waiting.pop(self._draw.randrange(len(waiting))))
        while waiting:
            yield self._commit(waiting.pop(self._draw.randrange(len(waiting))))

    def _commit(self, chunk):
        self._chunks += 1
        dies = self._chunks_per_life is not None and self._chunks % self._chunks_per_life == 0
        if dies and self.killed % 2:
            self._die()
        counters = Counter()
        passing: "list[Item]" = []
        for one in chunk:
            result = self._fetch(one, passing.append) if isinstance(one, Item) else one
            if not isinstance(result, Item):
                counters["rejected"] += 1
                if isinstance(one, Item):
                    self.rejects[one.url].add(result.reason)
            elif one.title in self.versions[one.url]:
                self.again += 1
                counters["unchanged"] += 1
            else:
                self.versions[one.url].append(one.title)
                counters["new"] += 1
        if dies:
            self._die()
        return chunk, [Outcome(counters, [state_of(item) for item in passing])]

    def _die(self) -> None:
        self.killed += 1
        raise Killed


class MemoryStore:
    """A store of small objects in memory, for states that are written thousands of times."""

    def __init__(self) -> None:
        self._objects: "dict[str, bytes]" = {}

    def read(self, name: str) -> bytes:
        try:
            return self._objects[name]
        except KeyError:
            raise FileNotFoundError(name) from None

    def write(self, name: str, data: bytes) -> None:
        self._objects[name] = data

    def names(self, prefix: str = "") -> "list[str]":
        return sorted(name for name in self._objects if name.startswith(prefix))


@dataclass
class Report:
    """What came of a simulation."""

    world: World
    lake: CountingLake
    states: "dict[str, FeedState]"
    account: Account
    days: float
    seconds: float
    addresses: "dict[str, str]" = field(default_factory=dict)

    @property
    def served(self) -> "dict[str, set[str]]":
        """Titles by link of all that stood in a feed when it was asked and answered with its whole."""
        return {link: titles for feed in self.world.feeds for link, titles in feed.served.items()}

    def pages_asked(self, link: str) -> "list[int]":
        """The statuses that came of asking for a story's page; 0 for no answer."""
        site = self.world.pages[urlsplit(link).hostname]
        return [status for _, path, status in site.asked if path == urlsplit(link).path]

    def figures(self) -> "dict[str, object]":
        """The figures, for people."""
        statuses = Counter(status for feed in self.world.feeds for _, status in feed.asked)
        hosts = Counter(feed.host for feed in self.world.feeds for _ in feed.asked)
        delivered = set(self.lake.versions)
        end = START + self.days * DAY
        published = {feed.link(story) for feed in self.world.feeds for story in feed.published(START, end)}
        standing = {feed.link(story) for feed in self.world.feeds for story in feed.showing(end)}
        asked = Counter(status for site in self.world.pages.values() for _, _, status in site.asked)
        refused = Counter(reason for link, reasons in self.lake.rejects.items() for reason in reasons)
        per_day = sorted(count / self.days for count in hosts.values())
        return {
            "feeds": len(self.world.feeds),
            "hosts": len(hosts),
            "days": self.days,
            "requests": sum(statuses.values()),
            "requests per host and day": {
                "least": round(per_day[0], 1),
                "middle": round(per_day[len(per_day) // 2], 1),
                "most": round(per_day[-1], 1),
            },
            "share of 304": round(statuses[304] / sum(statuses.values()), 3),
            "answers": {str(status or "none"): count for status, count in sorted(statuses.items())},
            "published": len(published),
            "stood in an answer": len(self.served),
            "delivered": len(delivered),
            "versions delivered": sum(map(len, self.lake.versions.values())),
            "pages asked for": sum(asked.values()),
            "answers of pages": {str(status or "none"): count for status, count in sorted(asked.items())},
            "items refused at least once, by reason": dict(refused.most_common()),
            "in the end without a page": len(set(self.served) - delivered),
            "put through again": self.lake.again,
            "to be seen yet": len(standing - set(self.served)),
            "came and went unseen": dict(self._kinds(published - set(self.served) - standing).most_common()),
            "polls with possible loss": sum(state.losses for state in self.states.values()),
            "drivers killed": self.lake.killed,
            "account": self.account.as_json(),
            "seconds": round(self.seconds, 1),
        }

    def _kinds(self, links: "set[str]") -> Counter:
        return Counter(self.world.by_name[urlsplit(link).hostname.partition(".")[0]].kind for link in links)


def as_it_is(item: Item, passing) -> Item:
    """Takes an item without its page."""
    return item


def simulate(
    world: World,
    client: Client,
    addresses: "dict[str, str]",
    store,
    days: float,
    seed: int,
    kills: bool = True,
    fetch=as_it_is,
) -> Report:
    """Follow a world's feeds for some days of its time.

    :param addresses: of the feeds, by their names.
    :param fetch: as a CountingLake takes it.
    :param kills: kill the driver now and then, and start another one.
    """
    started = time.monotonic()
    draw = random.Random(f"driver {seed}")
    lake = CountingLake(draw, CHUNKS_PER_LIFE if kills else None, fetch)
    account = Account()
    states = FeedStates(store)
    polls = _polls(world, client, states, draw)

    def wait(seconds: float) -> None:
        world.now += seconds

    settings = Settings(output="", shards=1)
    inputs = list(addresses.values())
    for moment in moments_to_look(inputs, EVERY, lambda: polls.next_due, lambda: world.now, wait):
        if moment >= START + days * DAY:
            break
        for _ in range(3):
            polls.begin_round()
            try:
                run_round(read_inputs(inputs, settings, lambda uri, why: None, polls), lake, polls.save, account)
                break
            except Killed:
                polls = _polls(world, client, states, draw)
    kept = {state.address: state for state in states.all()}
    by_name = {name: kept[address] for name, address in addresses.items() if address in kept}
    return Report(world, lake, by_name, account, days, time.monotonic() - started, addresses)


def _polls(world: World, client: Client, states: FeedStates, draw: random.Random) -> Polls:
    return Polls(
        states,
        lambda address, validators: ask(address, client, validators),
        due_only=True,
        clock=lambda: world.now,
        chance=draw.random,
    )


def simulate_in_memory(feeds: int, days: float, seed: int) -> Report:
    """A simulation without a network and without a disk."""
    world = new_world(feeds, days, seed)
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "feeds").mkdir()
        (Path(folder) / "pages").mkdir()
        hosts = Hosts(Path(folder) / "feeds", sleep=lambda seconds: None)
        hosts_of_pages = Hosts(Path(folder) / "pages", clock=world.moment, sleep=world.spend)
        transport = WorldTransport(world)
        with Client(hosts=hosts, transport=transport) as client:
            asking = Client(hosts=hosts_of_pages, transport=transport)
            get = page_getter(asking, DELAY_SECONDS, clock=world.moment)
            addresses = {feed.name: f"http://{feed.host}/{feed.name}/feed" for feed in world.feeds}
            fetch = functools.partial(fetch_page_of, get)
            return simulate(world, client, addresses, MemoryStore(), days, seed, fetch=fetch)


def fetch_page_of(get, item: Item, passing: Callable[[Item], None]) -> Union[Item, Reject]:
    """An item with its page, or why that can't be had."""
    return fetch_page(item, get, passing)


def main() -> None:
    """Print the figures of a simulation."""
    parser = argparse.ArgumentParser(prog="python -m tests.feeds.simulator", description=__doc__.splitlines()[0])
    parser.add_argument("--feeds", type=int, default=200)
    parser.add_argument("--days", type=float, default=7)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    report = simulate_in_memory(options.feeds, options.days, options.seed)
    print(json.dumps(report.figures(), indent=2))


if __name__ == "__main__":
    main()
