"""Decompression that never gives more at once than it is asked for: a bomb costs no memory."""

import collections
import io
import zlib
from typing import BinaryIO, Iterable, Iterator, Optional, Sequence

import brotli
import zstandard

GZIP_MAGIC = b"\x1f\x8b"
PIECE_BYTES = 64 * 1024
READ_BYTES = 64 * 1024
# What browsers allow: windows above 8 MB are not meant for HTTP (RFC 8878, section 3.1.1.1.2).
ZSTD_WINDOW = 8 * 1024 * 1024
# How much zstd is given at a time, since what it gives can't be bounded: four bytes make up to 128 KiB.
ZSTD_BYTES = 128

# Content codings (RFC 9110, section 8.4.1) that can be undone.
CODINGS = ("gzip", "x-gzip", "deflate", "zstd", "br", "identity")
# Servers use one coding, sometimes by mistake two; more is an attack.
MAX_CODINGS = 2

_GZIP_WINDOW = 16 + zlib.MAX_WBITS


class CorruptData(Exception):
    """Compressed data that can't be decompressed.

    :param cut_off: it is good as far as it goes, but ends too early.
    """

    def __init__(self, message: str, cut_off: bool = False) -> None:
        super().__init__(message)
        self.cut_off = cut_off


class GzipReader(io.RawIOBase):
    """The decompressed bytes of a gzip file, which may have several members.

    All that can be decompressed is given before an error is raised, unlike by `gzip.GzipFile`, and it
    is known where members begin.

    :param source: the file, read forwards only.
    """

    def __init__(self, source: BinaryIO) -> None:
        super().__init__()
        self._source = source
        self._pending = b""
        self._engine = None
        self._read = 0
        self._given = 0
        # Where members begin: in what was decompressed, and in the file. Who reads through a buffer of
        # PIECE_BYTES and asks as it goes never needs more; who does not ask pays for no more.
        self._members: "collections.deque[tuple[int, int]]" = collections.deque(maxlen=PIECE_BYTES + 1)

    def readable(self) -> bool:
        return True

    def close(self) -> None:
        self._source.close()
        super().close()

    def readinto(self, buffer) -> int:
        """:raises CorruptData: what follows is no gzip, or is cut off."""
        while len(buffer):
            if self._engine is None and not self._next_member():
                return 0
            data = self._pending or self._fill()
            try:
                piece = self._engine.decompress(data, len(buffer))
            except zlib.error as error:
                raise CorruptData(f"its gzip is broken: {error}") from error
            self._pending = self._engine.unconsumed_tail
            if self._engine.eof:
                self._pending = self._engine.unused_data
                self._engine = None
            elif not piece and not data:
                raise CorruptData("its gzip is cut off", cut_off=True)
            if piece:
                buffer[: len(piece)] = piece
                self._given += len(piece)
                return len(piece)
        return 0

    def member_at(self, position: int) -> Optional[int]:
        """Where in the file the member lies that begins at a position of the decompressed bytes, if one does.

        Positions are asked for in rising order; what lies before is forgotten.
        """
        while self._members and self._members[0][0] < position:
            self._members.popleft()
        return self._members[0][1] if self._members and self._members[0][0] == position else None

    def _next_member(self) -> bool:
        """Begin the next member; False at the end of the file."""
        while len(self._pending) < len(GZIP_MAGIC):
            if not self._fill():
                break
        if self._given or self._members:
            self._pending = self._pending.lstrip(b"\0")  # padding, as on tapes
            while not self._pending and self._fill():
                self._pending = self._pending.lstrip(b"\0")
        if not self._pending:
            return False
        if not GZIP_MAGIC.startswith(self._pending[:2]):
            raise CorruptData("it is no gzip" if not self._given else "what follows its gzip is none")
        if self._members and self._members[-1][0] == self._given:
            self._members.pop()  # an empty member, of which a bomb may have millions
        self._members.append((self._given, self._read - len(self._pending)))
        self._engine = zlib.decompressobj(_GZIP_WINDOW)
        return True

    def _fill(self) -> bytes:
        data = self._source.read(READ_BYTES)
        self._read += len(data)
        self._pending += data
        return data


