"""What a lake remembers of the paragraphs that its sources repeat: for each day a set of keys.

It is made of articles that the lake took in during the days before, so that it is bounded, forgets, and does not
change while a day's runs write: whatever happens to them, they judge by the same. An object that keeps it is a copy
and never the truth: one that is missing or damaged is made again from the articles.
"""

import datetime
import functools
import heapq
import time
from collections import defaultdict
from dataclasses import dataclass
from typing import Callable, Collection, Iterable, Iterator, Optional

import numpy as np
import pyarrow as pa
from obstore.exceptions import BaseError

from schemas.records import to_micros
from transforms.lake.layout import LakeError, TableFile, parse_name
from transforms.lake.rows import open_parquet
from transforms.lake.sealed import seal, unseal
from transforms.lake.store import Store, shared_store

REPEATS = "_newslake/repeats"
# Of the keys, and of all that they are counted by.
VERSION = 1
# What a source has not repeated for so long it has given up.
REMEMBERED_DAYS = 30
# Of a source: what stands in fewer than three of so many is no furniture. Their ids are hashes, so the smallest are
# a sample, and the same one whoever takes it.
KEPT_ARTICLES = 100
# Of all sources: a minute's work, once a day.
ALL_ARTICLES = 10_000
# The latest of them: of more, most are of sources that have enough.
READ_FILES = 2_000
BATCH_ROWS = 1_000
# A process without end looks so often whether there is a newer memory.
REFRESH_SECONDS = 3_600.0

COLUMNS = ("source", "article_id", "version_id", "ingested_at")


@dataclass(frozen=True)
class Remembered:
    """An article as the lake has it."""

    source: str
    article_id: str
    title: Optional[str]
    text: str
    removed_text: Optional[str]


def today() -> str:
    """The day in UTC."""
    return datetime.datetime.now(datetime.timezone.utc).date().isoformat()


def remember(store: Store, day: str, repeated: "Callable[[Iterable[Remembered]], Collection[int]]") -> bool:
    """Have the lake's memory of a day made, unless it is; whether it was.

    :param repeated: gives the keys of what is repeated in some articles.
    """
    if read_repeats(store, day) is not None:
        return False
    keys = np.array(sorted(repeated(articles_before(store, day))), "<u8")
    content = seal(_title(day), keys.tobytes())
    try:
        # Whoever was first is believed; what is there and damaged is made anew.
        if not store.create(_name(day), content) and read_repeats(store, day) is None:
            store.write(_name(day), content)
    except (BaseError, OSError):  # judged by none then
        return False
    return True


def read_repeats(store: Store, day: str) -> Optional[np.ndarray]:
    """The keys, sorted, that a lake's memory of a day has; None where there is none that holds."""
    try:
        content = store.read(_name(day))
    except (BaseError, OSError):
        return None
    body = unseal(_title(day), content)
    return None if body is None else np.frombuffer(body, "<u8")


def articles_before(store: Store, day: str) -> Iterator[Remembered]:
    """The articles that a lake took in during the days before one: of each source a sample, each once."""
    until = to_micros(datetime.datetime.fromisoformat(day))
    since = until - REMEMBERED_DAYS * 86_400_000_000
    files = _files(store, since)
    chosen = _chosen(store, files, since, until)
    for file in files:
        for batch in _batches(store, file, [*COLUMNS, "title", "text", "removed_text"]):
            for row in batch.filter(_among(batch, chosen)).to_pylist():
                if chosen.pop(row["version_id"], None) is not None:
                    yield Remembered(*(row[name] for name in ("source", "article_id", "title", "text", "removed_text")))


def clear_repeats(store: Store) -> None:
    """Delete the memory of days that no run goes by any more."""
    before = time.time() - REMEMBERED_DAYS * 86_400
    store.delete_all([found.name for found in store.each_object(f"{REPEATS}/") if found.written_at < before])


class Repeats:
    """Tells by its key whether a source repeats a paragraph.

    :param day: of the lake's memory; None goes by the newest, also by one that is made later.
    :param more: keys of what is repeated beside what the lake remembers.
    """

    def __init__(
        self, store: Store, day: Optional[str], more: Iterable[int] = (), clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._store = store
        self._day = day
        self._more = frozenset(more)
        self._clock = clock
        self._read_at: Optional[float] = None
        self._keys: "frozenset[int]" = self._more

    def __call__(self, key: int) -> bool:
        if self._read_at is None or self._day is None and self._clock() - self._read_at > REFRESH_SECONDS:
            self._read()
        return key in self._keys

    def _read(self) -> None:
        self._read_at = self._clock()
        day = self._day or max((name.rsplit("/", 1)[1] for name in self._store.each_name(f"{REPEATS}/")), default=None)
        keys = read_repeats(self._store, day) if day else None
        if keys is not None:
            self._keys = self._more.union(keys.tolist())


@functools.lru_cache(maxsize=8)
def shared_repeats(uri: str, day: Optional[str], more: "tuple[int, ...]") -> Repeats:
    """What this process knows of what a lake's sources repeat."""
    return Repeats(shared_store(uri), day, more)


def _files(store: Store, since: int) -> "list[TableFile]":
    """The articles files written since a moment in microseconds, the latest first."""
    found = [
        (one.written_at, one.name)
        for one in store.each_object("articles/")
        if one.written_at * 1e6 >= since and parse_name(one.name)
    ]
    return [parse_name(name) for _, name in sorted(found, reverse=True)[:READ_FILES]]


def _chosen(store: Store, files: "Iterable[TableFile]", since: int, until: int) -> "dict[str, str]":
    """The versions to count, by their ids, with their sources."""
    by_source: "dict[str, dict[str, str]]" = defaultdict(dict)
    for file in files:
        for batch in _batches(store, file, COLUMNS):
            moments = batch.column("ingested_at").cast(pa.int64()).to_pylist()
            for source, article, version, moment in zip(*(batch.column(n).to_pylist() for n in COLUMNS[:3]), moments):
                if since <= moment < until:
                    known = by_source[source]
                    known[article] = min(version, known.get(article, version))
        for known in by_source.values():
            for article in heapq.nlargest(len(known) - KEPT_ARTICLES, known) if len(known) > KEPT_ARTICLES else ():
                del known[article]
    each = max(3, ALL_ARTICLES // max(1, len(by_source)))
    kept = [(version, source) for source, known in by_source.items() for _, version in sorted(known.items())[:each]]
    return dict(sorted(kept)[:ALL_ARTICLES])


def _among(batch: pa.RecordBatch, chosen: "dict[str, str]") -> pa.Array:
    return pa.array([version in chosen for version in batch.column("version_id").to_pylist()], pa.bool_())


def _batches(store: Store, file: TableFile, columns: Iterable[str]) -> Iterator[pa.RecordBatch]:
    try:
        with open_parquet(store, file.name) as parquet:
            yield from parquet.iter_batches(BATCH_ROWS, columns=list(columns))
    except (OSError, LakeError, pa.ArrowException):  # merged by somebody else; damaged: the audit's business
        return


def _name(day: str) -> str:
    return f"{REPEATS}/{day}"


def _title(day: str) -> str:
    return f"repeats {VERSION} {day}"
