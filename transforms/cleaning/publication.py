"""The time of publication as a line above or below a text says it."""

import re
from typing import Optional, Sequence

from transforms.cleaning.judge import Unit
from transforms.moments import moment, plausible

# Lines above a text in which its date stands; further down, dates are those of other articles.
WITHIN_UNITS = 15

_UPDATED = re.compile(r"\b(?:last |first )?(?:updated|modified|edited|reviewed)\b.*", re.IGNORECASE | re.DOTALL)
_LABEL = re.compile(
    r"^\W*(?:(?:first |originally )?(?:published|posted|date|created|issued|uploaded)(?: (?:on|at|date))?)?\W*",
    re.IGNORECASE,
)
_PARTING = re.compile(r"\s*[|•·]\s*|\s+[–—-]\s+")


def published_in(units: Sequence[Unit]) -> Optional[int]:
    """When the first line that was taken for a timestamp says that the article was published; microseconds since the
    epoch. None if no line has a full date that can be right."""
    for unit in units[:WITHIN_UNITS]:
        if unit.reason == "timestamp":
            for part in _PARTING.split(_UPDATED.sub("", unit.text)):
                found = plausible(moment(_LABEL.sub("", part).strip(" ,:")))
                if found is not None:
                    return found
    return None
