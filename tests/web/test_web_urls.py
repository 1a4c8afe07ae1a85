"""Web addresses, and the credentials in them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.web.urls import BadAddress, is_web, parse_address, shown, web_address, without_credentials


@pytest.mark.parametrize(
    "address, shown_address",
    [
        ("https://anna:secret@courier.example/feed", "https://courier.example/feed"),
        ("https://anna@courier.example/feed", "https://courier.example/feed"),
        ("https://anna:s@cr@t@courier.example/", "https://courier.example/"),
        ("//anna:secret@courier.example/", "//courier.example/"),
        ("s3://key:secret@bucket/feed.xml", "s3://bucket/feed.xml"),
        ("https://courier.example/@anna", "https://courier.example/@anna"),
        ("https://courier.example?to=a@b", "https://courier.example?to=a@b"),
        ("/home/anna@work/feed.xml", "/home/anna@work/feed.xml"),
    ],
)
def test_credentials_are_not_shown(address, shown_address):
    assert without_credentials(address) == shown_address


@pytest.mark.parametrize(
    "address",
    [
        "",
        "feed.xml",
        "ftp://courier.example/",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "http://",
        "http:///path",
        "http://anna:secret@/path",
        "http://courier.example:0/",
        "http://courier.example:99999/",
        "http://courier.example:port/",
        "http://[::1/",
        "http://cour\x00ier.example/",
    ],
)
def test_what_is_no_web_address_is_refused_without_its_credentials(address):
    with pytest.raises(BadAddress) as refused:
        parse_address(address)
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize(
    "link, base, address",
    [
        ("/bridge.html", "https://courier.example/feed", "https://courier.example/bridge.html"),
        ("bridge.html", "https://courier.example/news/feed", "https://courier.example/news/bridge.html"),
        ("//cdn.example/a", "https://courier.example/", "https://cdn.example/a"),
        (" https://courier.example/a\n", None, "https://courier.example/a"),
        ("https://courier.example/a\n b", None, "https://courier.example/a b"),
        ("bridge.html", None, None),
        ("bridge.html", "/home/anna/feed.xml", None),
        ("mailto:anna@courier.example", "https://courier.example/", None),
        ("http://[", "https://courier.example/", None),
        ("", "https://courier.example/", None),
        (None, "https://courier.example/", None),
    ],
)
def test_a_link_is_made_absolute_or_is_none(link, base, address):
    assert web_address(link, base) == address


@given(st.text(), st.one_of(st.none(), st.just("https://courier.example/a/feed")))
def test_any_link_is_a_web_address_or_none(link, base):
    address = web_address(link, base)
    assert address is None or is_web(address)
    try:
        assert "@" not in shown(parse_address(link)).partition("//")[2].partition("/")[0]
    except BadAddress:
        pass
