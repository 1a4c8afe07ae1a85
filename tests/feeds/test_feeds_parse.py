"""Feeds of every kind and in every state, and the items they give."""

import codecs
import json
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.records import HTML, PLAIN, Item
from schemas.tables import Reject
from transforms.feeds.parse import MAX_TAGS, parse

HERE = "https://courier.example/news/feed.xml"
ARTICLE = "<p>" + "The council of Marlow voted to repair the old bridge over the river. " * 12 + "</p>"


def read(body, base=HERE, charset=None):
    body = body.encode() if isinstance(body, str) else body
    return parse(body, feed_url="feed", base_url=base, charset=charset).parts


def only(body, **options) -> Item:
    (item,) = read(body, **options)
    assert isinstance(item, Item), item
    return item


def rss(inner: str, attributes: str = "") -> str:
    return (
        f'<?xml version="1.0"?><rss version="2.0" {attributes}><channel><title>Courier</title>{inner}</channel></rss>'
    )


def atom(inner: str, attributes: str = "") -> str:
    return f'<feed xmlns="http://www.w3.org/2005/Atom" {attributes}><title>Courier</title>{inner}</feed>'


def jsonfeed(*items, **feed) -> str:
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "Courier", **feed, "items": list(items)})


ITEM = "<item><title>Bridge</title><link>https://courier.example/bridge</link></item>"
SAME_ITEM = {
    "RSS 2.0": rss(ITEM),
    "RSS 0.91": f'<rss version="0.91"><channel><title>Courier</title>{ITEM}</channel></rss>',
    "RSS 0.91 with Netscape's type": '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" '
    f'"http://my.netscape.com/publish/formats/rss-0.91.dtd"><rss version="0.91"><channel>{ITEM}</channel></rss>',
    "RSS without a version": f"<rss><channel>{ITEM}</channel></rss>",
    "RSS 1.0": '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">'
    f"<channel><title>Courier</title></channel>{ITEM}</rdf:RDF>",
    "RSS 0.90": '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
    f'xmlns="http://my.netscape.com/rdf/simple/0.9/"><channel><title>Courier</title></channel>{ITEM}</rdf:RDF>',
    "Atom 1.0": atom('<entry><title>Bridge</title><link href="https://courier.example/bridge"/></entry>'),
    "Atom 0.3": '<feed version="0.3" xmlns="http://purl.org/atom/ns#"><entry><title>Bridge</title>'
    '<link rel="alternate" type="text/html" href="https://courier.example/bridge"/></entry></feed>',
    "JSON Feed 1.1": jsonfeed({"title": "Bridge", "url": "https://courier.example/bridge"}),
    "leading blank": "\n \n" + rss(ITEM),
    "leading junk": "<br />\n<b>Notice</b>: index in <b>feed.php</b>\n" + rss(ITEM),
    "trailing junk": rss(ITEM) + "<script>count()</script>\n<!-- cached -->",
    "control characters": rss(ITEM.replace("Bridge", "Bri\x0bd&#x1;ge\x00")),
    "an undeclared entity": rss("<description>&nbsp;caf&eacute; &nope;</description>" + ITEM),
    "a bare ampersand": rss("<description>Smith & Sons <3</description>" + ITEM),
    "an undeclared prefix": rss("<media:thing x='1'/>" + ITEM),
    "cut off": rss(ITEM + "<item><ti").partition("<ti</channel>")[0],
    "wrong nesting": rss(f"<description><b>a</description>{ITEM}"),
    "an enclosure": rss(
        ITEM.replace("</item>", '<enclosure url="https://courier.example/a.mp3" length="x" type="audio/mpeg"/></item>')
    ),
    "upper case": rss(ITEM).replace("item>", "ITEM>"),
    "a page's document type": "<!DOCTYPE html>\n" + rss(ITEM).partition("?>")[2],
    "EBCDIC": rss(ITEM).replace("?>", ' encoding="ebcdic-cp-be"?>').encode("cp500"),
    "UTF-16": codecs.BOM_UTF16_BE + rss(ITEM).encode("utf-16-be"),
    "JSON in UTF-16": jsonfeed({"title": "Bridge", "url": "https://courier.example/bridge"}).encode("utf-16"),
    "JSON with a mark": codecs.BOM_UTF8
    + jsonfeed({"title": "Bridge", "url": "https://courier.example/bridge"}).encode(),
    "a guid for a link": rss("<item><title>Bridge</title><guid>https://courier.example/bridge</guid></item>"),
}


