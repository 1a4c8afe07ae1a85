"""Fetch pages: Item → Item."""

import contextlib
import functools
import queue
import threading
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Callable, Iterable, Iterator, Optional, Union

import apache_beam as beam
from apache_beam.pvalue import TaggedOutput
from apache_beam.transforms.window import GlobalWindow
from apache_beam.utils.timestamp import Timestamp
from apache_beam.utils.windowed_value import WindowedValue

from schemas.reasons import Stage
from schemas.records import Item
from schemas.tables import Reject
from transforms.fetch.pages import (
    DELAY_SECONDS,
    Get,
    fetch_page,
    ignore,
    needs_page,
    page_getter,
    without_fetching,
)
from transforms.opening import BODY_CAP
from transforms.transform import REJECTS, reject_crashed
from transforms.web.client import EXCHANGE_SECONDS, Client
from transforms.web.urls import host_of

# Hosts asked at the same time; each sees one request at a time, so most of the threads wait.
HOSTS_AT_ONCE = 32
# Items, which are small as long as they have no page, that wait for their turn at their hosts.
WAITING_ITEMS = 1000
# Pages that have come and are not yet passed on: what they may take of memory is so many body caps.
WAITING_PAGES = 4
# How soon a thread whose results nobody takes any more sees that.
GIVEN_UP_SECONDS = 1.0

Fetched = Union[Item, Reject]


@dataclass
class FetchPages(beam.PTransform):
    """Fetch the pages of items without content; outputs `done` (Item) and `rejects`.

    :param fetch: fetch pages at all; if not, an item's summary is its text.
    :param allow_private: fetch from private, loopback and link-local addresses, too.
    :param timeout: seconds that one page may take, its redirects included.
    :param body_cap: bytes that a page may have after decompression.
    :param delay: seconds between two requests to a host, at least; its robots.txt may ask for more.
    :param passing: told, on the worker, each item whose page failed of what may pass. It is pickled.
    """

    fetch: bool = True
    allow_private: bool = False
    timeout: float = EXCHANGE_SECONDS
    body_cap: int = BODY_CAP
    delay: float = DELAY_SECONDS
    passing: Callable[[Item], None] = ignore

    def __post_init__(self) -> None:
        super().__init__()

    def expand(self, items):
        return items | beam.ParDo(_FetchFn(self)).with_outputs(REJECTS, main="done").with_output_types(Item)


class _FetchFn(beam.DoFn):
    """Buffers the items whose pages are to be fetched, so that several hosts can be asked at once."""

    def __init__(self, options: FetchPages) -> None:
        self._fetch = options.fetch
        self._passing = options.passing
        self._getter_options = (options.timeout, options.body_cap, options.allow_private, options.delay)
        self._get: Optional[Get] = None
        self._threads: Optional[ThreadPoolExecutor] = None
        self._waiting: "list[tuple[Item, Timestamp]]" = []

    def setup(self) -> None:
        self._get = _process_getter(*self._getter_options)
        self._threads = ThreadPoolExecutor(HOSTS_AT_ONCE, thread_name_prefix="fetch")

    def start_bundle(self) -> None:
        self._waiting = []

    def process(self, item: Item, timestamp=beam.DoFn.TimestampParam) -> Iterator:
        if needs_page(item, self._fetch):
            self._waiting.append((item, timestamp))
            if len(self._waiting) >= WAITING_ITEMS:
                yield from self._fetch_waiting()
        else:
            result = _at_boundary(without_fetching, item)
            yield TaggedOutput(REJECTS, result) if isinstance(result, Reject) else result

    def finish_bundle(self) -> Iterator:
        yield from self._fetch_waiting()

    def teardown(self) -> None:
        if self._threads is not None:
            self._threads.shutdown(cancel_futures=True)

    def _fetch_waiting(self) -> Iterator:
        waiting, self._waiting = self._waiting, []

        def fetch(item: Item) -> Fetched:
            return fetch_page(item, self._get, self._passing)

        for result, timestamp in fetch_by_host(waiting, fetch, self._threads):
            value = WindowedValue(result, timestamp, [GlobalWindow()])
            yield TaggedOutput(REJECTS, value) if isinstance(result, Reject) else value


@functools.lru_cache(maxsize=None)
def _process_getter(timeout: float, body_cap: int, allow_private: bool, delay: float) -> Get:
    """The one of this process, so that connections and what robots.txt files say are kept from bundle to bundle."""
    return page_getter(Client(timeout=timeout, body_cap=body_cap, allow_private=allow_private), delay)


def fetch_by_host(
    items: "Iterable[tuple[Item, Timestamp]]", fetch: Callable[[Item], Fetched], threads: ThreadPoolExecutor
) -> "Iterator[tuple[Fetched, Timestamp]]":
    """Each item's result as it comes; the items of one host one after the other, several hosts at once.

    At most `WAITING_PAGES` results are held; the fetching waits until they are taken.
    """
    by_host: "dict[str, list]" = defaultdict(list)
    for item, timestamp in items:
        by_host[host_of(item.url)].append((item, timestamp))
    results: "queue.Queue[tuple[Fetched, Timestamp]]" = queue.Queue(WAITING_PAGES)
    given_up = threading.Event()

    def visit(host_items: list) -> None:
        for item, timestamp in host_items:
            result = (_at_boundary(fetch, item), timestamp)
            while not given_up.is_set():
                with contextlib.suppress(queue.Full):
                    results.put(result, timeout=GIVEN_UP_SECONDS)
                    break
            else:
                return

    for host_items in by_host.values():
        threads.submit(visit, host_items)
    try:
        for _ in range(sum(map(len, by_host.values()))):
            yield results.get()
    finally:
        given_up.set()


def _at_boundary(function: Callable[[Item], Fetched], item: Item) -> Fetched:
    try:
        return function(item)
    except Exception as error:  # the step's one boundary: whatever happened becomes a reject
        return reject_crashed(Stage.FETCH, item, error)
