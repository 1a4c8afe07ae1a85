"""The transform that fetches pages: outputs, timestamps, and several hosts at once."""

import threading
from concurrent.futures import ThreadPoolExecutor

import apache_beam as beam
import pytest
from apache_beam.runners.portability.fn_api_runner import FnApiRunner
from apache_beam.testing.util import assert_that, equal_to
from apache_beam.transforms.window import TimestampedValue

from schemas.records import Item
from tests.web.serving import serving
from transforms.fetch import transform
from transforms.fetch.transform import FetchPages, fetch_by_host

PAGE = "<!doctype html><p>{}"


class _Timed(beam.DoFn):
    def process(self, item, timestamp=beam.DoFn.TimestampParam):
        yield item.title, item.content.decode(), float(timestamp)


@pytest.fixture
def site():
    with serving() as site:
        yield site


def test_items_and_rejects_come_out_with_their_own_timestamps(site, monkeypatch):
    monkeypatch.setattr(transform, "WAITING_ITEMS", 2)  # so that some are fetched before the bundle ends
    items = []
    for number in range(5):
        address = site.page(f"/{number}", PAGE.format(number), content_type="text/html")
        items.append(TimestampedValue(Item("feed", title=str(number), url=address), 100 + number))
    items.append(TimestampedValue(Item("feed", title="has text", content=b"text"), 200))
    items.append(TimestampedValue(Item("feed", title="gone", url=f"{site.address}/gone"), 300))
    items.append(TimestampedValue(Item("feed", title="nothing"), 400))
    with beam.Pipeline(runner=FnApiRunner()) as pipeline:
        fetched = (
            pipeline
            | beam.Create(items)
            | beam.Map(lambda item: item).with_output_types(Item)
            | FetchPages(allow_private=True, delay=0)
        )
        done = fetched.done | beam.ParDo(_Timed())
        reasons = fetched.rejects | beam.Map(lambda rejected: (rejected.stage, rejected.reason))
        expected = [(str(number), PAGE.format(number), 100.0 + number) for number in range(5)]
        assert_that(done, equal_to([*expected, ("has text", "text", 200.0)]), label="done")
        assert_that(reasons, equal_to([("fetch", "http_error"), ("fetch", "summary_only")]), label="rejects")


def test_private_addresses_and_fetching_are_options(site):
    summary = "word " * 20
    item = Item("feed", url=site.page("/a", PAGE, content_type="text/html"), summary=summary)
    with beam.Pipeline(runner=FnApiRunner()) as pipeline:
        items = pipeline | beam.Create([item])
        careful = items | "careful" >> FetchPages(delay=0)
        still = items | "still" >> FetchPages(fetch=False)
        assert_that(
            careful.rejects | "r" >> beam.Map(lambda r: r.reason), equal_to(["blocked_address"]), label="careful_"
        )
        assert_that(still.done | "c" >> beam.Map(lambda i: i.content.decode()), equal_to([summary]), label="still_")
    assert not site.requests


def test_spread_over_machines_it_gives_the_same(site):
    items = [Item("feed", url=site.page(f"/{n}", PAGE.format(n), content_type="text/html")) for n in range(30)]
    items += [Item("feed", title="has text", content=b"text"), Item("feed", title="nothing")]
    with beam.Pipeline(runner=FnApiRunner()) as pipeline:
        fetched = pipeline | beam.Create(items) | FetchPages(allow_private=True, delay=0, spread=True)
        texts = fetched.done | beam.Map(lambda item: item.content.decode())
        assert_that(texts, equal_to([*map(PAGE.format, range(30)), "text"]), label="done")
        assert_that(fetched.rejects | beam.Map(lambda r: r.reason), equal_to(["summary_only"]), label="rejects")
    assert site.at_once == 1


@pytest.mark.parametrize("spread", [False, True])
def test_what_may_pass_is_not_a_reject_while_it_is_to_be_asked_for_again(site, spread):
    """FnApiRunner's timers do not fire in real time; that it is asked again is tested in tests/end_to_end."""
    busy = Item("feed", url=site.page("/busy", "later", status=503))
    with beam.Pipeline(runner=FnApiRunner()) as pipeline:
        items = pipeline | beam.Create([busy, Item("feed", url=f"{site.address}/gone")])
        step = FetchPages(allow_private=True, delay=0, spread=spread)
        fetched = step._fetch(items, "Fetch", again=True)
        assert_that(fetched.again, equal_to([busy]), label="again")
        assert_that(fetched.rejects | beam.Map(lambda one: one.message[-13:]), equal_to(["404 Not Found"]))


def items_of(*hosts):
    return [
        (Item("feed", url=f"http://{host}/{number}", title=str(number)), number) for number, host in enumerate(hosts)
    ]


def test_several_hosts_are_asked_at_once_and_each_in_order():
    both = threading.Barrier(2, timeout=20)
    seen = {"a": [], "b": []}

    def fetch(item):
        host = item.url[7]
        seen[host].append(item.title)
        if len(seen[host]) == 1:
            both.wait()  # passed only if the other host is being asked, too
        return item

    with ThreadPoolExecutor(4) as threads:
        results = list(fetch_by_host(items_of("a", "a", "a", "b", "b"), fetch, threads))
    assert seen == {"a": ["0", "1", "2"], "b": ["3", "4"]}
    assert sorted(timestamp for _, timestamp in results) == [0, 1, 2, 3, 4]
    assert all(item.title == str(timestamp) for item, timestamp in results)


def test_an_error_nobody_foresaw_is_a_reject_of_its_item_only():
    def fetch(item):
        if item.title == "1":
            raise RuntimeError("unforeseen")
        return item

    with ThreadPoolExecutor(2) as threads:
        results = [result for result, _ in fetch_by_host(items_of("a", "a", "["), fetch, threads)]
    assert [getattr(result, "reason", "done") for result in results].count("crashed") == 1
    assert len(results) == 3


def test_when_nobody_takes_the_results_the_threads_end(monkeypatch):
    monkeypatch.setattr(transform, "GIVEN_UP_SECONDS", 0.01)
    with ThreadPoolExecutor(2) as threads:
        results = fetch_by_host(items_of(*"abcdefghijkl"), lambda item: item, threads)
        next(results)
        results.close()  # leaving the block waits for the threads


def test_the_reject_of_a_crash_holds_no_password():
    def fetch(item):
        raise RuntimeError("unforeseen")

    item = Item("feed", feed_url="https://marlow.example/feed", url="https://ann:secret@marlow.example/a", title="a")
    with ThreadPoolExecutor(1) as threads:
        ((rejected, _),) = fetch_by_host([(item, 0)], fetch, threads)
    assert rejected.reason == "crashed"
    assert rejected.payload == "https://marlow.example/a\n\nhttps://marlow.example/a"
