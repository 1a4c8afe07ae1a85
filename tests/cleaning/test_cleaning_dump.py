"""All that a page shows, as text: the article is found among menus, lists and readers' comments."""

import pytest

from schemas.records import Page
from transforms.cleaning.clean import clean
from transforms.cleaning.judge import Unit
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
