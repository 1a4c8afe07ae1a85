"""A poll of a feed against a real server: what is asked, and what came of it."""

import pytest

from schemas.reasons import Reason
from schemas.records import Item, Location
from tests.web.serving import serving
from transforms.feeds.poll import Polled, poll_feed
from transforms.feeds.polling import FULL_EVERY, LIST, FeedState, after_poll
from transforms.web.client import Client
from transforms.web.load import ask
from transforms.web.urls import without_credentials

NOW = 1_746_266_400.0
PAGE = "<!doctype html><head><link rel=alternate type=application/rss+xml href=/feed></head>"


def rss(*names: str, more: str = "") -> str:
    items = "".join(f"<item><title>{name}</title><link>/{name}</link></item>" for name in names)
    return f"<rss version='2.0'><channel><title>Courier</title>{more}{items}</channel></rss>"


@pytest.fixture
def site():
    with serving() as site:
        yield site


@pytest.fixture
def poll():
    with Client(timeout=20, allow_private=True) as client:

        def poll(uri, state=None, now=NOW, whole=False) -> "tuple[Polled, FeedState]":
            state = state or FeedState(without_credentials(uri))
            polled = poll_feed(uri, state, lambda address, conditions: ask(address, client, conditions), now, whole)
            return polled, after_poll(state, polled.poll, now, 0)

        yield poll


def conditions(site) -> "tuple[str, str]":
    headers = site.requests[-1][1]
    return headers.get("If-None-Match"), headers.get("If-Modified-Since")


def test_a_poll_gives_items_and_what_is_known_of_the_feed_then(site, poll):
    more = "<ttl>180</ttl><skipDays><day>Sunday</day></skipDays>"
    address = site.page("/feed", rss("a", "b", more=more), etag='W/"1"', last_modified="yesterday")
    polled, state = poll(address)
    assert [item.title for item in polled.parts] == ["a", "b"]
    assert (state.etag, state.last_modified, state.succeeded_at, state.items) == ('W/"1"', "yesterday", NOW, 2)
    assert (len(state.ids), len(state.marks)) == (2, 2)
    assert (state.wanted_interval, state.skip_days) == (3 * 3600, ("Sunday",))


def test_a_304_gives_nothing_and_is_a_success(site, poll):
    address = site.page("/feed", rss("a"), etag="e")
    _, state = poll(address)
    site.page("/feed", b"", status=304)
    polled, after = poll(address, state, NOW + 3600)
    assert conditions(site) == ("e", None)
    assert (polled.parts, after.succeeded_at, after.failures) == ((), NOW + 3600, 0)


@pytest.mark.parametrize("now, whole", [(NOW + FULL_EVERY, False), (NOW + 60, True)])
def test_the_whole_is_asked_for_without_validators(site, poll, now, whole):
    address = site.page("/feed", rss("a"), etag="e")
    _, state = poll(address)
    polled, _ = poll(address, state, now, whole)
    assert conditions(site) == (None, None)
    assert len(polled.parts) == 1


@pytest.mark.parametrize(
    "path, headers, reason",
    [
        ("/missing", {}, Reason.HTTP_ERROR),
        ("/busy", {"status": 429, "retry_after": "7200"}, Reason.HTTP_ERROR),
        ("/broken", {}, Reason.NOT_A_FEED),
        ("/empty", {}, Reason.EMPTY),
        ("/page", {}, Reason.NOT_A_FEED),
    ],
)
def test_a_failure_is_one_reject_named_as_the_user_named_the_feed(site, poll, path, headers, reason):
    bodies = {"/broken": b"no feed", "/empty": b"", "/busy": b"later", "/page": b"<!doctype html><p>x"}
    if path in bodies:
        site.page(path, bodies[path], **headers)
    address = site.address.replace("//", "//anna:secret@") + path
    polled, state = poll(address)
    (rejected,) = polled.parts
    assert (polled.poll.failure, rejected.reason, rejected.input_uri) == (reason, reason.value, site.address + path)
    assert state.error and state.failures == 1
    assert (state.not_before > NOW) == (path == "/busy")
    assert "secret" not in repr((polled, state))


def test_validators_of_what_is_no_feed_are_not_kept(site, poll):
    _, state = poll(site.page("/feed", "no feed", etag="e"))
    assert state.etag is None


