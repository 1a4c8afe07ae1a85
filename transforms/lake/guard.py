"""Keeps merging and writing apart in a partition of a lake on disk: many may write, only one may merge.

Locks are the operating system's, so that a killed process holds none. A bucket has no locks; there age
keeps them apart: see `compact.py`.
"""

import contextlib
import fcntl
import zlib
from typing import Iterator

from transforms.lake.store import Store

LOCKS = "_newslake/locks"
LOCK_FILES = 64  # partitions share them: a file for each day would be thousands


@contextlib.contextmanager
def writing(store: Store, partition: str) -> Iterator[None]:
    """While one of a partition's tables is looked up and added to."""
    with _turn(store, partition, fcntl.LOCK_SH):
        yield


@contextlib.contextmanager
def merging(store: Store, partition: str) -> Iterator[None]:
    """While a partition's files change places: nobody writes."""
    with _turn(store, partition, fcntl.LOCK_EX):
        yield


@contextlib.contextmanager
def _turn(store: Store, partition: str, kind: int) -> Iterator[None]:
    if store.root is None:
        yield
        return
    folder = store.root / LOCKS
    folder.mkdir(parents=True, exist_ok=True)
    number = zlib.crc32(partition.encode()) % LOCK_FILES
    with open(folder / f"{number:02d}", "ab") as lock:
        # Who merges holds the gate while it waits for those who write, so that no more of them come.
        with open(folder / f"{number:02d}.gate", "ab") as gate:
            fcntl.flock(gate, kind)
            fcntl.flock(lock, kind)
        yield
