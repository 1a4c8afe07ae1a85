"""Inputs followed as one job without end, on Prism: feeds, lists, files, pages that fail at first, and the end."""

import os
import shutil
import signal
import time

import apache_beam as beam
import pytest
from apache_beam.options.pipeline_options import PipelineOptions
from apache_beam.testing.util import assert_that, equal_to

from deploy import prism
from deploy.flink.jars import default_cache
from pipelines.cluster import prepare
from schemas.records import Item
from tests.end_to_end.running import newslake, rows, start
from tests.end_to_end.test_feeds_runs import article, feeds_of, rss, story
from tests.web.serving import serving
from transforms.fetch.transform import FetchPages

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not shutil.which("go"), reason="needs Go")]

STREAM_SECONDS = 400


@pytest.fixture(scope="module")
def on_prism():
    return ["--runner=PrismRunner", f"--prism_location={prism.build(default_cache())}"]


@pytest.fixture
def site():
    with serving() as site:
        yield site


def wait_for(condition, process) -> None:
    deadline = time.monotonic() + STREAM_SECONDS
    while not condition():
        assert process.poll() is None, process.communicate()[1][-3000:]
        assert time.monotonic() < deadline
        time.sleep(1)


def test_all_kinds_of_inputs_are_followed_until_it_is_stopped(on_prism, site, tmp_path):
    lake, folder = tmp_path / "lake", tmp_path / "folder"
    folder.mkdir()
    feed = site.page("/feed", rss(story(1), story(2)))
    listed = site.page("/listed", rss(story(5)))
    listing = site.page("/list", f'<opml><body><outline xmlUrl="{listed}"/></body></opml>')
    options = ("--output", lake, "--allow-private", "--follow", "--every", "1s", *on_prism)
    process = start("ingest", feed, listing, folder, *options)
    try:
        wait_for(lambda: len(rows(lake, "articles")) == 3, process)
        new = folder / "new.txt"
        new.write_text(article(9).replace("<p>", "").replace("</p>", "\n\n"))
        os.utime(new, (1e9, 1e9))
        wait_for(lambda: len(rows(lake, "articles")) == 4, process)
        process.send_signal(signal.SIGINT)
        stdout, stderr = process.communicate(timeout=120)
    finally:
        process.kill()
    assert process.returncode == 130, stderr
    assert sorted(path for path, _ in site.requests) == ["/feed", "/list", "/listed"]
    assert {address: one["items"] for address, one in feeds_of(lake).items()} == {feed: 2, listed: 1, listing: 0}
    assert newslake("audit", lake).returncode == 0
    assert rows(lake, "relations")


def test_a_page_that_fails_of_what_may_pass_is_asked_for_again(on_prism, site):
    page = (200, {"Content-Type": "text/html"}, b"<!doctype html><p>here")
    answers = iter([(503, {}, b"later"), (503, {}, b"later"), page])
    site.does("/twice", lambda handler: handler._answer(next(answers)))
    addresses = [f"{site.address}/twice", site.page("/busy", "later", status=503), f"{site.address}/gone"]
    options = PipelineOptions(on_prism)
    prepare(options)
    with beam.Pipeline(options=options) as pipeline:
        items = pipeline | beam.Create([Item("feed", url=address) for address in addresses]).with_output_types(Item)
        fetched = items | FetchPages(allow_private=True, delay=0, retries=(1.0, 1.0))
        assert_that(fetched.done | beam.Map(lambda item: item.content), equal_to([page[2]]), label="done")
        messages = fetched.rejects | beam.Map(lambda one: one.message[-13:])
        assert_that(messages, equal_to(["404 Not Found", "e Unavailable"]), label="rejects")
    asked = sorted(path for path, _ in site.requests if path != "/robots.txt")
    assert asked == ["/busy"] * 3 + ["/gone"] + ["/twice"] * 3
