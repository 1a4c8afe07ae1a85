"""Pages to text and metadata: what a page says of its article, in the order of trust."""

from datetime import datetime, timezone

import pytest

from schemas.reasons import Reason
from schemas.records import PLAIN, Item, Page, to_micros
from schemas.tables import Reject
from tests.extraction.building import FIRST, HEADLINE, SECOND, THIRD, extracted, page
from transforms.extraction.extract import extract


def day(year: int, month: int, date: int, hour: int = 0) -> int:
    return to_micros(datetime(year, month, date, hour, tzinfo=timezone.utc))


def test_an_article_s_paragraphs_are_its_text():
    assert extracted(page()).text == "\n\n".join([FIRST, SECOND, THIRD])


def test_headings_lists_and_quotations_belong_to_it():
    body = (
        f"<p>{FIRST}</p><h2>What it costs</h2><ul><li>Two million pounds for the arches of the bridge</li><li>Half a "
        f"million for "
        f"the road across it</li></ul><p>{SECOND}</p><blockquote><p>We have waited long enough for this bridge, all "
        f"of us.</p>"
        f"</blockquote><p>{THIRD}</p>"
    )
    text = extracted(page(body=body)).text
    for part in ("What it costs", "Two million pounds", "Half a million", "We have waited long enough"):
        assert part in text


def test_line_breaks_of_a_page_s_source_are_spaces_but_in_verbatim_text():
    wrapped = SECOND.replace(" ", "\n", 9)
    linked = f"<p>{FIRST} The\n<a href='/plan'>plan</a>\n<b>of the\nmayor</b>\nis online.</p>"
    text = extracted(page(body=f"{linked}<p>{wrapped}</p><pre>roses are red\nviolets are blue</pre><p>{THIRD}</p>")).text
    assert SECOND in text and "The plan of the mayor is online." in text
    assert "red violets" not in text


def test_the_standfirst_comes_first():
    standfirst = "Mayor Anna Price wins a vote that the town has waited for since the flood"
    text = extracted(page(above=f"<p class='article-standfirst'>{standfirst}</p>")).text
    assert text.startswith(standfirst) and text.count(standfirst) == 1


@pytest.mark.parametrize(
    "parts, title",
    [
        ({}, HEADLINE),
        ({"headline": None}, HEADLINE),
        ({"headline": None, "title": None, "head": f'<meta property="og:title" content="{HEADLINE}">'}, HEADLINE),
        ({"headline": None, "title": "x", "data": {"@type": "NewsArticle", "headline": HEADLINE}}, HEADLINE),
        ({"headline": "The Courier", "title": f"{HEADLINE} - Courier"}, HEADLINE),
        ({"headline": None, "title": f"{HEADLINE} | World | Courier"}, HEADLINE),
        ({"headline": None, "title": f"{HEADLINE} – live"}, f"{HEADLINE} – live"),
        ({"headline": "Old bridge &amp; road &quot;closed&quot;", "title": None}, 'Old bridge & road "closed"'),
        ({"headline": None, "title": None}, None),
        ({"headline": f"Local News | {HEADLINE}"}, HEADLINE),
        ({"headline": f"<span>Local</span> <span>{HEADLINE}</span>"}, HEADLINE),
        ({"headline": f"<b>{HEADLINE}</b> <small>What the town pays for it</small>"}, HEADLINE),
        ({"headline": None, "title": f"Notes from Marlow | {HEADLINE}", "above": f"<h2>{HEADLINE}</h2>"}, HEADLINE),
        ({"headline": "Courier wins award", "title": "Courier wins award | Media | The Courier"}, "Courier wins award"),
        ({"headline": "Courier Sport", "title": f"{HEADLINE} | Courier Sport"}, HEADLINE),
        ({"headline": "The Marlow Courier", "above": f"<h1>{HEADLINE}</h1>", "title": f"{HEADLINE} l The Marlow Courier"}, HEADLINE),
    ],
)
def test_the_headline_comes_without_the_paper_s_name(parts, title):
    assert extracted(page(**parts)).title == title


