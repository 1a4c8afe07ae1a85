"""What a path or an address holds, or why it can't be had."""

import gzip
import os
from dataclasses import replace

import pytest

from schemas.records import Response
from tests.web.serving import serving
from transforms.web.client import Client
from transforms.web.load import ask, load

FEED = b"<rss/>"
CAP = 1000


@pytest.fixture
def client():
    with Client(timeout=20, body_cap=CAP, allow_private=True) as client:
        yield client


@pytest.mark.parametrize(
    "name, content", [("feed.xml", FEED), ("feed.xml.gz", gzip.compress(FEED)), ("feed", gzip.compress(FEED))]
)
def test_a_file_is_loaded_decompressed(tmp_path, client, name, content):
    (tmp_path / name).write_bytes(content)
    loaded = load(str(tmp_path / name), client)
    assert (loaded.url, loaded.body) == (str(tmp_path / name), FEED)
    assert load((tmp_path / name).as_uri(), client).body == FEED


def test_a_gzip_file_from_the_web_is_decompressed(client):
    with serving() as site:
        address = site.page("/feed.xml.gz", gzip.compress(FEED), content_type="application/gzip")
        loaded = load(address, client)
        assert replace(loaded, headers={}) == Response(address, 200, "application/gzip", None, FEED)


@pytest.mark.parametrize(
    "content, reason",
    [
        (b"x" * (CAP + 1), "too_large"),
        (gzip.compress(b"x" * (CAP + 1)), "too_large"),
        (gzip.compress(FEED)[:-4], "corrupt_gzip"),
    ],
)
def test_a_file_that_can_not_be_read_is_a_reject(tmp_path, client, content, reason):
    path = tmp_path / "feed.xml"
    path.write_bytes(content)
    rejected = load(str(path), client)
    assert (rejected.stage, rejected.reason, rejected.input_uri) == ("read", reason, str(path))
    assert rejected.feed_url == rejected.payload == str(path)


def test_a_path_to_nothing_a_folder_and_a_pipe_are_rejects(tmp_path, client):
    os.mkfifo(tmp_path / "pipe")
    reasons = {name: load(str(tmp_path / name), client).reason for name in ("nowhere", "", "pipe")}
    assert reasons == {"nowhere": "unreadable", "": "not_a_file", "pipe": "not_a_file"}


@pytest.mark.parametrize(
    "address, reason",
    [("{site}/missing", "http_error"), ("http://", "bad_url"), ("http://anna:secret@courier.example:0/", "bad_url")],
)
def test_an_address_that_can_not_be_had_is_a_reject_without_credentials(client, address, reason):
    with serving() as site:
        given = address.format(site=site.address.replace("//", "//anna:secret@"))
        rejected = load(given, client)
    assert (rejected.stage, rejected.reason) == ("fetch", reason)
    assert "secret" not in repr(rejected)
    assert rejected.payload == rejected.input_uri


def test_a_failure_comes_with_what_the_server_said(client):
    with serving() as site:
        not_had = ask(site.page("/feed", b"", status=503, retry_after="60"), client)
        assert (not_had.status, not_had.headers["retry-after"]) == (503, "60")
        assert not_had.reject.reason == "http_error"
        site.page("/feed", b"", status=304)
        assert ask(f"{site.address}/feed", client, {"If-None-Match": "a"}).status == 304