def decode(body: Iterable[bytes], codings: Sequence[str]) -> Iterator[bytes]:
    """Undo the content codings of an HTTP body, the last one first, in pieces of at most `PIECE_BYTES`.

    A body that does not begin as gzip does although it is declared so is given as it is: servers that
    declare it twice or forget to compress are not rare.

    :raises CorruptData: it can't be decompressed, is cut off, or a coding is unknown.
    """
    named = [coding.strip().lower() for coding in codings if coding.strip()]
    for coding in named:
        if coding not in CODINGS:
            raise CorruptData(f"its content coding {coding} can't be undone")
    if len(named) > MAX_CODINGS:
        raise CorruptData(f"it has {len(named)} content codings")
    for coding in reversed(named):
        if coding in ("gzip", "x-gzip"):
            body = _gunzip(body)
        elif coding == "deflate":
            body = _inflate(body)
        elif coding == "zstd":
            body = _unzstd(body)
        elif coding == "br":
            body = _unbrotli(body)
    return iter(body)


def _gunzip(body: Iterable[bytes]) -> Iterator[bytes]:
    source = _Chunks(body)
    if source.peek(2) != GZIP_MAGIC:
        return source.rest()
    return _pieces(GzipReader(source))


def _inflate(body: Iterable[bytes]) -> Iterator[bytes]:
    """Undo "deflate", which is zlib by the standard, but bare from some servers."""
    source = _Chunks(body)
    start = source.peek(2)
    is_zlib = len(start) == 2 and start[0] & 0x0F == zlib.DEFLATED and int.from_bytes(start, "big") % 31 == 0
    engine = zlib.decompressobj(zlib.MAX_WBITS if is_zlib else -zlib.MAX_WBITS)
    data = b""
    while not engine.eof:
        data = data or source.read(READ_BYTES)
        try:
            piece = engine.decompress(data, PIECE_BYTES)
        except zlib.error as error:
            raise CorruptData(f"its deflate is broken: {error}") from error
        if not piece and not data and not engine.eof:
            raise CorruptData("its deflate is cut off", cut_off=True)
        data = engine.unconsumed_tail
        if piece:
            yield piece


def _unzstd(body: Iterable[bytes]) -> Iterator[bytes]:
    decompressor = zstandard.ZstdDecompressor(max_window_size=ZSTD_WINDOW)
    engine = None
    for data in _slices(body, ZSTD_BYTES):
        while data:
            engine = engine or decompressor.decompressobj(write_size=PIECE_BYTES)
            try:
                piece = engine.decompress(data)
            except zstandard.ZstdError as error:
                raise CorruptData(f"its zstd is broken: {error}") from error
            data = engine.unused_data if engine.eof else b""
            engine = None if engine.eof else engine
            yield from _slices([piece], PIECE_BYTES)
    if engine is not None:
        raise CorruptData("its zstd is cut off", cut_off=True)


def _unbrotli(body: Iterable[bytes]) -> Iterator[bytes]:
    engine = brotli.Decompressor()
    source = _Chunks(body)
    try:
        while not engine.is_finished():
            # What it holds back is taken first: new data is refused until then.
            data = source.read(READ_BYTES) if engine.can_accept_more_data() else b""
            piece = engine.process(data, output_buffer_limit=PIECE_BYTES)
            if not piece and not data and engine.can_accept_more_data():
                raise CorruptData("its brotli is cut off", cut_off=True)
            yield from _slices([piece], PIECE_BYTES)
    except brotli.error as error:
        raise CorruptData(f"its brotli is broken: {error}") from error


def _slices(chunks: Iterable[bytes], size: int) -> Iterator[bytes]:
    """The same bytes in chunks of at most so many."""
    for chunk in chunks:
        for start in range(0, len(chunk), size):
            yield chunk[start : start + size]


def _pieces(reader: GzipReader) -> Iterator[bytes]:
    while piece := reader.read(PIECE_BYTES):
        yield piece


class _Chunks(io.RawIOBase):
    """Chunks of bytes as a file."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        super().__init__()
        self._slices = _slices(chunks, READ_BYTES)
        self._pending = b""

    def peek(self, size: int) -> bytes:
        """The next bytes, without taking them."""
        while len(self._pending) < size and (data := next(self._slices, None)) is not None:
            self._pending += data
        return self._pending[:size]

    def read(self, size: int = -1) -> bytes:
        """Some bytes, at most so many; none at the end."""
        self.peek(1)
        if size < 0:
            size = len(self._pending)
        data, self._pending = self._pending[:size], self._pending[size:]
        return data

    def rest(self) -> Iterator[bytes]:
        """All that is left, piece by piece."""
        while data := self.read(PIECE_BYTES):
            yield data
