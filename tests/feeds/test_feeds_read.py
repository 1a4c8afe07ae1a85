"""What is named as a feed: feeds, OPML lists and pages, from files and over HTTP."""

import apache_beam as beam
import pytest
from apache_beam.runners.portability.fn_api_runner import FnApiRunner
from apache_beam.testing.util import assert_that, equal_to

from pipelines.counters import counters_of
from pipelines.feed_states import FeedStates
from pipelines.polls import Known, Polls
from pipelines.reading import read_inputs
from pipelines.settings import Settings
from schemas.records import FEED, Item, Location
from schemas.tables import Reject
from tests.web.serving import serving
from transforms.feeds.discover import discover_feeds
from transforms.feeds.read import read_feed, read_or_list
from transforms.feeds.transform import ReadFeeds
from transforms.web.client import Client
from transforms.lake.store import Store
from transforms.web.load import ask, load, load_stored


def rss(*names: str) -> str:
    items = "".join(f"<item><title>{name}</title><link>/{name}</link></item>" for name in names)
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Courier</title>{items}</channel></rss>'


def opml(*addresses: str) -> str:
    outlines = "".join(f'<outline text="x" xmlUrl="{address}"/>' for address in addresses)
    return f'<?xml version="1.0"?><opml version="2.0"><body>{outlines}</body></opml>'


@pytest.fixture
def site():
    with serving() as site:
        yield site


@pytest.fixture
def read():
    with Client(timeout=20, allow_private=True) as client:
        yield lambda uri: list(read_feed(str(uri), lambda address: load(address, client)))


def test_items_of_a_feed_are_named_by_the_address_that_the_user_gave(site, read):
    site.page("/b/feed", rss("bridge"))
    address = site.page("/a", b"", status=301, location="/b/feed")
    (item,) = read(address)
    assert (item.input_uri, item.feed_url, item.url) == (address, address, f"{site.address}/bridge")


def test_credentials_of_a_feed_reach_no_record(site, read):
    site.page("/feed", rss("bridge") + "<!-- -->")
    site.page("/list", opml("/feed", "/missing", site.address.replace("//", "//anna:secret@") + "/feed?b"))
    site.page("/page", "<!doctype html><p>no feed</p>")
    secret = site.address.replace("//", "//anna:secret@")
    for path in ("/feed", "/list", "/page", "/missing"):
        results = read(secret + path)
        assert results
        assert "secret" not in repr(results)
    assert read(f"{secret}/feed")[0].feed_url == f"{site.address}/feed"


def test_a_list_gives_the_items_of_its_feeds_and_a_reject_for_each_that_fails(site, read):
    site.page("/a", rss("one", "two"))
    site.page("/b", rss())
    site.page("/more", opml("/c", "/a"))
    site.page("/c", rss("three"))
    results = read(site.page("/list", opml("a", "/b", "/missing", "/more", "/list")))
    assert [item.title for item in results if isinstance(item, Item)] == ["one", "two", "three"]
    (rejected,) = [result for result in results if not isinstance(result, Item)]
    assert (rejected.reason, rejected.input_uri) == ("http_error", f"{site.address}/missing")


def test_lists_within_lists_have_an_end_that_is_told(site, read):
    for number in range(9):
        site.page(f"/{number}", opml(f"/{number + 1}"))
    (rejected,) = read(f"{site.address}/0")
    assert rejected.reason == "malformed_opml"


def test_a_list_that_is_cut_off_gives_what_can_be_had_and_a_reject(site, read):
    site.page("/a", rss("one"))
    results = read(site.page("/list", opml("/a", "/b")[:-30]))
    assert [getattr(result, "reason", "item") for result in results] == ["item", "malformed_opml"]


@pytest.mark.parametrize(
    "address", ["/etc/hostname", "file:///etc/hostname", "s3://bucket/feed.xml", "../../etc/hostname"]
)
def test_a_list_from_the_web_names_no_file(site, read, address):
    results = read(site.page("/list", opml(address)))
    assert [result.reason for result in results] in (["bad_url"], ["http_error"])
    assert all(path == "/list" or path.startswith("/etc") for path, _ in site.requests)


def test_a_list_in_a_file_names_files_beside_it_and_addresses(site, read, tmp_path):
    (tmp_path / "a.xml").write_text(rss("one").replace("/one", "https://courier.example/one"))
    address = site.page("/b", rss("two"))
    (tmp_path / "list.opml").write_text(opml("a.xml", address.replace("http:", "feed:"), f"feed:{address}"))
    results = read(tmp_path / "list.opml")
    assert [(item.title, item.feed_url) for item in results] == [("one", str(tmp_path / "a.xml")), ("two", address)]


def test_a_page_leads_to_the_first_feed_that_it_names(site, read):
    site.page("/feed", rss("bridge"))
    link = "<link rel=alternate type=application/rss+xml href={}>"
    address = site.page("/", f"<!doctype html><head>{link.format('/feed')}{link.format('/missing')}</head>")
    (item,) = read(address)
    assert (item.title, item.feed_url) == ("bridge", address)


