"""How long a server and its feed want to be left alone. All spans are seconds, all moments seconds since the epoch."""

import re
from datetime import datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from typing import Collection, Mapping, Optional

MINUTE = 60.0
HOUR = 60 * MINUTE
DAY = 24 * HOUR

# sy:updatePeriod (https://web.resource.org/rss/1.0/modules/syndication/).
_PERIODS = {"hourly": HOUR, "daily": DAY, "weekly": 7 * DAY, "monthly": 30 * DAY, "yearly": 365 * DAY}
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MAX_AGE = re.compile(r"(?:^|[,\s])max-age\s*=\s*\"?(\d{1,12})\b", re.IGNORECASE)
_SECONDS = re.compile(r"\s*(\d{1,12})(?:\.\d*)?\s*$")
_HOURS_OF_A_WEEK = 7 * 24


def retry_after(value: Optional[str], now: float) -> Optional[float]:
    """Seconds that a Retry-After header asks for (RFC 9110, section 10.2.3), None if it can't be read."""
    if seconds := _SECONDS.match(value or ""):
        return float(seconds[1])
    moment = _date(value)
    return None if moment is None else max(moment - now, 0.0)


def freshness(headers: Mapping[str, str], now: float) -> float:
    """Seconds for which an answer says that it stays good, 0 if it says nothing.

    Of max-age and Expires the larger: a cache would go by max-age alone (RFC 9111, section 4.2.1), but a reader may
    be more patient than a cache.

    :param headers: by names in lower case.
    """
    age = _MAX_AGE.search(headers.get("cache-control", ""))
    expires = _date(headers.get("expires"))
    until_then = 0.0 if expires is None else expires - (_date(headers.get("date")) or now)
    return max(float(age[1]) if age else 0.0, until_then, 0.0)


def update_interval(period: Optional[str], frequency: Optional[str]) -> float:
    """Seconds between updates by sy:updatePeriod and sy:updateFrequency, 0 if they say nothing."""
    span = _PERIODS.get((period or "").strip().lower(), 0.0)
    times = _SECONDS.match(frequency or "1")
    return span / max(int(times[1]), 1) if times else span


def ttl_interval(ttl: Optional[str]) -> float:
    """Seconds for which RSS's ttl, in minutes, says that a feed stays good; 0 if it says nothing."""
    minutes = _SECONDS.match(ttl or "")
    return float(minutes[1]) * MINUTE if minutes else 0.0


def past_skipped(moment: float, hours: Collection[str], days: Collection[str]) -> float:
    """The first moment from this one on that skipHours and skipDays of RSS leave open; itself if they leave none.

    :param hours: 0 to 23, 24 for midnight; as texts, as feeds have them.
    :param days: names of days, in English. Both are meant in GMT.
    """
    given = (_SECONDS.match(hour) for hour in hours)
    closed_hours = {int(hour[1]) % 24 for hour in given if hour and int(hour[1]) <= 24}
    closed_days = {_DAYS.index(day.strip().lower()) for day in days if day.strip().lower() in _DAYS}
    at = datetime.fromtimestamp(moment, timezone.utc)
    for _ in range(_HOURS_OF_A_WEEK):
        if at.hour not in closed_hours and at.weekday() not in closed_days:
            return at.timestamp()
        at = at.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    return moment


def _date(value: Optional[str]) -> Optional[float]:
    try:
        found = parsedate_to_datetime(value or "")
        return (found if found.tzinfo else found.replace(tzinfo=timezone.utc)).timestamp()
    except (ValueError, TypeError, IndexError, OverflowError):  # "0" and "-1" are usual in Expires
        return None
