"""Lines that are an article's or its page's by where they stand."""

import pytest

from transforms.cleaning.places import chronicle_of, judge_places
from transforms.cleaning.unit import Unit

REPORT = [
    "The council of Marlow voted on Tuesday to repair the old bridge over the river, which has been closed since March.",
    "The work will cost two million pounds, of which the county pays one half and the town the other.",
    "Residents had asked for it since the flood of 2019.",
    "The opposition asked for a second vote before the summer, which the mayor refused on the spot.",
    "She will not stand again.",
    "Work on the southern bank, where the water did most damage, has been going on since the spring.",
]
FOOT = Unit("© 2025 Courier Media", "copyright")


def reasons(*units, titled=True, plain=True):
    judged = judge_places([unit if isinstance(unit, Unit) else Unit(unit) for unit in units], titled=titled, plain=plain)
    return {unit.text: unit.reason for unit in judged}


@pytest.mark.parametrize(
    "line, reason",
    [
        ("Jane Doe", "byline"),
        ("Orla Ní Mhaoldomhnaigh", "byline"),
        ("Jane Doe and Tom van Reed", "byline"),
        ("Jane Doe, Abuja", "byline"),
        ("Jane Doe Senior health correspondent", "byline"),
        ("Interview by Jane Doe", "byline"),
        ("Jane Doe in London and Tom Reed in Delhi", "byline"),
        ("Jane Doe / Coastal News Service", "byline"),
        ("Jane Doe · Reuters", "byline"),
        ("Łucja Nowak", "byline"),
        ("By Jane Doe | 3 May 2024", "byline"),
        ("Analysis by Jane Doe", "byline"),
        ("Words: Jane Doe", "byline"),
        ("08 Oct 2025 04:41PM", "timestamp"),
        ("6:38 am on 9 March 2026", "timestamp"),
        ("Housing & Planning", "navigation"),
        ("Health", "navigation"),
        ("Old mills of the county are falling down, one after another", None),  # a standfirst
        ("Newspaper editors of five towns ask for a levy on advertising", None),
        ("What happened?", None),
        ("Olive Oil / Sea Salt", None),
        ("خطة جديدة لإصلاح الجسر القديم", None),  # no alphabet with capitals
        ("D", None),  # the article's first letter
    ],
)
def test_a_short_line_above_the_text_is_the_page_s(line, reason):
    assert reasons(line, *REPORT)[line] == reason


@pytest.mark.parametrize("line", ["Health", "Jane Doe", "Housing & Planning", "08 Oct 2025", "What happened?", "After the flood"])
def test_the_same_line_between_two_paragraphs_is_a_heading(line):
    assert reasons(*REPORT[:3], line, *REPORT[3:])[line] is None


def test_without_a_headline_nothing_above_the_text_is_judged():
    assert reasons("Health", *REPORT, titled=False)["Health"] is None


def test_who_and_when_may_follow_a_standfirst_of_a_sentence():
    date = Unit("9 March 2026", "timestamp")
    assert reasons(REPORT[0], "Jane Doe", date, *REPORT[1:])["Jane Doe"] == "byline"


@pytest.mark.parametrize("line, reason", [("Bridges", "navigation"), ("Mayor of Henley to open a new ferry", "related")])
def test_short_lines_after_a_mark_of_the_end_are_the_page_s(line, reason):
    assert reasons(*REPORT, FOOT, line)[line] == reason
    assert reasons(*REPORT, line)[line] is None  # no mark


@pytest.mark.parametrize("line", ["Attendance: 4,120", "Referee: Tom Reed", "Marlow 3-1 Henley"])
def test_results_after_the_text_stay(line):
    assert reasons(*REPORT, line, FOOT)[line] is None


def test_a_list_that_the_last_sentence_announces_stays():
    assert reasons(*REPORT, "The members voted for:", "A new bridge", FOOT)["A new bridge"] is None


def test_a_headline_amid_the_text_with_none_of_its_words_is_another_article_s():
    foreign, heading = "Otters split over kitchen sink in quiet suburb", "What the vote on the bridge means for residents"
    assert reasons(*REPORT[:4], foreign, *REPORT[4:])[foreign] == "related"
    assert reasons(*REPORT[:4], heading, *REPORT[4:])[heading] is None
    assert reasons(*REPORT[:4], foreign, *REPORT[4:], plain=False)[foreign] is None  # no link in the page, so a heading


def test_the_only_date_below_a_standfirst_is_the_page_s():
    assert reasons(REPORT[0], "Monday, 6 January 2020", *REPORT[1:])["Monday, 6 January 2020"] == "timestamp"
    chronicle = reasons(REPORT[0], "6 January 2020", *REPORT[1:3], "9 March 2021", *REPORT[3:])
    assert chronicle["6 January 2020"] is None and chronicle["9 March 2021"] is None


@pytest.mark.parametrize("line, reason", [("Jane Doe", "byline"), ("8 Oct 2025", "timestamp"), ("Weather", "line")])
def test_what_the_words_took_for_clutter_may_say_who_and_when(line, reason):
    assert reasons(Unit(line, "line"), *REPORT)[line] == reason


def test_dates_with_sentences_between_them_are_a_chronicle_s():
    dates = (Unit("6 January 2020", "timestamp"), Unit("9 March 2021", "timestamp"))
    assert chronicle_of([dates[0], Unit("The ferry stops."), dates[1], Unit("It sails again."), *map(Unit, REPORT)]) == {0, 2}
    assert not chronicle_of([*dates, *map(Unit, REPORT)])
    assert not chronicle_of([dates[0], *map(Unit, REPORT)])


def test_a_short_line_between_two_of_clutter_is_clutter():
    share = Unit("Share", "social")
    assert reasons(*REPORT[:2], share, "Sorted by date", share, *REPORT[2:])["Sorted by date"] == "social"
    assert reasons(*REPORT[:2], share, "Half-time: 2-1", share, *REPORT[2:])["Half-time: 2-1"] is None


@pytest.mark.parametrize("code", ["plq-msa/tgw/bfm", "hn/nh(kt)"])
def test_an_agency_s_code_is_a_credit(code):
    assert reasons(*REPORT, code)[code] == "credit"
