"""Dates within lines: "Lagos, 3 May 2024", "By Jane Doe | Updated May 4, 2024, 10:30 AM EDT | Published May 3, 2024"."""

import re
from typing import Optional

from transforms.moments import moment, plausible

# What is longer is no line of a date.
LINE_CHARACTERS = 200

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)\.?"
)
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\.?,? )?"
_DATE = (
    rf"(?:{_WEEKDAY}(?:\d\d?(?:st|nd|rd|th)?[ -](?:of )?{_MONTH},?[ -]|{_MONTH} \d\d?(?:st|nd|rd|th)?,? )(?:19|20)\d\d"
    r"|(?:19|20)\d\d[-/.]\d\d?[-/.]\d\d?|\d\d?[-/.]\d\d?[-/.](?:19|20)\d\d)(?!\d)"
)
_ZONE = r"(?:UTC|GMT)(?: ?[+-]\d\d?(?::?\d\d)?)?\b|(?-i:Z|WIB|MSK|[EPMC]T|[A-Z]{2,3}T)\b|[+-]\d\d:?\d\d\b"
_TIME = r"(?:\d\d?[:.]\d\d(?::\d\d)?(?: ?[ap]\.?m\b\.?)?|\d\d? ?[ap]\.?m\b\.?)"
_JOINED = r"(?:,? at |,? on | ?[,/|•·–—-] ?|[ T])"
_DATED = re.compile(
    rf"(?<![\w/.-])(?:(?P<before>{_TIME})(?: ?\(?(?P<zone_before>{_ZONE})\)?)?{_JOINED})?(?P<date>{_DATE})"
    rf"(?:{_JOINED}(?P<after>{_TIME})(?: ?\(?(?P<zone>{_ZONE})\)?)?)?",
    re.IGNORECASE,
)
_ZONED = re.compile(rf"(?:\b[ap]\.?m\.?|\d\d:\d\d) ?\(?({_ZONE})", re.IGNORECASE)
_LABEL = re.compile(
    r"\b(?:(?P<change>updated?|modified|edited|reviewed|amended)|published|posted|created|issued|uploaded|filed|date)\b",
    re.IGNORECASE,
)
# The date after it is another one: "When: 3 May 2024".
_OTHER_LABEL = re.compile(r"\w: ?$")


def published_in_line(line: str) -> Optional[int]:
    """When a line says that something was published, in microseconds since the epoch.

    A date that is said to be the publication's counts for more than one that stands there without a word. None if there is
    neither: a date of a change is no publication's.
    """
    if len(line) > LINE_CHARACTERS:
        return None
    zones = _ZONED.findall(line)
    unlabelled: Optional[int] = None
    end = 0
    for found in _DATED.finditer(line):
        label = next(reversed(list(_LABEL.finditer(line, end, found.start()))), None)
        other = label["change"] if label else _OTHER_LABEL.search(line, end, found.start())
        end = found.end()
        when = None if other else _moment_of(found, zones[-1] if zones else "")
        if when is not None and label:
            return when
        unlabelled = when if unlabelled is None else unlabelled
    return unlabelled


def without_dates(line: str, mark: str) -> str:
    """A line with a mark where its full dates and their times stood."""
    return _DATED.sub(mark, line)


def _moment_of(found: "re.Match[str]", zone: str) -> Optional[int]:
    """:param zone: that of the line's last time, which holds for those before it as well."""
    date, time = found["date"], found["after"] or found["before"]
    zone = found["zone"] or found["zone_before"] or zone
    written = (f"{date} {time} {zone}".strip(), f"{date} {time}") if time else ()
    return next((when for when in map(plausible, map(moment, (*written, date))) if when is not None), None)
