"""Opens files and objects for reading: decompressed on the way, with a bound on what is read."""

import datetime
import errno
import functools
import io
import os
import re
import stat
from typing import BinaryIO
from urllib.parse import quote, unquote_to_bytes

import obstore
from obstore.exceptions import BaseError
from obstore.store import ObjectStore, from_url

from schemas.reasons import Reason
from transforms.decompression import PIECE_BYTES, CorruptData, GzipReader
from transforms.errors import first_line

GZIP_SUFFIX = ".gz"
BODY_CAP = 20_000_000  # bytes after decompression: the largest pages of newspapers are under 5 MB
OBJECT_SCHEMES = ("s3", "s3a", "gs", "az", "abfs", "abfss")

# What opening or reading a file or an object can raise.
READ_ERRORS = (OSError, BaseError, CorruptData)

FILE_SCHEME = "file://"
READ_BYTES = 1 << 20
# A bucket is asked for so much at a time: about what comes in the time of one more round trip.
OBJECT_READ_BYTES = 8 << 20
# How long a store is asked again that does not answer; the default of three minutes looks like a hang.
OBJECT_RETRY = {"retry_timeout": datetime.timedelta(seconds=30)}

_BUCKET = re.compile(r"[\w.@-]+", re.ASCII)
# Empty and relative parts, control characters, and what is no text: obstore takes none of them.
_NO_OBJECT_NAME = re.compile(r"(?:^|/)\.{0,2}(?:/|$)|[\x00-\x1f\x7f\ud800-\udfff]")
_KINDS = {stat.S_IFDIR: "folder", stat.S_IFIFO: "pipe", stat.S_IFSOCK: "socket"}
_KINDS |= dict.fromkeys((stat.S_IFCHR, stat.S_IFBLK), "device")


class TooLarge(Exception):
    """What was read is larger than the cap."""


class NotAFile(OSError):
    """A pipe, socket, device or folder: nothing to be opened, which could wait for ever."""


def is_object(uri: str) -> bool:
    """Whether a URI names an object of an object store, and not a file."""
    scheme, mark, _ = uri.partition("://")
    return bool(mark) and scheme.lower() in OBJECT_SCHEMES


def local_path(uri: str) -> str:
    """A file's path; of a file:// URI of this machine, the path that it stands for."""
    host, slash, path = uri[len(FILE_SCHEME) :].partition("/")
    if not uri.lower().startswith(FILE_SCHEME) or host.lower() not in ("", "localhost"):
        return uri
    return os.fsdecode(unquote_to_bytes(slash + path))


def uri_of(path: str) -> str:
    """What names a file in the tables: its path, or a file:// URI if its path is no text."""
    try:
        path.encode("utf-8")
    except UnicodeEncodeError:
        return FILE_SCHEME + quote(os.fsencode(os.path.abspath(path)))
    return path


def open_content(uri: str) -> BinaryIO:
    """A file or object to be read once, forwards; what is gzip by its name is decompressed.

    :raises READ_ERRORS: it can't be opened; reading can raise them, too.
    """
    raw = open_stored(uri)
    return io.BufferedReader(GzipReader(raw), PIECE_BYTES) if uri.lower().endswith(GZIP_SUFFIX) else raw


def open_stored(uri: str) -> BinaryIO:
    """A file or object as it is stored.

    :raises READ_ERRORS: it can't be opened.
    """
    if not is_object(uri):
        return _open_file(local_path(uri))
    store, name = store_of(uri)
    return io.BufferedReader(_Object(store, name), READ_BYTES)


def read_capped(source: BinaryIO, cap: int) -> bytes:
    """All that is left of a source.

    :raises TooLarge: it is more than `cap` bytes.
    :raises READ_ERRORS: it can't be read to its end.
    """
    pieces = []
    size = 0
    # Piece by piece: one large read would set aside the whole cap for every small file.
    while piece := source.read(READ_BYTES):
        size += len(piece)
        if size > cap:
            raise TooLarge(f"it has more than {cap:,} bytes")
        pieces.append(piece)
    return pieces[0] if len(pieces) == 1 else b"".join(pieces)


def read_head(uri: str, size: int) -> bytes:
    """The first bytes of a file or object, as far as they can be had, for a reject to keep or to see what it is."""
    head = b""
    try:
        with open_content(uri) as source:
            while len(head) < size and (piece := source.read1(size - len(head))):
                head += piece
    except READ_ERRORS:
        pass
    return head or _stored_head(uri, size)


def read_failure(error: Exception) -> "tuple[Reason, str]":
    """Why reading failed, as a reject's reason and message."""
    if isinstance(error, TooLarge):
        return Reason.TOO_LARGE, str(error)
    if isinstance(error, CorruptData):
        return Reason.CORRUPT_GZIP, str(error)
    if isinstance(error, NotAFile):
        return Reason.NOT_A_FILE, str(error)
    return Reason.UNREADABLE, f"it can't be read: {getattr(error, 'strerror', None) or first_line(error)}"


def store_of(uri: str) -> "tuple[ObjectStore, str]":
    """The store that holds an object, and the object's name in it, spelt as in the URI: nothing is unquoted.

    :raises READ_ERRORS: there is no such store, or no way to it.
    """
    scheme, _, path = uri.partition("://")
    bucket, _, name = path.partition("/")
    if not _BUCKET.fullmatch(bucket) or _NO_OBJECT_NAME.search(name.strip("/") or "-"):
        raise OSError(errno.EINVAL, "there is no such name of a bucket or object")
    return _store(f"{scheme}://{bucket}"), name


@functools.lru_cache(maxsize=16)
def _store(root: str) -> ObjectStore:
    return from_url(root, retry_config=OBJECT_RETRY)


def _open_file(path: str) -> BinaryIO:
    try:
        mode = os.stat(path).st_mode
    except ValueError as error:  # a null byte
        raise OSError(errno.EINVAL, str(error)) from error
    if stat.S_ISREG(mode):
        return open(path, "rb")
    raise NotAFile(f"it is a {_KINDS.get(stat.S_IFMT(mode), 'special file')}, not a file")


def _stored_head(uri: str, size: int) -> bytes:
    try:
        with open_stored(uri) as source:
            return source.read(size)
    except READ_ERRORS:
        return b""


class _Object(io.RawIOBase):
    """An object as a file. It is asked for in parts, so that a slow reader holds no connection open."""

    def __init__(self, store: ObjectStore, name: str) -> None:
        super().__init__()
        self._reader = obstore.open_reader(store, name, buffer_size=OBJECT_READ_BYTES)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        piece = self._reader.read(len(buffer))
        buffer[: len(piece)] = memoryview(piece)
        return len(piece)
