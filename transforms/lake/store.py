"""The objects of a lake, in a folder or a bucket, with the one operation its safety rests on: exclusive create."""

import functools
import io
import os
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Collection, Iterator, Mapping, Optional
from urllib.parse import urlsplit
from urllib.request import url2pathname

import obstore
from obstore.exceptions import AlreadyExistsError
from obstore.store import LocalStore, ObjectStore, from_url

from transforms.lake.exchange import exchange

STAGING = "_newslake/staging"
READ_AHEAD = 256 * 1024  # bytes per request to a bucket: a Parquet footer with its lengths fits in one


@dataclass(frozen=True)
class StoredObject:
    """An object as the store lists it: its size in bytes and when it was written, in seconds since the epoch."""

    name: str
    size: int
    written_at: float


class Store:
    """A lake's objects by name ("articles/published_date=2025-05-01/s000-000001.parquet").

    It pickles as its URI: what travels to a worker opens its own client there.

    :param uri: a local path, a file:// URI, or s3://, gs:// or az:// with a bucket and a prefix.
    :param create: make the folder if it is missing.
    :raises FileNotFoundError: there is no such folder, and it is not to be made.
    :raises NotADirectoryError: the path is a file's.
    """

    def __init__(self, uri: str, create: bool = False) -> None:
        self.uri = uri
        self._root = _local_path(uri)
        if self._root is None:
            self._objects = from_url(uri)
            return
        if self._root.exists() and not self._root.is_dir():
            raise NotADirectoryError("it is a file, not a folder")
        if not create and not self._root.exists():
            raise FileNotFoundError(f"there is no folder {uri}")
        self._objects = LocalStore(self._root, mkdir=True)

    def __reduce__(self):
        return Store, (self.uri, True)

    @property
    def root(self) -> Optional[Path]:
        """Its folder on this machine; None for a bucket."""
        return self._root

    def names(self, prefix: str = "") -> "list[str]":
        """The names of all objects below a prefix, sorted; half-written ones are not among them."""
        return sorted(self.each_name(prefix))

    def each_name(self, prefix: str = "") -> Iterator[str]:
        """The same, unsorted, as they are listed."""
        for batch in obstore.list(self._objects, prefix or None):
            for found in batch:
                yield found["path"]

    def each_object(self, prefix: str = "") -> "Iterator[StoredObject]":
        """Size and age of all objects below a prefix."""
        for batch in obstore.list(self._objects, prefix or None):
            for found in batch:
                yield StoredObject(found["path"], found["size"], found["last_modified"].timestamp())

    def read(self, name: str) -> bytes:
        """An object's bytes.

        :raises FileNotFoundError: there is none of that name.
        """
        return bytes(obstore.get(self._objects, name).bytes())

    def open(self, name: str, size: Optional[int] = None) -> BinaryIO:
        """An object as a file that can be sought in, so that a reader fetches only what it needs.

        :param size: in bytes, where it is known: saves a request to a bucket.
        :raises FileNotFoundError: there is none of that name; of known size, when it is read.
        """
        if self._root is not None:
            return open(self._root / name, "rb")
        return io.BufferedReader(_RemoteFile(self._objects, name, size), READ_AHEAD)

    def exists(self, name: str) -> bool:
        """Whether there is an object of that name."""
        try:
            obstore.head(self._objects, name)
        except FileNotFoundError:
            return False
        return True

    def write(self, name: str, data: bytes) -> None:
        """Put an object, whole or not at all."""
        obstore.put(self._objects, name, data)
        if self._root is not None:
            _flush(self._root / name)  # before anything that counts on it: a journal keeps links in order, not contents

    def note(self, name: str, data: bytes) -> None:
        """Put an object that can be made again: whole or not at all, but a power failure may take its contents."""
        obstore.put(self._objects, name, data)

    def create(self, name: str, data: bytes) -> bool:
        """Put an object, whole or not at all, unless there is one of that name; whether it was put.

        False may also be the echo of a request that the client repeated because the answer to the
        first was lost: who cares must look whether the object that stands is its own.
        """
        if self._root is None:
            try:
                obstore.put(self._objects, name, data, mode="create")
            except AlreadyExistsError:
                return False
            return True
        # On disk an exclusive put would be staged beside the target, and a crash would leave half a
        # file among a table's. So it is staged elsewhere and linked, which is atomic and exclusive.
        staged = f"{STAGING}/{uuid.uuid4().hex}"
        self.write(staged, data)
        try:
            return self._link(staged, name)
        finally:
            self.delete(staged)

    def publish(self, source: str, target: str) -> bool:
        """Put an object's bytes under another name unless there is one; whether the target stands now."""
        try:
            if self._root is None:
                self.create(target, self.read(source))
            else:
                self._link(source, target)
        except FileNotFoundError:  # somebody else has published it and cleared up
            return self.exists(target)
        return True

    def change_places(self, folder: str, new: Mapping[str, str], old: Collection[str], aside: str) -> None:
        """Put objects into a folder and take others out: in one step for whoever lists it, where that can be done.

        A folder on disk changes places with one that has been made ready beside it. In a bucket, or on a
        file system without that, the new ones are put first and then the old ones deleted; who lists
        the folder in between sees both.

        :param folder: prefix of the objects' names. Nobody else may change it meanwhile.
        :param new: for each new name the object whose bytes it is to have; one that stands already is left so.
        :param old: the names to take out; those that are gone already don't matter.
        :param aside: a prefix of nothing yet, where a folder on disk is made ready and the old one is left.
        """
        if self._root is None or not self._exchange(folder, new, old, aside):
            for name, source in new.items():
                self.publish(source, name)
            self.delete_all(old)

    def _exchange(self, folder: str, new: Mapping[str, str], old: Collection[str], aside: str) -> bool:
        ready = self._root / aside
        ready.mkdir(parents=True)
        for path in (self._root / folder).iterdir():
            if f"{folder}{path.name}" not in old:
                os.link(path, ready / path.name)
        for name, source in new.items():
            try:
                os.link(self._root / source, ready / name[len(folder) :])
            except FileExistsError:
                pass
        return exchange(self._root / folder, ready)

    def delete_all(self, names: Collection[str]) -> None:
        """Delete objects, in as few requests as the store allows; those that are gone already are fine."""
        if self._root is None and names:
            try:
                obstore.delete(self._objects, list(names))
                return
            except FileNotFoundError:  # some stores say so of the first that is gone, and leave the others
                pass
        for name in names:
            self.delete(name)

    def delete(self, name: str) -> None:
        """Delete an object; one that is gone already is fine."""
        try:
            obstore.delete(self._objects, name)
        except FileNotFoundError:
            pass

    def delete_folder(self, prefix: str) -> None:
        """Delete an empty folder of the disk; a bucket has none."""
        if self._root is not None:
            try:
                os.rmdir(self._root / prefix)
            except OSError:  # not empty or gone: as good
                pass

    def _link(self, source: str, target: str) -> bool:
        try:
            obstore.copy(self._objects, source, target, overwrite=False)  # a hard link
        except AlreadyExistsError:
            return False
        return True


