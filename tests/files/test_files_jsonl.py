"""JSON lines: each an item, or a reject of its own."""

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.records import HTML, PLAIN, Item
from transforms.files.jsonl import read_jsonl

CAP = 1000
FIELDS = ("id", "url", "title", "text", "html", "published_at", "authors", "tags", "source", "name")
GOOD = b'{"text": "Words."}'
FRENCH = "Le président a déclaré à l’Assemblée que les élections seraient reportées."
RUSSIAN = "Президент заявил, что выборы будут перенесены. " * 3


def read(content, cap=CAP):
    return list(read_jsonl("a.jsonl", io.BufferedReader(io.BytesIO(content)), cap))


def item(**record):
    (one,) = read(json.dumps(record).encode())
    return one


def outcomes(content, cap=CAP):
    """Of each line its number, and its text or the reason of its reject."""
    return [
        (int(one.input_uri.rpartition("=")[2]), one.content.decode() if isinstance(one, Item) else one.reason)
        for one in read(content, cap)
    ]


def test_a_line_has_all_that_a_record_may_carry():
    assert item(
        id="n-1", url="https://courier.example/1", title=" Bridge ", text="Words.", published_at="2025-05-03T10:00:00Z",
        authors=["A. Price", {"name": "T. Reed"}], tags="bridges, Marlow", source="Courier", other=1,
    ) == Item(
        input_uri="a.jsonl#line=1", media=PLAIN, content=b"Words.", charset="utf-8", url="https://courier.example/1",
        source="Courier", record_id="n-1", title="Bridge", authors=["A. Price", "T. Reed"], tags=["bridges", "Marlow"],
        published_at=1_746_266_400_000_000,
    )  # fmt: skip


@pytest.mark.parametrize(
    "record, media, fragment, content",
    [
        ({"html": "<html><p>x</p></html>"}, HTML, False, b"<html><p>x</p></html>"),
        ({"html": "Words <b>x</b>"}, HTML, True, b"Words <b>x</b>"),
        ({"html": "<html></html>", "text": "Words."}, PLAIN, False, b"Words."),
        ({"html": "<i>x</i>", "text": "  "}, HTML, True, b"<i>x</i>"),
        ({"url": "https://courier.example/1"}, HTML, False, None),
    ],
)
def test_the_text_counts_before_the_html_before_the_address(record, media, fragment, content):
    one = item(**record)
    assert (one.media, one.fragment, one.content) == (media, fragment, content)


@pytest.mark.parametrize(
    "name, given, kept",
    [
        ("id", 12, "12"), ("id", True, None), ("id", "", None), ("title", 5, None), ("title", "  ", None),
        ("title", "\ud800x", "?x"),
        ("authors", "A. Price", ["A. Price"]), ("authors", [1, None, " "], None), ("authors", {"name": "A"}, ["A"]),
        ("tags", "a;b,,c", ["a", "b", "c"]), ("tags", ["a", 1], ["a"]), ("tags", {}, None),
        ("published_at", "soon", None), ("published_at", 1746266400, 1_746_266_400_000_000), ("published_at", [], None),
        ("published_at", float("nan"), None), ("source", ["x"], None),
    ],
)  # fmt: skip
def test_what_only_describes_an_article_is_unknown_where_it_is_of_another_type(name, given, kept):
    field = {"id": "record_id"}.get(name, name)
    assert getattr(item(**{"text": "Words.", name: given}), field) == kept


