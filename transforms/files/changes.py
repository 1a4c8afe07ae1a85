"""Whether a file is new, changed, or as it was when it was read."""

import os
from typing import Optional

import obstore

from schemas.records import FEED, Location
from transforms.opening import READ_ERRORS, is_object, local_path, store_of

# A file that was written to within this time may not be whole yet.
SETTLED_SECONDS = 5.0


def mark_of(location: Location, now: float) -> Optional[str]:
    """A text that is another one when the file has changed, by time and size; None while somebody is writing to it.

    An object of a bucket is known by its name alone, unless it is a feed: to ask for each would take a request each.

    :param now: seconds since the epoch.
    """
    state = _state(location)
    if state is not None and 0 <= now - state[0] < SETTLED_SECONDS:
        return None
    return "" if state is None else f"{state[0]} {state[1]}"


def _state(location: Location) -> "Optional[tuple[float, int]]":
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
