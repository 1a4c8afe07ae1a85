"""WARC files: their pages, and one reject where they break."""

import functools
import gzip
import io
import zlib

import pytest
import brotli
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from schemas.records import HTML, Item
from transforms.files.warc import read_warc

CAP = 10_000
PAGE = b"<html><body><p>The bridge will be repaired.</p></body></html>"
ADDRESS = "http://courier.example/bridge"


def record(block, kind="response", **fields):
    lines = {"WARC-Type": kind, "WARC-Target-URI": ADDRESS, "Content-Length": str(len(block)), **fields}
    header = "".join(f"{name}: {value}\r\n" for name, value in lines.items() if value is not None)
    return b"WARC/1.0\r\n" + header.encode() + b"\r\n" + block + b"\r\n\r\n"


def answer(body, status="200 OK", **headers):
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    lines = {"Content-Type": "text/html; charset=utf-8", **given}
    header = "".join(f"{name}: {value}\r\n" for name, value in lines.items() if value is not None)
    return f"HTTP/1.1 {status}\r\n{header}\r\n".encode() + body


def read(content, cap=CAP):
    return list(read_warc("a.warc", io.BufferedReader(io.BytesIO(content)), cap))


def pages(content, cap=CAP):
    items = read(content, cap)
    assert all(isinstance(one, Item) for one in items), items
    return [one.content for one in items]


RECORDS = [
    record(b"software: crawler\r\n", kind="warcinfo"),
    record(answer(PAGE)),
    record(b"GET / HTTP/1.1\r\n\r\n", kind="request"),
    record(answer(PAGE.replace(b"bridge", b"road"))),
]


def test_a_page_is_an_item_with_its_address():
    first, _ = read(b"".join(RECORDS))
    offset = len(RECORDS[0])
    assert first == Item(
        input_uri=f"a.warc#offset={offset}", media=HTML, content=PAGE, charset="utf-8", url=ADDRESS
    )  # fmt: skip


@pytest.mark.parametrize("joined", [b"".join, lambda members: gzip.compress(b"".join(members))])
def test_in_a_file_that_is_not_compressed_record_by_record_offsets_are_those_of_the_content(joined):
    starts = [len(RECORDS[0]), sum(map(len, RECORDS[:3]))]
    assert [one.input_uri for one in read(joined(RECORDS))] == [f"a.warc#offset={start}" for start in starts]


@pytest.mark.parametrize("between", [b"", gzip.compress(b""), b"\0" * 512])
def test_in_a_file_compressed_record_by_record_offsets_are_those_of_the_file(between):
    members = [gzip.compress(one) + between for one in RECORDS]
    starts = [len(members[0]), sum(map(len, members[:3]))]
    assert [one.input_uri for one in read(b"".join(members))] == [f"a.warc#offset={start}" for start in starts]


@pytest.mark.parametrize(
    "content, records",
    [
        (record(answer(PAGE, status="404 Not Found")), 1),
        (RECORDS[0] + RECORDS[2] + record(answer(b"\x89PNG", **{"Content-Type": "image/png"})), 3),
    ],
)
def test_a_file_without_a_page_is_a_reject(content, records):
    (reject,) = read(content)
    assert (reject.stage, reject.reason, reject.input_uri) == ("read", "not_html", "a.warc")
    assert f"none of its {records} records" in reject.message
    assert reject.payload.startswith("WARC/1.0")


@pytest.mark.parametrize(
    "one, is_page",
    [
        (record(answer(PAGE)), True),
        (record(answer(PAGE, **{"Content-Type": "APPLICATION/XHTML+XML"})), True),
        (record(answer(PAGE, **{"Content-Type": None})), True),
        (record(answer(b"words", **{"Content-Type": None})), False),
        (record(answer(PAGE, **{"Content-Type": "image/png"})), False),
        (record(answer(PAGE, status="404 Not Found")), False),
        (record(answer(PAGE, status="301 Moved")), False),
        (record(PAGE, kind="resource", **{"Content-Type": "text/html"}), True),
        (record(PAGE, kind="resource", **{"Content-Type": "text/plain"}), False),
        (record(PAGE, kind="conversion", **{"Content-Type": "text/html"}), False),
        (record(answer(PAGE), kind="revisit"), False),
        (record(answer(PAGE), kind="RESPONSE"), True),
        (record(b"no HTTP"), False),
        (record(b""), False),
        (record(answer(PAGE)).replace(b"\r\n", b"\n"), False),
    ],
)
def test_pages_are_read_and_other_records_passed_over(one, is_page):
    if b"\r\n" not in one:  # a file whose line ends were changed: its lengths are wrong
        assert [reject.reason for reject in read(one)] == ["truncated_warc"]
    else:
        assert pages(one + RECORDS[1]) == [PAGE] * (1 + is_page)


