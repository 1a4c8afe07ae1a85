"""Spans of time on the command line: 90s, 30m, 12h, 7d."""

import re
from typing import Optional

_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}
_SPAN = re.compile(r"(\d{1,9}(?:\.\d{1,9})?)([smhd])", re.ASCII)


def seconds_of(text: str) -> Optional[float]:
    """A number with one of the units s, m, h and d, in seconds; None for any other text."""
    found = _SPAN.fullmatch(text.strip())
    return float(found[1]) * _SECONDS[found[2]] if found else None
