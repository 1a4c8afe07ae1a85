"""Boxes amid an article, and paragraphs that are only links to other articles."""

import pytest

from schemas.records import Page
from tests.extraction.building import FIRST, HEADLINE, SECOND, THIRD, extracted, page

OTHER = "Ferry to the island sails again after a week"
OFFER = "Five stories from the valley, each morning at seven"


def text_with(between: str) -> str:
    """The text of an article that has something between its first and its second paragraph."""
    found = extracted(page(body=f"<p>{FIRST}</p>{between}<p>{SECOND}</p><p>{THIRD}</p>"))
    assert isinstance(found, Page)
    assert all(paragraph in found.text for paragraph in (FIRST, SECOND, THIRD))
    return found.text


@pytest.mark.parametrize(
    "link",
    [
        f"<p><a href='/news/ferry'>{OTHER}</a></p>",
        f"<p><strong>Read:</strong> <a href='/news/ferry'>{OTHER}</a></p>",
        f"<p><a href='https://www.courier.example/news/ferry#inline'>MORE: {OTHER}</a></p>",
        f"<ul><li><a href='/news/ferry'>{OTHER}</a></li><li><a href='/news/mill'>Old mill is to be a school</a></li></ul>",
    ],
)
def test_a_paragraph_that_is_a_link_to_another_article_is_none(link):
    assert OTHER not in text_with(link)


@pytest.mark.parametrize(
    "between, kept",
    [
        (f"<p><a href='/news/ferry'>{OTHER}, as its owner promised.</a></p>", f"{OTHER}, as its owner promised."),
        ("<p><a href='https://gov.example/r.pdf'>The report of the inspectors of bridges</a></p>", "The report of the inspectors"),
        ("<p><a href='#costs'>What the work on the bridge costs</a></p>", "What the work on the bridge costs"),
        ("<p><a href='https://courier.example/news/bridge#costs'>What the work on that bridge costs</a></p>", "work on that bridge"),
        (f"<p>The mayor named one example of this:</p><p><a href='/news/ferry'>{OTHER}</a></p>", OTHER),
        (f"<ul><li>{OTHER}</li><li><a href='/news/mill'>Old mill is to be a school</a></li></ul>", "Old mill is to be a school"),
    ],
    ids=["a sentence", "another site's", "a place in the page", "and by its address", "introduced", "among items that are none"],
)
def test_a_link_that_may_be_the_article_s_is_kept(between, kept):
    assert kept in text_with(between)


@pytest.mark.parametrize(
    "box",
    [
        f"<div class='nl_x1'><h3>{OFFER}</h3><p>By the people who know the valley best.</p></div>",
        f"<div class='x7'><h3>{OFFER}</h3><p>By the people who know the valley best.</p><a href='/n'>Get it</a></div>",
        f"<div class='x7'><p>{OFFER}</p><div><label>Address</label><input type='email'><button>Get it</button></div></div>",
        f"<blockquote class='PullQuoteBlock'>{OFFER}</blockquote>",
        f"<div class='img'><img src='a.jpg'><p class='wp-caption-text'>{OFFER}</p></div>",
    ],
    ids=["named", "heading and link", "field and button", "pull quote", "caption"],
)
def test_a_box_is_not_the_article_s(box):
    assert OFFER not in text_with(box)


@pytest.mark.parametrize(
    "between, kept",
    [
        (f"<div class='promo'><p>{OFFER}. {FIRST} {SECOND} {THIRD}</p></div>", OFFER),
        (f"<blockquote><p>{OFFER}</p></blockquote>", OFFER),
        ("".join(f"<div class='y'><p>{OFFER}, part {n}</p><button>Mark</button></div>" for n in range(4)), f"{OFFER}, part 2"),
        (f"<div><p>{OFFER}:</p><ul><li><button>+</button> two hundred tons of stone</li><li>sand</li></ul></div>", "tons of stone"),
        ("<p class='subscriber-only'>What the mayor said then, nobody had expected.</p>", "nobody had expected."),
    ],
    ids=["large", "a quotation", "one of many", "a list to tick off", "for those who pay"],
)
def test_what_only_looks_like_a_box_is_kept(between, kept):
    assert kept in text_with(between)


def test_the_heading_of_a_box_goes_with_it():
    text = text_with(f"<div class='z1'><h3>What We Read Today</h3><p><a href='/news/ferry'>{OTHER}</a></p></div>")
    assert "What We Read" not in text
    assert "On the river" in text_with("<h3>On the river</h3><div class='promo'><p>Win a boat with us now!</p></div>")


def test_an_article_that_is_all_boxes_stays():
    body = "".join(f"<div class='promo'><p>{text}</p></div>" for text in (FIRST, SECOND, THIRD))
    assert extracted(page(body=body)).text.count("\n\n") == 2


def test_a_table_s_rows_are_paragraphs_of_its_cells():
    rows = "<tr><th>Bridge</th><th>Built</th></tr><tr><td>Marlow</td><td>1831</td></tr><tr><td>Cookham</td><td></td></tr>"
    lines = text_with(f"<table>{rows}</table>").splitlines()
    assert {"Bridge | Built", "Marlow | 1831", "Cookham"} <= set(lines)
    assert not any(set(line) <= set("|- ") for line in lines if line)


@pytest.mark.parametrize(
    "above, first",
    [
        (
            "<div class='article-intro'><p>The town has waited for the vote since the flood.</p><p>By Jane Doe</p>"
            "<p>3 May 2025, 7:40</p></div>",
            "The town has waited for the vote since the flood.",
        ),
        ("<div class='byline'><p>&amp; Tom Reed, Director of Roads and Bridges of the county</p></div>", FIRST),
        ("<div class='pic'><p class='caption'>Mayor Anna Price looks at the bridge from the bank</p></div>", FIRST),
    ],
)
def test_a_standfirst_has_neither_writers_nor_dates_nor_captions(above, first):
    assert extracted(page(above=above)).text.startswith(first)


def test_a_short_article_for_subscribers_keeps_its_lists():
    costs = "<ul><li>Two million for the arches</li><li>Half a million for the road</li></ul>"
    body = f"<p>{FIRST}</p>{costs}<p>{SECOND}</p><p>{THIRD}</p>"
    data = {"@type": "NewsArticle", "isAccessibleForFree": False, "headline": HEADLINE, "articleBody": f"{FIRST} {SECOND} {THIRD}"}
    below = "".join(f"<p>Number {n} of what else was new in the valley on that day in May.</p>" for n in range(3))
    assert "Half a million" in extracted(page(body=body, data=data, below=below)).text
