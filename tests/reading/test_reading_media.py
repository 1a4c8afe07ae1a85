"""What a body is, by its declared type and by its beginning."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.media import (
    looks_like_html,
    looks_like_json,
    looks_like_json_feed,
    looks_like_opml,
    looks_like_xml_feed,
    media_type,
    root_element,
    unicode_encoding,
)


@pytest.mark.parametrize(
    "header, expected",
    [
        (None, (None, None)), ("", (None, None)), ("text/html", ("text/html", None)),
        ("Text/HTML; Charset=\"UTF-8\"", ("text/html", "UTF-8")),
        ("text/html;charset = latin-1 ; x=y", ("text/html", "latin-1")),
        ("; charset=utf-8", (None, "utf-8")), ("text/html; xcharset=a", ("text/html", None)),
        ("text/html; charset=", ("text/html", None)),
    ],
)  # fmt: skip
def test_a_content_type_has_a_type_and_a_charset(header, expected):
    assert media_type(header) == expected


@pytest.mark.parametrize(
    "body, root",
    [
        ("<html>", "html"), ("<!DOCTYPE html><p>", "html"), ("<!doctype HTML PUBLIC \"-//W3C\">", "html"),
        ("\n <RSS version='2.0'>", "rss"),
        ("<?xml version='1.0'?><!-- a > b --><feed xmlns='x'>", "feed"), ("<rdf:RDF>", "rdf"), ("<a:opml>", "opml"),
        ("<!DOCTYPE rss [<!ENTITY a 'b'>]>\n<rss>", "rss"), ("<?xml-stylesheet?>" * 50 + "<urlset>", "urlset"),
        ("words <html>", None), ("", None), ("<", None), ("<!-- no end <html>", None), ("<!DOCTYPE", None),
        ("{}", None),
    ],
)  # fmt: skip
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-32"])
def test_the_root_is_the_first_element_in_any_encoding(body, root, encoding):
    encoded = body.encode(encoding)
    assert root_element(encoded) == root
    assert looks_like_html(encoded) == (root == "html")
    assert looks_like_xml_feed(encoded) == (root in ("rss", "feed", "rdf"))
    assert looks_like_opml(encoded) == (root == "opml")


@pytest.mark.parametrize(
    "body, is_json, is_feed",
    [
        (b'{"version": "https://jsonfeed.org/version/1"}', True, True),
        (b'{"version": "https:\\/\\/jsonfeed.org\\/version\\/1.1"}', True, True),
        (b'\xef\xbb\xbf {"items": [{"content_text" : "x"}]}', True, True), (b'{"items": []}', True, False),
        (b"[1]", True, False),
        (b"<p>jsonfeed.org/version/1</p>", False, False), (b"", False, False),
    ],
)  # fmt: skip
def test_json_feeds_are_known_by_their_own_names(body, is_json, is_feed):
    assert (looks_like_json(body), looks_like_json_feed(body)) == (is_json, is_feed)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_an_encoding_is_known_by_its_mark_or_its_zeros(encoding):
    assert "Words.".encode(encoding).decode(unicode_encoding("Words.".encode(encoding))) == "Words."


@pytest.mark.parametrize("body", [b"", b"W", b"Words.", b"\0\0\0\0", b"\x1f\x8b\x08\0"])
def test_other_bytes_have_no_unicode_encoding(body):
    assert unicode_encoding(body) is None


@given(st.binary(max_size=200))
def test_any_body_is_something_or_nothing(body):
    root_element(b"<!--" + body)
    root_element(b"<!DOCTYPE " + body)
    looks_like_json_feed(body)