@pytest.mark.parametrize("kind", SAME_ITEM)
def test_every_kind_of_feed_gives_its_item(kind):
    items = [item for item in read(SAME_ITEM[kind]) if isinstance(item, Item)]
    assert [(item.title, item.url) for item in items] == [("Bridge", "https://courier.example/bridge")]
    assert (items[0].input_uri, items[0].feed_url, items[0].content) == ("feed", "feed", None)


@pytest.mark.parametrize(
    "body, reason",
    [
        (b"", "empty"),
        (b" \n\xef\xbb\xbf\n", "empty"),
        ("<!DOCTYPE html><html><body>no feed</body></html>", "not_a_feed"),
        ("this is no feed at all", "not_a_feed"),
        ("<note>no feed</note>", "not_a_feed"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "not_a_feed"),
        ('{"items": [', "not_a_feed"),
        ('{"version": "https://jsonfeed.org/version/1", "items": null}', "not_a_feed"),
        ("[1, 2]", "not_a_feed"),
        ('{"items":' + "[" * 100_000, "not_a_feed"),
        ("<rss", "malformed_feed"),
        (rss("<x>" * MAX_TAGS), "too_large"),
    ],
)
def test_what_is_no_feed_is_one_reject(body, reason):
    (rejected,) = read(body)
    assert (rejected.stage, rejected.reason, rejected.input_uri, rejected.feed_url) == ("read", reason, "feed", "feed")
    assert rejected.message
    assert bool(rejected.payload) == (reason != "empty") or not body.strip(b" \n\xef\xbb\xbf")


@pytest.mark.parametrize("empty", [rss(""), atom(""), jsonfeed(), "<rss version='2.0'/>"])
def test_an_empty_feed_gives_nothing(empty):
    assert read(empty) == []


@pytest.mark.parametrize(
    "inner, identity, link",
    [
        ("<guid>4711</guid>", "4711", None),
        ("<guid isPermaLink='true'>4711</guid>", "4711", None),
        ("<guid isPermaLink='false'>https://courier.example/?p=1</guid>", "https://courier.example/?p=1", None),
        ("<guid><![CDATA[ 4711 ]]></guid><link>/a</link>", "4711", "https://courier.example/a"),
        ("<guid>https://courier.example/a</guid>", "https://courier.example/a", "https://courier.example/a"),
        ("<guid>tag:courier.example,2025:1</guid>", "tag:courier.example,2025:1", None),
        ("<link>bridge.html</link>", None, "https://courier.example/news/bridge.html"),
        ("<link> https://courier.example/a\n</link>", None, "https://courier.example/a"),
        ("<link>javascript:alert(1)</link>", None, None),
        ("<link>http://[</link>", None, None),
        ("", None, None),
    ],
)
def test_ids_and_links(inner, identity, link):
    item = only(rss(f"<item><description>Voted.</description>{inner}</item>"))
    assert (item.record_id, item.url) == (identity, link)


@pytest.mark.parametrize(
    "body, base, link",
    [
        (
            atom('<entry xml:base="/b/"><link href="a"/></entry>', 'xml:base="https://x.example/c/"'),
            HERE,
            "https://x.example/b/a",
        ),
        (rss("<item><link>a</link></item>", 'xml:base="https://x.example/c/"'), HERE, "https://x.example/c/a"),
        (
            rss("<link>https://x.example/c/</link><item><link>a</link></item>"),
            "/home/anna/feed.xml",
            "https://x.example/c/a",
        ),
        (rss("<link>https://x.example/c/</link><item><link>a</link></item>"), HERE, "https://courier.example/news/a"),
        (jsonfeed({"url": "a"}), HERE, "https://courier.example/news/a"),
        (jsonfeed({"url": "a"}, home_page_url="https://x.example/c/"), "feed.json", "https://x.example/c/a"),
    ],
)
def test_relative_links_are_resolved_against_the_nearest_base(body, base, link):
    assert only(body, base=base).url == link


