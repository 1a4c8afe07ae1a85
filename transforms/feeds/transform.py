"""Read feeds: Location → Item."""

from dataclasses import dataclass
from typing import Iterator, NamedTuple, Optional

import apache_beam as beam
from apache_beam.pvalue import PCollection, TaggedOutput

from schemas.records import Item, Location
from schemas.tables import Reject
from transforms.feeds.read import read_feed, read_or_list
from transforms.opening import BODY_CAP
from transforms.transform import REJECTS, count
from transforms.web.client import EXCHANGE_SECONDS, Client
from transforms.web.load import load

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
