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

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Callable, Optional

from transforms.annotation.amounts import decimal_text, normalize_amount, read_number

PAST, UNKNOWN, FUTURE = -1, 0, 1

_MONTH_NAMES = (
    "jan(?:uary|\\.)?", "feb(?:ruary|\\.)?", "mar(?:ch|\\.)?", "apr(?:il|\\.)?", "may", "june?", "july?",
    "aug(?:ust|\\.)?", "sept?(?:ember|\\.)?", "oct(?:ober|\\.)?", "nov(?:ember|\\.)?", "dec(?:ember|\\.)?",
)  # fmt: skip
_WEEKDAY_NAMES = ("mon(?:day)?", "tue(?:s(?:day)?)?", "wed(?:nesday)?", "thu(?:rs?(?:day)?)?", "fri(?:day)?",
                  "sat(?:urday)?", "sun(?:day)?")  # fmt: skip
_SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}  # ISO 8601-2, 4.8
_UNITS = {"day": "D", "week": "W", "fortnight": "W", "month": "M", "year": "Y", "decade": "Y", "century": "Y"}
_CLOCK_UNITS = {"second": "S", "minute": "M", "min": "M", "hour": "H"}
_UNIT_SIZES = {"fortnight": 2, "decade": 10, "century": 100}
_ZONES = {"gmt": "Z", "utc": "Z", "z": "Z", "est": "-05:00", "edt": "-04:00", "cst": "-06:00", "cdt": "-05:00",
          "mst": "-07:00", "mdt": "-06:00", "pst": "-08:00", "pdt": "-07:00", "cet": "+01:00", "cest": "+02:00",
          "bst": "+01:00", "jst": "+09:00"}  # fmt: skip
_FIXED_DAYS = {
    "new year's day": (1, 1), "new year's eve": (12, 31), "valentine's day": (2, 14), "april fools' day": (4, 1),
    "halloween": (10, 31), "christmas eve": (12, 24), "christmas day": (12, 25), "christmas": (12, 25),
    "boxing day": (12, 26),
}  # fmt: skip
_DECADE_WORDS = {"twenties": 2, "thirties": 3, "forties": 4, "fifties": 5, "sixties": 6, "seventies": 7, "eighties": 8,
                 "nineties": 9}  # fmt: skip
_RECURRING = {
    "daily": "P1D", "nightly": "P1D", "weekly": "P1W", "fortnightly": "P2W", "monthly": "P1M", "quarterly": "P3M",
    "yearly": "P1Y", "annual": "P1Y", "annually": "P1Y", "hourly": "PT1H",
}  # fmt: skip

# Pieces of the patterns.
_MONTH = f"(?P<month>{'|'.join(_MONTH_NAMES)})\\b\\.?"
_MONTH2 = _MONTH.replace("?P<month>", "?P<month2>")
_WEEKDAY = f"(?P<weekday>{'|'.join(_WEEKDAY_NAMES)})\\b\\.?"
_DAY = r"(?P<day>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
_DAY2 = _DAY.replace("?P<day>", "?P<day2>")
_YEAR = r"(?P<year>1\d{3}|20\d\d)"
_TO = r"\s?(?:-|to|until|till|through|and)\s?"
_PART = r"(?: (?:early |late )?(?:morning|afternoon|evening|night|lunchtime))"
_UNIT = r"(?P<unit>day|week|fortnight|month|year|decade|century|centurie)s?"
# Not "previous", "following", "the next": those count from another time of the story than its publication.
_LAST, _NEXT, _THIS = "last", "next|coming|upcoming", "this|this past|this coming|the current"
_WHICH = rf"(?P<which>{_LAST}|{_NEXT}|{_THIS})"
_CLOCK = (
    r"(?P<hour>[01]?\d|2[0-4])(?:[:.](?P<minute>[0-5]\d))?(?:[:.][0-5]\d)?\s?"
    r"(?:(?P<half>[ap])\.?\s?m\b\.?|o'?clock|hours|hrs)?"
    r"(?: (?P<daypart>in the morning|in the afternoon|in the evening|at night))?"
    rf"(?:\s?\(?(?P<zone>{'|'.join(_ZONES)}|local(?: time)?|[a-z]{{2,4}} time|[a-z]{{1,3}}t)\)?)?"
)
_CLOCK_SPAN = (
    r"(?:\d\d?(?:[:.]\d\d)?\s?[ap]\.?\s?m\b\.?|\d\d?[:.]\d\d|\d{4}(?= ?(?:gmt|utc|hours|hrs)))(?: ?\(?(?:[a-z]{1,3}t|utc|hours|hrs)\b\)?)?"
    r"|noon|midnight|midday"
)

