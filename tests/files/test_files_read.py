"""Files of every suffix: their items, and a reject for what can't be read."""

import gzip
import json
import os
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.records import HTML, PLAIN, Item
from schemas.tables import Reject
from transforms.files.read import read_file

MEGABYTE = 1 << 20
PAGE = b"<html><body><p>The bridge will be repaired.</p></body></html>"
LINE = json.dumps({"text": "The bridge will be repaired."}).encode()
WARC = (
    b"WARC/1.0\r\nWARC-Type: resource\r\nWARC-Target-URI: http://courier.example/a\r\nContent-Type: text/html\r\n"
    b"Content-Length: %d\r\n\r\n%s\r\n\r\n" % (len(PAGE), PAGE)
)


@pytest.fixture
def write(tmp_path):
    def written(name, content):
        path = tmp_path / name
        path.write_bytes(content)
        return str(path)

    return written


def read(uri, **options):
    return list(read_file(uri, **options))


@pytest.mark.parametrize(
    "name", ["a.txt", "A.TXT", "a.txt.gz", "a.html", "a.htm.GZ", "a.jsonl", "a.jsonl.gz", "a.warc", "a.warc.gz"]
)
def test_a_file_is_read_by_its_suffix_also_compressed(write, name):
    content = {"t": b"Words.", "h": PAGE, "j": LINE, "w": WARC}[name[2].lower()]
    (item,) = read(write(name, gzip.compress(content) if name.lower().endswith(".gz") else content))
    assert isinstance(item, Item)
    assert item.media == (HTML if name[2].lower() in "hw" else PLAIN)
    assert item.content in (content, PAGE, b"The bridge will be repaired.")


@pytest.mark.parametrize(
    "content, media",
    [
        (b"Words of a report.", PLAIN), (PAGE, HTML), (LINE, PLAIN), (WARC, HTML), (gzip.compress(WARC), PLAIN),
        (b"{no JSON", PLAIN),
    ],  # fmt: skip
)
@pytest.mark.parametrize("name", ["article", "article.data", "article.data.gz"])
def test_a_file_without_a_known_suffix_is_read_by_its_content(write, name, content, media):
    items = read(write(name, gzip.compress(content) if name.endswith(".gz") else content))
    assert [item.media for item in items] == [media]


def test_a_page_that_is_called_a_text_is_a_page(write):
    (item,) = read(write("a.txt", b"\xef\xbb\xbf<!-- saved --><!DOCTYPE html><p>x"))
    assert item.media == HTML


def test_an_empty_text_is_an_item_that_extraction_rejects(write):
    assert [item.content for item in read(write("a.txt", b"")) + read(write("a.txt.gz", b""))] == [b"", b""]


BROKEN = gzip.compress(os.urandom(100_000))


@pytest.mark.parametrize(
    "name, content, reason",
    [
        ("a.txt.gz", b"no gzip", "corrupt_gzip"),
        ("a.txt.gz", BROKEN[:-1], "corrupt_gzip"),
        ("a.txt.gz", BROKEN[:50_000], "corrupt_gzip"),
        ("a.txt.gz", BROKEN[:50_000] + b"\0" * 100 + BROKEN[50_100:], "corrupt_gzip"),
        ("a.txt.gz", BROKEN + b"trailing", "corrupt_gzip"),
        ("a.txt.gz", BROKEN[:1], "corrupt_gzip"),
        ("a.html.gz", PAGE, "corrupt_gzip"),
        ("a.jsonl.gz", LINE, "corrupt_gzip"),
        ("a.jsonl", b"", "empty"),
        ("a.jsonl", b"\n \r\n\n", "empty"),
        ("a.jsonl.gz", b"", "empty"),
        ("a.jsonl", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "binary"),
        ("a.jsonl", gzip.compress(LINE), "binary"),
        ("a.warc", b"", "empty"),
        ("a.warc.gz", b"", "empty"),
        ("a.warc.gz", gzip.compress(b"\r\n\r\n"), "empty"),
        ("a.warc", b"no WARC", "malformed_warc"),
        ("a.warc", WARC[:-20], "truncated_warc"),
        ("a.warc.gz", gzip.compress(WARC)[:60], "truncated_warc"),
    ],
)
def test_a_file_that_can_not_be_read_is_one_reject(write, name, content, reason):
    uri = write(name, content)
    (reject,) = read(uri)
    assert (reject.stage, reject.reason) == ("read", reason)
    assert reject.input_uri.partition("#")[0] == uri
    assert reject.message
    assert bool(reject.payload) == bool(content.strip()) or reason == "empty"


