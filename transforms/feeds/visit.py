"""A visit to a feed: polls it, and says what is known of it then and what of what it gave is new."""

from dataclasses import dataclass
from typing import Sequence

from schemas.records import Item
from transforms.feeds.identity import state_of
from transforms.feeds.poll import Ask, Part, Polled, poll_feed
from transforms.feeds.polling import FeedState, Poll, after_poll, whole_is_due


@dataclass(frozen=True)
class Visit:
    """What came of a visit.

    :param state: what is known of the feed from now on.
    :param parts: what it gave that was not read before: items, the feeds of a list, rejects.
    :param unchanged: how many of its items were read before as they are.
    """

    state: FeedState
    poll: Poll
    parts: Sequence[Part]
    unchanged: int

    @property
    def failed(self) -> bool:
        """Whether there was no feed to be had, and so no item."""
        return self.poll.failure is not None


def visit(uri: str, state: FeedState, ask: Ask, now: float, chance: float, whole: bool = False) -> Visit:
    """Poll a feed of which something is known, or nothing.

    :param uri: as the user gave it, with credentials if there are any.
    :param ask: gives what stands at an address, if it changed by the validators.
    :param now: seconds since the epoch.
    :param chance: from 0 to 1, drawn for this visit.
    :param whole: ask for all of it and read all its items, whatever is known.
    """
    polled = poll_feed(uri, state, ask, now, whole)
    after = after_poll(state, polled.poll, now, chance)
    if polled.poll.failure is not None:
        return Visit(after, polled.poll, polled.parts, 0)
    parts = polled.parts if whole or whole_is_due(state, now) else _unknown(polled, state)
    return Visit(after, polled.poll, parts, len(polled.parts) - len(parts))


def _unknown(polled: Polled, state: FeedState) -> "list[Part]":
    """The parts that were not read before as they are."""
    known = set(state.marks)
    return [part for part in polled.parts if not (isinstance(part, Item) and state_of(part) in known)]
