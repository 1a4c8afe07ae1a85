"""Read feeds once, or follow them: Location → Item."""

import functools
import random
from collections import defaultdict
from dataclasses import dataclass
from typing import Iterator, NamedTuple, Optional, Protocol, Sequence, Tuple

import apache_beam as beam
from apache_beam.coders import BytesCoder
from apache_beam.pvalue import PCollection, TaggedOutput
from apache_beam.transforms.userstate import ReadModifyWriteStateSpec
from apache_beam.transforms.window import GlobalWindow
from apache_beam.utils.windowed_value import WindowedValue

from schemas.records import FEED, Item, Location
from schemas.tables import Reject
from transforms.feeds import clock
from transforms.feeds.host import decoded
from transforms.feeds.polling import FeedState
from transforms.feeds.read import read_feed, read_or_list, too_deep
from transforms.feeds.rounds import Rounds, look
from transforms.opening import BODY_CAP
from transforms.transform import REJECTS, count, typed
from transforms.web.client import EXCHANGE_SECONDS, Client
from transforms.web.load import ask, load
from transforms.web.urls import host_of

LISTED = "listed"


class FeedItems(NamedTuple):
    """What feeds give: items, and rejects for what can't be read."""

    done: PCollection
    rejects: PCollection


@dataclass
class ReadFeeds(beam.PTransform):
    """Read feeds and the feeds that OPML lists name; outputs `done` (Item) and `rejects`. Counts "read".

    :param allow_private: fetch from private, loopback and link-local addresses, too.
    :param timeout: seconds that one feed may take, its redirects included.
    :param body_cap: bytes that a feed may have after decompression.
    """

    allow_private: bool = False
    timeout: float = EXCHANGE_SECONDS
    body_cap: int = BODY_CAP

    def __post_init__(self) -> None:
        super().__init__()

    def expand(self, locations):
        given = locations | "Spread feeds" >> beam.Reshuffle() | "Read" >> self._read(read_or_list)
        # A list of thousands of feeds is read by all workers, not by the one that it came to.
        listed = given[LISTED] | "Spread listed feeds" >> beam.Reshuffle() | "Read listed" >> self._read(read_feed)
        return FeedItems(
            (given.done, listed.done) | "Items" >> beam.Flatten(),
            (given[REJECTS], listed[REJECTS]) | "Rejects" >> beam.Flatten(),
        )

    def _read(self, read) -> beam.PTransform:
        return beam.ParDo(_ReadFn(read, self)).with_outputs(REJECTS, LISTED, main="done").with_output_types(Item)


class _ReadFn(beam.DoFn):
    def __init__(self, read, options: ReadFeeds) -> None:
        self._read = read
        self._client_options = {
            "timeout": options.timeout,
            "body_cap": options.body_cap,
            "allow_private": options.allow_private,
        }
        self._client: Optional[Client] = None

    def setup(self) -> None:
        self._client = Client(**self._client_options)

    def process(self, location: Location) -> Iterator:
        for part in self._read(location.uri, lambda address: load(address, self._client)):
            if isinstance(part, Location):
                yield TaggedOutput(LISTED, part)
                continue
            count("read")
            yield TaggedOutput(REJECTS, part) if isinstance(part, Reject) else part

    def teardown(self) -> None:
        if self._client is not None:
            self._client.close()


class KnownElsewhere(Protocol):
    """What is known of feeds outside the graph; hashable, and pickled to the workers."""

    def first(self, uri: str) -> FeedState:
        """What is known of a feed when the graph knows nothing of it."""

    def show(self, state: FeedState) -> None:
        """Show people what the graph knows of a feed."""


