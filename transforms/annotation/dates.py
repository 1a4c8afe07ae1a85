"""Dates and times as ISO 8601, resolved against the day of publication.

A compact grammar of the time expressions of English news, each rule a pattern for the whole phrase
and a function that resolves it; the approach is that of HeidelTime (Strötgen & Gertz 2010) and SUTime
(Chang & Manning 2012), the readings are those of TIMEX3 (Pustejovsky et al. 2003) put in ISO 8601:

    9 May 2025, May 2025, 2025       2025-05-09, 2025-05, 2025
    the 1990s, the 19th century      199X, 18XX            (ISO 8601-2 unspecified digits)
    the summer of 2011               2011-22               (ISO 8601-2 seasons)
    last week, the third quarter     2025-W17, 2025-07/2025-09
    2011-2014, 9-11 May              2011/2014, 2025-05-09/2025-05-11
    three years, 33-year-old         P3Y, P33Y
    10.30am, 6pm on Friday           T10:30, 2025-05-09T18:00
    every day                        R/P1D

A part of a day ("Wednesday night") is given as its day, a part of a longer time ("early 2011") as the
whole of it. What is not covered, or has no single reading (05/06/2025), has no value.
"""

import re
from datetime import date, timedelta
from typing import Optional

from transforms.annotation import durations
from transforms.annotation.amounts import normalize_amount, read_number
from transforms.annotation.calendar_times import (
    FUTURE, PAST, SEASONS, UNIT_SIZES, Anchor, Rule, Time, add_months, day_time, days_time, make_day, month_time,
    months_time, nearest, on_side, rule, season_time, shifted, year_time, years_time,
)  # fmt: skip
from transforms.annotation.durations import CLOCK_SPAN, COUNT, UNIT, read_count

_MONTH_NAMES = (
    "jan(?:uary|\\.)?", "feb(?:ruary|\\.)?", "mar(?:ch|\\.)?", "apr(?:il|\\.)?", "may", "june?", "july?",
    "aug(?:ust|\\.)?", "sept?(?:ember|\\.)?", "oct(?:ober|\\.)?", "nov(?:ember|\\.)?", "dec(?:ember|\\.)?",
)  # fmt: skip
_WEEKDAY_NAMES = ("mon(?:day)?", "tue(?:s(?:day)?)?", "wed(?:nesday)?", "thu(?:rs?(?:day)?)?", "fri(?:day)?",
                  "sat(?:urday)?", "sun(?:day)?")  # fmt: skip
_FIXED_DAYS = {
    "new year's day": (1, 1), "new year's eve": (12, 31), "valentine's day": (2, 14), "april fools' day": (4, 1),
    "halloween": (10, 31), "christmas eve": (12, 24), "christmas day": (12, 25), "christmas": (12, 25),
    "boxing day": (12, 26),
}  # fmt: skip
_DECADE_WORDS = {"twenties": 2, "thirties": 3, "forties": 4, "fifties": 5, "sixties": 6, "seventies": 7, "eighties": 8,
                 "nineties": 9}  # fmt: skip

# Pieces of the patterns.
_MONTH = f"(?P<month>{'|'.join(_MONTH_NAMES)})\\b\\.?"
_MONTH2 = _MONTH.replace("?P<month>", "?P<month2>")
_WEEKDAY = f"(?P<weekday>{'|'.join(_WEEKDAY_NAMES)})\\b\\.?"
_DAY = r"(?P<day>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
_DAY2 = _DAY.replace("?P<day>", "?P<day2>")
_YEAR = r"(?P<year>1\d{3}|20\d\d)"
_TO = r"\s?(?:-|to|until|till|through|and)\s?"
_PART = r"(?: (?:early |late )?(?:morning|afternoon|evening|night|lunchtime))"
# Not "previous", "following", "the next": those count from another time of the story than its publication.
_LAST, _NEXT, _THIS = "last", "next|coming|upcoming", "this|this past|this coming|the current"
_WHICH = rf"(?P<which>{_LAST}|{_NEXT}|{_THIS})"

