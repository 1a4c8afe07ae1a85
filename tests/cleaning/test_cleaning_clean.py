"""Pages to articles: what stands in which column."""

import dataclasses
from datetime import datetime, timezone

import pytest
from hypothesis import given, settings, strategies as st

from schemas import ids
from schemas.records import Page, to_micros
from schemas.tables import Article, Reject
from transforms.cleaning import judge
from transforms.cleaning.clean import clean, clean_text
from transforms.cleaning.paragraphs import split_paragraphs
from transforms.cleaning.repair import repair

HEADLINE = "Old bridge to be repaired after vote"
STANDFIRST = "Mayor Anna Price wins the support of a council that had put it off for years"
FIRST = (
    "MARLOW (Courier) — The council of Marlow voted on Tuesday to repair the old bridge over the river, the mayor said."
)
SECOND = "“We need your support,” Anna Price told residents. “Please sign up for our walk across the bridge on Sunday.”"
THIRD = (
    "The opposition did not support the plan, and asked for a second vote before the summer, which the mayor refused."
)
REPORT = [FIRST, SECOND, THIRD]
PLEA = "Your support makes all the difference."
ARTICLE_PAGE = "\n".join(
    [
        "Local news",
        HEADLINE,
        STANDFIRST,
        "By Jane Doe and John Smith",
        "Published: 3 May 2025",
        "Share this article",
        "Support local journalism today",
        f"{PLEA}{FIRST}",
        SECOND,
        "READ MORE: What the bridge cost in 1831",
        THIRD,
        "Additional reporting by Tom Reed",
        "Comments",
    ]
)


def cleaned(text: str, **given) -> Article:
    article = clean(Page(input_uri=given.pop("input_uri", "courier/bridge.txt"), text=text, plain=True, **given))
    assert isinstance(article, Article), article
    return article


def test_a_page_s_text_comes_apart_into_its_columns():
    article = cleaned(ARTICLE_PAGE)
    assert article.title == HEADLINE
    assert article.text.split("\n\n") == [STANDFIRST, *REPORT]
    assert list(article.authors) == ["Jane Doe", "John Smith"]
    assert article.published_at == to_micros(datetime(2025, 5, 3, tzinfo=timezone.utc))
    assert article.removed_text.split("\n\n") == [
        "Local news", "By Jane Doe and John Smith", "Published: 3 May 2025", "Share this article", "Support local journalism today",
        PLEA, "READ MORE: What the bridge cost in 1831", "Additional reporting by Tom Reed", "Comments",
    ]  # fmt: skip
    assert article.word_count == len(article.text.split())
    assert article.language == "en"


def test_what_the_source_says_counts_for_more_than_the_lines():
    when = to_micros(datetime(2025, 5, 1, tzinfo=timezone.utc))
    article = cleaned(ARTICLE_PAGE, title=HEADLINE, authors=["A. Nother"], published_at=when)
    assert (list(article.authors), article.published_at, article.title) == (["A. Nother"], when, HEADLINE)
    assert HEADLINE not in article.text


@pytest.mark.parametrize(
    "text, title",
    [
        ("\n\n".join([HEADLINE, *REPORT]), HEADLINE),
        ("\n\n".join(["Exclusive: minister to resign over leak", *REPORT]), "Exclusive: minister to resign over leak"),
        ("\n\n".join(["Will the bridge hold?", *REPORT]), "Will the bridge hold?"),
        ("\n\n".join(["World News", "3 May 2025", HEADLINE, *REPORT]), HEADLINE),
        ("\n\n".join(["Bridge closed", *REPORT]), "Bridge closed"),
        ("\n\n".join(["Traffic & Travel", "In Your Area", HEADLINE, "By Jane Doe", *REPORT]), HEADLINE),
        ("\n\n".join(["Print subscriptions", "Support the Courier", "Sport", HEADLINE, "By Jane Doe", *REPORT]), HEADLINE),
        ("\n\n".join(REPORT), None),
    ],
)
def test_the_headline_of_a_plain_text_is_found(text, title):
    assert cleaned(text).title == title