def test_links_within_an_items_text_are_resolved_too():
    item = only(rss(f"<item><description><![CDATA[<a href='/a'>a</a>{ARTICLE}]]></description></item>"))
    assert b'href="https://courier.example/a"' in item.content


@pytest.mark.parametrize(
    "inner",
    [
        f"<description>short</description><content:encoded xmlns:content='http://purl.org/rss/1.0/modules/content/'><![CDATA[{ARTICLE}]]></content:encoded>",
        f"<description><![CDATA[{ARTICLE}]]></description>",
        f"<description>{ARTICLE.replace('<', '&lt;')}</description>",
        f"<content type='xhtml' xmlns='http://www.w3.org/2005/Atom'><div xmlns='http://www.w3.org/1999/xhtml'>{ARTICLE}</div></content>",
    ],
)
def test_the_feeds_full_content_is_preferred(inner):
    item = only(rss(f"<item><link>https://courier.example/a</link>{inner}</item>"))
    assert (item.media, item.fragment, item.charset) == (HTML, True, "utf-8")
    assert item.content.decode().count("The council of Marlow") == 12


def test_a_teaser_is_not_the_full_content():
    for end in ("…", "[&#8230;]", "<a href='/a'>Read more</a>", "Continue reading &raquo;"):
        item = only(rss(f"<item><link>/a</link><description><![CDATA[{ARTICLE}{end}]]></description></item>"))
        assert item.content is None
        assert item.summary.startswith("<p>The council")


@pytest.mark.parametrize(
    "record, media, full",
    [
        ({"content_html": ARTICLE}, HTML, True),
        ({"content_text": ARTICLE[3:-4]}, PLAIN, True),
        ({"content_html": "<p>Voted.</p>"}, HTML, False),
        ({"content_text": "Voted."}, PLAIN, False),
        ({"summary": "a < b"}, PLAIN, False),
        ({"content_html": ARTICLE, "summary": "x" * 5000}, HTML, True),
    ],
)
def test_json_items_say_what_their_text_is(record, media, full):
    item = only(jsonfeed(record))
    assert (item.media, item.content is not None, item.fragment) == (media, full, full and media == HTML)


@pytest.mark.parametrize(
    "said, name",
    [
        ("newsdesk@harbour-times.example (Aroha Pickering)", "Aroha Pickering"),
        ("desk@paper.co.nz (Aroha Pickering)", "Aroha Pickering"),
        ("desk@paper.example (Aroha (AP) Pickering)", "Aroha (AP) Pickering"),
        ("Aroha Pickering (desk@paper.example)", "Aroha Pickering"),
        ("Aroha Pickering &lt;desk@paper.example&gt;", "Aroha Pickering"),
        ("Aroha Pickering (Auckland)", "Aroha Pickering (Auckland)"),
        ("desk@paper.example", None),
        ("desk@paper.nz", None),
        ("Aroha" + " " * 100_000 + "desk@paper.nz", "Aroha"),
    ],
)
def test_an_author_is_a_name_without_its_address(said, name):
    item = only(rss(f"<item><title>Bridge</title><link>/1</link><author>{said}</author></item>"))
    assert item.authors == (name and [name])


def test_each_of_several_authors_is_a_name_without_its_address():
    authors = "<author>desk@paper.example (Aroha Pickering)</author><author>sport@paper.example (Tom Reed)</author>"
    item = only(rss(f"<item><title>Bridge</title><link>/1</link>{authors}</item>"))
    assert sorted(item.authors) == ["Aroha Pickering", "Tom Reed"]