def test_a_feed_whose_xml_is_broken_gives_what_can_be_had_and_says_so(site, poll):
    polled, state = poll(site.page("/feed", rss("a", "b")[:-20]))
    assert [item.title for item in polled.parts] == ["a", "b"]
    assert state.fault.startswith("its XML is broken") and state.error is None


def test_a_feed_that_moves_for_good_is_asked_at_its_new_place_with_its_credentials(site, poll):
    site.page("/new", rss("a"), etag="e")
    address = site.page("/old", b"", status=301, location="/new").replace("//", "//anna:secret@")
    state = None
    for _ in range(3):
        polled, state = poll(address, state)
    assert state.moved_to == f"{site.address}/new"
    site.requests.clear()
    polled, state = poll(address, state, whole=True)
    assert [path for path, _ in site.requests] == ["/new"]
    assert "Authorization" in site.requests[0][1]
    assert polled.parts[0].feed_url == f"{site.address}/old"
    assert "secret" not in repr((polled, state))


def test_a_feed_that_is_gone_from_its_new_place_is_asked_at_the_old_one_again(site, poll):
    address = f"{site.address}/old"
    _, state = poll(address, FeedState(address, moved_to=f"{site.address}/new"))
    assert (state.moved_to, state.next_at) == (None, NOW)


def test_a_page_is_asked_once_and_then_its_feed(site, poll):
    site.page("/feed", rss("a"), etag="e")
    address = site.page("/", PAGE)
    polled, state = poll(address)
    assert [item.feed_url for item in polled.parts] == [address]
    poll(address, state)
    assert [path for path, _ in site.requests] == ["/", "/feed", "/feed"]
    assert conditions(site) == ("e", None)


def test_when_a_pages_feed_is_gone_the_page_is_asked_again(site, poll):
    address = site.page("/", PAGE)
    site.page("/feed", rss("a"))
    _, state = poll(address)
    del site.pages["/feed"]
    _, state = poll(address, state)
    site.page("/", PAGE.replace("/feed", "/rss"))
    site.page("/rss", rss("b"))
    polled, state = poll(address, state)
    assert [item.title for item in polled.parts] == ["b"] and state.moved_to == f"{site.address}/rss"


def test_a_page_whose_feed_can_not_be_had_fails_as_that_does(site, poll):
    polled, state = poll(site.page("/", PAGE))
    assert (polled.poll.status, polled.parts[0].input_uri) == (404, f"{site.address}/")
    assert "/feed answered 404" in state.error


def test_a_list_gives_its_feeds_and_is_always_asked_for_as_a_whole(site, poll):
    body = "<opml><body><outline xmlUrl='/a'/><outline xmlUrl='file:///etc/x'/><outline xmlUrl='/b'/></body></opml>"
    address = site.page("/list", body, etag="e")
    polled, state = poll(address)
    listed = [part.uri for part in polled.parts if isinstance(part, Location)]
    assert listed == [f"{site.address}/a", f"{site.address}/b"]
    assert (state.kind, state.etag, state.error) == (LIST, None, None)
    assert "which it may not" in state.fault
    poll(address, state)
    assert conditions(site) == (None, None)


def test_a_list_that_can_not_be_read_fails(site, poll):
    polled, state = poll(site.page("/list", "<opml version='2.0'><body>"))
    assert (polled.poll.failure, state.failures) == (Reason.MALFORMED_OPML, 1)


def test_an_error_nobody_foresaw_is_a_failure():
    def fails(address, conditions):
        raise RuntimeError("unforeseen")

    state = FeedState("http://courier.example/")
    polled = poll_feed("http://anna:secret@courier.example/", state, fails, NOW)
    assert polled.poll.failure == Reason.CRASHED and "unforeseen" in polled.parts[0].exception
    assert "secret" not in repr(polled)


@pytest.mark.parametrize("moved_to", ["ftp://x", "/etc/hostname", "file:///etc/hostname", "s3://a/b"])
def test_a_new_place_that_is_none_is_not_asked(site, poll, moved_to):
    address = site.page("/feed", rss("a"))
    polled, _ = poll(address, FeedState(address, moved_to=moved_to))
    assert [item.title for item in polled.parts] == ["a"]


def test_items_of_a_json_feed_are_remembered_too(site, poll):
    body = '{"version": "https://jsonfeed.org/version/1.1", "items": [{"id": 1, "url": "/a"}, {"id": 2, "url": "/b"}]}'
    polled, state = poll(site.page("/feed", body))
    assert all(isinstance(part, Item) for part in polled.parts) and len(state.ids) == 2
