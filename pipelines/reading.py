"""Reads the inputs on this machine: lazily, in order, and in chunks that fit into memory."""

import threading
from collections import deque
from concurrent.futures import Future
from dataclasses import replace
from typing import Callable, Iterable, Iterator, Sequence, Union

from pipelines.polls import Known, Part, Polls
from pipelines.settings import Settings
from schemas.records import FEED, Item, Location
from schemas.tables import Reject
from transforms.feeds.polling import FeedState
from transforms.feeds.read import MAX_DEPTH, read_or_list, too_deep
from transforms.files.locate import PassedOver, locate
from transforms.files.read import read_file
from transforms.web.load import load_stored
from transforms.web.urls import is_web

Read = Union[Item, Reject]

# Enough items for the model's batches and to pay for starting a graph; few enough to see progress and
# to keep a killed run's loss small.
CHUNK_ITEMS = 256
CHUNK_BYTES = 16_000_000

# Feeds wait for servers, so several are read at once; each server sees one request at a time of ours.
FEEDS_AHEAD = 16


def read_inputs(
    inputs: Sequence[str],
    settings: Settings,
    passed_over: PassedOver,
    polls: Polls,
    is_new: Callable[[Location], bool] = lambda location: True,
) -> "Iterator[Union[Read, Known]]":
    """Every item of the inputs, or a reject for what can't be read, lazily; after a feed's items what is known of it.

    :param passed_over: told each file that is no input, and why.
    :param polls: polls the feeds on the web.
    :param is_new: whether a file is to be read.
    """
    feeds = _Feeds(polls, settings.body_cap)
    for location in locate(inputs, passed_over):
        if isinstance(location, Reject):
            yield location
        elif not is_web(location.uri) and not is_new(location):
            continue
        elif location.kind == FEED:
            yield from feeds.add(location.uri)
        else:
            yield from read_file(location.uri, body_cap=settings.body_cap)
    yield from feeds.rest()


class _Feeds:
    """Feeds that are read by a thread each; at most `FEEDS_AHEAD` are read and not yet taken.

    :param polls: polls those on the web; files are read as they are.
    """

    def __init__(self, polls: Polls, body_cap: int) -> None:
        self._polls = polls
        self._body_cap = body_cap
        self._listed: "set[str]" = set()
        self._waiting: "deque[tuple[str, int]]" = deque()
        self._begun: "deque[tuple[Future[Sequence[Part]], int]]" = deque()

    def add(self, uri: str) -> "Iterator[Union[Read, Known]]":
        """Read a feed, sooner or later; gives what is read already, if that is enough for now."""
        self._waiting.append((uri, 0))
        self._begin()
        while self._waiting:
            yield from self._next()

    def rest(self) -> "Iterator[Union[Read, Known]]":
        """All that is not taken yet."""
        while self._begun:
            yield from self._next()

    def _begin(self) -> None:
        while self._waiting and len(self._begun) < FEEDS_AHEAD:
            uri, depth = self._waiting.popleft()
            self._begun.append((self._read(uri), depth))

    def _read(self, uri: str) -> "Future[Sequence[Part]]":
        if not is_web(uri):
            return _in_thread(self._read_file, uri)
        early = self._polls.early(uri)
        if early is None:
            return _in_thread(self._polls.poll, uri)
        known: "Future[Sequence[Part]]" = Future()
        known.set_result(early)
        return known

    def _read_file(self, uri: str) -> "Sequence[Part]":
        return list(read_or_list(uri, lambda path: load_stored(path, self._body_cap)))

    def _next(self) -> "Iterator[Union[Read, Known]]":
        """What the feed gives that was begun first. The feeds of a list are read like any, after the others."""
        begun, depth = self._begun.popleft()
        for part in begun.result():
            if not isinstance(part, Location):
                yield part
            elif depth == MAX_DEPTH:
                yield too_deep(part.uri)
            elif part.uri not in self._listed:
                self._listed.add(part.uri)
                self._waiting.append((part.uri, depth + 1))
        self._begin()


def _in_thread(read: "Callable[[str], Sequence[Part]]", uri: str) -> "Future[Sequence[Part]]":
    """Read in a thread that nobody has to wait for: a run that is stopped must not wait for a server that stalls."""
    future: "Future[Sequence[Part]]" = Future()

    def work() -> None:
        try:
            future.set_result(read(uri))
        except BaseException as error:  # raised again where the result is asked for
            future.set_exception(error)

    threading.Thread(target=work, name="feed", daemon=True).start()
    return future


def chunks(read: "Iterable[Union[Read, Known]]", commits: "Commits") -> "Iterator[list[Read]]":
    """Cut what is read into chunks of at most so many items, and not many more bytes than so many.

    :param commits: told of each chunk, and what is known of the feeds whose items are in it and before.
    """
    chunk: "list[Read]" = []
    size = 0
    for one in read:
        if isinstance(one, Known):
            commits.ended(one)
            continue
        chunk.append(one)
        content = one.content if isinstance(one, Item) else one.payload
        size += len(content or "")
        if len(chunk) >= CHUNK_ITEMS or size >= CHUNK_BYTES:
            commits.handed_out(chunk)
            yield chunk
            chunk, size = [], 0
    if chunk:
        commits.handed_out(chunk)
        yield chunk


class Commits:
    """Saves what is known of a feed as soon as all that it gave is committed, so that a crash loses no item.

    :param save: saves a state.
    """

    def __init__(self, save: Callable[[FeedState], None]) -> None:
        self._save = save
        self._filling = 0  # the number of the chunk that is being filled
        self._open: "dict[int, int]" = {}  # numbers of the chunks that are handed out, by their identities
        self._waiting: "deque[tuple[int, FeedState]]" = deque()
        self._failed: "set[str]" = set()
        self.unchanged = 0

    def ended(self, known: Known) -> None:
        """A feed's items are all in the chunk that is being filled and in those before."""
        self.unchanged += known.unchanged
        if known.state is not None:
            self._waiting.append((self._filling, known.state))

    def handed_out(self, chunk: "list[Read]") -> None:
        """A chunk is full."""
        self._open[id(chunk)] = self._filling
        self._filling += 1

    def done(self, chunk: "list[Read]") -> None:
        """A chunk is committed."""
        del self._open[id(chunk)]
        self._save_up_to(min(self._open.values(), default=self._filling))

    def failed(self, marks: Sequence[str]) -> None:
        """Items of a chunk, by their marks, whose pages failed of what may pass: they do not count as known, and so
        are tried again with the next poll that finds them in their feeds."""
        self._failed.update(marks)

    def all_done(self) -> None:
        """Everything that was read is committed."""
        self._save_up_to(self._filling + 1)

    def _save_up_to(self, number: int) -> None:
        """Save the states that wait for chunks before this one."""
        while self._waiting and self._waiting[0][0] < number:
            state = self._waiting.popleft()[1]
            self._save(replace(state, marks=tuple(mark for mark in state.marks if mark not in self._failed)))
