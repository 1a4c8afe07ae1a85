import dateparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.moments import _WRITTEN_SETTINGS, moment
from transforms.written_dates import may_be_date, written_date

ONE_OF = st.sampled_from
MONTHS = (
    "January February March April May June July August September October November December Jan Feb Mar Apr Jun Jul Aug "
    "Sep Sept Oct Nov Dec"
).split()
WEEKDAYS = (
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday Mon Tue Tues Wed Weds Thu Thurs Fri Sat Sun".split()
)
ZONES = "UTC GMT Z BST EST EDT CST CDT MST MDT PST PDT AST ET PT CET +0530 -0400 +0000".split()


@st.composite
def dates(draw):
    """A date with its time in one of the ways of English papers, right or not quite."""
    month = draw(ONE_OF(MONTHS))
    month = draw(ONE_OF([month, month.upper(), month.lower(), f"{month}."]))
    day = draw(st.integers(0, 33).map(str))
    day = draw(ONE_OF([day, day.zfill(2)])) + draw(ONE_OF(["", "", "st", "nd", "rd", "th"]))
    year = draw(st.integers(1900, 2099))
    shapes = ["{day} {month} {year}", "{day} {month}, {year}", "{day} of {month} {year}", "{month} {day}, {year}",
              "{month} {day} {year}", "{year} {month} {day}", "{day}-{month}-{year}", "the {day} {month} {year}"]  # fmt: skip
    date = draw(ONE_OF(shapes)).format(day=day, month=month, year=year)
    date = draw(ONE_OF(["", draw(ONE_OF(WEEKDAYS)) + draw(ONE_OF([" ", ", ", ". "]))])) + date
    hour, minute, second = draw(st.integers(0, 24)), draw(st.integers(0, 61)), draw(st.integers(0, 59))
    half = draw(ONE_OF(["", " "])) + draw(ONE_OF(["am", "pm", "AM", "PM", "a.m.", "p.m.", "a.m", "pm."]))
    clock = f"{draw(ONE_OF([str(hour), f'{hour:02}']))}{draw(ONE_OF(':.'))}{minute:02}"
    time = draw(ONE_OF([clock, f"{clock}{half}", f"{hour}{half}", f"{clock}:{second:02}", f"{clock}:{second:02}{half}"]))
    time += draw(ONE_OF(["", f" {draw(ONE_OF(ZONES))}"]))
    after, before = draw(ONE_OF([" ", ", ", ". ", " at ", ", at ", " | "])), draw(ONE_OF([" ", ", ", " on "]))
    return draw(ONE_OF([date, f"{date}{after}{time}", f"{time}{before}{date}"])) + draw(ONE_OF(["", "", "."]))


def as_dateparser_reads(text):
    return dateparser.parse(text, languages=["en"], settings=_WRITTEN_SETTINGS)


@settings(max_examples=400, deadline=None)
@given(dates())
def test_dateparser_reads_it_alike(text):
    found = written_date(text)
    assert found is None or found == as_dateparser_reads(text)


@pytest.mark.parametrize(
    "text",
    ["Wednesday 30 April 2025", "April 30, 2025", "30 Apr 2025 10.15 BST", "5:03 pm April 30, 2025",
     "Thu 26 Mar 2026 at 03:30", "6:38 am on 9 March 2026", "Aug 19, 2025, 11.05 AM +0530", "22:31 BST, 4 August 2025",
     "Feb. 9, 2025 5 a.m. EST", "4th Sep 2025, 14:36 +0100", "SEPT. 3, 2025"],  # fmt: skip
)
def test_common_dates_need_no_dateparser(text):
    assert written_date(text) == as_dateparser_reads(text) is not None


@pytest.mark.parametrize("text", ["31 April 2025", "30 April 2025 25:10", "30 April 2025 13 pm", "30 April", "٣ May 2025"])
def test_what_is_not_read_here_is_left_to_dateparser(text):
    assert written_date(text) is None
    assert may_be_date(text)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        ONE_OF([*MONTHS, *WEEKDAYS, *ZONES, "by", "ago", "noon", "News", "Adi Tzlil", "yesterday", "year", "Updated", "morning", "min", "read", "hours", "at", "on", "today", "week", "1", "12", "2025",
                "10:15", "pm", "5/3", "05.03", "-", "/", ","]),
        max_size=8,
    ).map(" ".join)
)  # fmt: skip
def test_what_can_be_no_date_is_none_for_dateparser(text):
    assert may_be_date(text) or as_dateparser_reads(text) is None


@pytest.mark.parametrize("text", ["4 min read", "2 hours ago", "Jaipur", "38 mins ago", "in May", "May 06, 2022 News",
                                  "September 21, 2020 by Adi Tzlil"])
def test_a_line_without_a_date_is_no_moment(text):
    assert not may_be_date(text)
    assert moment(text) is None
