"""All that a page shows, as text: the article is found among menus, lists and readers' comments."""

import pytest

from schemas.records import Page
from transforms.cleaning.clean import clean
from transforms.cleaning.headline import find_page_headline
from transforms.cleaning.judge import Unit, judge
from transforms.cleaning.page_dump import is_dump, judge_page
from tests.extraction.building import FIRST, SECOND, THIRD

HEADLINE = "Old bridge to be repaired after vote"
MENU = [
    "Skip to content",
    "Home",
    "News",
    "Sport",
    "Business",
    "Opinion",
    "Subscribe",
    "Log in",
    "Search",
    "Courier Events",
    "Puzzles Daily",
]
AFTER = ["Share", "Facebook", "Twitter", "Most read", "Mayor's cat found in Reading", "Rain to last until Sunday", "Ten pubs by the water",
         "Contact us", "Privacy policy", "Terms of use", "© 2025 Courier Media"]  # fmt: skip
DUMP = [
    f"{HEADLINE} - The Courier",
    *MENU,
    HEADLINE,
    "By Jane Doe",
    FIRST,
    SECOND,
    THIRD,
    FIRST.replace("bridge", "mill"),
    *AFTER,
]


def test_an_article_is_found_in_the_dump_of_its_page():
    article = clean(Page(input_uri="a/b.txt", text="\n".join(DUMP), plain=True))
    assert article.title == HEADLINE
    assert article.text.split("\n\n") == [FIRST, SECOND, THIRD, FIRST.replace("bridge", "mill")]
    assert list(article.authors) == ["Jane Doe"]


@pytest.mark.parametrize(
    "units",
    [
        [Unit(text) for text in (FIRST, SECOND, THIRD)],
        [Unit(text) for text in (FIRST, *(f"Marlow {number} Henley 0" for number in range(30)), THIRD)],  # results
        [Unit(FIRST), *(Unit("Share", "social") for _ in range(5)), Unit(THIRD)],
    ],
)
def test_an_article_with_a_list_or_a_share_bar_is_no_dump(units):
    assert not is_dump(units)


def test_what_rules_have_judged_stays_judged():
    units = [Unit("Share", "social"), *(Unit(text) for text in DUMP)]
    judged = judge_page(units, HEADLINE)
    assert [unit.text for unit in judged] == [unit.text for unit in units]
    assert judged[0].reason == "social"


@pytest.mark.parametrize(
    "above, title",
    [
        (["Skip to content", "Home", "News", HEADLINE, "By Jane Doe"], HEADLINE),  # a date or a byline follows
        (["Skip to content", "Home", "News", HEADLINE], HEADLINE),
        (["Skip to content", "Home", "News", "Nine ways to cook a leek", HEADLINE, "By Jane Doe"], HEADLINE),
        (["Skip to content", "Home", "News", "By Jane Doe"], None),
    ],
)
def test_a_dump_without_the_page_s_title_has_its_headline_above_the_text(above, title):
    units = judge([*above, FIRST, SECOND, THIRD, *AFTER])
    assert find_page_headline(units)[0] == title


def test_what_stands_above_a_headline_that_nothing_follows_may_be_the_article_s():
    units = judge(["Skip to content", HEADLINE, FIRST, SECOND, THIRD])
    assert find_page_headline(units) == (HEADLINE, None)


def test_a_headline_amid_the_lines_does_not_make_a_text_a_dump():
    lines = [*MENU[1:], HEADLINE, "By Jane Doe", FIRST, SECOND, THIRD, *AFTER]
    assert is_dump(judge([f"{HEADLINE} - The Courier", *lines]))
    assert not is_dump(judge(lines))


def test_the_trail_of_sections_above_a_headline_is_none():
    above = ["News > UK > Transport", HEADLINE, "By Jane Doe", "23 November 2025"]
    assert clean(Page(input_uri="a/b.txt", text="\n".join([*above, FIRST, SECOND, THIRD]), plain=True)).title == HEADLINE