def test_what_the_feed_says_of_an_item_is_kept():
    xml = only(
        rss(
            "<item><title>Smith &amp;amp; Sons &lt;b&gt;win&lt;/b&gt;</title><link>/a</link><category>Trade</category>"
            "<category> World </category><category>Trade</category>"
            "<dc:creator xmlns:dc='http://purl.org/dc/elements/1.1/'>Anna Price</dc:creator></item>"
        )
    )
    assert (xml.title, xml.authors, xml.tags) == ("Smith & Sons win", ["Anna Price"], ["Trade", "World"])
    of_json = only(
        jsonfeed(
            {
                "url": "/a",
                "title": " Bridge ",
                "tags": ["Trade", 3, ""],
                "id": 4711,
                "date_published": "2025-05-03T10:00:00Z",
            },
            authors=[{"name": "Anna Price"}, {"url": "x"}, None],
        )
    )
    assert (of_json.title, of_json.authors, of_json.tags) == ("Bridge", ["Anna Price"], ["Trade"])
    assert (of_json.record_id, of_json.published_at) == ("4711", 1746266400000000)


def test_a_title_that_is_plain_text_keeps_its_angle_brackets():
    assert only(atom('<entry><title>Why 1 &lt; 2 and &lt;b> is bold</title><link href="/a"/></entry>')).title == (
        "Why 1 < 2 and <b> is bold"
    )


def test_an_item_with_neither_text_nor_link_is_a_reject_and_the_others_go_on():
    items = read(rss(f"<item><title>Nothing</title></item>{ITEM}<item><description/></item>"))
    assert [getattr(item, "reason", "item") for item in items] == ["no_content", "item", "no_content"]
    items = read(jsonfeed({"title": "Nothing"}, "text", None, {"url": "/a"}))
    assert [getattr(item, "reason", "item") for item in items] == ["no_content"] * 3 + ["item"]
    assert "Nothing" in items[0].payload


def test_ids_that_items_without_link_share_are_none():
    def items(inner):
        return [(item.record_id, item.url is None) for item in read(rss(inner))]

    text = "<description>Voted.</description>"
    assert items(f"<item><guid>0</guid>{text}</item>" * 2 + f"<item><guid>1</guid>{text}</item>") == [
        (None, True), (None, True), ("1", True)
    ]  # fmt: skip
    linked = "<item><guid isPermaLink='false'>0</guid><link>/{}</link></item>"
    assert items(linked.format(1) + linked.format(2)) == [("0", False)] * 2


def test_entities_of_a_feed_are_never_read_from_elsewhere(tmp_path):
    (tmp_path / "secret").write_text("secret words")
    body = (
        f'<!DOCTYPE rss [<!ENTITY a SYSTEM "{(tmp_path / "secret").as_uri()}">]>'
        + rss(ITEM.replace("Bridge", "Bridge &a;")).partition("?>")[2]
    )
    assert "secret words" not in repr(read(body))


def test_bombs_and_wells_end():
    lol = '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "lol">' + "".join(
        f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(20)
    )
    body = lol + "]>" + rss(ITEM.replace("Bridge", "&t;")).partition("?>")[2]
    assert len(repr(read(body))) < 10_000
    well = rss("<item>" + "<a>" * 20_000)
    assert len(read(well)) == 1
    attributes = " ".join(f"a{number}='1'" for number in range(20_000))
    assert len(read(rss(f"<item {attributes}><title>a</title><link>/a</link></item>"))) == 1


TEXTS = st.text(st.sampled_from("<>&;#/![]CDAT-\"'= \n{}:,\x00\ud800é市abitemlnk"), max_size=60)


@given(TEXTS)
def test_any_feed_gives_items_and_rejects_that_can_be_encoded(text):
    for body in (
        rss(f"<item><title>{text}</title>{text}</item>"),
        atom(f"<entry>{text}</entry>"),
        text,
        '{"items":[' + text,
    ):
        for result in read(body.encode("utf-8", "surrogatepass")):
            assert isinstance(result, (Item, Reject))
            repr(result).encode("utf-8")


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text()),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(), inner, max_size=3)),
    max_leaves=8,
)
FIELDS = st.sampled_from(
    ["id", "url", "external_url", "title", "content_html", "summary", "authors", "tags", "date_published"]
)