# What stands around a time without changing which time it is.
_BEFORE = re.compile(
    r"^(?:(?:at (?:least|most)|as (?:early|late) as|as of|on|in|since|until|till|by|during|from|for|at|of|about|around|approximately|circa|roughly|nearly|almost|only|just|exactly"
    r"|over|(?:more|less|fewer) than|up to|another|some|early|late|mid|earlier|later"
    r"|(?:the )?(?:(?:very )?(?:start|beginning|middle|end|turn|rest|course|night|morning|evening|afternoon|day)|early|late|mid|middle) of"
    r"|the (?:early|late|mid)|end)\b[\s-]*)+",
    re.IGNORECASE,
)
_AFTER = re.compile(r"(?:'s?|,|;|:| itself| alone| or so)$")


@dataclass(frozen=True)
class Time:
    """A resolved time.

    :param value: ISO 8601.
    :param first: its first day, where it lies on the calendar.
    :param last: its last day.
    """

    value: str
    first: Optional[date] = None
    last: Optional[date] = None


@dataclass(frozen=True)
class Anchor:
    """What a relative time is resolved against.

    :param day: the day of publication, if known.
    :param direction: whether the clause speaks of the PAST, of the FUTURE, or it is UNKNOWN.
    """

    day: Optional[date] = None
    direction: int = UNKNOWN


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


def read_day(moment: Optional[str]) -> Optional[date]:
    """The day of an ISO 8601 moment, or None if there is none or it is not one."""
    try:
        return date.fromisoformat(moment[:10]) if moment else None
    except ValueError:
        return None


def _plain(text: str) -> str:
    text = re.sub(r"[‐‑‒–—−]", "-", text.replace("’", "'").replace("‘", "'").lower())
    return " ".join(text.split())


# Calendar units.


def _day(day: date) -> Time:
    return Time(day.isoformat(), day, day)


def _days(first: date, last: date) -> Optional[Time]:
    return Time(f"{first}/{last}", first, last) if first <= last else None


def _month(year: int, month: int) -> Time:
    return Time(f"{year:04d}-{month:02d}", date(year, month, 1), _end_of_month(year, month))


def _months(year: int, month: int, count: int) -> Time:
    end = month + count - 1
    value = f"{year:04d}-{month:02d}/{year:04d}-{end:02d}"
    return Time(value, date(year, month, 1), _end_of_month(year, end))


def _year(year: int) -> Time:
    return Time(f"{year:04d}", date(year, 1, 1), date(year, 12, 31))


def _years(year: int, count: int) -> Time:
    """A decade or a century: the years that share their first three or two digits."""
    value = f"{year // 10:03d}X" if count == 10 else f"{year // 100:02d}XX"
    first = year // count * count
    return Time(value, date(first, 1, 1), date(first + count - 1, 12, 31))


def _week(day: date) -> Time:
    first = day - timedelta(days=day.weekday())
    year, week, _ = day.isocalendar()
    return Time(f"{year:04d}-W{week:02d}", first, first + timedelta(days=6))


def _season(year: int, season: str) -> Time:
    """Its days depend on the hemisphere, so it has a name only."""
    return Time(f"{year:04d}-{_SEASONS[season]}")