@pytest.mark.parametrize("headline", ["Bridge to stay", "The ferry that never came", "Why bridges matter"])
@pytest.mark.parametrize("signed", [[], ["By Jane Doe"]])
def test_a_short_headline_is_not_taken_for_a_section_above_its_standfirst(headline, signed):
    article = cleaned("\n\n".join([headline, STANDFIRST, *signed, *REPORT]))
    assert (article.title, article.text.split("\n\n")[0]) == (headline, STANDFIRST)


@pytest.mark.parametrize("headline", ["Flood", "Letter from Marlow", "No bridge, no town"])
def test_what_may_be_the_headline_is_kept_where_none_is_found(headline):
    article = cleaned("\n\n".join([headline, "By Jane Doe", *REPORT]))
    assert headline in (article.title, article.text.split("\n\n")[0])


@pytest.mark.parametrize("first", ["Meet Anna Price.", "Look at the river.", "Dear Lord Mayor,", "You know that bridge. You have crossed it."])
@pytest.mark.parametrize("plain", [True, False])
def test_a_short_first_paragraph_is_kept(first, plain):
    text = "\n\n".join([*([HEADLINE, "By Jane Doe"] if plain else []), first, *REPORT])
    article = clean(Page(input_uri="a.txt", text=text, title=None if plain else HEADLINE, plain=plain))
    assert article.title == HEADLINE and article.text.startswith(first)


def test_a_sentence_after_its_place_is_no_headline():
    lede = "MARLOW — The council voted on Tuesday to repair the bridge."
    assert cleaned("\n\n".join([lede, *REPORT])).text.startswith(lede)


@pytest.mark.parametrize(
    "lines, authors, published",
    [
        (["Jane Doe", "3 May 2025"], ["Jane Doe"], (2025, 5, 3)),
        (["JANE DOE and TOM REED", "3 May 2025"], ["Jane Doe", "Tom Reed"], (2025, 5, 3)),
        (["Review by Jane Doe"], ["Jane Doe"], None),
        (["By Jane Doe and Tom Reed", "Valley Messenger"], ["Jane Doe", "Tom Reed"], None),
        (["Jane Doe South of Scotland correspondent"], ["Jane Doe"], None),
        (["By Łucja Nowak and Éva Szabó"], ["Łucja Nowak", "Éva Szabó"], None),
        (["By Jane Doe, Transport Correspondent | Published 3 May 2025"], ["Jane Doe"], (2025, 5, 3)),
        (["Posted by Jane Doe on May 3, 2025"], ["Jane Doe"], (2025, 5, 3)),
        (["Jane Doe | 3 May 2025"], ["Jane Doe"], (2025, 5, 3)),
        (["Benin City, 3 May 2025"], None, (2025, 5, 3)),
        (["Updated: May 4, 2025 | First published: May 3, 2025"], None, (2025, 5, 3)),
        (["Premier League", "3 May 2025"], None, (2025, 5, 3)),
        (["Anna Price", "3 May 2025"], None, (2025, 5, 3)),  # whom the article speaks of
    ],
)
def test_the_lines_above_a_text_say_who_and_when(lines, authors, published):
    article = cleaned("\n\n".join([HEADLINE, *lines, *REPORT]))
    assert article.text.split("\n\n") == REPORT
    assert (list(article.authors) if article.authors else None) == authors
    assert article.published_at == (to_micros(datetime(*published, tzinfo=timezone.utc)) if published else None)


def test_a_chronicle_keeps_its_dates():
    dated = ["3 May 2022", "Workers vote to strike.", "12 June 2022", "The harbour closes."]
    article = cleaned("\n\n".join([HEADLINE, *dated, *REPORT]))
    assert article.text.split("\n\n") == [*dated, *REPORT] and article.published_at is None


