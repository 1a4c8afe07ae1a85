"""Which versions a lake holds already, as far as this process knows: saves annotating them again.

An economy and not the guarantee: that is the commit's, within a partition. The look-up goes beyond it
and knows all partitions, because feeds do change the date of an article that is otherwise the same.
"""

import functools
import itertools
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Callable, Iterable, Optional

import numpy as np

from schemas.tables import Article
from transforms.lake.layout import TableFile, partition_of, table_files
from transforms.lake.rows import open_parquet
from transforms.lake.store import Store, shared_store

REFRESH_SECONDS = 60.0  # other processes' commits are seen after this; until then their versions seem new
READERS = 8  # files read at once: what a bucket's latency asks for
# 64 of an id's 128 bits: with ten million versions, the chance that a new one seems known is one in 10^12.
PREFIX_DIGITS = 16


@dataclass
class _Versions:
    """The versions of some files, as sorted numbers."""

    files: "frozenset[TableFile]" = frozenset()
    numbers: np.ndarray = field(default_factory=lambda: np.empty(0, np.uint64))
    listed_at: Optional[float] = None

    def holds(self, number: np.uint64) -> bool:
        at = np.searchsorted(self.numbers, number)
        return at < len(self.numbers) and self.numbers[at] == number


class KnownVersions:
    """The versions of a lake that this process has seen; 8 to 16 bytes each.

    An article is looked up in its own partition first, and only one that is not there makes it read
    the others: a run that finds nothing new reads little.

    :param clock: seconds, of which only differences count.
    """

    def __init__(self, lake: "str | Store", clock: Callable[[], float] = time.monotonic) -> None:
        self._store = shared_store(lake) if isinstance(lake, str) else lake
        self._clock = clock
        self._partitions: "dict[str, _Versions]" = {}
        self._lake = _Versions()
        self._committed: "set[np.uint64]" = set()  # by this process, since the lake was listed
        self._lock = threading.Lock()

    def holds(self, article: Article) -> bool:
        """Whether the lake is known to hold this version, in whatever partition."""
        number = version_number(article.version_id)
        with self._lock:
            if self._lake.holds(number) or number in self._committed:
                return True
            if self._is_due(self._lake):
                if self._own_partition(article).holds(number):
                    return True
                self._refresh_lake()
            return self._lake.holds(number)

    def add(self, version_ids: Iterable[str]) -> None:
        """Versions that this process has committed."""
        with self._lock:
            self._committed.update(map(version_number, version_ids))

    def _own_partition(self, article: Article) -> _Versions:
        partition = partition_of(article.published_at)
        if self._is_due(self._partitions.get(partition, _Versions())):
            self._refresh(partition, table_files(self._store, "articles", partition))
        return self._partitions[partition]

    def _refresh_lake(self) -> None:
        self._committed.clear()  # before it is listed: from here on they are in the list
        files = table_files(self._store, "articles")
        by_partition = {
            partition: list(group) for partition, group in itertools.groupby(files, lambda file: file.partition)
        }
        for partition in self._partitions.keys() - by_partition.keys():
            del self._partitions[partition]
        with ThreadPoolExecutor(READERS) as readers:
            list(readers.map(self._refresh, by_partition.keys(), by_partition.values()))
        numbers = [versions.numbers for versions in self._partitions.values()]
        self._lake = _Versions(numbers=_merged(numbers), listed_at=self._clock())

    def _refresh(self, partition: str, files: "list[TableFile]") -> None:
        """Bring a partition up to its list of files; files that are read already are not read again."""
        known = self._partitions.get(partition, _Versions())
        while True:
            if not known.files <= set(files):
                known = _Versions()
            try:
                new = [self._read(file) for file in files if file not in known.files]
                break
            except FileNotFoundError:  # merged into another since it was listed
                files = table_files(self._store, "articles", partition)
        if new or known.listed_at is None:
            known.numbers = _merged([known.numbers, *new])
        known.files = frozenset(files)
        known.listed_at = self._clock()
        self._partitions[partition] = known

    def _read(self, file: TableFile) -> np.ndarray:
        with open_parquet(self._store, file.name) as parquet:
            ids = parquet.read(columns=["version_id"]).column(0).to_pylist()
        return np.array([version_number(version_id) for version_id in ids], np.uint64)

    def _is_due(self, versions: _Versions) -> bool:
        return versions.listed_at is None or self._clock() - versions.listed_at > REFRESH_SECONDS


@functools.lru_cache(maxsize=8)
def known_versions(uri: str) -> KnownVersions:
    """What this process knows of a lake: shared by its look-ups and commits."""
    return KnownVersions(uri)


def _merged(arrays: "list[np.ndarray]") -> np.ndarray:
    return np.sort(np.concatenate(arrays)) if arrays else np.empty(0, np.uint64)


def version_number(version_id: str) -> np.uint64:
    """The number that stands for a version where memory counts: half of its id."""
    return np.uint64(int(version_id[:PREFIX_DIGITS], 16))