# What stands around a time without changing which time it is.
_BEFORE = re.compile(
    r"^(?:(?:at (?:least|most)|as (?:early|late) as|as of|on|in|since|until|till|by|during|from|for|at|of|about|around|approximately|circa|roughly|nearly|almost|only|just|exactly"
    r"|over|(?:more|less|fewer) than|up to|another|some|early|late|mid|earlier|later"
    r"|(?:the )?(?:(?:very )?(?:start|beginning|middle|end|turn|rest|course|night|morning|evening|afternoon|day)|early|late|mid|middle) of"
    r"|the (?:early|late|mid)|end)\b[\s-]*)+",
    re.IGNORECASE,
)
_AFTER = re.compile(r"(?:'s?|,|;|:| itself| alone| or so)$")


def read_time(text: str, anchor: Anchor = Anchor()) -> Optional[Time]:
    """The time a phrase names, or None where it names none that can be told."""
    phrase = _AFTER.sub("", _plain(text))
    for candidate in dict.fromkeys((phrase, _BEFORE.sub("", phrase))):
        for pattern, resolve in _RULES:
            match = pattern.fullmatch(candidate)
            resolved = match and resolve(match, anchor)
            if resolved:
                return resolved
    return None


def _plain(text: str) -> str:
    text = re.sub(r"[‐‑‒–—−]", "-", text.replace("’", "'").replace("‘", "'").lower())
    return " ".join(text.split())


# Readings of the named groups.

_MONTH_PATTERNS = [re.compile(name + r"\.?$") for name in _MONTH_NAMES]
_WEEKDAY_PATTERNS = [re.compile(name + r"\.?$") for name in _WEEKDAY_NAMES]


def _index(patterns: "list[re.Pattern]", name: str) -> int:
    return next(index for index, pattern in enumerate(patterns) if pattern.match(name))


def _month_of(match: re.Match, group: str = "month") -> int:
    return _index(_MONTH_PATTERNS, match[group]) + 1


def _which(match: re.Match) -> int:
    """-1 last, 0 this, 1 next."""
    which = match["which"].split()[-1]
    return PAST if which in ("last", "past") else FUTURE if which in ("next", "coming", "upcoming") else 0


# Rules: from the most to the least specific.


def _full_date(match: re.Match, anchor: Anchor) -> Optional[Time]:
    day = make_day(int(match["year"]), _month_of(match), int(match["day"]))
    return day and day_time(day)


def _iso_date(match: re.Match, anchor: Anchor) -> Optional[Time]:
    day = make_day(int(match["year"]), int(match["m"]), int(match["d"]))
    return day and day_time(day)


def _numeric_date(match: re.Match, anchor: Anchor) -> Optional[Time]:
    """Only where one order alone is possible: 31/12/2025, 12/31/2025, 5/5/2025."""
    one, two, year = int(match["one"]), int(match["two"]), int(match["year"])
    days = {make_day(year, two, one), make_day(year, one, two)} - {None}
    return day_time(days.pop()) if len(days) == 1 else None


def _day_of_month(match: re.Match, anchor: Anchor) -> Optional[Time]:
    if anchor.day is None:
        return None
    month, number = _month_of(match), int(match["day"])
    days = [make_day(year, month, number) for year in range(anchor.day.year - 6, anchor.day.year + 6)]
    days = [day for day in days if day]
    weekday = match.groupdict().get("weekday")
    if weekday:
        days = [day for day in days if day.weekday() == _index(_WEEKDAY_PATTERNS, weekday)]
        anchor = Anchor(anchor.day)  # the year is told by the weekday, better than by the tense
    else:
        days = [day for day in days if abs(day.year - anchor.day.year) <= 1]
    return day_time(nearest(days, anchor)) if days else None


def _days_of_month(match: re.Match, anchor: Anchor) -> Optional[Time]:
    """9-11 May 2025, May 9 to 11."""
    month, year = _month_of(match), match["year"]
    if year is None:
        start = _day_of_month(match, anchor)
        year = start and start.first.year
    if year is None:
        return None
    first, last = make_day(int(year), month, int(match["day"])), make_day(int(year), month, int(match["day2"]))
    return days_time(first, last) if first and last else None


def _month_and_year(match: re.Match, anchor: Anchor) -> Optional[Time]:
    return month_time(int(match["year"]), _month_of(match))


