"""Publication times as records, feeds and pages give them."""

import re
from datetime import datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from typing import Any, Optional

import dateparser

from schemas.records import now_micros, to_micros
from transforms.written_dates import may_be_date, written_date

DAY = 86_400_000_000  # microseconds
EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)

# Below, a number is no count of seconds of a publication (it would lie before March 1973), but a year
# or a mistake.
LEAST_SECONDS = 100_000_000
# From here on, a number counts milliseconds, microseconds, nanoseconds: as seconds it would be the year 5138.
FINER_FROM = 100_000_000_000

_NUMBER = re.compile(r"-?\d{9,19}(?:\.\d+)?$")
_DAY = re.compile(r"(?:19|20)\d{6}$")
_ISO = re.compile(
    r"(\d{4})-?(\d\d)-?(\d\d)"
    r"(?:[T_ ]\s*(\d\d):?(\d\d)(?::?(\d\d)(?:[.,](\d+))?)?\s*(Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?(?:\[[\w/+-]+\])?)?$",
    re.IGNORECASE,
)
# Numbers in this order are of one day if they are parted by other marks; in the other order only if one is no month's.
_YEAR_FIRST = re.compile(r"((?:19|20)\d\d)([/.])(\d\d?)\2(\d\d?)(?!\d)")
_YEAR_LAST = re.compile(r"(\d\d?)([-/.])(\d\d?)\2((?:19|20)\d\d)(?!\d)")
_MONTHS = 12
_ZONE_OFFSET = re.compile(r"\b(?:GMT|UTC)\s?([+-])(\d{1,2})(?::?(\d\d))?$", re.IGNORECASE)
# The parser of RFC 822 passes over what says that a time is one of the afternoon.
_TWELVE_HOURS = re.compile(r"\d\s*[ap]\.?m\b", re.IGNORECASE)
# At the end, or before the year as `date` prints it.
_ZONE_NAME = re.compile(r"(?:(?<=\d )|(?<=[AaPp][Mm] ))([A-Z]{3,5})(?= (?:19|20)\d\d$|$)")
# Names that RFC 822 lacks and newspapers use, where they mean one offset (in minutes) in nearly every paper.
_ZONES = {
    "WEST": 60, "BST": 60, "CET": 60, "CEST": 120, "EET": 120, "EEST": 180, "MSK": 180, "SAST": 120, "IST": 330,
    "PKT": 300, "WIB": 420, "HKT": 480, "SGT": 480, "AWST": 480, "JST": 540, "KST": 540, "ACST": 570, "AEST": 600,
    "AEDT": 660, "NZST": 720, "NZDT": 780, "AKST": -540, "AKDT": -480, "HST": -600,
}  # fmt: skip
# A written date has its month in letters; one of numbers alone ("05/03/2025") could be one of two days.
_WRITTEN = re.compile(r"[A-Za-z]{3}")
_LONGEST = 64
_WRITTEN_SETTINGS = {
    "PARSERS": ["absolute-time"],
    "REQUIRE_PARTS": ["day", "month", "year"],
    "RETURN_AS_TIMEZONE_AWARE": True,
    "TIMEZONE": "UTC",
}


# Of the first printed newspaper; a date before it is a program's zero or a slip of the keyboard.
EARLIEST = to_micros(datetime(1605, 1, 1, tzinfo=timezone.utc))
# A clock may be wrong, and a time without a zone, which is taken as UTC, may lie so far ahead.
AHEAD = DAY


def plausible(micros: Optional[int]) -> Optional[int]:
    """A publication time, if an article can have been published then."""
    return micros if micros is not None and EARLIEST <= micros <= now_micros() + AHEAD else None


def moment(value: Any) -> Optional[int]:
    """Microseconds since the epoch of an ISO 8601, RFC 822 or written English date, or of a count since 1970.

    A time without a zone is taken as UTC. None for what is no full date, and for the zero dates (1970-01-01
    and the year 1, at midnight) that programs write where they know none.
    """
    try:
        if isinstance(value, str):
            found = _of_text(" ".join(value.split()))
        elif isinstance(value, (int, float)) and not isinstance(value, bool):
            found = _of_number(value)
        else:
            return None
        if found is None or found.year == 1:
            return None
        if found.tzinfo is None:
            found = found.replace(tzinfo=timezone.utc)
        found = found.astimezone(timezone.utc)  # fails for what lies after the year 9999 in UTC
        return to_micros(found) if found != EPOCH else None
    except (ValueError, OverflowError):
        return None


def _of_number(value: float) -> Optional[datetime]:
    if isinstance(value, int) and _DAY.match(str(value)):
        return datetime.strptime(str(value), "%Y%m%d").replace(tzinfo=timezone.utc)
    if 0 <= value < LEAST_SECONDS:
        return None
    scale = 1
    while abs(value) / scale >= FINER_FROM and scale < 10**9:
        scale *= 1000
    return EPOCH + timedelta(seconds=value / scale)


def _of_text(text: str) -> Optional[datetime]:
    if not text or len(text) > _LONGEST:
        return None
    text = _with_iso_date(text)
    if iso := _ISO.match(text):
        return _of_iso(*iso.groups())
    if _NUMBER.match(text):
        return _of_compact(text) or _of_number(float(text) if "." in text else int(text))
    text = _with_numeric_zone(text)
    try:
        if not _TWELVE_HOURS.search(text):
            return parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):  # which of them differs between versions of Python
        pass
    if _WRITTEN.search(text) and may_be_date(text):
        return written_date(text) or dateparser.parse(text, languages=["en"], settings=_WRITTEN_SETTINGS)
    return None


def _with_iso_date(text: str) -> str:
    """The same with "2025/05/23" or "23.5.2025" at its beginning as "2025-05-23"."""
    if found := _YEAR_FIRST.match(text):
        year, month, day = found[1], int(found[3]), int(found[4])
    elif found := _YEAR_LAST.match(text):
        year, (month, day) = found[4], sorted((int(found[1]), int(found[3])))
        if day <= _MONTHS and month != day:
            return text
    else:
        return text
    return f"{year}-{month:02}-{day:02}{text[found.end() :]}"


def _of_iso(year, month, day, hour, minute, second, fraction, zone) -> datetime:
    # A leap second is the one before it: datetime knows none.
    seconds = min(int(second or 0), 59)
    micros = int((fraction or "0")[:6].ljust(6, "0"))
    found = datetime(int(year), int(month), int(day), int(hour or 0), int(minute or 0), seconds, micros)
    offset = timedelta()
    if zone and zone[0] in "+-":
        digits = zone[1:].replace(":", "").ljust(4, "0")
        offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:])) * (-1 if zone[0] == "-" else 1)
    return found.replace(tzinfo=timezone(offset))


def _of_compact(text: str) -> Optional[datetime]:
    """The time of 14 digits, "20250503100000"."""
    if len(text) != 14 or not _DAY.match(text[:8]):
        return None
    return datetime.strptime(text, "%Y%m%d%H%M%S").replace(tzinfo=timezone.utc)


def _with_numeric_zone(text: str) -> str:
    """The same with "GMT+9" or "JST" as "+0900", which RFC 822 knows."""
    if written := _ZONE_OFFSET.search(text):
        sign, hours, minutes = written.groups()
        return f"{text[: written.start()]}{sign}{int(hours):02}{minutes or '00'}"
    name = _ZONE_NAME.search(text)
    if name and name.group(1) in _ZONES:
        minutes = _ZONES[name.group(1)]
        offset = f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}{abs(minutes) % 60:02}"
        return f"{text[: name.start()]}{offset}{text[name.end() :]}"
    return text
