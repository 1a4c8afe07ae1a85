"""Decompression: right, in small pieces, and broken data named as such."""

import gzip
import io
import itertools
import random
import tracemalloc
import zlib

import pytest
import brotli
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from transforms.decompression import PIECE_BYTES, CorruptData, GzipReader, decode

MEGABYTE = 1 << 20


def bare_deflate(content):
    engine = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return engine.compress(content) + engine.flush()


PACKINGS = {
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "deflate": zlib.compress,
    "zstd": zstandard.compress,
    "br": brotli.compress,
}
ALL_PACKINGS = [*PACKINGS.items(), ("deflate", bare_deflate), ("identity", bytes)]


def cut(content, sizes):
    """Content in chunks of some sizes, again and again."""
    sizes = itertools.cycle(sizes)
    at = 0
    while at < len(content):
        size = next(sizes)
        yield content[at : at + size]
        at += size


@given(st.binary(max_size=3000), st.sampled_from(ALL_PACKINGS), st.lists(st.integers(1, 500), min_size=1, max_size=4))
def test_a_body_is_decoded_however_it_arrives(content, packing, sizes):
    coding, pack = packing
    pieces = list(decode(cut(pack(content), sizes), [coding.upper()]))
    assert b"".join(pieces) == content


@pytest.mark.parametrize("coding, pack", ALL_PACKINGS)
def test_what_is_large_comes_in_small_pieces_at_bounded_memory(coding, pack):
    packed = pack(bytes(64 * MEGABYTE) if coding != "identity" else b"")
    tracemalloc.start()
    try:
        assert sum(len(piece) for piece in decode([packed], [coding]) if len(piece) <= PIECE_BYTES) in (64 * MEGABYTE,
        0)
        assert tracemalloc.get_traced_memory()[1] < 12 * MEGABYTE
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("coding", ["gzip", "deflate", "zstd", "br"])
def test_a_body_cut_off_anywhere_is_corrupt(coding):
    packed = PACKINGS[coding](random.Random(1).randbytes(300))
    for length in range(2, len(packed)):
        with pytest.raises(CorruptData) as error:
            list(decode([packed[:length]], [coding]))
        assert error.value.cut_off or coding in ("zstd", "br") or length < 3


@given(st.binary(max_size=200), st.sampled_from(sorted(PACKINGS)))
def test_any_bytes_are_decoded_or_corrupt(content, coding):
    try:
        list(decode([content], [coding]))
    except CorruptData as error:
        assert str(error)


@pytest.mark.parametrize(
    "codings, message",
    [
        (["lzma"], "lzma can't be undone"),
        (["gzip", "compress"], "compress can't be undone"),
        (["gzip"] * 3, "has 3 content codings"),
    ],
)
def test_codings_that_can_not_be_undone_are_corrupt(codings, message):
    with pytest.raises(CorruptData, match=message):
        decode([b""], codings)


def test_codings_are_undone_in_the_order_opposite_to_that_they_were_done_in():
    assert b"".join(decode([gzip.compress(zlib.compress(b"x"))], ["deflate", " GZIP ", ""])) == b"x"


def test_what_is_declared_as_gzip_but_is_not_is_given_as_it_is():
    assert b"".join(decode([b"", b"p", b"lain"], ["gzip"])) == b"plain"


def test_several_frames_of_zstd_are_one_body():
    assert b"".join(decode([zstandard.compress(b"a") + zstandard.compress(b"b")], ["zstd"])) == b"ab"


@given(st.lists(st.binary(max_size=200), max_size=8), st.integers(1, 100))
def test_members_of_gzip_are_found_where_they_begin(parts, size):
    members = [gzip.compress(part) for part in parts]
    reader = GzipReader(io.BytesIO(b"".join(members)))
    position = stored = 0
    for part, member in zip(parts, members):
        data = b""
        while len(data) < len(part):
            data += reader.read(min(size, len(part) - len(data)))
            if part and len(data) <= size:
                assert reader.member_at(position) == stored
        assert data == part
        position += len(part)
        stored += len(member)
    assert reader.read(size) == b""


def test_all_that_can_be_decompressed_is_given_before_the_error():
    content = random.Random(1).randbytes(MEGABYTE)
    reader = GzipReader(io.BytesIO(gzip.compress(content)[:-8]))
    given_bytes = b""
    with pytest.raises(CorruptData) as error:
        while True:
            given_bytes += reader.read(1000)
    assert error.value.cut_off
    assert given_bytes == content
