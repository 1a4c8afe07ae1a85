"""The time of publication as a line above or below a text says it."""

from typing import Optional, Sequence

from transforms.cleaning.unit import SIGNING, Unit
from transforms.dated_lines import published_in_line

# Lines above a text in which its date stands; further down, dates are those of other articles.
WITHIN_UNITS = 15


def published_in(units: Sequence[Unit]) -> Optional[int]:
    """When the first line that was taken for a timestamp or a byline says that the article was published; microseconds since
    the epoch. None if no line has a full date that can be right."""
    found = (published_in_line(unit.text) for unit in units[:WITHIN_UNITS] if unit.reason in SIGNING)
    return next((when for when in found if when is not None), None)