@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.jsonl", "a.warc", "a.txt.gz", "a"])
def test_what_is_no_file_is_a_reject(tmp_path, name):
    path = tmp_path / name
    assert [one.reason for one in read(str(path))] == ["unreadable"]
    os.mkfifo(path)
    assert [one.reason for one in read(str(path))] == ["not_a_file"]
    path.unlink()
    path.mkdir()
    assert [one.reason for one in read(str(path))] == ["not_a_file"]


def test_a_device_is_a_reject():
    (reject,) = read("/dev/zero")
    assert (reject.reason, reject.message) == ("not_a_file", "it is a device, not a file")


def test_lines_before_broken_gzip_are_items(write):
    lines = b"".join(b'{"text": "line %d"}\n' % number for number in range(50_000))
    *items, reject = read(write("a.jsonl.gz", gzip.compress(lines)[:-30]))
    assert len(items) > 40_000
    assert reject.reason == "corrupt_gzip"


def test_several_gzip_members_are_one_file(write):
    members = b"".join(gzip.compress(part) for part in (LINE[:5], b"", LINE[5:], b"\n" + LINE))
    assert len(read(write("a.jsonl.gz", members + b"\0" * 512))) == 2


@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.txt.gz", "a.jsonl", "a.warc"])
def test_what_is_larger_than_the_cap_is_a_reject(write, name):
    head = {"a.warc": WARC.replace(b"Content-Length: %d" % len(PAGE), b"Content-Length: 400000")}.get(name, b"")
    for size, large in ((1000, False), (400_000, True)):
        content = (WARC if head and not large else head + b"{<p>" + b"x" * size).ljust(size)
        uri = write(name, gzip.compress(content) if name.endswith(".gz") else content)
        reasons = [one.reason for one in read(uri, body_cap=100_000) if isinstance(one, Reject)]
        assert ("too_large" in reasons) == large


@pytest.mark.parametrize("name", ["a.txt.gz", "a.html.gz", "a.jsonl.gz", "a.warc.gz", "a.gz"])
@pytest.mark.parametrize("unit", [bytes(1000), b" " * 1000, b"{", b"WARC/1.0\r\n" + b"a" * 50_000])
def test_a_bomb_costs_bounded_memory(write, name, unit):
    start = WARC[:-100] if name == "a.warc.gz" and not unit.strip() else b""
    uri = write(name, gzip.compress(start + unit * (32 * MEGABYTE // len(unit)), 1))
    assert os.path.getsize(uri) < MEGABYTE // 4
    tracemalloc.start()
    try:
        for _ in read_file(uri, body_cap=MEGABYTE):
            pass
        assert tracemalloc.get_traced_memory()[1] < 16 * MEGABYTE
    finally:
        tracemalloc.stop()


def test_millions_of_empty_members_cost_no_memory(write):
    uri = write("a.jsonl.gz", gzip.compress(b"") * 50_000 + gzip.compress(LINE))
    tracemalloc.start()
    try:
        assert len(read(uri)) == 1
        assert tracemalloc.get_traced_memory()[1] < 4 * MEGABYTE
    finally:
        tracemalloc.stop()


SUFFIXES = [".txt", ".html", ".jsonl", ".warc", ".data"]
SEEDS = [PAGE, LINE, WARC, b"\r\n", b"\0", b"\xff\xfe", b"{", b"Content-Length: 5\r\n", b"\xef\xbb\xbf"]
SEEDS.append(LINE.decode().encode("utf-16"))


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.one_of(st.binary(max_size=40), st.sampled_from(SEEDS)), max_size=8).map(b"".join),
    st.sampled_from(SUFFIXES),
    st.sampled_from(["plain", "gzip", "broken"]),
    st.integers(0, 400),
)
def test_any_bytes_give_items_or_rejects(tmp_path_factory, content, suffix, packing, cut):
    if packing != "plain":
        content, suffix = gzip.compress(content), f"{suffix}.gz"
    if packing == "broken":
        content = content[:cut]
    path = tmp_path_factory.getbasetemp() / f"any{suffix}"
    path.write_bytes(content)
    for one in read(str(path), body_cap=1000):
        assert isinstance(one, (Item, Reject))
        assert one.input_uri.startswith(str(path))
        assert isinstance(one, Item) or (one.stage == "read" and one.reason != "crashed")
