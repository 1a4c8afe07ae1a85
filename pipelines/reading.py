"""Reads the inputs on this machine: lazily, in order, and in chunks that fit into memory."""

import concurrent.futures
from collections import deque
from typing import Callable, Iterable, Iterator, Sequence, Union

from schemas.records import FEED, Item, Location
from schemas.tables import Reject
from transforms.feeds.read import Load, read_feed, read_or_list
from transforms.files.locate import locate
from transforms.files.read import read_file
from transforms.web.client import Client
from transforms.web.load import load

from pipelines.settings import Settings

Read = Union[Item, Reject]

# Enough items for the model's batches and to pay for starting a graph; few enough to see progress and
# to keep a killed run's loss small.
CHUNK_ITEMS = 256
CHUNK_BYTES = 16_000_000

# Feeds wait for servers, so several are read at once; each server sees one request at a time of ours.
FEED_THREADS = 8
FEEDS_AHEAD = 2 * FEED_THREADS


def read_inputs(inputs: Sequence[str], settings: Settings, passed_over: Callable[[str, str], None]) -> Iterator[Read]:
    """Every item of the inputs, or a reject for what can't be read, lazily.

    :param passed_over: told each file that is no input, and why.
    """
    with (
        Client(
            timeout=settings.exchange_seconds, body_cap=settings.body_cap, allow_private=settings.allow_private
        ) as client,
        concurrent.futures.ThreadPoolExecutor(FEED_THREADS) as threads,
    ):
        feeds = _Feeds(threads, lambda address: load(address, client))
        for location in locate(inputs, passed_over):
            if isinstance(location, Reject):
                yield location
            elif location.kind == FEED:
                yield from feeds.add(location.uri)
            else:
                yield from read_file(location.uri, body_cap=settings.body_cap)
        yield from feeds.rest()


class _Feeds:
    """Feeds that are read by several threads; at most `FEEDS_AHEAD` are read and not yet taken.

    :param load: gives what a path or address holds.
    """

    def __init__(self, threads: concurrent.futures.Executor, load: Load) -> None:
        self._threads = threads
        self._load = load
        self._listed: "set[str]" = set()
        self._waiting: "deque[tuple[Callable, str]]" = deque()
        self._begun: "deque[concurrent.futures.Future]" = deque()

    def add(self, uri: str) -> Iterator[Read]:
        """Read a feed, sooner or later; gives what is read already, if that is enough for now."""
        self._waiting.append((read_or_list, uri))
        self._begin()
        while self._waiting:
            yield from self._next()

    def rest(self) -> Iterator[Read]:
        """All that is not taken yet."""
        while self._begun:
            yield from self._next()

    def _begin(self) -> None:
        while self._waiting and len(self._begun) < FEEDS_AHEAD:
            read, uri = self._waiting.popleft()
            self._begun.append(self._threads.submit(lambda read, uri: list(read(uri, self._load)), read, uri))

    def _next(self) -> Iterator[Read]:
        """What the feed gives that was begun first. The feeds of an OPML list are read like any, after the others."""
        for part in self._begun.popleft().result():
            if not isinstance(part, Location):
                yield part
            elif part.uri not in self._listed:
                self._listed.add(part.uri)
                self._waiting.append((read_feed, part.uri))
        self._begin()


def chunks(read: Iterable[Read]) -> "Iterator[list[Read]]":
    """Cut what is read into chunks of at most so many items, and not many more bytes than so many."""
    chunk: "list[Read]" = []
    size = 0
    for one in read:
        chunk.append(one)
        content = one.content if isinstance(one, Item) else one.payload
        size += len(content or "")
        if len(chunk) >= CHUNK_ITEMS or size >= CHUNK_BYTES:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk
