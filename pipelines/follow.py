"""Follows inputs: round after round, for as long as nobody stops it."""

import os
import time
from typing import Callable, Iterator, Optional, Sequence

import obstore

from schemas.records import FEED, Location
from transforms.media import HEAD_BYTES, looks_like_opml
from transforms.opening import READ_ERRORS, is_object, local_path, read_head, store_of
from transforms.web.urls import is_web

# The clock is looked at so often while nothing is due: a machine that slept wakes up to what is due.
LONGEST_WAIT = 60.0
DAY = 86_400.0
# A file that was written to within this time may not be whole yet.
SETTLED_SECONDS = 5.0


def moments_to_look(
    inputs: Sequence[str],
    every: float,
    next_due: Callable[[], Optional[float]],
    clock: Callable[[], float] = time.time,
    wait: Callable[[float], None] = time.sleep,
) -> Iterator[float]:
    """Waits for each round and then gives the moment, in seconds since the epoch; without end.

    Files, folders and lists are looked at in every round, and rounds begin so many seconds apart; where there are only
    feeds, a round begins when the first of them is due.

    :param every: the least time between the beginnings of two rounds, in seconds.
    :param next_due: when the first feed is due after a round; None if there is none.
    """
    watched = not all(map(is_web, inputs))
    while True:
        begun = clock()
        yield begun
        due = next_due()
        due = begun + DAY if due is None else due
        at = begun + every if watched else max(begun + every, due)
        while (left := at - clock()) > 0:
            wait(min(left, LONGEST_WAIT))


class Files:
    """The files that were read in earlier rounds, told by size and time; in memory is a number for each.

    An object of a bucket is known by its name alone, unless it is a feed: to ask for each would take a request each.
    """

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._seen: "set[int]" = set()

    def is_new(self, location: Location) -> bool:
        """Whether a file is to be read: new or changed, and nobody is writing to it; or a list of feeds."""
        state = self._state(location)
        if state is not None and 0 <= self._clock() - state[0] < SETTLED_SECONDS:
            return False
        mark = hash((location.uri, state))
        new = mark not in self._seen
        self._seen.add(mark)
        return new or (location.kind == FEED and looks_like_opml(read_head(location.uri, HEAD_BYTES)))

    def _state(self, location: Location) -> "Optional[tuple]":
        """When a file was written to, in seconds since the epoch, and its size; None if that can't be had."""
        try:
            if not is_object(location.uri):
                state = os.stat(local_path(location.uri))
                return state.st_mtime, state.st_size
            if location.kind != FEED:
                return None
            state = obstore.head(*store_of(location.uri))
            return state["last_modified"].timestamp(), state["size"]
        except (*READ_ERRORS, ValueError):  # it is gone, or will be a reject
            return None
