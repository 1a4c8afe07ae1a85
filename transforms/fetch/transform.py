"""Fetch pages: Item → Item."""

import contextlib
import functools
import queue
import threading
import time
from collections import defaultdict, deque
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Callable, Iterable, Iterator, NamedTuple, Optional, Sequence, Tuple, Union

import apache_beam as beam
from apache_beam.coders import registry
from apache_beam.pvalue import PCollection, TaggedOutput
from apache_beam.transforms.timeutil import TimeDomain
from apache_beam.transforms.userstate import BagStateSpec, TimerSpec, on_timer
from apache_beam.transforms.window import GlobalWindow
from apache_beam.utils.timestamp import Timestamp
from apache_beam.utils.windowed_value import WindowedValue

import schemas.coders  # noqa: F401  registers the records with Beam
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
from transforms.transform import REJECTS, measure, reject_crashed
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

# Of a stream, so many items of a host are fetched at a time: more would keep the runner's checkpoints waiting. They wait
# so many seconds for company.
HOST_ITEMS = 20
HOST_SECONDS = 2
AGAIN = "again"

Fetched = Union[Item, Reject]


class FetchedPages(NamedTuple):
    """Items with their pages, and rejects for those that can't be had."""

    done: PCollection
    rejects: PCollection


@dataclass
class FetchPages(beam.PTransform):
    """Fetch the pages of items without content; outputs `done` (Item) and `rejects`.

    :param fetch: fetch pages at all; if not, an item's summary is its text.
    :param allow_private: fetch from private, loopback and link-local addresses, too.
    :param timeout: seconds that one page may take, its redirects included.
    :param body_cap: bytes that a page may have after decompression.
    :param delay: seconds between two requests to a host, at least; its robots.txt may ask for more.
    :param passing: told, on the worker, each item whose page failed of what may pass. It is pickled.
    :param spread: the workers are on several machines: all items of a host go to one of them, one after the other.
    :param retries: a page that failed of what may pass is asked for again after so many seconds each, and is a
        reject after the last. For a runner whose timers fire in real time.
    """

    fetch: bool = True
    allow_private: bool = False
    timeout: float = EXCHANGE_SECONDS
    body_cap: int = BODY_CAP
    delay: float = DELAY_SECONDS
    passing: Callable[[Item], None] = ignore
    spread: bool = False
    retries: Sequence[float] = ()

    def __post_init__(self) -> None:
        super().__init__()

    def expand(self, items):
        rounds = [self._fetch(items, "Fetch", again=bool(self.retries))]
        for number, seconds in enumerate(self.retries, 1):
            waited = (
                rounds[-1].again
                | f"Key by address {number}" >> beam.Map(_by_address).with_output_types(Tuple[str, Item])
                | f"Wait {number}" >> beam.ParDo(_WaitFn(seconds)).with_output_types(Item)
            )
            rounds.append(self._fetch(waited, f"Fetch again {number}", again=number < len(self.retries)))
        return FetchedPages(
            [one.done for one in rounds] | "Done" >> beam.Flatten(),
            [one.rejects for one in rounds] | "Rejects" >> beam.Flatten(),
        )

    def _fetch(self, items, label: str, again: bool) -> "_Fetched":
        step = functools.partial(_fetch_step, self, again)
        if not self.spread:
            fetched = items | label >> step()
            return _Fetched(fetched.done, fetched[REJECTS], fetched[AGAIN])
        ready, wanting = items | f"{label}: wants its page" >> beam.Partition(_wants_page, 2, self.fetch)
        batches = beam.GroupByKey() if items.is_bounded else beam.GroupIntoBatches(HOST_ITEMS, HOST_SECONDS)
        fetched = (
            wanting
            | f"{label}: key by host" >> beam.Map(_by_host).with_output_types(Tuple[str, Item])
            | f"{label}: by host" >> batches
            # Nothing between this and the fetching, so that a host's items stay together.
            | f"{label}: items" >> beam.FlatMap(_values).with_output_types(Item)
            | label >> step()
        )
        as_they_are = ready | f"{label}: as they are" >> step()
        return _Fetched(
            (fetched.done, as_they_are.done) | f"{label}: done" >> beam.Flatten(),
            (fetched[REJECTS], as_they_are[REJECTS]) | f"{label}: rejects" >> beam.Flatten(),
            fetched[AGAIN],
        )