class _RemoteFile(io.RawIOBase):
    """An object of a bucket as a file, read by ranges."""

    def __init__(self, objects: ObjectStore, name: str, size: Optional[int]) -> None:
        super().__init__()
        self._objects = objects
        self._name = name
        self._size = obstore.head(objects, name)["size"] if size is None else size
        self._position = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._position

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self._size}[whence]
        self._position = max(0, start + offset)
        return self._position

    def readinto(self, buffer) -> int:
        length = min(len(buffer), self._size - self._position)
        if length <= 0:
            return 0
        data = obstore.get_range(self._objects, self._name, start=self._position, length=length)
        buffer[:length] = bytes(data)
        self._position += length
        return length


@functools.lru_cache(maxsize=8)
def shared_store(uri: str) -> Store:
    """This process's store of a lake: clients and their connections are made once."""
    return Store(uri, create=True)


def _local_path(uri: str) -> Optional[Path]:
    """The path of a local lake; None where the URI is a bucket's."""
    if "://" not in uri:
        return Path(os.path.abspath(os.path.expanduser(uri)))
    parts = urlsplit(uri)
    return Path(url2pathname(parts.path)) if parts.scheme == "file" else None


def _flush(path: Path) -> None:
    """Have the disk keep a file's contents, so that a power failure leaves no file without them."""
    with open(path, "rb+") as file:
        os.fsync(file.fileno())
