"""What is known of each feed, kept in the lake: one JSON object per feed."""

import json
from dataclasses import dataclass, replace
from typing import Any, Iterator

from schemas.ids import identify
from transforms.feeds.polling import FeedState, request_address
from transforms.feeds.saved import as_json, fits, from_json
from transforms.lake.store import Store, shared_store
from transforms.web.urls import host_of, without_credentials

FOLDER = "_newslake/feeds"
HOSTS_FOLDER = "_newslake/hosts"


class FeedStates:
    """The states of a lake's feeds. May be used by several threads at once.

    No address in them holds credentials: feeds that differ by those only share a state.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def of(self, address: str) -> FeedState:
        """What is known of a feed; of one that is new, or whose state is damaged, nothing."""
        new = FeedState(without_credentials(address))
        try:
            return replace(_read(self._store.read(_name(new.address))), address=new.address)
        except (FileNotFoundError, ValueError):
            return new

    def save(self, state: FeedState) -> None:
        """Keep a state, whole or not at all."""
        self._store.write(_name(state.address), _json(as_json(state)))

    def held_until(self, host: str) -> float:
        """Until when a server wants no request for any of its feeds, since the epoch; 0 if it said nothing."""
        try:
            until = json.loads(self._store.read(_host_name(host)))["not_before"]
            return float(until) if fits(until, 0.0) else 0.0
        except (FileNotFoundError, ValueError, TypeError, KeyError):
            return 0.0

    def hold(self, host: str, until: float) -> None:
        """Keep until when a server wants no request."""
        self._store.write(_host_name(host), _json({"host": host, "not_before": until}))

    def all(self) -> Iterator[FeedState]:
        """Every feed's, in the order of their names in the store; of a damaged one its name, and what is wrong."""
        for name in self._store.names(f"{FOLDER}/"):
            try:
                yield _read(self._store.read(name))
            except FileNotFoundError:
                continue
            except ValueError as error:
                yield FeedState(name, error=f"its state is damaged, and it is polled as if it were new: {error}")


@dataclass(frozen=True)
class ShownStates:
    """A lake's states for a graph that keeps what it knows itself: it begins with them, and shows people its own.

    What is shown says nothing of what was read: it is not yet committed then, and a run on this machine that took it
    for known would lose it.

    :param lake: path or URI.
    """

    lake: str

    def first(self, uri: str) -> FeedState:
        """What a run on this machine left of a feed, and until when its server wants no request."""
        states = FeedStates(shared_store(self.lake))
        state = states.of(uri)
        return replace(state, not_before=max(state.not_before, states.held_until(host_of(request_address(state)))))

    def show(self, state: FeedState) -> None:
        """Show a state to people, as `newslake feeds` does."""
        shown = replace(state, etag=None, last_modified=None, body_hash=None, full_at=0.0, ids=(), marks=())
        FeedStates(shared_store(self.lake)).save(shown)


def feed_id(address: str) -> str:
    """What names a feed's state: the same for an address with credentials and without."""
    return identify("feed", without_credentials(address))


def _name(address: str) -> str:
    return f"{FOLDER}/{feed_id(address)}.json"


def _host_name(host: str) -> str:
    return f"{HOSTS_FOLDER}/{identify('host', host)}.json"


def _json(value: "dict[str, Any]") -> bytes:
    return (json.dumps(value, indent=1) + "\n").encode()


def _read(text: bytes) -> FeedState:
    """A state as it was written, by this version or another.

    :raises ValueError: it is none.
    """
    return from_json(json.loads(text))