class _Fetched(NamedTuple):
    done: PCollection
    rejects: PCollection
    again: PCollection


def _fetch_step(options: FetchPages, again: bool) -> beam.PTransform:
    return beam.ParDo(_FetchFn(options, again)).with_outputs(REJECTS, AGAIN, main="done").with_output_types(Item)


def _wants_page(item: Item, parts: int, fetch: bool) -> int:
    return int(needs_page(item, fetch))


def _values(keyed: Tuple[str, Iterable[Item]]) -> Iterable[Item]:
    return keyed[1]


def _by_host(item: Item) -> Tuple[str, Item]:
    return host_of(item.url), item


def _by_address(item: Item) -> Tuple[str, Item]:
    return item.url or "", item


class _WaitFn(beam.DoFn):
    """Holds items for some seconds of real time."""

    ITEMS = BagStateSpec("items", registry.get_coder(Item))
    TIME = TimerSpec("time", TimeDomain.REAL_TIME)

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds

    def process(
        self,
        keyed: Tuple[str, Item],
        items=beam.DoFn.StateParam(ITEMS),
        timer=beam.DoFn.TimerParam(TIME),
    ) -> None:
        items.add(keyed[1])
        timer.set(Timestamp.of(time.time() + self._seconds))

    @on_timer(TIME)
    def give(self, items=beam.DoFn.StateParam(ITEMS)) -> Iterator[Item]:
        yield from list(items.read())
        items.clear()


@dataclass(frozen=True)
class _Again:
    """An item whose page is to be asked for once more."""

    item: Item


class _FetchFn(beam.DoFn):
    """Buffers the items whose pages are to be fetched, so that several hosts can be asked at once."""

    def __init__(self, options: FetchPages, again: bool) -> None:
        self._fetch = options.fetch
        self._passing = options.passing
        self._again = again
        self._getter_options = (options.timeout, options.body_cap, options.allow_private, options.delay)
        self._get: Optional[Get] = None
        self._threads: Optional[ThreadPoolExecutor] = None
        self._waiting: "list[tuple[Item, Timestamp]]" = []
        # Milliseconds; metrics count in the bundle's thread only.
        self._took: "deque[float]" = deque()

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
        for result, timestamp in fetch_by_host(waiting, self._fetch_one, self._threads):
            while self._took:
                measure("fetch.milliseconds", self._took.popleft())
            again = isinstance(result, _Again)
            value = WindowedValue(result.item if again else result, timestamp, [GlobalWindow()])
            if again or isinstance(result, Reject):
                yield TaggedOutput(AGAIN if again else REJECTS, value)
            else:
                yield value

    def _fetch_one(self, item: Item) -> "Union[Fetched, _Again]":
        passing: "list[Item]" = []
        started = time.monotonic()
        result = fetch_page(item, self._get, passing.append)
        self._took.append((time.monotonic() - started) * 1000)
        for one in passing:
            self._passing(one)
        return _Again(item) if passing and self._again else result


@functools.lru_cache(maxsize=None)
def _process_getter(timeout: float, body_cap: int, allow_private: bool, delay: float) -> Get:
    """The one of this process, so that connections and what robots.txt files say are kept from bundle to bundle."""
    return page_getter(Client(timeout=timeout, body_cap=body_cap, allow_private=allow_private), delay)


def fetch_by_host(
    items: "Iterable[tuple[Item, Timestamp]]", fetch: Callable[[Item], Any], threads: ThreadPoolExecutor
) -> "Iterator[tuple[Any, Timestamp]]":
    """Each item's result as it comes; the items of one host one after the other, several hosts at once.

    At most `WAITING_PAGES` results are held; the fetching waits until they are taken.
    """
    by_host: "dict[str, list]" = defaultdict(list)
    for item, timestamp in items:
        by_host[host_of(item.url)].append((item, timestamp))
    results: "queue.Queue[tuple[Any, Timestamp]]" = queue.Queue(WAITING_PAGES)
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


def _at_boundary(function: Callable[[Item], Any], item: Item) -> Any:
    try:
        return function(item)
    except Exception as error:  # the step's one boundary: whatever happened becomes a reject
        return reject_crashed(Stage.FETCH, item, error)