@pytest.mark.parametrize(
    "parts, authors",
    [
        ({"data": {"@type": "NewsArticle", "author": {"name": "Jane Doe"}}}, ["Jane Doe"]),
        (
            {"data": {"@type": "NewsArticle", "author": [{"name": "Jane Doe"}, {"name": "John Smith"}]}},
            ["Jane Doe", "John Smith"],
        ),
        (
            {"data": {"@graph": [{"@type": "Article", "author": "By Jane Doe and John Smith"}]}},
            ["Jane Doe", "John Smith"],
        ),
        ({"head": '<meta name="author" content="Jane Doe">'}, ["Jane Doe"]),
        ({"head": '<meta property="article:author" content="https://www.facebook.com/courier">'}, None),
        ({"above": "<p class='byline'>By <a href='/jane'>Jane Doe</a>, political correspondent</p>"}, ["Jane Doe"]),
        (
            {"head": '<meta property="og:site_name" content="The Courier"><meta name="author" content="The Courier">'},
            None,
        ),
        ({"data": {"@type": "NewsArticle", "author": "Courier"}}, None),
        ({"head": '<meta name="author" content="Jane Doe (jd)">'}, ["Jane Doe"]),
        ({"below": "<div class='comments-area'><p class='comment-author'>Tom Reed</p></div>"}, None),
        ({"above": "<div class='byline'><a>Jane Doe</a><a>Tom Reed</a></div>"}, ["Jane Doe", "Tom Reed"]),
        ({"above": "<div class='byline'>Jane Doe<br>Tom Reed</div>"}, ["Jane Doe", "Tom Reed"]),
        ({"above": "<ul class='authors'><li>Jane Doe</li><li>Tom Reed</li></ul>"}, ["Jane Doe", "Tom Reed"]),
        ({"above": "<p class='authors'><i class='author'>Jane Doe</i><i class='author'>Tom Reed</i></p>"}, ["Jane Doe", "Tom Reed"]),
        ({"above": "<div class='byline'><b class='name'>Jane Doe</b><b>Transport correspondent</b></div>"}, ["Jane Doe"]),
        ({"above": "<p class='byline'><b>By</b> <b>Jane</b> <b>Doe</b></p>"}, ["Jane Doe"]),
        ({"above": "<p class='author'><a>Jane Doe</a><i class='author-place'>New York</i></p>"}, ["Jane Doe"]),
        ({"above": "<p class='byline'>By <i class='author'>Jane Doe</i></p><p class='author'>Tom Reed</p>"}, ["Jane Doe"]),
        ({}, None),
    ],
)
def test_authors_are_names(parts, authors):
    assert extracted(page(**parts)).authors == authors


@pytest.mark.parametrize(
    "parts, url, published",
    [
        ({"data": {"@type": "NewsArticle", "datePublished": "2025-05-03T10:00:00+02:00"}}, None, day(2025, 5, 3, 8)),
        ({"head": '<meta property="article:published_time" content="2025-05-03T08:00:00Z">'}, None, day(2025, 5, 3, 8)),
        (
            {
                "data": {"@type": "NewsArticle", "datePublished": "2025-05-03"},
                "head": '<meta property="article:published_time" content="2025-05-04">',
            },
            "https://courier.example/2025/05/05/bridge",
            day(2025, 5, 3),
        ),
        (
            {"data": {"@type": "NewsArticle", "datePublished": "2999-01-01"}},
            "https://courier.example/2025/05/05/a",
            day(2025, 5, 5),
        ),
        ({"data": {"@type": "NewsArticle", "datePublished": "0001-01-01T00:00:00Z"}}, None, None),
        ({}, "https://courier.example/2025/05/05/bridge", day(2025, 5, 5)),
        ({}, "https://courier.example/news/bridge-2025-05-05.html", None),
        ({}, "https://courier.example/2025/13/45/bridge", None),
        ({"above": "<time datetime='2025-05-03T08:00:00Z'>3 May</time>"}, None, day(2025, 5, 3, 8)),
        ({"above": "<p class='date'>Published: 3 May 2025</p>"}, None, day(2025, 5, 3)),
        ({"above": "<p class='date'>05/03/2025</p>"}, None, None),  # of March or of May
        ({"below": "<footer><time datetime='2020-01-01'>then</time></footer>"}, None, None),
        ({}, None, None),
    ],
)
def test_the_time_of_publication_is_what_is_trusted_most(parts, url, published):
    assert extracted(page(**parts), url).published_at == published


def test_the_feed_s_word_counts_for_more_unless_it_is_impossible():
    content = page(data={"@type": "NewsArticle", "datePublished": "2025-05-03", "author": {"name": "Jane Doe"}})
    said = extract(
        Item(input_uri="feed", content=content, title="Said", authors=["A. Nother"], published_at=day(2025, 5, 1))
    )
    assert (said.title, list(said.authors), said.published_at) == ("Said", ["A. Nother"], day(2025, 5, 1))
    assert extract(Item(input_uri="feed", content=content, published_at=day(2999, 1, 1))).published_at == day(
        2025, 5, 3
    )


