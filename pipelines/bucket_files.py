"""A lake in a bucket as DuckDB reads files: through the store that newslake itself uses, with nothing to install."""

import datetime
import fnmatch
from typing import Any, BinaryIO

from fsspec import AbstractFileSystem

from transforms.lake.store import Store, StoredObject

LONG_PAST = datetime.datetime(2000, 1, 1, tzinfo=datetime.timezone.utc)


class BucketFiles(AbstractFileSystem):
    """The objects of a lake under the URL `newslake://NAME`; what DuckDB asks of a file system, and no more.

    An object is looked up when files are listed and asked for only when it is read: DuckDB opens each file
    several times, and a bucket takes its time to answer.
    """

    protocol = "newslake"
    cachable = False  # fsspec would keep one for all lakes

    def __init__(self, store: Store) -> None:
        super().__init__()
        self._store = store
        self._found: "dict[str, StoredObject]" = {}

    def glob(self, path: str, **_: Any) -> "list[str]":
        """The names that match a pattern, in which no `*` stands for a `/`; sorted."""
        pattern = self._strip_protocol(path)
        prefix = pattern.partition("*")[0]
        found = [
            one
            for one in self._store.each_object(prefix[: prefix.rfind("/") + 1])
            if one.name.count("/") == pattern.count("/") and fnmatch.fnmatchcase(one.name, pattern)
        ]
        self._found.update({one.name: one for one in found})
        return sorted(one.name for one in found)

    def size(self, path: str) -> int:
        """In bytes."""
        return self._found[self._strip_protocol(path)].size

    def modified(self, path: str) -> datetime.datetime:
        """A moment long past: DuckDB keeps what it has read of old files only, and a lake's are never overwritten."""
        return LONG_PAST

    def _open(self, path: str, mode: str = "rb", **_: Any) -> BinaryIO:
        name = self._strip_protocol(path)
        if mode != "rb":
            raise PermissionError(f"{name} is only read")
        return self._store.open(name, self._found[name].size)