@dataclass
class FollowFeeds(beam.PTransform):
    """Poll feeds whenever they are due, and give what is new in them; outputs `done` (Item) and `rejects`.

    The feeds are named again every few seconds, by the input: each time the results of polls under way are taken, and
    others begun. What is known of feeds, all of a host together, is kept in Beam's state; so each host has one
    poll at a time on the whole cluster, of the feeds that are named and of those that lists on the web name. Counts "read", "unchanged" and "polls".

    :param elsewhere: what is known of the feeds outside the graph.
    :param allow_private: fetch from private, loopback and link-local addresses, too.
    :param timeout: seconds that one feed may take, its redirects included.
    :param body_cap: bytes that a feed may have after decompression.
    """

    elsewhere: KnownElsewhere
    allow_private: bool = False
    timeout: float = EXCHANGE_SECONDS
    body_cap: int = BODY_CAP

    def __post_init__(self) -> None:
        super().__init__()

    def expand(self, locations):
        named = self._visit(locations, "named")
        # Feeds that lists on the web name. A list that such a list names is a reject.
        listed = self._visit(named[LISTED] | "Type listed" >> typed(Location), "listed")
        return FeedItems(
            (named.done, listed.done) | "Items" >> beam.Flatten(),
            (named[REJECTS], listed[REJECTS]) | "Rejects" >> beam.Flatten(),
        )

    def _visit(self, locations: PCollection, level: str) -> PCollection:
        hosts = locations | f"By host, {level}" >> beam.ParDo(_ByHostFn()).with_output_types(Tuple[str, Sequence[str]])
        return hosts | f"Visit {level}" >> (
            beam.ParDo(_VisitFn(self, level)).with_outputs(REJECTS, LISTED, main="done").with_output_types(Item)
        )


class _ByHostFn(beam.DoFn):
    """Collects the feeds of each host, so that it is looked at once."""

    def start_bundle(self) -> None:
        self._by_host: "defaultdict[str, dict[str, None]]" = defaultdict(dict)

    def process(self, location: Location, timestamp=beam.DoFn.TimestampParam) -> None:
        self._timestamp = timestamp
        self._by_host[host_of(location.uri)][location.uri] = None

    def finish_bundle(self) -> Iterator:
        for host, uris in self._by_host.items():
            yield WindowedValue((host, list(uris)), self._timestamp, [GlobalWindow()])


@functools.lru_cache(maxsize=None)
def _process_rounds(
    level: str, elsewhere: KnownElsewhere, timeout: float, body_cap: int, allow_private: bool
) -> Rounds:
    """The rounds of this process: its bundles come and go, and are worked at by several threads."""
    client = Client(timeout=timeout, body_cap=body_cap, allow_private=allow_private)
    return Rounds(
        lambda address, validators: ask(address, client, validators),
        elsewhere.first,
        elsewhere.show,
        clock=clock.now,
        chance=random.random,
    )


class _VisitFn(beam.DoFn):
    HOST = ReadModifyWriteStateSpec("host", BytesCoder())

    def __init__(self, options: FollowFeeds, level: str) -> None:
        self._level = level
        self._options = (level, options.elsewhere, options.timeout, options.body_cap, options.allow_private)
        self._rounds: Optional[Rounds] = None

    def setup(self) -> None:
        self._rounds = _process_rounds(*self._options)

    def process(self, named: Tuple[str, Sequence[str]], kept=beam.DoFn.StateParam(HOST)) -> Iterator:
        host, uris = named
        known = decoded(kept.read())
        looked = look(host, list(uris), known, self._rounds, clock.now())
        if looked.host is not known:
            kept.write(looked.host.encoded())
        count("polls", looked.polls)
        count("read", looked.unchanged)
        count("unchanged", looked.unchanged)
        deepest = self._level != "named"
        for part in looked.parts:
            if isinstance(part, Location):
                if not deepest:
                    continue  # named below, now and at every look
                part = too_deep(part.uri)
            count("read")
            yield TaggedOutput(REJECTS, part) if isinstance(part, Reject) else part
        if not deepest:
            yield from (TaggedOutput(LISTED, Location(uri, FEED)) for uri in looked.listed)