@pytest.mark.parametrize(
    "line, reason",
    [
        (b'{"text": "cut off', "malformed_json"), (b"words", "malformed_json"), (b"{}{}", "malformed_json"),
        (b"[" * 900, "malformed_json"), (b"\0\x01\x02", "malformed_json"), (b"{" + b"9" * 900, "malformed_json"),
        (b"{}", "bad_record"), (b"[]", "bad_record"), (b"null", "bad_record"), (b"12", "bad_record"),
        (b'"x"', "bad_record"),
        (b'{"title": "no text"}', "bad_record"), (b'{"text": ""}', "bad_record"), (b'{"text": 5}', "bad_record"),
        ('{"text": "\u9996\u76f8\u306f\u8ff0\u3079\u305f"}'.encode("shift_jis"), "undecodable"),
        (b'{"text": "x", "url": {}}', "bad_record"), (b'{"html": [], "text": "x"}', "bad_record"),
        (b'{"text": "\x81\x8d\x8f\x90"}', "undecodable"),
        (b'{"text": "' + b"x" * CAP + b'"}', "too_large"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_a_bad_line_is_a_reject_and_the_others_go_on(line, reason, end):
    assert outcomes(end.join([GOOD, line, b"", GOOD])) == [(1, "Words."), (2, reason), (4, "Words.")]
    assert outcomes(end.join([line, GOOD, b" "])) == [(1, reason), (2, "Words.")]


def test_a_reject_of_a_line_keeps_the_line():
    (reject,) = read(b'{"text": 5, "x": "\xff"}')
    assert reject.input_uri == "a.jsonl#line=1"
    assert reject.message == "text is a JSON number, not a string"
    assert reject.payload == '{"text": 5, "x": "\ufffd"}'


@pytest.mark.parametrize("end", [b"", b"\n", b"\r\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("size", range(CAP - 4, CAP + 8))
def test_a_line_may_have_as_many_bytes_as_the_cap(size, mark, end):
    line = b'{"text": "Words."}'.ljust(size)
    first, *others = outcomes(mark + line + end + GOOD if end else mark + line)
    assert first == (1, "Words." if size <= CAP else "too_large")
    assert others == ([(2, "Words.")] if end else [])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_lines_may_be_in_any_unicode_encoding(encoding, end):
    texts = (FRENCH, RUSSIAN, "\U0001f600 \u0a0d\u0d0a \u2028")
    lines = [json.dumps({"text": text}, ensure_ascii=False) for text in texts]
    lines.insert(1, '{"text": "' + "x" * CAP)
    texts = [text for _, text in outcomes(end.join(lines).encode(encoding))]
    assert texts == [FRENCH, "too_large", RUSSIAN.strip(), "\U0001f600 \u0a0d\u0d0a"]


@pytest.mark.parametrize("encoding, text", [("cp1252", FRENCH), ("cp1252", "Caf\u00e9"), ("cp1251", RUSSIAN)])
def test_lines_in_another_encoding_are_read_in_it(encoding, text):
    line = json.dumps({"text": text.strip()}, ensure_ascii=False).encode(encoding)
    assert outcomes(b"\n".join([line, GOOD, line])) == [(1, text.strip()), (2, "Words."), (3, text.strip())]


def test_a_few_damaged_bytes_of_a_line_in_utf_8_are_repaired():
    good = json.dumps({"text": FRENCH * 3}, ensure_ascii=False).encode()
    at = good.index(b"que")
    (one,) = read(good[:at] + b"\xff" + good[at:])
    assert one.content.decode() == (FRENCH * 3).replace("que", "\ufffdque", 1)


@given(st.lists(st.one_of(st.binary(max_size=60).filter(lambda line: b"\n" not in line), st.just(GOOD)), max_size=6))
def test_every_line_has_one_outcome(lines):
    content = b"\n".join([GOOD, *lines])
    numbers = [number for number, _ in outcomes(content)]
    assert numbers == [number for number, line in enumerate([GOOD, *lines], 1) if line.strip()]
    assert all(text == "Words." for (number, text) in outcomes(content) if ([GOOD] + lines)[number - 1] == GOOD)


@given(
    st.recursive(
        st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8)),
        lambda values: st.one_of(
            st.lists(values, max_size=3),
            st.dictionaries(st.sampled_from(FIELDS), values),
        ),
        max_leaves=12,
    )
)
def test_any_json_is_an_item_or_a_bad_record(value):
    (one,) = read(json.dumps(value).encode(), cap=100_000)
    assert isinstance(one, Item) or one.reason == "bad_record"