@pytest.mark.parametrize(
    "head, url, canonical",
    [
        (
            '<link rel="canonical" href="/news/bridge">',
            "https://courier.example/amp/x",
            "https://courier.example/news/bridge",
        ),
        ('<meta property="og:url" content="https://courier.example/b">', None, "https://courier.example/b"),
        ('<link rel="canonical" href="https://courier.example/">', None, None),
        ('<link rel="canonical" href="http://[">', None, None),
        # Nobody may speak for another's articles, but a cache for those that it keeps.
        ('<link rel="canonical" href="https://other.com/news/bridge">', "https://courier.com/copy", None),
        ('<link rel="canonical" href="https://other.com/news/bridge">', "https://notbing-amp.com/copy", None),
        (
            '<link rel="canonical" href="https://www.courier.com/news/bridge">',
            "https://amp.courier.com/news/bridge",
            "https://www.courier.com/news/bridge",
        ),
        (
            '<link rel="canonical" href="https://courier.com/news/bridge">',
            "https://courier-com.cdn.ampproject.org/c/s/courier.com/news/bridge",
            "https://courier.com/news/bridge",
        ),
        ('<link rel="canonical" href="https://courier.example/view">', "https://courier.example/view?id=181595", None),
    ],
)
def test_the_canonical_address_is_an_article_s(head, url, canonical):
    assert extracted(page(head=head), url).canonical_url == canonical


def test_section_and_tags_are_named_once():
    data = {"@type": "NewsArticle", "articleSection": "Local", "keywords": "Bridges, Marlow", "headline": HEADLINE}
    head = '<meta property="article:tag" content="marlow"><meta name="keywords" content="type=story,Rivers">'
    assert extracted(page(data=data, head=head)).tags == ["Local", "Bridges", "Marlow", "Rivers"]


def test_sections_in_one_text_are_parted():
    head = '<meta property="article:section" content="Local,Rivers,Health, Science">'
    assert extracted(page(head=head)).tags == ["Local", "Rivers", "Health, Science"]


def test_the_declared_language_is_kept():
    assert extracted(page()).language == "en"


def test_broken_linked_data_is_passed_over():
    content = page(head='<script type="application/ld+json">{"@type": "NewsArticle", "headline": </script>')
    assert extracted(content).title == HEADLINE


def test_the_text_of_linked_data_stands_in_for_one_that_the_page_lacks():
    data = {"@type": "NewsArticle", "headline": HEADLINE, "articleBody": "\n".join([FIRST, SECOND, THIRD] * 2)}
    assert SECOND in extracted(page(body="<div id='app'></div>", data=data)).text


PROMPT = "<div class='paywall'><p>To continue reading this article, subscribe today.</p></div>"
TEASERS = "".join(
    f"<div><h3><a href='/{number}'>What the council of Marlow did on day {number}</a></h3><p>The council met "
    f"again.</p></div>"
    for number in range(12)
)
MENU = "".join(f"<li><a href='/{name}'>{name}</a></li>" for name in ("Home", "World", "Sport", "Business", "Login"))


CLOSED = {"@type": "NewsArticle", "isAccessibleForFree": False, "headline": HEADLINE}
FOURTH = "Work on the southern bank, where the flood did most damage, has been going on since March of last year."
FULL = f"<p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p><p>{FOURTH}</p>"


@pytest.mark.parametrize(
    "body",
    [FULL, f"<div class='paywall premium-content'>{FULL}</div>", f"<p>{FIRST}</p><div class='paywall'>{FULL}</div>"],
    ids=["closed by its data", "within an element named after the wall", "in part within one"],
)
def test_a_page_that_shows_its_whole_article_is_one_whatever_its_markup_claims(body):
    text = extracted(page(body=body, data=CLOSED)).text
    assert all(paragraph in text for paragraph in (FIRST, SECOND, THIRD, FOURTH))


@pytest.mark.parametrize(
    "end", [f"{SECOND.rstrip('.')}, although the mayor …", "To continue reading this article, subscribe today."]
)
def test_a_text_that_breaks_off_is_a_stub_even_if_it_has_several_paragraphs(end):
    rejected = extracted(page(body=f"{FULL}<p>{end}</p>", data=CLOSED))
    assert isinstance(rejected, Reject) and rejected.reason == Reason.PAYWALL.value


@pytest.mark.parametrize(
    "content, reason",
    [
        (page(body=f"<p>{FIRST}</p>{PROMPT}"), Reason.PAYWALL),
        (
            page(
                body=f"<p>{FIRST}</p>", data={"@type": "NewsArticle", "isAccessibleForFree": "False", "headline": "x"}
            ),
            Reason.PAYWALL,
        ),
        (page(headline="The Courier", body=TEASERS), Reason.NO_ARTICLE),
        (f"<html><body><nav><ul>{MENU}</ul></nav></body></html>".encode(), Reason.NO_ARTICLE),
        (b"<html><body></body></html>", Reason.NO_ARTICLE),
        (b"<html><head><script>var a = 1;</script></head></html>", Reason.NO_ARTICLE),
    ],
)
def test_a_page_without_a_whole_article_is_rejected(content, reason):
    rejected = extracted(content)
    assert isinstance(rejected, Reject) and rejected.reason == reason.value


