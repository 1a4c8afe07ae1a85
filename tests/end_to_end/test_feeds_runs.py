"""Feeds as newslake's users read them: run after run, followed, edited, interrupted, and over the week."""

import json
import os
import signal

import pytest

from tests.end_to_end.running import ingest, newslake, rows, start
from tests.web.serving import serving

TEXT = (
    "The council in {place} approved the plan for the bridge number {number} on Tuesday. Amina Diallo, the mayor, said "
    "that the work could begin in May. Peter Marsh did not sign the agreement, officials said. It costs $1.5 million "
    "for the first part. Residents of the old town asked for a tunnel instead and wrote a letter to the parliament. "
)


def article(number: int, more: str = "") -> str:
    """A text long enough to be an article, and unlike the others."""
    names = ["Geneva", "Nairobi", "Osaka", "Tallinn", "Lima", "Quito", "Accra"]
    lines = [TEXT.format(place=names[(number + line) % len(names)], number=number * 10 + line) for line in range(3)]
    return "".join(f"<p>{line}{more}</p>" for line in lines)


def rss(*items: "tuple[str, str]") -> str:
    """A feed of items with full texts, by their links."""
    entries = "".join(
        f"<item><title>Story {link[-12:]}</title><link>{link}</link>"
        f"<description><![CDATA[{text}]]></description></item>"
        for link, text in items
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Courier</title>{entries}</channel></rss>'


def story(number: int, more: str = "") -> "tuple[str, str]":
    return f"https://courier.example/story/{number}", article(number, more)


@pytest.fixture
def site():
    with serving() as site:
        yield site


def feeds_of(lake) -> "dict[str, dict]":
    done = newslake("feeds", lake, "--json")
    assert done.returncode == 0, done.stderr
    return {feed["feed"]: feed for feed in json.loads(done.stdout)["feeds"]}


def counts(account) -> "tuple[int, int, int, int]":
    return account["read"], account["new"], account["unchanged"], account["rejected"]


def test_a_feed_over_several_runs(site, tmp_path):
    """New, unchanged, edited, gone, and left alone when it asks for that."""
    lake = tmp_path / "lake"
    address = site.page("/feed", rss(story(1), story(2)), etag='"1"')
    secret = address.replace("//", "//anna:secret@")
    run = (secret, "--output", lake, "--allow-private", "--workers", "1")
    assert counts(ingest(*run)) == (2, 2, 0, 0)

    site.page("/feed", b"", status=304)
    assert counts(ingest(*run)) == (0, 0, 0, 0)
    assert site.requests[-1][1]["If-None-Match"] == '"1"'

    site.page("/feed", rss(story(3), story(2, "It was corrected."), story(1)))
    assert counts(ingest(*run)) == (3, 2, 1, 0)
    versions = [row["article_id"] for row in rows(lake, "articles")]
    assert (len(versions), len(set(versions))) == (4, 3)  # an edit is a new version of the same article

    site.page("/feed", b"later", status=429, retry_after="7200")
    assert counts(ingest(*run)) == (1, 0, 0, 1)
    asked = len(site.requests)
    done = newslake("ingest", *run, "--json")
    assert done.returncode == 0 and json.loads(done.stdout)["read"] == 0
    assert f"{address} is not asked before" in done.stderr
    assert len(site.requests) == asked

    feed = feeds_of(lake)[address]
    assert (feed["items"], feed["failures"]) == (3, 1)
    assert "429 Too Many Requests" in feed["last_error"] and feed["not_before"]
    written = [path.read_bytes() for path in lake.rglob("*") if path.is_file()]
    assert not any(b"secret" in text for text in written) and "secret" not in done.stderr
    assert newslake("audit", lake).returncode == 0


def test_the_same_story_under_several_addresses_is_one_article(site, tmp_path):
    lake = tmp_path / "lake"
    text = article(7)
    links = [
        "https://www.courier.example/story/7",
        "http://courier.example/story/7/",
        "https://courier.example/story/7?utm_source=rss&amp;utm_medium=feed&amp;fbclid=x",
        "https://courier.example/story/7#comments",
        "https://courier.example/story/7/amp/",
    ]
    for number, link in enumerate(links):
        site.page(f"/{number}", rss((link, text)).replace(f"Story {link[-12:]}", "The bridge"))
    lists = "".join(f'<outline xmlUrl="/{number}"/>' for number in range(len(links)))
    listing = site.page("/list", f"<opml><body>{lists}</body></opml>")
    account = ingest(listing, "--output", lake, "--allow-private", "--workers", "1")
    assert counts(account) == (len(links), 1, len(links) - 1, 0)
    assert [row["canonical_url"] for row in rows(lake, "articles")] == ["https://courier.example/story/7"]


def test_killed_in_the_middle_nothing_of_a_feed_is_lost(site, tmp_path):
    lake = tmp_path / "lake"
    address = site.page("/feed", rss(*(story(number) for number in range(20))), etag='"1"')
    run = ("ingest", address, "--output", lake, "--allow-private", "--workers", "1")
    process = start(*run)
    while not site.requests and process.poll() is None:
        site.closing.wait(0.05)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    assert ingest(*run[1:])["read"] in (0, 20)  # 0: it had been done with it already
    assert len({row["article_id"] for row in rows(lake, "articles")}) == 20


def write(path, text) -> None:
    """Write a file that looks as if nobody had written to it for long."""
    path.write_text(text)
    os.utime(path, (1e9, 1e9))


@pytest.mark.parametrize("signum", [pytest.param(signal.SIGINT, marks=pytest.mark.slow), signal.SIGTERM])
def test_following_goes_on_until_it_is_stopped(site, tmp_path, signum):
    """Feeds that are due, lists that are edited and files that are new meanwhile; then the account."""
    lake, folder, listing = tmp_path / "lake", tmp_path / "folder", tmp_path / "list.opml"
    folder.mkdir()
    address = site.page("/a", rss(story(1)))
    write(listing, f'<opml><body><outline xmlUrl="{address}"/></body></opml>')
    options = ("--output", lake, "--allow-private", "--workers", "1", "--json")
    process = start("ingest", listing, folder, "--follow", "--every", "1s", *options)
    lines = [process.stderr.readline()]
    another = f'<outline xmlUrl="{site.page("/b", rss(story(2)))}"/>'
    write(listing, listing.read_text().replace("</body>", f"{another}</body>"))
    write(folder / "new.txt", article(3).replace("<p>", "").replace("</p>", "\n\n"))
    while sum(int(line.partition(" new,")[0].split()[-1]) for line in lines if " new," in line) < 3:
        lines.append(process.stderr.readline())
        assert lines[-1], "".join(lines)
    os.kill(process.pid, signum)
    stdout, stderr = process.communicate(timeout=120)
    assert process.returncode == 130, stderr
    assert counts(json.loads(stdout)) == (3, 3, 0, 0)
    assert lines[0].startswith("round 1: 1 feeds asked, 1 read, 1 new")
    assert sorted(path for path, _ in site.requests) == ["/a", "/b"]  # neither was due again
    assert len(rows(lake, "articles")) == 3
    assert set(feeds_of(lake)) == {address, f"{site.address}/b"}


def test_a_server_that_stalls_does_not_hold_up_the_end(site, tmp_path):
    stalled = site.does("/feed", lambda handler: handler.site.closing.wait(300))
    process = start("ingest", stalled, "--follow", "--output", tmp_path / "lake", "--allow-private", "--timeout", "250")
    while not site.requests and process.poll() is None:
        site.closing.wait(0.05)
    os.kill(process.pid, signal.SIGTERM)
    process.communicate(timeout=120)
    assert process.returncode == 130


def test_pages_are_fetched_once_and_again_if_they_failed_of_what_may_pass(site, tmp_path):
    lake = tmp_path / "lake"

    def page(number: int, **answer) -> None:
        head = f"<!doctype html><title>Story {number}</title><article><h1>Story {number}</h1>"
        site.page(f"/story/{number}", f"{head}{article(number)}</article>", content_type="text/html", **answer)

    def feed(*numbers: int) -> str:
        return site.page("/feed", rss(*((f"{site.address}/story/{number}", "") for number in numbers)))

    page(1)
    page(2, status=503)
    page(3, status=404)
    run = (feed(3, 2, 1), "--output", lake, "--allow-private", "--workers", "1", "--delay", "0")
    assert counts(ingest(*run)) == (3, 1, 0, 2)
    for number in range(1, 5):
        page(number)
    feed(4, 3, 2, 1)
    site.requests.clear()
    assert counts(ingest(*run)) == (4, 2, 2, 0)
    asked = [path for path, _ in site.requests if path.startswith("/story")]
    assert sorted(asked) == ["/story/2", "/story/4"]
    done = newslake("rejects", lake, "--retry", *run[3:], "--json")
    assert json.loads(done.stdout)["new"] == 1, done.stderr  # all that was rejected is tried again