def test_the_content_hash_does_not_depend_on_the_judge(monkeypatch):
    before = cleaned(ARTICLE_PAGE)
    # A judge that has learnt otherwise: everything is the article.
    monkeypatch.setattr("transforms.cleaning.clean.judge", lambda paragraphs: [judge.Unit(text) for text in paragraphs])
    monkeypatch.setattr("transforms.cleaning.clean.judge_lines", lambda units, title, *, plain, spared: units)
    after = cleaned(ARTICLE_PAGE)
    assert after.text != before.text
    assert (after.content_hash, after.version_id) == (before.content_hash, before.version_id)
    assert before.content_hash == ids.content_hash(None, "\n\n".join(split_paragraphs(ARTICLE_PAGE)))


def test_another_text_or_title_is_another_version():
    hashes = {
        cleaned(ARTICLE_PAGE).content_hash,
        cleaned(ARTICLE_PAGE.replace("Tuesday", "Monday")).content_hash,
        cleaned(ARTICLE_PAGE, title="Another").content_hash,
        cleaned(ARTICLE_PAGE.replace("Tom Reed", "Tim Reed")).content_hash,  # clutter counts, too
    }
    assert len(hashes) == 4


SAME = [
    "https://www.courier.example/news/bridge/?utm_source=x&id=5#comments",
    "http://courier.example:80/news/bridge?id=5&fbclid=abc",
    "https://amp.courier.example/news/bridge?id=5",
    "https://courier.example/news/bridge/amp/?id=5",
    "HTTPS://COURIER.example:443/news/bridge?ref=home&id=5",
]


def test_all_addresses_of_an_article_are_one_and_its_own_is_kept():
    articles = [cleaned(ARTICLE_PAGE, url=url) for url in SAME]
    assert {article.canonical_url for article in articles} == {"https://courier.example/news/bridge?id=5"}
    assert len({article.article_id for article in articles}) == 1
    assert [article.url for article in articles] == SAME


@pytest.mark.parametrize(
    "url",
    [
        "https://courier.example/news/bridge?id=6",
        "https://courier.example/news/bridge?id=5&page=2",
        "https://courier.example/news/Bridge?id=5",
        "https://courier.example/news/bridge?id=5&source=12",  # a number may be what names it
        "https://courier.example:8080/news/bridge?id=5",
        "https://news.courier.example/news/bridge?id=5",
        "https://courier.example/news%2Fbridge?id=5",
    ],
)
def test_what_else_an_address_says_makes_a_difference(url):
    assert cleaned(ARTICLE_PAGE, url=url).article_id != cleaned(ARTICLE_PAGE, url=SAME[0]).article_id


@pytest.mark.parametrize("url", ["n/a", "urn:isbn:1", "http://[", "https://", "//courier.example/a"])
def test_what_is_no_web_address_names_no_article(url):
    article = cleaned(ARTICLE_PAGE, url=url, record_id="7")
    assert article.canonical_url is None and article.source == "courier"
    assert article.article_id == ids.article_id(None, "courier", "7", article.content_hash)


@pytest.mark.parametrize(
    "given, source",
    [
        ({"url": "https://www.news.bbc.co.uk/a/b"}, "bbc.co.uk"),
        ({"canonical_url": "https://www.courier.example/a/b"}, "courier.example"),
        ({"url": "http://localhost:8080/a"}, "localhost"),
        ({"source": " The Courier "}, "the courier"),
        ({"input_uri": "/data/The Times/a.txt"}, "the times"),
        ({"input_uri": "/data/times/a.jsonl#line=3"}, "times"),
        ({"input_uri": "s3://bucket/Times/a.txt"}, "times"),
        ({"input_uri": "s3://bucket/a.txt"}, "bucket"),
    ],
)
def test_the_source_is_the_domain_or_the_folder(given, source):
    assert cleaned(ARTICLE_PAGE, **given).source == source


