"""Keeps merging and writing apart in a partition of a lake on disk: many may write, only one may merge.

Locks are the operating system's, so that a killed process holds none. A bucket has no locks; there age
keeps them apart: see `compact.py`.
"""

import contextlib
import errno
import fcntl
import zlib
from typing import BinaryIO, Iterator

from transforms.lake.layout import LakeError
from transforms.lake.store import Store

LOCKS = "_newslake/locks"
NO_LOCKS = (errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP)  # what file systems without locks answer
LOCK_FILES = 64  # partitions share them: a file for each day would be thousands


@contextlib.contextmanager
def writing(store: Store, partition: str) -> Iterator[None]:
    """While one of a partition's tables is looked up and added to.

    On a file system without locks it goes on without one: nobody can merge there.
    """
    with _turn(store, partition, fcntl.LOCK_SH):
        yield


@contextlib.contextmanager
def merging(store: Store, partition: str) -> Iterator[None]:
    """While a partition's files change places: nobody writes.

    :raises LakeError: the file system has no locks.
    """
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
            for file in (gate, lock):
                _lock(store, file, kind)
        yield


def _lock(store: Store, file: BinaryIO, kind: int) -> None:
    try:
        fcntl.flock(file, kind)
    except OSError as error:
        if error.errno not in NO_LOCKS:
            raise
        if kind == fcntl.LOCK_EX:
            raise LakeError(f"{store.uri} is on a file system without locks, so nothing can be merged there") from error