@pytest.mark.parametrize(
    "target, url, record_id",
    [
        (f"<{ADDRESS}>", ADDRESS, None), ("HTTPS://courier.example", "HTTPS://courier.example", None),
        ("urn:news:1", None, "urn:news:1"), (None, None, None),
    ],
)  # fmt: skip
def test_what_is_no_web_address_names_the_record(target, url, record_id):
    (one,) = read(record(answer(PAGE), **{"WARC-Target-URI": target}))
    assert (one.url, one.record_id) == (url, record_id)


def chunked(body):
    return b"5;x=y\r\n" + body[:5] + b"\r\n%x\r\n" % len(body[5:]) + body[5:] + b"\r\n0\r\n\r\n"


@pytest.mark.parametrize(
    "body, headers",
    [
        (gzip.compress(PAGE), {"Content_Encoding": "gzip"}),
        (gzip.compress(PAGE), {"Content_Encoding": "x-gzip"}),
        (zlib.compress(PAGE), {"Content_Encoding": "deflate"}),
        (zlib.compress(PAGE)[2:-4], {"Content_Encoding": "Deflate"}),
        (zstandard.compress(PAGE), {"Content_Encoding": "zstd"}),
        (brotli.compress(PAGE), {"Content_Encoding": "br"}),
        (gzip.compress(gzip.compress(PAGE)), {"Content_Encoding": "gzip, gzip"}),
        (chunked(PAGE), {"Transfer_Encoding": "chunked"}),
        (chunked(gzip.compress(PAGE)), {"Transfer_Encoding": "Chunked", "Content_Encoding": "gzip"}),
        (PAGE, {"Transfer_Encoding": "chunked", "Content_Encoding": "gzip"}),
        (PAGE, {"Content_Encoding": "br"}),
        (PAGE, {"Content_Encoding": ""}),
    ],
)
def test_a_page_is_decoded_or_was_before_it_was_stored(body, headers):
    assert pages(record(answer(body, **headers))) == [PAGE]


@pytest.mark.parametrize(
    "body, headers, reason",
    [
        (gzip.compress(PAGE)[:-9], {"Content_Encoding": "gzip"}, "undecodable"),
        (zlib.compress(PAGE)[:-5], {"Content_Encoding": "deflate"}, "undecodable"),
        (zstandard.compress(PAGE)[:-5], {"Content_Encoding": "zstd"}, "undecodable"),
        (b"\x0b\x02\x80", {"Content_Encoding": "br"}, "undecodable"),
        (gzip.compress(PAGE), {"Content_Encoding": "gzip, gzip, gzip"}, "undecodable"),
        (gzip.compress(bytes(CAP + 1)), {"Content_Encoding": "gzip"}, "too_large"),
        (b"x" * (CAP + 1), {}, "too_large"),
        (b"x" * (CAP + 1_000_000), {}, "too_large"),
        (b"<p>", {"X": "x" * 300_000}, "too_large"),
    ],
)
def test_a_bad_page_is_a_reject_and_the_others_go_on(body, headers, reason):
    *first, last = read(record(answer(body, **headers)) + RECORDS[1])
    assert [(one.stage, one.reason) for one in first] == [("read", reason)]
    assert last.content == PAGE


@pytest.mark.parametrize("size", [b"ffffffffffffffffffff", b"-5", b"zz", b"0"])
def test_chunks_of_no_size_do_no_harm(size):
    (one,) = read(record(answer(size + b"\r\n" + PAGE, Transfer_Encoding="chunked")))
    assert isinstance(one, Item)


