"""Times of news text as ISO 8601."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.annotation.calendar_times import FIRST_YEAR, FUTURE, LAST_YEAR, PAST, UNKNOWN, Anchor, read_day
from transforms.annotation.dates import read_time

PUBLISHED = date(2025, 4, 30)  # a Wednesday

ABSOLUTE = [
    ("9 May 2025", "2025-05-09"),
    ("May 9, 2025", "2025-05-09"),
    ("May 9 2025", "2025-05-09"),
    ("the 9th of May 2025", "2025-05-09"),
    ("Friday, July 21, 2017", "2017-07-21"),
    ("Sept. 11, 2001", "2001-09-11"),
    ("2025-05-09", "2025-05-09"),
    ("31/12/2025", "2025-12-31"),
    ("May 2011", "2011-05"),
    ("the end of May 2011", "2011-05"),
    ("2011", "2011"),
    ("mid-2011", "2011"),
    ("end of November 2015", "2015-11"),
    ("end-June 2015", "2015-06"),
    ("at least 1 hour", "PT1H"),
    ("past decade", "P10Y"),
    ("the 1990s", "199X"),
    ("the early 2000s", "200X"),
    ("the '80s", "198X"),
    ("the nineties", "199X"),
    ("the 19th century", "18XX"),
    ("the twentieth century", "19XX"),
    ("the summer of 2011", "2011-22"),
    ("the third quarter of 2011", "2011-07/2011-09"),
    ("the final quarter of 2009", "2009-10/2009-12"),
    ("Q3 2011", "2011-07/2011-09"),
    ("2011-2014", "2011/2014"),
    ("2011–14", "2011/2014"),
    ("from 2011 to 2014", "2011/2014"),
    ("between May and June 2011", "2011-05/2011-06"),
    ("May 9-11, 2025", "2025-05-09/2025-05-11"),
    ("May 9 to June 2, 2025", "2025-05-09/2025-06-02"),
    ("three years", "P3Y"),
    ("the past three years", "P3Y"),
    ("two and a half years", "P2.5Y"),
    ("a decade", "P10Y"),
    ("18 months", "P18M"),
    ("24 hours", "PT24H"),
    ("half an hour", "PT30M"),
    ("33-year-old", "P33Y"),
    ("aged 33", "P33Y"),
    ("10.30am", "T10:30"),
    ("10:30 a.m. GMT", "T10:30Z"),
    ("12 a.m.", "T00:00"),
    ("12 p.m.", "T12:00"),
    ("6pm", "T18:00"),
    ("1430 GMT", "T14:30Z"),
    ("noon", "T12:00"),
    ("9 am to 5 pm", "T09:00/T17:00"),
    ("every day", "R/P1D"),
    ("annual", "R/P1Y"),
]

RELATIVE = [
    ("9 May", "2025-05-09"),
    ("Tuesday, 6 May", "2025-05-06"),
    ("9-11 May", "2025-05-09/2025-05-11"),
    ("April", "2025-04"),
    ("last May", "2024-05"),
    ("Wednesday", "2025-04-30"),
    ("Monday", "2025-04-28"),
    ("Thursday", "2025-04-24"),
    ("last Wednesday", "2025-04-23"),
    ("next Wednesday", "2025-05-07"),
    ("late on Monday", "2025-04-28"),
    ("Monday night", "2025-04-28"),
    ("yesterday", "2025-04-29"),
    ("tomorrow", "2025-05-01"),
    ("last night", "2025-04-29"),
    ("last week", "2025-W17"),
    ("last weekend", "2025-04-26/2025-04-27"),
    ("next month", "2025-05"),
    ("earlier this year", "2025"),
    ("the end of the year", "2025"),
    ("two weeks ago", "2025-W16"),
    ("30 years ago", "1995"),
    ("last quarter", "2025-01/2025-03"),
    ("the first half of the year", "2025-01/2025-06"),
    ("10.30am on Monday", "2025-04-28T10:30"),
    ("Sunday, June 1 at 6pm", "2025-06-01T18:00"),
    ("Christmas Day", "2024-12-25"),
    ("next Christmas", "2025-12-25"),
]

WITHOUT_A_VALUE = [
    "now", "recently", "several years", "years", "05/06/2025", "30 February 2025", "February 30", "9/11", "the day before",
    "the following day", "the same day", "the previous quarter", "three years later", "fiscal 2011", "last summer", "his 30s",
    "25 o'clock", "the 45th century", "2014-2011", "", " ", "the", "may well",
]  # fmt: skip


@pytest.mark.parametrize("text, value", ABSOLUTE)
def test_absolute_times_need_no_publication(text, value):
    assert read_time(text).value == value
    assert read_time(text, Anchor(PUBLISHED)).value == value


@pytest.mark.parametrize("text, value", RELATIVE)
def test_relative_times_are_resolved_against_publication(text, value):
    assert read_time(text, Anchor(PUBLISHED)).value == value


@pytest.mark.parametrize("text, value", RELATIVE)
def test_relative_times_have_no_value_without_publication(text, value):
    found = read_time(text)
    assert found is None or not found.first


@pytest.mark.parametrize("text", WITHOUT_A_VALUE)
def test_no_value_is_made_up(text):
    assert read_time(text, Anchor(PUBLISHED)) is None


@pytest.mark.parametrize(
    "text, direction, value",
    [
        ("Thursday", FUTURE, "2025-05-01"),
        ("Thursday", PAST, "2025-04-24"),
        ("Wednesday", FUTURE, "2025-04-30"),
        ("9 September", PAST, "2024-09-09"),
        ("9 September", FUTURE, "2025-09-09"),
        ("9 May", PAST, "2025-05-09"),  # "the trial of 9 May was put off": so near, the tense is no matter
        ("October", PAST, "2024-10"),
        ("September", UNKNOWN, "2025-09"),
        ("January", FUTURE, "2026-01"),
        ("January", UNKNOWN, "2025-01"),
        ("the third quarter", PAST, "2024-07/2024-09"),
        ("the third quarter", FUTURE, "2025-07/2025-09"),
        ("Friday, 9 May", PAST, "2025-05-09"),  # the weekday tells the year
        ("Thursday, 9 May", FUTURE, "2024-05-09"),
    ],
)
def test_tense_points_back_or_ahead(text, direction, value):
    assert read_time(text, Anchor(PUBLISHED, direction)).value == value


@pytest.mark.parametrize(
    "text, first, last",
    [
        ("9 May 2025", date(2025, 5, 9), date(2025, 5, 9)),
        ("February 2024", date(2024, 2, 1), date(2024, 2, 29)),
        ("the 1990s", date(1990, 1, 1), date(1999, 12, 31)),
        ("last week", date(2025, 4, 21), date(2025, 4, 27)),
        ("2011-2014", date(2011, 1, 1), date(2014, 12, 31)),
        ("the third quarter of 2011", date(2011, 7, 1), date(2011, 9, 30)),
        ("10.30am on Monday", date(2025, 4, 28), date(2025, 4, 28)),
    ],
)
def test_a_time_on_the_calendar_has_a_first_and_last_day(text, first, last):
    found = read_time(text, Anchor(PUBLISHED))
    assert (found.first, found.last) == (first, last)


@pytest.mark.parametrize("text", ["three years", "10.30am", "the summer of 2011", "every day"])
def test_other_times_have_no_days(text):
    found = read_time(text, Anchor(PUBLISHED))
    assert (found.first, found.last) == (None, None)


def test_the_year_turns():
    new_year = Anchor(date(2025, 1, 2))
    assert read_time("December", new_year).value == "2024-12"
    assert read_time("31 December", new_year).value == "2024-12-31"
    assert read_time("last week", new_year).value == "2024-W52"
    assert read_time("last month", new_year).value == "2024-12"


@pytest.mark.parametrize("moment, day", [("2025-04-30T23:59:00+00:00", PUBLISHED), ("", None), (None, None), ("soon", None), ("0001-01-01T00:00:00", None)])
def test_the_day_of_publication(moment, day):
    assert read_day(moment) == day


WORDS = st.sampled_from(
    "the last next this past of in on and to from - – , 9 31 May may June Wednesday 2011 1990s 19th century third quarter year years"
    " ago week day 10.30 am pm GMT noon 0 29 February 100000 decades early two half a 9999 every 1/1/2011 12:61 ' 's"
    .split(" ")
)  # fmt: skip


@given(st.lists(WORDS, max_size=8).map(" ".join), st.dates(date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)), st.sampled_from([PAST, UNKNOWN, FUTURE]))
def test_any_words_give_a_time_or_none(text, day, direction):
    found = read_time(text, Anchor(day, direction))
    assert found is None or (found.value and (found.first is None) == (found.last is None))
    assert found is None or found.first is None or found.first <= found.last


@given(st.text(max_size=40))
def test_any_text_gives_a_time_or_none(text):
    read_time(text, Anchor(PUBLISHED))