def test_an_open_article_of_a_paper_with_subscribers_is_no_stub():
    whole = "".join(f"<p>{text}</p>" for text in (FIRST, SECOND, THIRD) * 3)
    assert isinstance(extracted(page(body=whole + PROMPT)), Page)
    assert isinstance(extracted(page(below="<p>Already a subscriber? Sign in</p>")), Page)


def test_a_fragment_keeps_every_block():
    item = Item(
        input_uri="feed", content=f"<p>{FIRST}</p>Loose text<br>after a break<script>x</script>".encode(), fragment=True
    )
    assert extract(item).text == "\n\n".join([FIRST, "Loose text", "after a break"])


def test_a_longer_text_than_allowed_is_rejected():
    item = Item(input_uri="a.txt", media=PLAIN, content=b"word " * 100)
    assert extract(item, max_characters=499).reason == Reason.TOO_LONG.value
    assert isinstance(extract(item, max_characters=500), Page)


def test_an_item_without_content_is_rejected():
    assert extract(Item(input_uri="feed")).reason == Reason.NO_CONTENT.value


ARTICLE = {"@type": "NewsArticle", "headline": HEADLINE, "author": {"@type": "Person", "name": "Jane Doe"}, "datePublished": "2025-05-03"}
OTHER = {"author": {"@type": "Person", "name": "Tom Reed"}, "datePublished": "2020-01-01", "articleBody": THIRD}


@pytest.mark.parametrize(
    "parts",
    [
        {"data": [{**OTHER, "@type": "NewsArticle", "headline": "Ferry to be sold"}, ARTICLE]},
        {"data": [{**OTHER, "@type": "Review"}, ARTICLE]},
        {
            "data": [
                {**OTHER, "@type": "NewsArticle", "url": "https://courier.example/news/ferry"},
                {**ARTICLE, "headline": "Bridge", "mainEntityOfPage": {"@id": "https://www.courier.example/news/bridge/#page"}},
            ]
        },
        {"data": {"@graph": [{**ARTICLE, "author": {"@id": "#jd"}}, {"@type": "Person", "@id": "#jd", "name": "Jane Doe"}]}},
        {"data": {**ARTICLE, "datePublished": ["2025-05-03"]}},
        {"data": {**ARTICLE, "datePublished": {"@type": "Date", "@value": "2025-05-03"}}},
        {
            "head": '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2025-05-03", '
            '"author": [{"name": "Jane Doe"},],}</script>'
        },
    ],
)
def test_the_article_itself_is_found_in_linked_data(parts):
    said = extracted(page(**parts))
    assert (said.authors, said.published_at) == (["Jane Doe"], day(2025, 5, 3))


@pytest.mark.parametrize(
    "above",
    [
        "<h2>8 May 1945</h2>",
        f"<p>{THIRD}</p><p>8 May 1945</p>",
        "<p>The ship sank on <em>April 15, 1912</em>.</p>",
        "<p>On <a href='/x'>April 15, 1912</a> it sank with all hands</p>",
        "<p class='event-info'>When: <b>12 March 2025</b></p>",
        "<p><b>Updated:</b> <b>4 May 2025</b></p>",
        "<blockquote>What a day! — Moira <a href='/x'>May 3, 2025</a></blockquote>",
        "<figure><img src='/x'><span>May 3, 2025</span></figure>",
    ],
)
def test_a_date_of_the_text_is_not_the_publication_s(above):
    assert extracted(page(above=above), None).published_at is None


@pytest.mark.parametrize(
    "above",
    [
        "<p class='info'>Updated: May 4, 2025 1:11 pm | First published: May 3, 2025</p>",
        "<div><span>By Jane Doe</span> <span>3 May 2025</span> <span>5 min read</span></div>",
        "<p>By Jane Doe, 3 May 2025</p>",
        f"<p>{THIRD}</p><div class='meta'><time>3 May 2025</time></div>",
    ],
)
def test_the_date_about_the_headline_is_the_publication_s(above):
    assert extracted(page(above=above), None).published_at == day(2025, 5, 3)


def test_the_month_in_an_address_may_be_named():
    assert extracted(page(), "https://courier.example/2025/may/03/bridge").published_at == day(2025, 5, 3)
