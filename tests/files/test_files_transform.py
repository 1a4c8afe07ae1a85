"""Inputs that are looked at again and again: what is given once, what every time, what when it changes."""

import functools
import os

import apache_beam as beam
import pytest
from apache_beam.runners.portability.fn_api_runner import FnApiRunner
from apache_beam.testing.util import assert_that, equal_to

from schemas.records import FEED, FILE, Location
from transforms.feeds.read import open_list
from transforms.files.transform import WatchInputs, _LookFn
from transforms.web.load import load_stored

WEB = "https://courier.example/feed"
open_file = functools.partial(open_list, load=lambda path: load_stored(path, 1_000_000))


@pytest.fixture
def folder(tmp_path):
    def write(name: str, text: str, at: float = 1e9) -> str:
        path = tmp_path / name
        path.write_text(text)
        os.utime(path, (at, at))
        return str(path)

    return write


def listing(*addresses) -> str:
    return f"<opml><body>{''.join(f'<outline xmlUrl={chr(34)}{one}{chr(34)}/>' for one in addresses)}</body></opml>"


def test_files_once_feeds_at_every_look_and_rejects_once(folder):
    article = folder("a.txt", "text")
    feed = folder("b.rss", "<rss/>")
    lists = folder("lists.opml", listing("https://a.example/", "more.opml", "b.rss"))
    folder("more.opml", listing("https://b.example/", "lists.opml"))
    broken = folder("broken.opml", "<opml><body><outline")
    with beam.Pipeline(runner=FnApiRunner()) as pipeline:
        looks = pipeline | beam.Create([1, 2, 3])
        watched = looks | WatchInputs([WEB, article, feed, lists, broken], 0, open_file)
        names = [WEB, "https://a.example/", "https://b.example/"]
        assert_that(watched.feeds, equal_to([Location(name, FEED) for name in names] * 3), label="feeds")
        assert_that(watched.files, equal_to([Location(article, FILE), Location(feed, FEED)]), label="files")
        reasons = watched.rejects | beam.Map(lambda one: one.reason)
        assert_that(reasons, equal_to(["malformed_opml"]), label="rejects")


def test_folders_are_looked_at_every_so_often_and_lists_that_were_edited_are_read_again(folder, tmp_path, monkeypatch):
    lists = folder("lists.opml", listing("https://a.example/"))
    now = [1e9 + 100]
    monkeypatch.setattr("transforms.files.transform.time.time", lambda: now[0])
    look = _LookFn(WatchInputs([lists, str(tmp_path / "*.txt")], 60, open_file))

    def names():
        given = [one.value for one in look.process(None)]
        return [one.uri if isinstance(one, Location) else os.path.basename(one[0]) for one in given]

    assert names() == ["https://a.example/"]
    folder("lists.opml", listing("https://b.example/"))
    folder("new.txt", "text")
    assert names() == ["https://a.example/"]
    now[0] += 61
    assert names() == ["new.txt", "https://b.example/"]
    now[0] += 61
    folder("new.txt", "more text", at=now[0] - 1)  # somebody is still writing to it
    assert names() == ["https://b.example/"]