def _months_and_year(match: re.Match, anchor: Anchor) -> Optional[Time]:
    first, last = _month_of(match), _month_of(match, "month2")
    return months_time(int(match["year"]), first, last - first + 1) if first < last else None


def _named_month(match: re.Match, anchor: Anchor) -> Optional[Time]:
    """May; last May; next May."""
    if anchor.day is None:
        return None
    month, which = _month_of(match), match.groupdict().get("which")
    here = anchor.day.replace(day=1)
    candidates = [date(here.year + offset, month, 1) for offset in (-1, 0, 1)]
    if which is None:
        chosen = nearest(candidates, Anchor(here, anchor.direction))
    elif _which(match) == 0:
        chosen = candidates[1]
    else:
        chosen = on_side(candidates, here, _which(match))
    return month_time(chosen.year, month)


def _named_year(match: re.Match, anchor: Anchor) -> Optional[Time]:
    return year_time(int(match["year"]))


def _span_of_years(match: re.Match, anchor: Anchor) -> Optional[Time]:
    """2011-2014, 2011-14."""
    first, end = int(match["year"]), match["end"]
    last = int(end) if len(end) == 4 else first // 100 * 100 + int(end)
    if first >= last:
        return None
    return Time(f"{first}/{last}", date(first, 1, 1), date(last, 12, 31))


def _decade(match: re.Match, anchor: Anchor) -> Optional[Time]:
    return years_time(int(match["decade"]), 10)


def _short_decade(match: re.Match, anchor: Anchor) -> Optional[Time]:
    """The '90s, the nineties: of the last century, but for those that only this one can mean."""
    digit = int(match["digit"][0]) if match["digit"] else _DECADE_WORDS[match["word"]]
    return years_time(1900 + digit * 10, 10) if digit >= 3 else None


def _century(match: re.Match, anchor: Anchor) -> Optional[Time]:
    number = read_number(match["n"]) or _ordinal(match["n"])
    return years_time((int(number) - 1) * 100, 100) if number and 10 <= number <= 21 else None


def _ordinal(text: str) -> Optional[int]:
    number = normalize_amount(text, "ORDINAL")
    return int(number) if number else None


def _named_weekday(match: re.Match, anchor: Anchor) -> Optional[Time]:
    """The most recent one, today's included, unless the clause or "next" points ahead."""
    if anchor.day is None:
        return None
    ahead = (_index(_WEEKDAY_PATTERNS, match["weekday"]) - anchor.day.weekday()) % 7
    if match["which"] is None or _which(match) == 0:
        forward = anchor.direction == FUTURE or (match["which"] is not None and anchor.direction != PAST)
        return day_time(anchor.day + timedelta(days=ahead if forward or not ahead else ahead - 7))
    return day_time(anchor.day + timedelta(days=(ahead or 7) if _which(match) > 0 else ahead - 7))


