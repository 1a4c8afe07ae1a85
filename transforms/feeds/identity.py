"""What tells the items of a feed apart, and one state of an item from another."""

import hashlib

from schemas.ids import SEPARATOR
from schemas.records import Item

# 48 bits each: among the items that a feed shows in a year two are taken for one in one of a million feeds.
DIGITS = 12


def identity_of(item: Item) -> str:
    """What stays the same when an item is edited: its address, which tells articles apart, else its id, its title."""
    return _digest("item", item.url or item.record_id or item.title or item.summary or "")


def state_of(item: Item) -> str:
    """What changes when the feed says anything else of an item; not its id, which some feeds draw anew each time."""
    said = (item.title, item.summary, item.authors, item.tags, item.published_at, item.content)
    return _digest(identity_of(item), *(repr(part) for part in said))


def _digest(*parts: str) -> str:
    return hashlib.sha256(SEPARATOR.join(parts).encode("utf-8", "replace")).hexdigest()[:DIGITS]
