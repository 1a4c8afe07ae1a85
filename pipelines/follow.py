"""Follows inputs: round after round, for as long as nobody stops it."""

import time
from typing import Callable, Iterator, Optional, Sequence

from schemas.records import Location
from transforms.files.changes import mark_of
from transforms.files.kinds import is_list_file
from transforms.web.urls import is_web

# The clock is looked at so often while nothing is due: a machine that slept wakes up to what is due.
LONGEST_WAIT = 60.0
DAY = 86_400.0


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
    """The files that were read in earlier rounds, told by size and time; in memory is a number for each."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._seen: "set[int]" = set()

    def is_new(self, location: Location) -> bool:
        """Whether a file is to be read: new or changed, and nobody is writing to it; or a list of feeds."""
        mark = mark_of(location, self._clock())
        if mark is None:
            return False
        seen = hash((location.uri, mark))
        new = seen not in self._seen
        self._seen.add(seen)
        return new or is_list_file(location)
