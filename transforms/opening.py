"""Opens files and objects for reading: decompressed on the way, with a bound on what is read."""

import functools
import io
from typing import BinaryIO
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

import obstore
from obstore.exceptions import BaseError
from obstore.store import ObjectStore, from_url

from schemas.reasons import Reason
from transforms.decompression import PIECE_BYTES, CorruptData, GzipReader

GZIP_SUFFIX = ".gz"
OBJECT_SCHEMES = ("s3", "s3a", "gs", "az", "abfs", "abfss")

# What opening or reading a file or an object can raise.
READ_ERRORS = (OSError, BaseError, CorruptData)

READ_BYTES = 1 << 20
# A bucket is asked for so much at a time: about what comes in the time of one more round trip.
OBJECT_READ_BYTES = 8 << 20


class TooLarge(Exception):
    """What was read is larger than the cap."""


def is_object(uri: str) -> bool:
    """Whether a URI names an object of an object store, and not a file."""
    return urlsplit(uri).scheme.lower() in OBJECT_SCHEMES if "://" in uri else False


def local_path(uri: str) -> str:
    """A file's path; of a file:// URI, the path that it stands for."""
    return url2pathname(urlsplit(uri).path) if uri.lower().startswith("file://") else uri


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
        return open(local_path(uri), "rb")
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
    # An object store's error goes on for pages after its first line.
    words = getattr(error, "strerror", None) or str(error).partition("\n")[0]
    return Reason.UNREADABLE, f"it can't be read: {words}"


def store_of(uri: str) -> "tuple[ObjectStore, str]":
    """The store that holds an object, and the object's name in it.

    :raises BaseError: there is no such store, or no way to it.
    """
    parts = urlsplit(uri)
    return _store(f"{parts.scheme}://{parts.netloc}"), unquote(uri.split("://", 1)[1].partition("/")[2])


@functools.lru_cache(maxsize=16)
def _store(root: str) -> ObjectStore:
    return from_url(root)


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
