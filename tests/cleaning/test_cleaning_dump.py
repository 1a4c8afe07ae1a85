"""All that a page shows, as text: the article is found among menus, lists and readers' comments."""

import numpy as np
import pytest

from schemas.records import Page
from tests.extraction.building import FIRST, SECOND, THIRD
from transforms.cleaning.clean import clean
from transforms.cleaning.headline import find_page_headline
from transforms.cleaning.judge import judge
from transforms.cleaning.page_dump import _weights, is_dump, judge_page
from transforms.cleaning.page_features import Seen, Topics
from transforms.cleaning.unit import Unit

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


def test_an_article_above_its_repeated_headline_stays():
    subheading = "The council's long debate"
    lines = [f"{HEADLINE} - The Courier", *MENU, "3 March 2025", FIRST, SECOND, subheading, THIRD, FIRST.replace("bridge", "mill")]
    article = clean(Page(input_uri="a/b.txt", text="\n".join([*lines, "Share", "Facebook", HEADLINE, *AFTER]), plain=True))
    assert article.text.split("\n\n") == [FIRST, SECOND, subheading, THIRD, FIRST.replace("bridge", "mill")]


def test_a_dump_whose_lines_links_broke_has_whole_paragraphs():
    broken = FIRST.replace("Mayor Anna Price", "\nMayor Anna Price\n").replace("over the river", "over\nthe river")
    article = clean(Page(input_uri="a/b.txt", text="\n".join(DUMP).replace(FIRST, broken), plain=True))
    assert "over the river." in article.text and "Mayor Anna Price said the work" in article.text


def test_what_is_left_of_a_dump_is_judged_line_by_line():
    pitch = "This article is part of our series on the county's bridges"
    dump = [*DUMP[: -len(AFTER)], pitch, SECOND.replace("plan", "mill"), *AFTER]
    article = clean(Page(input_uri="a/b.txt", text="\n".join(dump), plain=True))
    assert pitch not in article.text and SECOND.replace("plan", "mill") in article.text


def test_units_of_one_topic_know_each_other():
    words = [frozenset({"bridge", "river"}), frozenset({"bridge", "vote"}), frozenset({"ferry", "storm"}), frozenset()]
    any_words, known, odds = Topics(words).features(np.array([0.9, 0.8, 0.1, 0.5])).T
    assert any_words.tolist() == [1, 1, 1, 0]
    assert known[0] > 0.15 and known[1] > 0.15 and known[2] == known[3] == 0
    assert odds[0] > odds[2]


def test_a_unit_s_own_words_do_not_make_it_known():
    assert Topics([frozenset({"bridge"})]).features(np.array([1.0]))[0, 1] == pytest.approx(0)


def test_every_pass_has_a_weight_for_each_feature():
    seen = Seen(DUMP, [None] * len(DUMP), [0.0] * len(DUMP), HEADLINE)
    later = seen.after(np.full(len(DUMP), 0.5))
    assert [len(weights) for weights in _weights()] == [seen.first.shape[1], later.shape[1], later.shape[1]]
