"""OPML lists, as they are written."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.feeds.opml import parse_opml


def addresses(body, charset=None):
    """The addresses that can be had, and why there are no more."""
    found = []
    try:
        for address in parse_opml(body.encode() if isinstance(body, str) else body, charset):
            found.append(address)
    except ValueError as error:
        return found, str(error)
    return found, None


def opml(outlines: str) -> str:
    return f'<?xml version="1.0" encoding="utf-8"?><opml version="2.0"><body>{outlines}</body></opml>'


@pytest.mark.parametrize(
    "body, found",
    [
        (opml('<outline text="a" type="rss" xmlUrl="http://a.example/feed"/>'), ["http://a.example/feed"]),
        (
            opml('<outline text="n"><outline text="m"><outline xmlUrl="http://a.example/"/></outline></outline>'),
            ["http://a.example/"],
        ),
        (
            opml('<outline xmlurl=" http://a.example/ "/><outline XMLURL="http://b.example/"/>'),
            ["http://a.example/", "http://b.example/"],
        ),
        (opml('<outline xmlUrl="http://a.example/"/>' * 2), ["http://a.example/"]),
        (
            opml('<outline xmlUrl="http://a.example/?b=1&c=2&copy=3&amp;d=4"/>'),
            ["http://a.example/?b=1&c=2&copy=3&d=4"],
        ),
        (opml('<outline text="R&eacute;sum&nope;" xmlUrl="http://a.example/"/>'), ["http://a.example/"]),
        (
            opml('<outline text="a & b < c" xmlUrl="http://a.example/"/><outline xmlUrl="http://b.example/"/>'),
            ["http://a.example/", "http://b.example/"],
        ),
        (opml('<outline type="include" url="http://a.example/more.opml"/>'), ["http://a.example/more.opml"]),
        (
            opml('<outline type="link" url="http://a.example/" htmlUrl="x"/><outline text="x" xmlUrl=""/>'),
            [],
        ),
        (opml(""), []),
        ("<opml/>", []),
        ("\n\n" + opml('<outline xmlUrl="http://a.example/"/>'), ["http://a.example/"]),
        (opml('<outline text="\x0b" xmlUrl="http://a.example/"/>'), ["http://a.example/"]),
        (opml('<outline text="é" xmlUrl="http://a.example/é"/>').encode("latin-1"), ["http://a.example/é"]),
        (
            codecs.BOM_UTF16_LE + opml('<outline xmlUrl="http://a.example/"/>').encode("utf-16-le"),
            ["http://a.example/"],
        ),
        (
            "<OPML:opml xmlns:OPML='x'><outline xmlUrl='http://a.example/'/></OPML:opml><!-- end -->",
            ["http://a.example/"],
        ),
    ],
)
def test_the_feeds_of_a_list(body, found):
    assert addresses(body) == (found, None)


@pytest.mark.parametrize(
    "body, found",
    [
        (opml('<outline xmlUrl="http://a.example/"/><outline xmlUrl="http://b.exa')[:-40], ["http://a.example/"]),
        (opml('<outline xmlUrl="http://a.example/"/>').replace("</opml>", ""), ["http://a.example/"]),
        ("<opml", []),
    ],
)
def test_of_a_list_that_is_cut_off_what_can_be_had_and_that_it_is(body, found):
    had, why = addresses(body)
    assert had == found
    assert why


def test_entities_are_never_read(tmp_path):
    (tmp_path / "secret").write_text("http://secret.example/")
    body = (
        f'<!DOCTYPE opml [<!ENTITY a SYSTEM "{(tmp_path / "secret").as_uri()}"><!ENTITY b "http://b.example/">]>'
        '<opml><body><outline xmlUrl="&a;"/><outline xmlUrl="&b;"/><outline text="c">&a;</outline></body></opml>'
    )
    found, _ = addresses(body)
    assert found == ["&a;", "&b;"]


def test_a_bomb_and_a_well_cost_nothing():
    bomb = '<!DOCTYPE opml [<!ENTITY a "lol">' + "".join(
        f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(20)
    )
    assert addresses(bomb + ']><opml><outline xmlUrl="http://a.example/" text="&t;"/></opml>') == (
        ["http://a.example/"],
        None,
    )
    well = "<opml>" + "<outline>" * 100_000
    assert addresses(well)[1]


@given(st.one_of(st.binary(), st.text().map(lambda text: f"<opml>{text}".encode("utf-8", "replace"))))
def test_anything_gives_addresses_or_a_reason(body):
    found, why = addresses(body)
    assert all(isinstance(address, str) and address for address in found)
    assert why is None or why
