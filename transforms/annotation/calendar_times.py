"""Times of the calendar in ISO 8601: days, weeks, months, quarters, years, decades, centuries.

Decades and centuries are written with the unspecified digits of ISO 8601-2 (199X, 18XX), quarters and halves
as intervals of months (2025-07/2025-09), so that plain readers of ISO 8601 get along.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Callable, Optional, Tuple

PAST, UNKNOWN, FUTURE = -1, 0, 1

# Publication days outside these years are mistakes, and reckoning with them leaves Python's calendar.
FIRST_YEAR, LAST_YEAR = 1500, 2500

SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}  # ISO 8601-2, section 4.8
UNIT_SIZES = {"fortnight": 2, "decade": 10, "century": 100}  # in weeks and years

# How many times as far days behind and ahead count, by the tense of the clause. On MEANTIME and GUM
# (benchmarks/normalization_scores.py) 2 to 4 does best for the past; for the future they don't tell.
_FARTHER = {PAST: (1, 4), UNKNOWN: (1, 1), FUTURE: (4, 1)}


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


Rule = Tuple[re.Pattern, Callable[[re.Match, Anchor], Optional[Time]]]


def rule(pattern: str, resolve: "Callable[[re.Match, Anchor], Optional[Time]]") -> Rule:
    """A rule of the grammar: what a pattern matches as a whole, a function resolves."""
    return re.compile(pattern), resolve


def read_day(moment: Optional[str]) -> Optional[date]:
    """The day of an ISO 8601 moment, or None if there is none, it is not one, or no newspaper's."""
    try:
        day = date.fromisoformat(moment[:10]) if moment else None
    except ValueError:
        return None
    return day if day and FIRST_YEAR <= day.year <= LAST_YEAR else None


def day_time(day: date) -> Time:
    """A day."""
    return Time(day.isoformat(), day, day)


def days_time(first: date, last: date) -> Optional[Time]:
    """The days from one to another, None if there are none."""
    return Time(f"{first}/{last}", first, last) if first <= last else None


def month_time(year: int, month: int) -> Time:
    """A month."""
    return Time(f"{year:04d}-{month:02d}", date(year, month, 1), _end_of_month(year, month))


def months_time(year: int, month: int, count: int) -> Time:
    """So many months of one year."""
    end = month + count - 1
    value = f"{year:04d}-{month:02d}/{year:04d}-{end:02d}"
    return Time(value, date(year, month, 1), _end_of_month(year, end))


def year_time(year: int) -> Time:
    """A year."""
    return Time(f"{year:04d}", date(year, 1, 1), date(year, 12, 31))


def years_time(year: int, count: int) -> Time:
    """A decade or a century: the years that share their first three or two digits."""
    value = f"{year // 10:03d}X" if count == 10 else f"{year // 100:02d}XX"
    first = year // count * count
    return Time(value, date(first, 1, 1), date(first + count - 1, 12, 31))


def week_time(day: date) -> Time:
    """The week of a day."""
    first = day - timedelta(days=day.weekday())
    year, week, _ = day.isocalendar()
    return Time(f"{year:04d}-W{week:02d}", first, first + timedelta(days=6))


def season_time(year: int, season: str) -> Time:
    """Its days depend on the hemisphere, so it has a name only."""
    return Time(f"{year:04d}-{SEASONS[season]}")


def _end_of_month(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def make_day(year: int, month: int, day: int) -> Optional[date]:
    """The day, None if there is no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def add_months(day: date, months: int) -> "tuple[int, int]":
    """The year and month so many months later."""
    index = day.year * 12 + day.month - 1 + months
    return index // 12, index % 12 + 1


def nearest(candidates: "list[date]", anchor: Anchor) -> date:
    """The candidate that a writer on the anchor's day means: the nearest, what is on the other side of the anchor
    than the clause's tense made farther away, but not excluded ("said that the trial of 3 June was off").
    """
    back, ahead = _FARTHER[anchor.direction]
    return min(candidates, key=lambda day: max(back * (anchor.day - day).days, ahead * (day - anchor.day).days))


def on_side(candidates: "list[date]", day: date, direction: int) -> date:
    """The candidate next to a day in the past or future, the day itself aside ("last May", "next Christmas")."""
    sided = [candidate for candidate in candidates if (candidate - day).days * direction > 0]
    return min(sided, key=lambda candidate: abs((candidate - day).days))


def shifted(day: date, unit: str, count: int) -> Optional[Time]:
    """The day, week, month … that lies so many of them from the given day."""
    unit = "century" if unit == "centurie" else unit
    try:
        if unit == "day":
            return day_time(day + timedelta(days=count))
        if unit in ("week", "fortnight"):
            return week_time(day + timedelta(weeks=count * UNIT_SIZES.get(unit, 1)))
        if unit == "month":
            return month_time(*add_months(day, count))
        if unit == "year":
            return year_time(day.year + count)
        return years_time(day.year + count * UNIT_SIZES[unit], UNIT_SIZES[unit])
    except (ValueError, OverflowError):  # before the year 1
        return None
