"""Items and their pages."""

from dataclasses import replace

import pytest

from schemas.reasons import Reason
from schemas.records import HTML, PLAIN, Item
from tests.web.serving import serving
from transforms.fetch.pages import SUMMARY_WORDS, fetch_page, needs_page, page_getter, without_fetching
from transforms.web.client import Client
from transforms.web.failures import FetchFailed
from transforms.web.hosts import Hosts

PAGE = b"<!doctype html><title>Bridge to be repaired</title><p>The council voted on Tuesday."
ITEM = Item(input_uri="feed.xml", feed_url="feed.xml", title="Bridge to be repaired", record_id="4711", published_at=1)
LONG = "word " * SUMMARY_WORDS


@pytest.fixture
def site():
    with serving() as site:
        yield site


@pytest.fixture
def get():
    with Client(timeout=20, allow_private=True) as client:
        yield page_getter(client, delay=0)


def at(address: str) -> Item:
    return replace(ITEM, url=address)


@pytest.mark.parametrize(
    "item, fetch, needed",
    [
        (at("http://courier.example/"), True, True),
        (at("http://courier.example/"), False, False),
        (replace(ITEM, url="http://courier.example/", content=b"text"), True, False),
        (replace(ITEM, summary=LONG), True, False),
    ],
)
def test_pages_are_fetched_for_items_that_have_a_link_and_no_content(item, fetch, needed):
    assert needs_page(item, fetch) == needed


def test_a_page_becomes_the_items_content_at_its_final_address(site, get):
    site.page("/bridge", PAGE, content_type="text/html; charset=koi8-r")
    item = replace(at(site.page("/r?id=1".partition("?")[0], b"", status=302, location="/bridge")), media=PLAIN)
    assert fetch_page(item, get) == replace(
        ITEM, media=HTML, content=PAGE, charset="koi8-r", url=f"{site.address}/bridge"
    )