@pytest.mark.parametrize(
    "content, reason, message",
    [
        (b"no WARC\r\n", "malformed_warc", "no WARC record begins here"),
        (b"WARC/1.0\r\nWARC-Type: response\r\n\r\n", "malformed_warc", "announces no bytes"),
        (record(b"", **{"Content-Length": "-1"}), "malformed_warc", "announces -1 bytes"),
        (record(b"", **{"Content-Length": "9" * 5000}), "malformed_warc", "announces 9999"),
        (record(b"", **{"Content-Length": "\u0663"}), "malformed_warc", "announces"),
        (record(b"", **{"Content-Length": "1" + "0" * 17}), "truncated_warc", "before the 1000"),
        (b"WARC/1.0\r\n" + b"a: b\r\n" * 200_000, "malformed_warc", "does not end"),
        (b"WARC/1.0\r\n" + b"a" * 2_000_000, "malformed_warc", "does not end"),
        (b"WARC/1.0\r\n" + b"a" * 100_000, "truncated_warc", "within a record's header"),
    ],
)
def test_after_a_broken_record_nothing_can_be_read(content, reason, message):
    for packed in (RECORDS[1] + content, gzip.compress(RECORDS[1]) + gzip.compress(content)):
        page, reject = read(packed)
        assert (page.content, reject.stage, reject.reason) == (PAGE, "read", reason)
        assert message in reject.message
        start = len(RECORDS[1] if packed.startswith(b"WARC") else gzip.compress(RECORDS[1]))
        assert reject.input_uri == f"a.warc#offset={start}"
        assert reject.payload


CUTTABLE = {
    "plain": b"".join(RECORDS),
    "gzip by record": b"".join(gzip.compress(one, mtime=0) for one in RECORDS),
    "gzip": gzip.compress(b"".join(RECORDS), mtime=0),
}


@functools.lru_cache(maxsize=None)
def ends(packing):
    """Where each record ends, in the file as it is packed."""
    packed = {"plain": bytes, "gzip by record": lambda one: gzip.compress(one, mtime=0)}[packing]
    sizes = [len(packed(one)) for one in RECORDS]
    return [sum(sizes[: at + 1]) for at in range(len(sizes))]


@pytest.mark.parametrize("packing", ["plain", "gzip by record"])
def test_a_file_cut_off_anywhere_gives_the_pages_before_and_one_reject(packing):
    whole = CUTTABLE[packing]
    for cut in range(1, len(whole)):
        *items, last = read(whole[:cut]) or [None]
        # The four bytes that end a record are not missed.
        slack = 4 if packing == "plain" else 0
        complete = sum(end - slack <= cut for end in ends(packing))
        is_clean = any(end - slack <= cut <= end for end in ends(packing))
        results = [*items, last] if last is not None else []
        rejects = [one for one in results if not isinstance(one, Item)]
        pages_before = [one for one in results if isinstance(one, Item)]
        assert len(rejects) == (not is_clean or not pages_before), cut  # a file without a page is one, too
        assert len(pages_before) >= sum((complete > 1, complete > 3)), cut
        if rejects:
            assert results[-1] is rejects[0]
            # Of a file of one byte it can't be told whether it is compressed.
            one_byte = (packing, cut) == ("gzip by record", 1)
            cut_off = "malformed_warc" if one_byte else "truncated_warc"
            assert rejects[0].reason == ("not_html" if is_clean else cut_off), cut


def test_a_file_compressed_as_a_whole_and_cut_off_anywhere_gives_one_reject():
    whole = CUTTABLE["gzip"]
    for cut in range(2, len(whole)):
        results = read(whole[:cut])
        assert [one.reason for one in results if not isinstance(one, Item)] == ["truncated_warc"], cut


@given(st.sampled_from(sorted(CUTTABLE)), st.integers(0, 10_000), st.binary(min_size=1, max_size=8))
def test_damage_anywhere_gives_pages_and_at_most_one_reject_at_the_end(packing, at, damage):
    whole = bytearray(CUTTABLE[packing])
    at %= len(whole)
    whole[at : at + len(damage)] = damage
    results = read(bytes(whole))
    broken = [one for one in results if not isinstance(one, Item) and one.reason != "undecodable"]
    assert broken in ([], results[-1:])
