"""Inputs in a bucket: found by name, folder and glob, and read."""

import gzip
import itertools
import socket

import pytest

from schemas.records import FEED, Location
from tests.files import bucket
from transforms.files.locate import InputError, check, locate
from transforms.files.read import read_file
from transforms.opening import READ_ERRORS, open_content, open_stored

OBJECTS = {
    "news/a.txt": b"First.",
    "news/b/c.JSONL.gz": gzip.compress(b'{"text": "Second."}\n{"text": "Third."}\n'),
    "news/b/50% [1] #2?.txt": b"Fourth.",
    "news/b/caf\u00e9%20.html": b"<p>Fifth.",
    "news/.git/d.txt": b"",
    "news/e.md": b"",
    "news/feed.xml": b"<rss version='2.0'></rss>",
    "news/map.xml": b"<urlset></urlset>",
    "newspaper.txt": b"Sixth.",
    "large.txt": b"word " * 4_000_000,
}
IN_B = ["news/b/50% [1] #2?.txt", "news/b/c.JSONL.gz", "news/b/caf\u00e9%20.html"]
_numbers = itertools.count()


@pytest.fixture
def store(monkeypatch):
    """The URI of a bucket, of another name each time: stores are kept by their names."""
    name = f"bucket{next(_numbers)}"
    for key, value in bucket.ENVIRONMENT.items():
        monkeypatch.setenv(key, value)
    with bucket.serve(OBJECTS, name) as endpoint:
        monkeypatch.setenv("AWS_ENDPOINT", endpoint)
        yield f"s3://{name}"


def found(given):
    passed = []
    check([given])
    return list(locate([given], lambda uri, why: passed.append((uri, why)))), passed


@pytest.mark.parametrize(
    "given, names",
    [
        ("/news/", ["news/a.txt", *IN_B, "news/feed.xml"]),
        ("/news/b", IN_B),
        ("/news/a.txt", ["news/a.txt"]),
        ("/news/e.md", ["news/e.md"]),
        ("/news/b/50% [1] #2?.txt", ["news/b/50% [1] #2?.txt"]),
        ("/news/*.txt", ["news/a.txt"]),
        ("/news*.txt", ["newspaper.txt"]),
        ("/**/*.txt", ["large.txt", "news/a.txt", "news/b/50% [1] #2?.txt", "newspaper.txt"]),
        ("/news/*/", IN_B),
        ("/news/[b]*", IN_B),
        ("/*.md", None),
        ("/news/*.md", ["news/e.md"]),
        ("/new", None),
        ("/news/a.txt/", None),
    ],
)
def test_objects_are_found_by_name_folder_and_glob(store, given, names):
    if names is None:
        with pytest.raises(InputError):
            check([store + given])
    else:
        assert [one.uri for one in found(store + given)[0]] == [f"{store}/{name}" for name in names]


def test_what_is_no_input_in_a_bucket_is_passed_over(store):
    located, passed = found(f"{store}/news")
    assert Location(f"{store}/news/feed.xml", FEED) in located
    assert dict(passed) == {
        f"{store}/news/.git/d.txt": "hidden",
        f"{store}/news/e.md": "unknown suffix",
        f"{store}/news/map.xml": "no feed",
    }


def test_a_whole_bucket_is_an_input(store):
    assert len(found(store)[0]) == len(found(f"{store}/")[0]) == 7


@pytest.mark.parametrize("name", [name for name in OBJECTS if not name.endswith(".gz")])
def test_an_object_reads_as_its_bytes(store, name):
    with open_stored(f"{store}/{name}") as source:
        assert source.read() == OBJECTS[name]


def test_an_object_is_read_as_a_file_is(store):
    items = list(read_file(f"{store}/news/b/c.JSONL.gz"))
    assert [item.content for item in items] == [b"Second.", b"Third."]
    assert [item.input_uri for item in items] == [f"{store}/news/b/c.JSONL.gz#line={line}" for line in (1, 2)]


def test_an_object_that_is_gone_is_a_reject(store):
    (reject,) = read_file(f"{store}/news/gone.txt")
    assert (reject.stage, reject.reason) == ("read", "unreadable")
    assert "\n" not in reject.message


@pytest.mark.parametrize("name", ["a//b.txt", "../a.txt", "a\nb.txt", "\udcff.txt"])
def test_a_name_that_no_object_has_is_a_read_error(store, name):
    with pytest.raises(READ_ERRORS):
        open_content(f"{store}/{name}")


def test_a_store_that_can_not_be_reached_is_refused_in_one_line(store, monkeypatch):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        monkeypatch.setenv("AWS_ENDPOINT", f"http://127.0.0.1:{closed.getsockname()[1]}")
        monkeypatch.setattr("transforms.opening.OBJECT_RETRY", {"max_retries": 0})
        with pytest.raises(InputError) as error:
            check([f"{store}-closed/a.txt"])
        assert "\n" not in str(error.value)
        (reject,) = locate([f"{store}-closed/a/"], print)
        assert (reject.reason, reject.input_uri) == ("unreadable", f"{store}-closed/a/")