@pytest.mark.parametrize(
    "text, language",
    [
        (
            "Khurelsukh Ukhnaa met Xi Jinping and Oyun-Erdene Luvsannamsrai in Ulaanbaatar on Friday, Xinhua said in a report.",
            "en",
        ),
        (
            "Le président de la République a rencontré le chancelier allemand à Paris vendredi soir, selon son cabinet.",
            "fr",
        ),
        (
            "Der Bundestag hat am Freitag das Gesetz über die neue Brücke verabschiedet, sagte der Minister in Berlin.",
            "de",
        ),
        ("Ukhnaa Khurelsukh, Oyun-Erdene Luvsannamsrai, Battulga Khaltmaa. Ulaanbaatar, Erdenet, Darkhan.", None),
    ],
)
def test_the_language_is_told_or_left_open(text, language):
    assert cleaned(text).language == language


@pytest.mark.parametrize(
    "text", ["", "Home\nNews\nSport", "Subscribe now\nLog in\n© 2024 Courier", "Too short.", "\u200b\n\u200b"]
)
def test_a_text_without_an_article_is_rejected(text):
    assert isinstance(clean(Page(input_uri="a/b.txt", text=text, plain=True)), Reject)


@pytest.mark.parametrize(
    "summary",
    [
        "Council votes to repair the old bridge over the river at a cost of two million pounds from June on, mayor says",
        "It is as it was in my day: if we do so, so be it, he said to us as he got in a car to go",
    ],
    ids=["without a full stop", "of short words"],
)
@pytest.mark.parametrize("plain", [True, False])
def test_a_feed_s_summary_of_enough_words_is_an_article_whatever_it_looks_like(summary, plain):
    page = Page(input_uri="feed.xml", text=summary, plain=plain, title="Bridge", feed_url="feed.xml", only_summary=True)
    article = clean(page)
    assert isinstance(article, Article) and article.text == summary and article.word_count >= 20


def test_a_summary_of_which_cleaning_leaves_nothing_is_rejected():
    page = Page(input_uri="feed.xml", text="\u200b", plain=True, title="Bridge", only_summary=True)
    assert isinstance(clean(page), Reject)


def test_no_column_is_an_empty_text_or_holds_half_a_character():
    article = cleaned(
        ARTICLE_PAGE + "\nHalf \ud800 of it is left, the engineer of the town said.", title=" \u200b", url="", authors=["", "\ud800x"],
        tags=[" "], source=" ", record_id=" ",
    )  # fmt: skip
    for name, value in dataclasses.asdict(article).items():
        for one in value if isinstance(value, (list, tuple)) else [value]:
            if isinstance(one, str):
                assert one or name == "batch_id"
                one.encode("utf-8")
    assert article.tags is None and article.url is None


PIECES = st.lists(
    st.one_of(
        st.sampled_from(
            [
                HEADLINE,
                STANDFIRST,
                *REPORT,
                PLEA,
                "Comments",
                "Related articles",
                "By Jane Doe",
                "Home",
                "Share",
                "©",
                "\n",
                "",
            ]
        ),
        st.text(max_size=60),
    ),
    max_size=40,
).map("\n".join)


def letters(*texts) -> str:
    return "".join(sorted("".join("".join(text.split()) for text in texts if text)))


@settings(deadline=None)
@given(PIECES, st.booleans())
def test_every_character_ends_up_in_title_text_or_removed_text(text, plain):
    paragraphs = split_paragraphs(repair(text))
    parts = clean_text(paragraphs, None, plain=plain)
    removed = [unit.text for unit in parts.removed]
    found = letters(*parts.paragraphs, *removed)
    # A headline that is shown above the text stands among what was removed, too, or only in the title.
    assert letters(*paragraphs) in (found, letters(*parts.paragraphs, *removed, parts.title))


@settings(deadline=None)
@given(PIECES)
def test_any_text_is_an_article_or_a_reject(text):
    assert isinstance(clean(Page(input_uri="a/b.txt", text=text, plain=True)), (Article, Reject))


def test_clean_text_stays_as_it_is():
    once = cleaned(ARTICLE_PAGE)
    again = cleaned(once.text, title=once.title)
    assert (again.text, again.removed_text) == (once.text, None)
