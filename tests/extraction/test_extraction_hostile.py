"""No page crashes or hangs: hostile ones are extracted within bounds or rejected with a reason."""

import time

import pytest
from hypothesis import given, settings, strategies as st

from schemas.records import Item, Page
from schemas.reasons import Reason
from schemas.tables import Reject
from tests.extraction.building import FIRST, SECOND, THIRD, extracted, page
from transforms.extraction.extract import extract
from transforms.extraction.markup import MAX_ELEMENTS

PARAGRAPHS = "".join(f"<p>{text}</p>" for text in (FIRST, SECOND, THIRD))


@pytest.mark.parametrize(
    "content",
    [
        "<div>" * 100_000 + PARAGRAPHS,
        "<ul><li>" * 50_000 + PARAGRAPHS,
        "<table><tr><td>" * 30_000 + PARAGRAPHS,
        "<b><i>" * 50_000 + PARAGRAPHS,
        "<p>" * (MAX_ELEMENTS + 10),
        "<" * 1_000_000,
        "<!--" + "-" * 1_000_000,
        "&" * 1_000_000,
        "<div " + " ".join(f"a{number}=x" for number in range(100_000)) + ">" + PARAGRAPHS,
        "<script type='application/ld+json'>" + "[" * 100_000 + "</script>" + PARAGRAPHS,
        '<script type="application/ld+json">{"@type": ["Article"], "author": [[[{}]]], "keywords": 5}</script>'
        + PARAGRAPHS,
        "<table><tr><td rowspan=1000000000 colspan=1000000000>x</td></tr></table>" + PARAGRAPHS,
        "<a href='http://['>x</a><link rel=canonical href='http://['>" + PARAGRAPHS,
        "<html lang=''><title></title><h1></h1><meta content=x>" + PARAGRAPHS,
        "\ud800 &#xD800; &#0; &#x110000;" + PARAGRAPHS,
    ],
    ids=lambda content: content[:12],
)
def test_a_hostile_page_is_a_page_or_a_reject(content):
    assert isinstance(extracted(b"<html><body>" + content.encode("utf-8", "surrogatepass")), (Page, Reject))


def test_a_page_of_too_many_elements_is_rejected_by_reason():
    rejected = extracted(b"<html><body>" + b"<p>text</p>" * (MAX_ELEMENTS + 1))
    assert rejected.reason == Reason.TOO_LARGE.value
    assert "elements" in rejected.message


@pytest.mark.parametrize(
    "part",
    [
        "<div class='promo'><p>{n} of the vote on the bridge <button>x</button></p></div>",
        "<li><a href='/n/{n}'>What came of the vote number {n}</a></li>",
        "<h3>{n} of the vote</h3><p><a href='/n/{n}'>What came of the vote number {n}</a></p>",
        "<div><p>{n} of the vote on the bridge</p>",
    ],
)
def test_boxes_without_end_take_no_time_without_end(part):
    parts = "".join(part.format(n=n) for n in range(1_000))
    started = time.process_time()
    assert isinstance(extracted(page(body=PARAGRAPHS + parts)), (Page, Reject))
    assert time.process_time() - started < 20


def test_null_characters_end_no_page():
    found = extracted(page().replace(b"Mayor", b"May\0or"))
    assert THIRD in found.text and "\0" not in found.text


def test_unclosed_elements_lose_no_text():
    body = "".join(
        f"<div><span><b><p>{text} Number {number}." for number, text in enumerate([FIRST, SECOND, THIRD] * 40)
    )
    assert "Number 119." in extracted(page(body=body)).text


MARKUP = st.lists(
    st.sampled_from(["<p>", "</p>", "<div", " class=x>", "<h1>", "<a href=", "'", '"', ">", "<!--", "-->", "<script>", "<table><td>", "&#",
                     "text of a page. ", "\0", "é", "<meta property='og:title' content=", "<time datetime=", "2025-01-01"]),
    max_size=60,
).map("".join)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(MARKUP, st.booleans(), st.sampled_from([None, "https://courier.example/a", "http://[", "", "x"]))
def test_any_markup_is_a_page_or_a_reject(markup, fragment, url):
    found = extract(Item(input_uri="x/y.html", content=markup.encode(), fragment=fragment, url=url))
    assert isinstance(found, (Page, Reject))