@pytest.mark.parametrize(
    "kind, body, reason",
    [
        ("text/html", PAGE, None),
        ("application/xhtml+xml", PAGE, None),
        ("TEXT/HTML;charset=utf-8", b"no tag at all", None),
        (None, PAGE, None),
        ("text/plain", PAGE, None),
        ("application/octet-stream", PAGE, None),
        ("application/xml", b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"/>', None),
        ("application/pdf", b"%PDF-1.7", "not_html"),
        ("image/jpeg", PAGE, "not_html"),
        ("application/json", b"{}", "not_html"),
        ("text/plain", b"no page", "not_html"),
        ("application/xml", b"<rss/>", "not_html"),
        (None, b"%PDF-1.7", "not_html"),
    ],
)
def test_only_pages_are_articles(site, get, kind, body, reason):
    address = site.page("/a", body, **({"content_type": kind} if kind else {}))
    result = fetch_page(at(address), get)
    assert getattr(result, "reason", None) == reason
    assert reason is None or (kind or "no type") in result.message


@pytest.mark.parametrize(
    "path, status, reason",
    [("/a", 404, "http_error"), ("/a", 410, "http_error"), ("/a", 500, "http_error"), ("/a", 503, "http_error")],
)
def test_a_page_that_can_not_be_had_is_a_reject_that_knows_its_item(site, get, path, status, reason):
    item = replace(at(site.page(path, PAGE, status=status)), summary=LONG)
    result = fetch_page(item, get)
    assert (result.stage, result.reason, result.input_uri, result.feed_url) == ("fetch", reason, "feed.xml", "feed.xml")
    assert str(status) in result.message
    assert result.payload.splitlines()[:3] == [item.url, "4711", "Bridge to be repaired"]


def test_two_items_that_fail_alike_are_two_rejects(site, get):
    items = [replace(at(f"{site.address}/{name}"), summary="Read more") for name in ("a", "b")]
    assert len({fetch_page(item, get).reject_id for item in items}) == 2


def test_the_address_of_an_item_is_shown_without_credentials(site, get):
    secret = site.address.replace("//", "//anna:secret@")
    site.page("/a", PAGE, content_type="text/html")
    results = [fetch_page(at(f"{secret}/{path}"), get) for path in ("a", "missing")]
    results.append(without_fetching(replace(at(secret), content=PAGE)))
    results.append(without_fetching(at(secret)))
    assert "secret" not in repr(results)


@pytest.mark.parametrize(
    "summary, media, fragment",
    [
        (LONG, PLAIN, False),
        (f"<p>{LONG}</p>", HTML, True),
        (
            "市議会は火曜日に古い橋を修理することを決めました。費用は二百万ポンドです。工事は六月に始まります。",
            PLAIN,
            False,
        ),
    ],
)
def test_a_summary_of_enough_words_is_the_article(summary, media, fragment):
    item = replace(ITEM, summary=summary, media=media)
    assert without_fetching(item) == replace(
        item, content=summary.encode(), charset="utf-8", fragment=fragment, only_summary=True
    )


@pytest.mark.parametrize(
    "summary", [None, "", "word " * (SUMMARY_WORDS - 1), f"<p {'a ' * 30}>short</p>", "<!-- " + LONG + "-->"]
)
def test_a_shorter_summary_is_a_reject(summary):
    rejected = without_fetching(replace(ITEM, summary=summary, url="http://courier.example/"))
    assert (rejected.stage, rejected.reason) == ("fetch", "summary_only")
    assert rejected.payload


def test_an_item_with_content_is_passed_on_as_it_is():
    item = replace(ITEM, content=PAGE, url="http://courier.example/")
    assert without_fetching(item) == item


def test_a_page_that_robots_txt_forbids_is_not_asked_for(site, get):
    site.page("/robots.txt", "User-agent: *\nDisallow: /private/")
    site.page("/open", b"", status=302, location="/private/a")
    results = [fetch_page(at(site.address + path), get) for path in ("/private/a", "/open")]
    assert [(result.stage, result.reason) for result in results] == [("fetch", "robots")] * 2
    assert [path for path, _ in site.requests] == ["/robots.txt", "/open"]


@pytest.mark.parametrize(
    "status, body, reason", [(200, None, "bot_wall"), (403, None, "bot_wall"), (401, b"", "login")]
)
def test_a_wall_is_a_reject_by_its_name(site, get, status, body, reason):
    wall = "<title>Just a moment...</title><script>window._cf_chl_opt={}</script>"
    item = at(site.page("/a", wall if body is None else body, status=status, content_type="text/html"))
    result = fetch_page(item, get)
    assert (result.stage, result.reason) == ("fetch", reason)
    assert result.payload.startswith(item.url)


def test_between_two_pages_of_a_host_its_delay_is_kept(site, tmp_path):
    slept = []
    hosts = Hosts(tmp_path, sleep=slept.append)
    site.page("/robots.txt", "User-agent: *\nCrawl-delay: 7")
    site.page("/a", PAGE, content_type="text/html")
    with Client(allow_private=True, hosts=hosts) as client:
        get = page_getter(client, delay=3)
        for _ in range(2):
            fetch_page(at(f"{site.address}/a"), get)
    assert len(slept) == 2
    assert all(3 < seconds <= 7 for seconds in slept)


@pytest.mark.parametrize(
    "reason, status, passes",
    [
        (Reason.TIMEOUT, None, True),
        (Reason.CONNECTION, None, True),
        (Reason.HTTP_ERROR, 503, True),
        (Reason.HTTP_ERROR, 429, True),
        (Reason.HTTP_ERROR, 404, False),
        (Reason.HTTP_ERROR, 410, False),
        (Reason.BLOCKED_ADDRESS, None, False),
        (Reason.ROBOTS, None, False),
    ],
)
def test_what_may_pass_is_told(reason, status, passes):
    def fails(address):
        raise FetchFailed(reason, "it failed", status)

    told = []
    item = Item("feed", url="https://courier.example/1")
    assert fetch_page(item, fails, told.append).reason == reason.value
    assert told == [item] * passes