_DEICTIC = {"today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1}


def _deictic(match: re.Match, anchor: Anchor) -> Optional[Time]:
    return anchor.day and day_time(anchor.day + timedelta(days=_DEICTIC[match["word"]]))


def _part_of_day(match: re.Match, anchor: Anchor) -> Optional[Time]:
    """This morning; last night, which is yesterday's."""
    return anchor.day and day_time(anchor.day + timedelta(days=-1 if match["which"] == "last" else 0))


def _relative_unit(match: re.Match, anchor: Anchor) -> Optional[Time]:
    if anchor.day is None:
        return None
    return shifted(anchor.day, match["unit"], _which(match))


def _this_unit(match: re.Match, anchor: Anchor) -> Optional[Time]:
    """The end of the year: of this one."""
    return anchor.day and shifted(anchor.day, match["unit"], 0)


def _weekend(match: re.Match, anchor: Anchor) -> Optional[Time]:
    if anchor.day is None:
        return None
    monday = anchor.day - timedelta(days=anchor.day.weekday())
    which = _which(match) if match["which"] else -1 if anchor.direction == PAST and anchor.day.weekday() < 5 else 0
    saturday = monday + timedelta(days=5 + 7 * which)
    return days_time(saturday, saturday + timedelta(days=1))


def _ago(match: re.Match, anchor: Anchor) -> Optional[Time]:
    """As exact as its unit: "two weeks ago" is a week, "30 years ago" a year."""
    number = read_count(match["n"])
    if anchor.day is None or number is None or number.denominator != 1:
        return None
    count = -int(number) if match["way"] in ("ago", "back") else int(number)
    unit, size = match["unit"], UNIT_SIZES.get(match["unit"], 1)
    if unit in ("decade", "century", "centurie"):
        unit, count = "year", count * (100 if unit.startswith("c") else size)
        if not 0 < anchor.day.year + count < 9999:
            return None
        return years_time(anchor.day.year + count, 10 if size == 10 else 100)
    return shifted(anchor.day, unit, count)


def _part_of_year(match: re.Match, anchor: Anchor) -> Optional[Time]:
    """A quarter or half, of a year that is named, last, next or the nearest."""
    count = 6 if match["part"] == "half" else 3
    last = match["n"] in ("final", "last")
    number = 12 // count if last else _ordinal(match["n"]) if match["n"] else int(match["q"])
    if not number or number * count > 12:
        return None
    month = (number - 1) * count + 1
    if match["year"]:
        return months_time(int(match["year"]), month, count)
    if anchor.day is None:
        return None
    if match["which"] or match["this"]:
        return months_time(anchor.day.year + (_which(match) if match["which"] else 0), month, count)
    starts = [date(anchor.day.year + offset, month, 1) for offset in (-1, 0, 1)]
    direction = anchor.direction or PAST
    chosen = nearest(starts, Anchor(anchor.day.replace(day=1), direction))
    return months_time(chosen.year, month, count)


def _relative_quarter(match: re.Match, anchor: Anchor) -> Optional[Time]:
    if anchor.day is None:
        return None
    year, month = add_months(anchor.day.replace(month=(anchor.day.month - 1) // 3 * 3 + 1, day=1), 3 * _which(match))
    return months_time(year, month, 3)


def _season_and_year(match: re.Match, anchor: Anchor) -> Optional[Time]:
    return season_time(int(match["year"]), match["season"])


def _relative_season(match: re.Match, anchor: Anchor) -> Optional[Time]:
    """Only "this summer": which summer is the last or next depends on the hemisphere and the day."""
    return season_time(anchor.day.year, match["season"]) if anchor.day and match["season"] != "winter" else None


def _fixed_day(match: re.Match, anchor: Anchor) -> Optional[Time]:
    month, number = _FIXED_DAYS[match["name"]]
    if match["year"]:
        return day_time(date(int(match["year"]), month, number))
    if anchor.day is None:
        return None
    days = [date(anchor.day.year + offset, month, number) for offset in (-1, 0, 1)]
    if match["which"] and _which(match):
        return day_time(on_side(days, anchor.day, _which(match)))
    return day_time(days[1] if match["which"] else nearest(days, anchor))


def _day_and_clock(match: re.Match, anchor: Anchor) -> Optional[Time]:
    """6pm on Friday; Friday at 6pm."""
    clock, day = read_time(match["clock"]), read_time(match["date"], anchor)
    if not clock or not day or not clock.value.startswith("T") or not re.fullmatch(r"\d{4}-\d\d-\d\d", day.value):
        return None
    return Time(day.value + clock.value, day.first, day.last)


def _range(match: re.Match, anchor: Anchor) -> Optional[Time]:
    """from X to Y, both of them times of the calendar; or both of the clock."""
    two = read_time(match["two"], anchor)
    dated = two is not None and two.first and re.search(r"\d{4}", match["two"])
    one = read_time(match["one"], Anchor(two.first, PAST) if dated else anchor)
    if one is None or two is None or "/" in one.value + two.value:
        return None
    if one.value[0] == two.value[0] == "T":
        return Time(f"{one.value}/{two.value}")
    if one.first is None or two.last is None or one.first > two.last:
        return None
    return Time(f"{one.value}/{two.value}", one.first, two.last)


_RULES: "list[Rule]" = [
    rule(rf"(?:{_WEEKDAY},? )?(?:the )?{_DAY}(?: day)?(?: of)?[ -]{_MONTH},?[ -]{_YEAR}", _full_date),
    rule(rf"(?:{_WEEKDAY},? )?{_MONTH} (?:the )?{_DAY}(?:,? ?| of ){_YEAR}", _full_date),
    rule(r"(?P<year>\d{4})-(?P<m>\d\d)-(?P<d>\d\d)", _iso_date),
    rule(r"(?P<one>\d\d?)([/.])(?P<two>\d\d?)\2(?P<year>\d{4})", _numeric_date),
    rule(rf"(?:{_WEEKDAY},? )?(?:the )?{_DAY}(?: of)?[ -]{_MONTH}{_PART}?", _day_of_month),
    rule(rf"(?:{_WEEKDAY},? )?{_MONTH} (?:the )?{_DAY}{_PART}?", _day_of_month),
    rule(rf"(?:between )?{_DAY}{_TO}{_DAY2}(?: of)? {_MONTH}(?:,? {_YEAR})?", _days_of_month),
    rule(rf"(?:between )?{_MONTH} {_DAY}{_TO}{_DAY2}(?:,? {_YEAR})?", _days_of_month),
    rule(rf"{_MONTH},?(?: of)?[ -]{_YEAR}", _month_and_year),
    rule(rf"(?:between )?{_MONTH}{_TO}{_MONTH2},?(?: of)? {_YEAR}", _months_and_year),
    rule(rf"(?:(?:the )?(?:month of )?|{_WHICH} ){_MONTH}", _named_month),
    rule(rf"(?:the )?(?:calendar )?(?:year )?{_YEAR}", _named_year),
    rule(rf"(?:between )?(?:the )?{_YEAR}{_TO}(?P<end>\d\d|\d{{4}})", _span_of_years),
    rule(r"(?:the )?(?:early-?|mid-?|late-?)?\s?(?P<decade>1\d\d0|20\d0)'?s", _decade),
    rule(rf"(?:the )?(?:early-?|mid-?|late-?)?\s?(?:(?:(?<=the )|')(?P<digit>\d0)'?s|(?P<word>{'|'.join(_DECADE_WORDS)}))", _short_decade),
    rule(r"(?:the )?(?:early|mid|late)?[ -]?(?P<n>\w+(?:-\w+)?)[ -]century", _century),
    rule(rf"(?:{_WHICH} )?{_WEEKDAY}{_PART}?", _named_weekday),
    rule(rf"(?P<word>{'|'.join(_DEICTIC)}){_PART}?", _deictic),
    rule(r"(?P<which>this|last) (?:morning|afternoon|evening|night)", _part_of_day),
    rule(rf"{_WHICH} {UNIT}", _relative_unit),
    rule(rf"the (?:very )?(?:start|beginning|middle|end) of the {UNIT}", _this_unit),
    rule(rf"(?:(?:the |{_WHICH} ))?weekend", _weekend),
    rule(rf"{COUNT} {UNIT} (?P<way>ago|back|from now|from today)", _ago),
    rule(
        rf"(?:the )?(?:(?P<n>first|second|third|fourth|final|last(?= (?:quarter|half) of)|1st|2nd|3rd|4th)[ -](?P<part>quarter|half)|q(?P<q>[1-4]))"
        rf"(?:,? (?:of |in )?(?:the )?(?:{_YEAR}|(?:{_WHICH} )?(?P<this>year)))?",
        _part_of_year,
    ),
    rule(rf"{_WHICH} quarter", _relative_quarter),
    rule(rf"(?:the )?(?P<season>{'|'.join(SEASONS)})(?: of|,)? {_YEAR}", _season_and_year),
    rule(rf"this (?P<season>{'|'.join(SEASONS)})", _relative_season),
    rule(rf"(?:{_WHICH} )?(?P<name>{'|'.join(_FIXED_DAYS)})(?:,? {_YEAR})?", _fixed_day),
    *durations.RULES,
    rule(rf"(?P<date>.+?),? (?:at |by |around |about |before |after )?(?P<clock>{CLOCK_SPAN})", _day_and_clock),
    rule(rf"(?P<clock>{CLOCK_SPAN}),?(?: on| of)? (?P<date>.+)", _day_and_clock),
    rule(r"(?:from |between )?(?P<one>.+?)(?: - | to | until | till | through | and |-)(?P<two>.+)", _range),
]