@pytest.mark.parametrize(
    "head, feeds",
    [
        ('<link rel="alternate" type="application/rss+xml" href="feed">', ["https://courier.example/news/feed"]),
        (
            '<base href="/b/"><link rel="alternate home" type="Application/Atom+XML; x=y" href=" feed ">',
            ["https://courier.example/b/feed"],
        ),
        ('<link rel="alternate" type="application/feed+json" href="//x.example/f">' * 2, ["https://x.example/f"]),
        (
            '<link rel="alternate" type="text/html" href="/de"><link rel="x" type="application/rss+xml" href="/x">',
            [],
        ),
        (
            '<link rel="alternate" type="application/rss+xml"><link rel="alternate" type="application/rss+xml" href="file:///x">',
            [],
        ),
        ("", []),
    ],
)
def test_the_feeds_that_a_page_names(head, feeds):
    assert discover_feeds(f"<html><head>{head}</head></html>".encode(), "https://courier.example/news/") == feeds


def test_a_page_that_names_no_feed_is_a_reject(site, read):
    (rejected,) = read(site.page("/", "<!doctype html><p>nothing"))
    assert (rejected.reason, rejected.feed_url) == ("not_a_feed", f"{site.address}/")


def test_a_file_that_is_a_page_is_read_as_a_page(read, tmp_path):
    (tmp_path / "a.xml").write_text("<!doctype html><p>The council voted.")
    (item,) = read(tmp_path / "a.xml")
    assert (item.input_uri, item.feed_url, item.media) == (str(tmp_path / "a.xml"), None, "html")
    assert item.content.startswith(b"<!doctype")


def test_an_error_nobody_foresaw_is_a_reject():
    def fails(address):
        raise RuntimeError("unforeseen")

    (rejected,) = read_or_list("http://anna:secret@courier.example/", fails)
    assert (rejected.stage, rejected.reason) == ("read", "crashed")
    assert "unforeseen" in rejected.exception and "secret" not in repr(rejected)


def feeds_in(site, tmp_path) -> "list[str]":
    """Six items in four feeds, a feed that is missing, and lists that name some of them twice."""
    site.page("/a", rss("one", "two"))
    site.page("/b", rss("three"))
    site.page("/c", rss("four"))
    site.page("/list", opml("/a", "/b", "/more", "/missing"))
    site.page("/more", opml("/c", "/a"))
    (tmp_path / "d.rss").write_text(rss("five", "six").replace("<link>/", "<link>https://courier.example/"))
    return [f"{site.address}/list", str(tmp_path / "d.rss")]


def read_by_driver(inputs, lake) -> list:
    """What the driver reads of inputs when nothing is known of any feed."""
    with Client(timeout=20, allow_private=True) as client:
        states = FeedStates(Store(str(lake), create=True))
        polls = Polls(states, lambda address, validators: ask(address, client, validators))
        read = read_inputs(inputs, Settings(output=str(lake), shards=1), lambda path, why: None, polls)
        return [one for one in read if not isinstance(one, Known)]


def test_the_driver_reads_the_feeds_of_all_inputs(site, tmp_path):
    results = read_by_driver(feeds_in(site, tmp_path), tmp_path)
    titles = sorted(item.title for item in results if isinstance(item, Item))
    assert sorted(set(titles)) == ["five", "four", "one", "six", "three", "two"]
    assert [result.reason for result in results if not isinstance(result, Item)] == ["http_error"]


def test_more_feeds_than_are_read_ahead_are_all_read(site, tmp_path):
    for number in range(50):
        site.page(f"/{number}", rss(str(number)))
    one_by_one = [f"{site.address}/{number}" for number in range(50)]
    listed = [site.page("/list", opml(*one_by_one))]
    for inputs in (one_by_one, listed):
        results = read_by_driver(inputs, tmp_path / str(len(inputs)))
        assert sorted(int(item.title) for item in results) == list(range(50))


def test_the_transform_reads_feeds_and_lists_and_counts_items(site, tmp_path):
    locations = [Location(uri, FEED) for uri in feeds_in(site, tmp_path)]
    pipeline = beam.Pipeline(runner=FnApiRunner())
    feeds = pipeline | beam.Create(locations).with_output_types(Location) | ReadFeeds(allow_private=True)
    titles = feeds.done | "titles" >> beam.Map(lambda item: item.title) | beam.Distinct()
    assert_that(titles, equal_to(["one", "two", "three", "four", "five", "six"]), label="items")
    reasons = feeds.rejects | "reasons" >> beam.Map(lambda rejected: rejected.reason)
    assert_that(reasons, equal_to(["http_error"]), label="rejects")
    result = pipeline.run()
    result.wait_until_finish()
    assert counters_of(result)["read"] == 9  # six items, the two of a feed that two lists name once more, a reject


def test_a_feed_that_is_cut_off_gives_what_can_be_had_and_says_so(tmp_path, caplog):
    items = "".join(f"<item><title>{number}</title><link>https://a.example/{number}</link></item>" for number in range(5))
    path = tmp_path / "feed.rss"
    path.write_text(f"<rss version='2.0'><channel><title>x</title>{items}"[:-30])
    parts = list(read_feed(str(path), lambda uri: load_stored(uri, 1_000_000)))
    assert [part.title for part in parts if isinstance(part, Item)] == ["0", "1", "2", "3"]
    assert [part.reason for part in parts if isinstance(part, Reject)] == ["no_content"]
    assert str(path) in caplog.text and "its XML is broken" in caplog.text
