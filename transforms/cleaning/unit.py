"""The paragraphs that cleaning judges."""

from dataclasses import dataclass
from typing import Optional

# The reasons of what stands with a headline and tells who wrote the article, and when.
SIGNING = ("byline", "timestamp")


@dataclass(frozen=True)
class Unit:
    """A paragraph or a part of one, and the reason why it is clutter, or None."""

    text: str
    reason: Optional[str] = None
