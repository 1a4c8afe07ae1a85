"""Opening: files, URIs of files, caps, and why reading failed."""

import gzip
import io
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.reasons import Reason
from transforms.decompression import CorruptData
from transforms.opening import (
    NotAFile,
    TooLarge,
    is_object,
    local_path,
    open_content,
    open_stored,
    read_capped,
    read_failure,
    read_head,
    uri_of,
)


@pytest.mark.parametrize(
    "uri, path",
    [
        ("a.txt", "a.txt"), ("a%20b#c?d", "a%20b#c?d"), ("file:///a%20b/%23.txt", "/a b/#.txt"), ("FILE:///a", "/a"),
        ("file://localhost/a", "/a"), ("file:///a#b?c", "/a#b?c"), ("file://elsewhere/a", "file://elsewhere/a"),
        ("file:///%C3%A9", "/\u00e9"), ("file:///%E9", "/\udce9"),
    ],
)  # fmt: skip
def test_a_file_uri_stands_for_a_path(uri, path):
    assert local_path(uri) == path


@given(st.binary(min_size=1, max_size=30).filter(lambda name: b"\0" not in name))
def test_any_path_has_a_uri_that_is_text_and_leads_back(name):
    path = os.fsdecode(b"/" + name)
    uri = uri_of(path)
    uri.encode("utf-8")
    assert uri == path or local_path(uri) == os.path.abspath(path)


@pytest.mark.parametrize(
    "uri, expected",
    [
        ("s3://b/a", True), ("GS://b", True), ("az://b/a", True), ("s3:/b", False), ("s3", False), ("http://s3", False),
        ("x://[", False),
    ],  # fmt: skip
)
def test_objects_are_known_by_their_scheme(uri, expected):
    assert is_object(uri) == expected


@pytest.mark.parametrize("size", [0, 1, 9, 10, 11, 3_000_000])
def test_reading_stops_at_the_cap(size):
    for cap in (10, size):
        if size > cap:
            with pytest.raises(TooLarge, match="more than 10 bytes"):
                read_capped(io.BytesIO(bytes(size)), cap)
        else:
            assert read_capped(io.BytesIO(bytes(size)), cap) == bytes(size)


@pytest.mark.parametrize("name", ["a.txt", "a.txt.gz", "A.TXT.GZ"])
def test_content_is_what_was_compressed(tmp_path, name):
    path = tmp_path / name
    stored = gzip.compress(b"words") if name.lower().endswith(".gz") else b"words"
    path.write_bytes(stored)
    with open_content(str(path)) as content, open_stored(path.as_uri()) as file:
        assert content.read() == b"words"
        assert file.read() == stored
    assert read_head(str(path), 3) == b"wor"


@pytest.mark.parametrize(
    "content, head",
    [(b"no gzip", b"no gzip"), (gzip.compress(b"words")[:-4], b"words"), (b"\x1f\x8b", b"\x1f\x8b"), (b"", b"")],
)
def test_of_a_broken_file_the_head_is_what_can_be_had(tmp_path, content, head):
    (tmp_path / "a.gz").write_bytes(content)
    assert read_head(str(tmp_path / "a.gz"), 100) == head


def test_of_what_can_not_be_opened_the_head_is_empty(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path, tmp_path / "pipe", tmp_path / "gone", f"{tmp_path}/null\0byte"):
        assert read_head(str(path), 100) == b""


@pytest.mark.parametrize(
    "error, reason, message",
    [
        (TooLarge("it has more than 5 bytes"), Reason.TOO_LARGE, "it has more than 5 bytes"),
        (CorruptData("its gzip is cut off", cut_off=True), Reason.CORRUPT_GZIP, "its gzip is cut off"),
        (NotAFile("it is a pipe, not a file"), Reason.NOT_A_FILE, "it is a pipe, not a file"),
        (PermissionError(13, "Permission denied", "/a"), Reason.UNREADABLE, "it can't be read: Permission denied"),
        (OSError("first line\nsecond line"), Reason.UNREADABLE, "it can't be read: first line"),
    ],
)
def test_a_failure_has_a_reason_and_one_line(error, reason, message):
    assert read_failure(error) == (reason, message)