@given(st.lists(st.one_of(JSON, st.dictionaries(FIELDS, JSON, max_size=5)), max_size=3))
def test_any_json_feed_gives_an_item_or_a_reject_for_each_of_its_items(items):
    results = read(jsonfeed(*items))
    assert len(results) == len(items)
    for result in results:
        repr(result).encode("utf-8")
        texts = (result.title, result.url, result.record_id, result.summary) if isinstance(result, Item) else ()
        for text in filter(None, texts):
            text.encode("utf-8")


def test_a_feed_with_bytes_changed_at_random_still_gives_something():
    chance = random.Random(7)
    body = bytearray(rss(ITEM * 5 + f"<item><description><![CDATA[{ARTICLE}]]></description></item>").encode())
    for _ in range(200):
        damaged = bytearray(body)
        for _ in range(8):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        assert read(bytes(damaged)), bytes(damaged)


CHANNEL = (
    "<rss version='2.0' xmlns:sy='http://purl.org/rss/1.0/modules/syndication/'><channel>{}"
    "<item><link>https://a.example/1</link></item></channel></rss>"
)


@pytest.mark.parametrize(
    "said, seconds, hours, days",
    [
        ("", 0, (), ()),
        ("<ttl>60</ttl>", 3600, (), ()),
        ("<ttl> 90 </ttl>", 5400, (), ()),
        ("<ttl>soon</ttl>", 0, (), ()),
        ("<ttl>-5</ttl>", 0, (), ()),
        ("<sy:updatePeriod> hourly </sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>", 1800, (), ()),
        ("<sy:updatePeriod>daily</sy:updatePeriod>", 86_400, (), ()),
        ("<ttl>5</ttl><sy:updatePeriod>hourly</sy:updatePeriod>", 3600, (), ()),
        ("<skipHours><hour>0</hour><hour> 23 </hour></skipHours>", 0, ("0", "23"), ()),
        ("<SKIPDAYS><day>Saturday</day>\n<DAY>Sunday</DAY></SKIPDAYS>", 0, (), ("Saturday", "Sunday")),
        ("<skipHours><hour>1</hour>", 0, (), ()),
        ("<skipHours></skipHours><skipDays/>", 0, (), ()),
        ("<skipHours>" + "<hour>1</hour>" * 1000 + "</skipHours>", 0, (), ()),
    ],
)
def test_what_a_feed_says_of_when_to_ask_again(said, seconds, hours, days):
    feed = parse(CHANNEL.format(said).encode(), feed_url="feed")
    assert (feed.wanted_interval, feed.skip_hours, feed.skip_days) == (seconds, hours, days)
    assert [item.url for item in feed.parts] == ["https://a.example/1"]


@pytest.mark.parametrize(
    "body, fault, failure",
    [
        (CHANNEL.format(""), None, None),
        (CHANNEL.format("")[:-20], "its XML is broken", None),
        (CHANNEL.format("<b>&nosuch;</i>"), "its XML is broken", None),
        ('{"version": "https://jsonfeed.org/version/1.1", "items": []}', None, None),
        ("", None, "empty"),
        ("{}", None, "not_a_feed"),
        ("<!doctype html><p>x", None, "not_a_feed"),
    ],
)
def test_what_is_wrong_with_a_feed_is_said_in_words(body, fault, failure):
    feed = parse(body.encode(), feed_url="feed")
    assert (feed.fault or "").startswith(fault or "") and bool(feed.fault) == bool(fault)
    assert "unknown" not in (feed.fault or "")
    assert (feed.failure and feed.failure.reason) == failure
    assert feed.parts == ([feed.failure] if failure else feed.parts)


def test_a_list_that_never_ends_costs_no_time():
    assert parse(("<rss><channel>" + "<skipHours>" * 300_000).encode(), feed_url="feed").skip_hours == ()
