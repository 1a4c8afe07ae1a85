"""Reads the inputs on this machine: lazily, in order, and in chunks that fit into memory."""

import concurrent.futures
from collections import deque
from typing import Callable, Iterable, Iterator, Sequence, Union

from schemas.records import FEED, Item, Location
from schemas.tables import Reject
from transforms.feeds.read import read_feed
from transforms.fetch.client import Client
from transforms.fetch.load import load
from transforms.files.locate import locate
from transforms.files.read import read_file

from pipelines.settings import Settings

Read = Union[Item, Reject]

# Enough items for the model's batches and to pay for starting a graph; few enough to see progress and
# to keep a killed run's loss small.
CHUNK_ITEMS = 256
CHUNK_BYTES = 16_000_000

# Feeds wait for servers, so several are read at once; each server sees one request at a time of ours
# as long as no two feeds are on it.
FEED_THREADS = 8


def read_inputs(inputs: Sequence[str], settings: Settings, passed_over: Callable[[str, str], None]) -> Iterator[Read]:
    """Every item of the inputs, or a reject for what can't be read, lazily.

    :param passed_over: told each file that is no input, and why.
    """
    with Client(
        timeout=settings.exchange_seconds, body_cap=settings.body_cap, allow_private=settings.allow_private
    ) as client, concurrent.futures.ThreadPoolExecutor(FEED_THREADS) as threads:

        def whole_feed(uri: str) -> "list[Read]":
            return list(read_feed(uri, lambda address: load(address, client)))

        feeds: "deque[concurrent.futures.Future]" = deque()
        for location in locate(inputs, passed_over):
            if isinstance(location, Reject):
                yield location
            elif location.kind == FEED:
                feeds.append(threads.submit(whole_feed, location.uri))
                if len(feeds) > 2 * FEED_THREADS:
                    yield from feeds.popleft().result()
            else:
                yield from read_file(location.uri, body_cap=settings.body_cap)
        while feeds:
            yield from feeds.popleft().result()


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
