"""When an item was published: a date that can be true, or none."""

import calendar
import re
from typing import Any, Iterable, Optional

from transforms.moments import DAY, moment, plausible

# What programs write where they know no date ("30 Nov -0001", "0000-00-00"), which lenient parsers take for one.
_ZERO = re.compile(r"(?:^|\s)-?0{3}[01](?:\D|$)")
_NUMERIC = re.compile(r"\d{4}")


def published(*dates: "tuple[Any, Any]") -> Optional[int]:
    """Microseconds since the epoch of the first date that can be true.

    :param dates: a date as the feed has it, and feedparser's reading of it, which is asked only about those in
        words: it knows those of several languages, but makes the 30th of February the first of March.
    """
    return next(_possible(_read(text, parsed) for text, parsed in dates), None)


def _read(text: Any, parsed: Any) -> Optional[int]:
    if not isinstance(text, str):
        return moment(text)
    if _ZERO.search(text):
        return None
    found = moment(text)
    if found is None and parsed and not _NUMERIC.match(text.strip()):
        try:
            found = calendar.timegm(parsed) * 1_000_000
        except (ValueError, OverflowError):  # the 31st of June
            return None
    return found


def _possible(moments: Iterable[Optional[int]]) -> Iterable[int]:
    # Within a day of the epoch it is a zero, in some zone.
    return (found for found in map(plausible, moments) if found is not None and abs(found) > DAY)