def _end_of_month(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _make_day(year: int, month: int, day: int) -> Optional[date]:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _add_months(day: date, months: int) -> "tuple[int, int]":
    index = day.year * 12 + day.month - 1 + months
    return index // 12, index % 12 + 1


# How many times as far days behind and ahead count, by the tense of the clause. On MEANTIME and GUM
# (benchmarks/normalization_scores.py) 2 to 4 does best for the past; for the future they don't tell.
_FARTHER = {PAST: (1, 4), UNKNOWN: (1, 1), FUTURE: (4, 1)}

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


def _nearest(candidates: "list[date]", anchor: Anchor) -> date:
    """The candidate that a writer on the anchor's day means: the nearest, what is on the other side of the anchor
    than the clause's tense made farther away, but not excluded ("said that the trial of 3 June was off").
    """
    back, ahead = _FARTHER[anchor.direction]
    return min(candidates, key=lambda day: max(back * (anchor.day - day).days, ahead * (day - anchor.day).days))


# Rules: from the most to the least specific.


def _full_date(match: re.Match, anchor: Anchor) -> Optional[Time]:
    day = _make_day(int(match["year"]), _month_of(match), int(match["day"]))
    return day and _day(day)


def _iso_date(match: re.Match, anchor: Anchor) -> Optional[Time]:
    day = _make_day(int(match["year"]), int(match["m"]), int(match["d"]))
    return day and _day(day)


def _numeric_date(match: re.Match, anchor: Anchor) -> Optional[Time]:
    """Only where one order alone is possible: 31/12/2025, 12/31/2025, 5/5/2025."""
    one, two, year = int(match["one"]), int(match["two"]), int(match["year"])
    days = {_make_day(year, two, one), _make_day(year, one, two)} - {None}
    return _day(days.pop()) if len(days) == 1 else None


def _day_of_month(match: re.Match, anchor: Anchor) -> Optional[Time]:
    if anchor.day is None:
        return None
    month, number = _month_of(match), int(match["day"])
    days = [_make_day(year, month, number) for year in range(anchor.day.year - 6, anchor.day.year + 6)]
    days = [day for day in days if day]
    weekday = match.groupdict().get("weekday")
    if weekday:
        days = [day for day in days if day.weekday() == _index(_WEEKDAY_PATTERNS, weekday)]
        anchor = Anchor(anchor.day)  # the year is told by the weekday, better than by the tense
    else:
        days = [day for day in days if abs(day.year - anchor.day.year) <= 1]
    return _day(_nearest(days, anchor)) if days else None


def _days_of_month(match: re.Match, anchor: Anchor) -> Optional[Time]:
    """9-11 May 2025, May 9 to 11."""
    month, year = _month_of(match), match["year"]
    if year is None:
        start = _day_of_month(match, anchor)
        year = start and start.first.year
    if year is None:
        return None
    first, last = _make_day(int(year), month, int(match["day"])), _make_day(int(year), month, int(match["day2"]))
    return _days(first, last) if first and last else None


def _month_and_year(match: re.Match, anchor: Anchor) -> Optional[Time]:
    return _month(int(match["year"]), _month_of(match))


def _months_and_year(match: re.Match, anchor: Anchor) -> Optional[Time]:
    first, last = _month_of(match), _month_of(match, "month2")
    return _months(int(match["year"]), first, last - first + 1) if first < last else None


def _named_month(match: re.Match, anchor: Anchor) -> Optional[Time]:
    """May; last May; next May."""
    if anchor.day is None:
        return None
    month, which = _month_of(match), match.groupdict().get("which")
    here = anchor.day.replace(day=1)
    candidates = [date(here.year + offset, month, 1) for offset in (-1, 0, 1)]
    if which is None:
        chosen = _nearest(candidates, Anchor(here, anchor.direction))
    elif _which(match) == 0:
        chosen = candidates[1]
    else:
        sided = [day for day in candidates if (day > here) == (_which(match) == FUTURE) and day != here]
        chosen = _nearest(sided, Anchor(here))
    return _month(chosen.year, month)


def _named_year(match: re.Match, anchor: Anchor) -> Optional[Time]:
    return _year(int(match["year"]))


def _span_of_years(match: re.Match, anchor: Anchor) -> Optional[Time]:
    """2011-2014, 2011-14."""
    first, end = int(match["year"]), match["end"]
    last = int(end) if len(end) == 4 else first // 100 * 100 + int(end)
    if first >= last:
        return None
    return Time(f"{first}/{last}", date(first, 1, 1), date(last, 12, 31))


def _decade(match: re.Match, anchor: Anchor) -> Optional[Time]:
    return _years(int(match["decade"]), 10)


def _short_decade(match: re.Match, anchor: Anchor) -> Optional[Time]:
    """The '90s, the nineties: of the last century, but for those that only this one can mean."""
    digit = int(match["digit"][0]) if match["digit"] else _DECADE_WORDS[match["word"]]
    return _years(1900 + digit * 10, 10) if digit >= 3 else None


def _century(match: re.Match, anchor: Anchor) -> Optional[Time]:
    number = read_number(match["n"]) or _ordinal(match["n"])
    return _years((int(number) - 1) * 100, 100) if number and 10 <= number <= 21 else None


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
        return _day(anchor.day + timedelta(days=ahead if forward or not ahead else ahead - 7))
    return _day(anchor.day + timedelta(days=(ahead or 7) if _which(match) > 0 else ahead - 7))


_DEICTIC = {"today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1}


def _deictic(match: re.Match, anchor: Anchor) -> Optional[Time]:
    return anchor.day and _day(anchor.day + timedelta(days=_DEICTIC[match["word"]]))


def _part_of_day(match: re.Match, anchor: Anchor) -> Optional[Time]:
    """This morning; last night, which is yesterday's."""
    return anchor.day and _day(anchor.day + timedelta(days=-1 if match["which"] == "last" else 0))


def _relative_unit(match: re.Match, anchor: Anchor) -> Optional[Time]:
    if anchor.day is None:
        return None
    return _shifted(anchor.day, match["unit"], _which(match))


def _this_unit(match: re.Match, anchor: Anchor) -> Optional[Time]:
    """The end of the year: of this one."""
    return anchor.day and _shifted(anchor.day, match["unit"], 0)


def _shifted(day: date, unit: str, count: int) -> Optional[Time]:
    """The day, week, month … that lies so many of them from the given day."""
    unit = "century" if unit == "centurie" else unit
    try:
        if unit == "day":
            return _day(day + timedelta(days=count))
        if unit in ("week", "fortnight"):
            return _week(day + timedelta(weeks=count * _UNIT_SIZES.get(unit, 1)))
        if unit == "month":
            return _month(*_add_months(day, count))
        if unit == "year":
            return _year(day.year + count)
        return _years(day.year + count * _UNIT_SIZES[unit], _UNIT_SIZES[unit])
    except (ValueError, OverflowError):  # before the year 1
        return None


def _weekend(match: re.Match, anchor: Anchor) -> Optional[Time]:
    if anchor.day is None:
        return None
    monday = anchor.day - timedelta(days=anchor.day.weekday())
    which = _which(match) if match["which"] else -1 if anchor.direction == PAST and anchor.day.weekday() < 5 else 0
    saturday = monday + timedelta(days=5 + 7 * which)
    return _days(saturday, saturday + timedelta(days=1))


def _ago(match: re.Match, anchor: Anchor) -> Optional[Time]:
    """As exact as its unit: "two weeks ago" is a week, "30 years ago" a year."""
    number = _count(match["n"])
    if anchor.day is None or number is None or number.denominator != 1:
        return None
    count = -int(number) if match["way"] in ("ago", "back") else int(number)
    unit, size = match["unit"], _UNIT_SIZES.get(match["unit"], 1)
    if unit in ("decade", "century", "centurie"):
        unit, count = "year", count * (100 if unit.startswith("c") else size)
        if not 0 < anchor.day.year + count < 9999:
            return None
        return _years(anchor.day.year + count, 10 if size == 10 else 100)
    return _shifted(anchor.day, unit, count)


def _part_of_year(match: re.Match, anchor: Anchor) -> Optional[Time]:
    """A quarter or half, of a year that is named, last, next or the nearest."""
    count = 6 if match["part"] == "half" else 3
    last = match["n"] in ("final", "last")
    number = 12 // count if last else _ordinal(match["n"]) if match["n"] else int(match["q"])
    if not number or number * count > 12:
        return None
    month = (number - 1) * count + 1
    if match["year"]:
        return _months(int(match["year"]), month, count)
    if anchor.day is None:
        return None
    if match["which"] or match["this"]:
        return _months(anchor.day.year + (_which(match) if match["which"] else 0), month, count)
    starts = [date(anchor.day.year + offset, month, 1) for offset in (-1, 0, 1)]
    direction = anchor.direction or PAST
    chosen = _nearest(starts, Anchor(anchor.day.replace(day=1), direction))
    return _months(chosen.year, month, count)


def _relative_quarter(match: re.Match, anchor: Anchor) -> Optional[Time]:
    if anchor.day is None:
        return None
    year, month = _add_months(anchor.day.replace(month=(anchor.day.month - 1) // 3 * 3 + 1, day=1), 3 * _which(match))
    return _months(year, month, 3)


def _season_and_year(match: re.Match, anchor: Anchor) -> Optional[Time]:
    return _season(int(match["year"]), match["season"])


def _relative_season(match: re.Match, anchor: Anchor) -> Optional[Time]:
    """Only "this summer": which summer is the last or next depends on the hemisphere and the day."""
    return _season(anchor.day.year, match["season"]) if anchor.day and match["season"] != "winter" else None


def _fixed_day(match: re.Match, anchor: Anchor) -> Optional[Time]:
    month, number = _FIXED_DAYS[match["name"]]
    if match["year"]:
        return _day(date(int(match["year"]), month, number))
    if anchor.day is None:
        return None
    days = [date(anchor.day.year + offset, month, number) for offset in (-1, 0, 1)]
    which = _which(match) if match["which"] else anchor.direction
    return _day(_nearest(days, Anchor(anchor.day, which)))


def _count(words: Optional[str]) -> Optional[Fraction]:
    if not words or words in ("a", "an", "one full", "a full"):
        return Fraction(1)
    if words == "a couple of":
        return Fraction(2)
    return read_number(words)


def _duration(match: re.Match, anchor: Anchor) -> Optional[Time]:
    number = _count(match["n"])
    if number is None:
        return None
    if match["half"]:
        number += Fraction(1, 2)
    unit = "century" if match["unit"] == "centurie" else match["unit"]
    number *= _UNIT_SIZES.get(unit, 1)
    if unit in _CLOCK_UNITS:
        if unit == "hour" and number.denominator != 1 and (number * 60).denominator == 1:
            number, unit = number * 60, "minute"
        return Time(f"PT{decimal_text(number)}{_CLOCK_UNITS[unit]}")
    return Time(f"P{decimal_text(number)}{_UNITS[unit]}")


def _age(match: re.Match, anchor: Anchor) -> Optional[Time]:
    number = read_number(match["n"] or match["digits"])
    return None if number is None else Time(f"P{decimal_text(number)}Y")


def _recurring(match: re.Match, anchor: Anchor) -> Optional[Time]:
    word = match["word"]
    if word:
        return Time(f"R/{_RECURRING[word]}")
    size = 2 if match["other"] else 1
    unit = "century" if match["unit"] == "centurie" else match["unit"]
    return Time(f"R/P{_UNIT_SIZES.get(unit, 1) * size}{_UNITS[unit]}")


def _clock(match: re.Match, anchor: Anchor) -> Optional[Time]:
    if match["named"]:
        return Time("T12:00" if match["named"] in ("noon", "midday") else "T00:00")
    hour, half = int(match["hour"]), match["half"]
    if not half and match["daypart"]:
        half = "a" if match["daypart"] == "in the morning" else "p"
    if not (half or match["minute"] or match["zone"]) and not re.search("clock|hours|hrs", match[0]):
        return None
    if half and hour > 12:
        half = None
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    if hour > 23:
        return None
    zone = _ZONES.get(match["zone"] or "", "")
    return Time(f"T{hour:02d}:{match['minute'] or '00'}{zone}")


def _military_clock(match: re.Match, anchor: Anchor) -> Optional[Time]:
    return Time(f"T{match['hh']}:{match['mm']}{_ZONES.get(match['zone'], '')}")


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


def _rule(pattern: str, resolve: "Callable[[re.Match, Anchor], Optional[Time]]"):
    return re.compile(pattern), resolve


_N = r"(?P<n>(?:an?|one|a full|a couple of|[\d,.]+|[a-z]+(?:[ -][a-z]+){0,3}?))"

_RULES = [
    _rule(rf"(?:{_WEEKDAY},? )?(?:the )?{_DAY}(?: day)?(?: of)?[ -]{_MONTH},?[ -]{_YEAR}", _full_date),
    _rule(rf"(?:{_WEEKDAY},? )?{_MONTH} (?:the )?{_DAY}(?:,? ?| of ){_YEAR}", _full_date),
    _rule(r"(?P<year>\d{4})-(?P<m>\d\d)-(?P<d>\d\d)", _iso_date),
    _rule(r"(?P<one>\d\d?)([/.])(?P<two>\d\d?)\2(?P<year>\d{4})", _numeric_date),
    _rule(rf"(?:{_WEEKDAY},? )?(?:the )?{_DAY}(?: of)?[ -]{_MONTH}{_PART}?", _day_of_month),
    _rule(rf"(?:{_WEEKDAY},? )?{_MONTH} (?:the )?{_DAY}{_PART}?", _day_of_month),
    _rule(rf"(?:between )?{_DAY}{_TO}{_DAY2}(?: of)? {_MONTH}(?:,? {_YEAR})?", _days_of_month),
    _rule(rf"(?:between )?{_MONTH} {_DAY}{_TO}{_DAY2}(?:,? {_YEAR})?", _days_of_month),
    _rule(rf"{_MONTH},?(?: of)?[ -]{_YEAR}", _month_and_year),
    _rule(rf"(?:between )?{_MONTH}{_TO}{_MONTH2},?(?: of)? {_YEAR}", _months_and_year),
    _rule(rf"(?:(?:the )?(?:month of )?|{_WHICH} ){_MONTH}", _named_month),
    _rule(rf"(?:the )?(?:calendar )?(?:year )?{_YEAR}", _named_year),
    _rule(rf"(?:between )?(?:the )?{_YEAR}{_TO}(?P<end>\d\d|\d{{4}})", _span_of_years),
    _rule(r"(?:the )?(?:early-?|mid-?|late-?)?\s?(?P<decade>1\d\d0|20\d0)'?s", _decade),
    _rule(rf"(?:the )?(?:early-?|mid-?|late-?)?\s?(?:(?:(?<=the )|')(?P<digit>\d0)'?s|(?P<word>{'|'.join(_DECADE_WORDS)}))", _short_decade),
    _rule(r"(?:the )?(?:early|mid|late)?[ -]?(?P<n>\w+(?:-\w+)?)[ -]century", _century),
    _rule(rf"(?:{_WHICH} )?{_WEEKDAY}{_PART}?", _named_weekday),
    _rule(rf"(?P<word>{'|'.join(_DEICTIC)}){_PART}?", _deictic),
    _rule(r"(?P<which>this|last) (?:morning|afternoon|evening|night)", _part_of_day),
    _rule(rf"{_WHICH} {_UNIT}", _relative_unit),
    _rule(rf"the (?:very )?(?:start|beginning|middle|end) of the {_UNIT}", _this_unit),
    _rule(rf"(?:(?:the |{_WHICH} ))?weekend", _weekend),
    _rule(rf"{_N} {_UNIT} (?P<way>ago|back|from now|from today)", _ago),
    _rule(
        rf"(?:the )?(?:(?P<n>first|second|third|fourth|final|last(?= (?:quarter|half) of)|1st|2nd|3rd|4th)[ -](?P<part>quarter|half)|q(?P<q>[1-4]))"
        rf"(?:,? (?:of |in )?(?:the )?(?:{_YEAR}|(?:{_WHICH} )?(?P<this>year)))?",
        _part_of_year,
    ),
    _rule(rf"{_WHICH} quarter", _relative_quarter),
    _rule(rf"(?:the )?(?P<season>{'|'.join(_SEASONS)})(?: of|,)? {_YEAR}", _season_and_year),
    _rule(rf"this (?P<season>{'|'.join(_SEASONS)})", _relative_season),
    _rule(rf"(?:{_WHICH} )?(?P<name>{'|'.join(_FIXED_DAYS)})(?:,? {_YEAR})?", _fixed_day),
    _rule(r"(?:aged? )?(?P<n>\d+|[a-z]+(?:-[a-z]+)?)[ -]years?[ -]olds?|aged? (?P<digits>\d+)", _age),
    _rule(
        rf"(?:(?:the|this|these|those) )?(?:(?:last|past|next|coming|first|final) )?{_N}(?: (?:full|whole|straight|consecutive|more|long))?"
        rf"[ -](?P<unit>day|week|fortnight|month|year|decade|century|centurie|hour|minute|min|second)s?'?(?P<half> and a half)?(?: long)?",
        _duration,
    ),
    _rule(rf"(?:(?:the|this) )?past (?P<n>){_UNIT}(?P<half>)", _duration),
    _rule(rf"(?:every|each|per|once an?) (?P<other>other |second )?{_UNIT}(?P<word>)", _recurring),
    _rule(rf"(?P<word>{'|'.join(_RECURRING)})(?P<other>)(?P<unit>)", _recurring),
    _rule(rf"(?:(?P<named>noon|midday|midnight)|{_CLOCK})", _clock),
    _rule(rf"(?P<hh>[01]\d|2[0-3])(?P<mm>[0-5]\d) ?(?:hours|hrs)? ?(?P<zone>gmt|utc|hours|hrs)", _military_clock),
    _rule(rf"(?P<date>.+?),? (?:at |by |around |about |before |after )?(?P<clock>{_CLOCK_SPAN})", _day_and_clock),
    _rule(rf"(?P<clock>{_CLOCK_SPAN}),?(?: on| of)? (?P<date>.+)", _day_and_clock),
    _rule(r"(?:from |between )?(?P<one>.+?)(?: - | to | until | till | through | and |-)(?P<two>.+)", _range),
]

