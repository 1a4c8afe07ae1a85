"""A feed's bytes as text, whatever is wrong with them."""

import codecs
import xml.sax

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.feeds.text import EXPANSION_CHARACTERS, feed_text, xml_text

TITLE = "<rss><title>Bürgermeister „Müller“ — 10 €</title></rss>"
JAPANESE = "<rss><title>市議会は橋を修理する</title></rss>"


def declared(encoding: str) -> bytes:
    return f'<?xml version="1.0" encoding="{encoding}"?>'.encode()


@pytest.mark.parametrize(
    "body, charset, text",
    [
        (TITLE.encode(), None, TITLE),
        (TITLE.encode(), "iso-8859-1", TITLE),  # the header is wrong
        (declared("iso-8859-1") + TITLE.encode(), None, TITLE),  # the declaration is wrong
        (declared("no-such-encoding") + TITLE.encode("cp1252"), None, TITLE),
        (declared("iso-8859-1") + TITLE.encode("cp1252"), None, TITLE),  # windows-1252, as is usual
        (declared("utf-8") + TITLE.encode("cp1252"), None, TITLE),  # not UTF-8, whatever it says
        (TITLE.encode("cp1252"), None, TITLE),
        (TITLE.encode("cp1252"), "windows-1252", TITLE),
        (JAPANESE.encode("euc-jp"), "EUC-JP", JAPANESE),
        (declared("shift_jis") + JAPANESE.encode("shift_jis"), None, JAPANESE),
        (declared("iso-2022-jp") + JAPANESE.encode("iso-2022-jp"), None, JAPANESE),  # all of it is ASCII
        (codecs.BOM_UTF8 + TITLE.encode(), "iso-8859-1", TITLE),
        (TITLE.encode("utf-16"), "utf-8", TITLE),
        (TITLE.encode("utf-16-le"), None, TITLE),
        (TITLE.encode("utf-16-be"), None, TITLE),
        (TITLE.encode("utf-32"), None, TITLE),
    ],
)
def test_what_the_bytes_say_counts_for_more_than_what_is_said_of_them(body, charset, text):
    assert feed_text(body, charset).partition("?>")[2] in (text, "") and feed_text(body, charset).endswith(text)


def test_utf_8_with_a_broken_byte_stays_utf_8():
    assert feed_text(TITLE.encode() + b"\xe4") == f"{TITLE}\ufffd"


@pytest.mark.parametrize(
    "junk", ["\n\n  ", "\ufeff\n", "\0\0", "<br />\n<b>Warning</b>: mail() failed<br />\n", "callback("]
)
def test_what_stands_before_the_start_is_left_out(junk):
    assert feed_text((junk + "<?xml version='1.0'?>" + TITLE).encode()) == "<?xml version='1.0'?>" + TITLE


@pytest.mark.parametrize(
    "whole",
    [
        '{"items": [{"content_html": "<pre><?xml version=1?><rss ></pre>"}]}',
        "<!-- <rss > is what follows --><rss></rss>",
        "<rss><title><![CDATA[<?xml version='1.0'?><feed >]]></title></rss>",
        "<opml><body/></opml>",
    ],
)
def test_what_begins_as_it_should_stays_whole(whole):
    assert feed_text(f" {whole}".encode()) == whole
    assert xml_text(whole).endswith(whole)


@pytest.mark.parametrize(
    "illegal", ["\x00", "\x08", "\x0b", "\x1f", "&#0;", "&#x1F;", "&#xD800;", "&#xFFFF;", "&#99999999;"]
)
def test_characters_that_xml_forbids_are_left_out(illegal):
    text = xml_text(feed_text(f"<rss>a{illegal}b&#233;&#x2014;</rss>".encode()))
    assert text.endswith("<rss>ab&#233;&#x2014;</rss>")


BOMBS = {
    "nested": '<!DOCTYPE rss [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;">]><rss>&b;</rss>',
    "quadratic": f'<!DOCTYPE rss [<!ENTITY a "{"x" * 10_000}">]><rss>{"&a;" * (EXPANSION_CHARACTERS // 9_000)}</rss>',
    "parameters": "<!DOCTYPE rss [<!ENTITY % a \"<!ENTITY b 'x'>\"> %a;]><rss>&b;</rss>",
    "many": "<!DOCTYPE rss [" + '<!ENTITY a "x">' * 2000 + "]><rss>&a;</rss>",
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_definitions_that_would_blow_a_feed_up_are_left_out(bomb):
    text = xml_text(BOMBS[bomb])
    assert "ENTITY" not in text
    assert "<rss>&" in text


def test_harmless_definitions_stay():
    harmless = '<!DOCTYPE rss [<!ENTITY euro "&#8364;">]><rss>10 &euro;</rss>'
    assert xml_text(harmless).endswith(harmless)


def test_a_tag_with_thousands_of_attributes_loses_them():
    attributes = " ".join(f'a{number}="1"' for number in range(5000))
    assert xml_text(f"<rss><item {attributes}/><a {attributes}>x</a></rss>").endswith("<rss><item/><a>x</a></rss>")


@given(st.binary(), st.sampled_from([None, "utf-8", "utf-16", "idna", "base64", "x" * 50, "\0"]))
def test_any_bytes_give_a_text_that_can_be_encoded(body, charset):
    xml_text(feed_text(body, charset)).encode("utf-8")


@given(st.text(st.characters(exclude_characters="<>&"), max_size=50))
def test_any_characters_give_xml_that_can_be_parsed(characters):
    xml.sax.parseString(
        xml_text(feed_text(f"<rss>{characters}</rss>".encode("utf-8", "replace"))), xml.sax.ContentHandler()
    )
