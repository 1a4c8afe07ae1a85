"""What sites' robots.txt files allow."""

import gzip

import httpx
import pytest

from schemas.reasons import Reason
from tests.web.serving import serving
from transforms.web import robots
from transforms.web.client import Client
from transforms.web.failures import FetchFailed
from transforms.web.robots import Robots


@pytest.fixture
def site():
    with serving() as site:
        yield site


@pytest.fixture
def client():
    with Client(timeout=20, allow_private=True) as client:
        yield client


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def allowed(rules: Robots, address: str) -> bool:
    try:
        rules.permit(httpx.URL(address))
    except FetchFailed as failure:
        assert failure.reason == Reason.ROBOTS
        return False
    return True


def asked(site) -> int:
    return sum(path == "/robots.txt" for path, _ in site.requests)


@pytest.mark.parametrize(
    "body, open_paths, closed_paths",
    [
        ("User-agent: *\nDisallow: /private/", ["/news", "/private"], ["/private/a"]),
        ("User-agent: *\nDisallow: /\nUser-agent: newslake\nAllow: /", ["/news"], []),
        ("User-agent: NewsLake\nDisallow: /x\nUser-agent: *\nDisallow: /y", ["/y"], ["/x"]),
        ("User-agent: *\nDisallow: /a/\nAllow: /a/news/", ["/a/news/1"], ["/a/1"]),
        ("User-agent: *\nDisallow: /*.pdf$\nDisallow: /*?print", ["/a.pdf?x", "/a"], ["/a.pdf", "/a?print=1"]),
        ("User-agent: other\nDisallow: /", ["/news"], []),
        ("User-agent: *\nDisallow:", ["/news"], []),
        ("", ["/news"], []),
        ("<!doctype html><p>Welcome", ["/news"], []),
        (b"\xef\xbb\xbfUser-agent: *\r\nDisallow: /x", ["/news"], ["/x"]),
        (b"\xff\xfe\x00\x80", ["/news"], []),
        ("User-agent: *\nDisallow: /x\n" + "#" * robots.READ_BYTES + "\nDisallow: /late", ["/late"], ["/x"]),
    ],
)
def test_the_rules_for_this_robot_hold(site, client, body, open_paths, closed_paths):
    site.page("/robots.txt", body)
    rules = Robots(client.get)
    assert [path for path in open_paths if not allowed(rules, site.address + path)] == []
    assert [path for path in closed_paths if allowed(rules, site.address + path)] == []
    assert asked(site) == 1


@pytest.mark.parametrize(
    "status, is_allowed", [(404, True), (401, True), (403, True), (410, True), (429, False), (500, False), (503, False)]
)
def test_no_robots_txt_allows_everything_and_one_that_can_not_be_had_nothing(site, client, status, is_allowed):
    site.page("/robots.txt", "User-agent: *\nDisallow:", status=status)
    assert allowed(Robots(client.get), f"{site.address}/news") == is_allowed


def test_redirects_of_robots_txt_are_followed(site, client):
    site.page("/robots.txt", b"", status=301, location="/r")
    site.page("/r", gzip.compress(b"User-agent: *\nDisallow: /x"), content_encoding="gzip")
    assert not allowed(Robots(client.get), f"{site.address}/x")


def test_a_site_that_is_not_there_is_asked_once_and_its_failure_is_the_reason(client):
    calls = []

    def get(address):
        calls.append(address)
        raise FetchFailed(Reason.CONNECTION, "refused")

    rules = Robots(get)
    for _ in range(3):
        with pytest.raises(FetchFailed) as failed:
            rules.permit(httpx.URL("http://courier.example/news"))
        assert failed.value.reason == Reason.CONNECTION
    assert calls == ["http://courier.example/robots.txt"]


def test_rules_are_kept_for_hours_and_failures_for_minutes(site, client):
    clock = Clock()
    rules = Robots(client.get, clock)
    site.page("/robots.txt", "User-agent: *\nDisallow: /", status=503)
    assert not allowed(rules, f"{site.address}/news")
    site.page("/robots.txt", "User-agent: *\nDisallow: /x")
    assert not allowed(rules, f"{site.address}/news")
    clock.now += robots.FAILURE_KEPT_SECONDS
    assert allowed(rules, f"{site.address}/news")
    site.page("/robots.txt", "User-agent: *\nDisallow: /")
    clock.now += robots.KEPT_SECONDS - 1
    assert allowed(rules, f"{site.address}/news")
    clock.now += 1
    assert not allowed(rules, f"{site.address}/news")
    assert asked(site) == 3


def test_each_scheme_host_and_port_has_its_own(site, client):
    site.page("/robots.txt", "User-agent: *\nDisallow: /")
    with serving() as other:
        rules = Robots(client.get)
        assert not allowed(rules, f"{site.address}/news")
        assert allowed(rules, f"{other.address}/news")


@pytest.mark.parametrize(
    "lines, delay", [("", 0), ("Crawl-delay: 2.5", 2.5), ("Crawl-delay: soon", 0), ("Crawl-delay: 60", 60)]
)
def test_the_delay_that_a_site_wants(site, client, lines, delay):
    site.page("/robots.txt", f"User-agent: *\n{lines}\nDisallow: /x")
    assert Robots(client.get).permit(httpx.URL(f"{site.address}/news")) == delay


def test_a_site_that_wants_too_long_a_delay_is_left_alone(site, client):
    site.page("/robots.txt", "User-agent: *\nCrawl-delay: 3600")
    assert not allowed(Robots(client.get), f"{site.address}/news")
