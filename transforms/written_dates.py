"""Dates as English papers write them, read without dateparser, which takes a millisecond for each.

Only what is common and has one meaning is read here, and exactly as dateparser reads it.
"""

import functools
import re
from datetime import datetime, timedelta, timezone
from typing import Optional

from dateparser.data.date_translation_data import en
from dateparser.timezones import timezone_info_list

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_MONTH = (
    r"(?P<month{}>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_WEEKDAY = (
    r"(?:(?:mon(?:day)?|tue(?:sday)?|wed(?:nesday)?|thu(?:rsday)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)(?:,|\.)? )?"
)
_DAY = r"(?P<day{}>\d\d?)(?:st|nd|rd|th)?"
_DATE = (
    rf"{_WEEKDAY}(?:{_DAY.format(1)} (?:of )?{_MONTH.format(1)}\.?,? |{_MONTH.format(2)}\.? {_DAY.format(2)},? )"
    r"(?P<year>(?:19|20)\d\d)"
)
# Offsets in hours, as dateparser has them.
_ZONES = {
    "Z": 0, "UTC": 0, "GMT": 0, "BST": 1, "AST": -4, "EDT": -4, "EST": -5, "ET": -5, "CDT": -5, "CST": -6, "MDT": -6,
    "MST": -7, "PDT": -7, "PST": -8, "PT": -8,
}  # fmt: skip
_TIME = (
    r"(?P<hour>\d\d?)(?:[:.](?P<minute>\d\d)(?:(?<=:\d\d):(?P<second>\d\d))?(?: ?(?P<half>[ap])\.?m\b\.?)?|"
    r" ?(?P<half_alone>[ap])\.?m\b\.?)"
    r"(?: (?P<zone>{}))?"
)
_ZONE = rf"(?:{'|'.join(_ZONES)})\b"
_OFFSET = r"[+-]\d{4}\b"
_WRITTEN = tuple(
    re.compile(pattern, re.IGNORECASE | re.ASCII)
    for pattern in (
        rf"{_DATE}(?:(?:\.(?! \d\d?\.\d)|,|,? at)? {_TIME.format(_ZONE + '|' + _OFFSET)})?(?:(?<!\d\d\d\d)\.)?",
        # Dateparser takes the "Mon" right after a number for months.
        rf"(?!.*\d,? mon\b){_TIME.format(_ZONE)}(?:,| on)? {_DATE}",
    )
)
_NAMED_MONTH = re.compile("|".join(_MONTHS), re.IGNORECASE)
# A date of numbers alone has three of them.
_NUMBERS = re.compile(r"\d\D*\d\D*\d")
# A word that has no part in dates; shorter ones may be abbreviations or ends of numbers.
_LONG_WORD = re.compile(r"(?<![^\W_])[a-z]{4,}(?![^\W_])")


def may_be_date(text: str) -> bool:
    """Whether a text has what no full date can do without, a number and the month's name or more numbers, and no word
    that dateparser does not know, with which it reads nothing. "One May twelve" is taken for none."""
    numbered = _NUMBERS.search(text) or (_NAMED_MONTH.search(text) and any(map(str.isdigit, text)))
    return bool(numbered) and _words_of_dates().issuperset(_LONG_WORD.findall(text.lower()))


@functools.lru_cache(maxsize=1)
def _words_of_dates() -> "frozenset[str]":
    """All words in dateparser's patterns of English and of zones, and some that only look like words."""
    return frozenset(re.findall("[a-z]+", f"{en.info!r} {timezone_info_list!r}".lower()))


def written_date(text: str) -> Optional[datetime]:
    """The moment of a date in common words, "Wednesday, April 30, 2025 5:03 pm EDT", as UTC if it names no zone.

    None if the text is anything else, which may be a date nevertheless.

    :param text: with single spaces.
    """
    found = next(filter(None, (pattern.fullmatch(text) for pattern in _WRITTEN)), None)
    if found is None:
        return None
    hour, half = int(found["hour"] or 0), (found["half"] or found["half_alone"] or "").lower()
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + 12 * (half == "p")
    month = _MONTHS.index((found["month1"] or found["month2"])[:3].lower()) + 1
    day = int(found["day1"] or found["day2"])
    try:
        moment = datetime(int(found["year"]), month, day, hour, int(found["minute"] or 0), int(found["second"] or 0))
        return moment.replace(tzinfo=_zone(found["zone"]))
    except ValueError:  # 31 April, or 25:10
        return None


def _zone(name: Optional[str]) -> timezone:
    """:raises ValueError: the offset is a day or more."""
    if not name:
        return timezone.utc
    if name[0] in "+-":
        offset = timedelta(hours=int(name[1:3]), minutes=int(name[3:]))
        return timezone(-offset if name[0] == "-" else offset)
    return timezone(timedelta(hours=_ZONES[name.upper()]))
