"""WARC files (ISO 28500): the HTML pages among their responses and resources.

Read here and not by warcio, which ends silently at a record whose header is cut off, passes over broken
gzip, refuses files compressed as a whole and reads a line of any length into memory.
"""

import io
import itertools
import re
from dataclasses import dataclass
from typing import BinaryIO, Iterator, Optional, Union

from schemas.reasons import Reason, Stage
from schemas.records import HTML, PAYLOAD_BYTES, Item, reject
from schemas.tables import Reject
from transforms.decompression import GZIP_MAGIC, PIECE_BYTES, CorruptData, GzipReader, decode
from transforms.media import HTML_TYPES, looks_like_html, media_type
from transforms.web.urls import is_web

WARC_START = b"WARC/"
PAGE_STATUS = "200"

# A line of a header, and the whole of it; more is no header. URLs of 8,000 characters do occur.
LINE_BYTES = 64 * 1024
HEADER_BYTES = 1024 * 1024
# Room for the HTTP header before a page, which does not count as the page.
HTTP_HEADER_BYTES = 256 * 1024
_LENGTH = re.compile(r"[0-9]{1,18}")


@dataclass(frozen=True)
class _Record:
    """A record's beginning.

    :param offset: where the record begins, as its URI says it.
    :param header: its header as it stands.
    :param fields: its header's fields, their names in lower case.
    :param length: the bytes of its block, which follows.
    """

    offset: int
    header: bytes
    fields: "dict[str, str]"
    length: int


class _Broken(Exception):
    """No whole record."""

    def __init__(self, reason: Reason, message: str, offset: int, payload: bytes) -> None:
        super().__init__(message)
        self.reason = reason
        self.offset = offset
        self.payload = payload


def read_warc(uri: str, source: BinaryIO, cap: int) -> Iterator[Union[Item, Reject]]:
    """An item for each HTML page: responses with status 200, and resources. Other records are passed over; a file that
    has no others is a reject.

    A page's URI ends in the offset of its record: as stored, where records are compressed one by one, as
    crawlers do; else in the decompressed file. What follows a broken record is not read.

    :param source: the file as it is stored, compressed or not.
    :param cap: bytes that a page may have after decompression.
    """
    stream = _Stream(source)
    first: "Optional[_Record]" = None
    records, pages = 0, 0
    try:
        while (record := _next_record(stream)) is not None:
            first = first or record
            records += 1
            block = _read_block(stream, record, cap + HTTP_HEADER_BYTES)
            page = _page(f"{uri}#offset={record.offset}", record, block, cap)
            if page is not None:
                pages += 1
                yield page
    except _Broken as error:
        more = "" if error.reason is Reason.TRUNCATED_WARC else "; what follows it is not read"
        yield reject(
            Stage.READ,
            error.reason,
            f"{error}{more}",
            input_uri=f"{uri}#offset={error.offset}",
            payload=error.payload[:PAYLOAD_BYTES],
        )
        return
    if first is None:
        yield reject(Stage.READ, Reason.EMPTY, "there is no record in it", input_uri=uri)
    elif not pages:
        message = f"none of its {records:,} records is an HTML page that was answered with {PAGE_STATUS}"
        yield reject(Stage.READ, Reason.NOT_HTML, message, input_uri=uri, payload=first.header)


def _next_record(stream: "_Stream") -> Optional[_Record]:
    """The header of the next record; None at the end of the file.

    :raises _Broken: what follows is no record.
    """
    start = stream.position
    try:
        while line := stream.line():
            if line.strip():
                break
            start = stream.position
        if not line:
            return None
        offset = stream.stored_offset(start)
        if not line.startswith(WARC_START):
            if WARC_START.startswith(line):
                raise _Broken(Reason.TRUNCATED_WARC, "the file ends within a record's first line", offset, line)
            payload = line + stream.rest(PAYLOAD_BYTES)
            raise _Broken(Reason.MALFORMED_WARC, "no WARC record begins here", offset, payload)
        fields, header = _read_fields(stream, offset, line)
    except CorruptData as error:
        raise _corrupt(error, stream.stored_offset(start), stream.recent) from error
    length = fields.get("content-length", "")
    if not _LENGTH.fullmatch(length):
        raise _Broken(Reason.MALFORMED_WARC, f"a record announces {length[:40] or 'no'} bytes", offset, header)
    return _Record(offset, header, fields, int(length))


def _read_fields(stream: "_Stream", offset: int, first_line: bytes) -> "tuple[dict[str, str], bytes]":
    """The fields of a record's header, and its bytes."""
    header = [first_line]
    size = len(first_line)
    while size <= HEADER_BYTES:
        line = stream.line()
        if not line:
            raise _Broken(Reason.TRUNCATED_WARC, "the file ends within a record's header", offset, b"".join(header))
        if not line.strip():
            return _fields(header[1:]), b"".join(header)
        header.append(line)
        size += len(line)
    raise _Broken(Reason.MALFORMED_WARC, "a record's header does not end", offset, b"".join(header))


def _fields(lines: "list[bytes]") -> "dict[str, str]":
    """Fields of a header by name, in lower case. A line that begins with white space continues the one before."""
    fields: "dict[str, str]" = {}
    name = ""
    for line in lines:
        text = line.decode("utf-8", "replace")
        if name and text[0] in " \t":
            fields[name] += f" {text.strip()}"
        else:
            name, _, value = text.partition(":")
            name = name.strip().lower()
            fields[name] = value.strip()
    return fields


def _read_block(stream: "_Stream", record: _Record, cap: int) -> bytes:
    """A record's block, or its first `cap` bytes if it is longer; the stream then stands behind it.

    :raises _Broken: the file ends before.
    """
    block = b""
    try:
        block = stream.read(min(record.length, cap))
        left = record.length - len(block)
        while left and (piece := stream.read(min(left, PIECE_BYTES))):
            left -= len(piece)
    except CorruptData as error:
        raise _corrupt(error, record.offset, record.header + block) from error
    if left:
        message = f"the file ends before the {record.length} bytes that the record announces"
        raise _Broken(Reason.TRUNCATED_WARC, message, record.offset, record.header + block)
    return block


def _corrupt(error: CorruptData, offset: int, payload: bytes) -> _Broken:
    if error.cut_off:
        return _Broken(Reason.TRUNCATED_WARC, "the file ends within a record", offset, payload)
    return _Broken(Reason.CORRUPT_GZIP, str(error), offset, payload)


def _page(record_uri: str, record: _Record, block: bytes, cap: int) -> Union[Item, Reject, None]:
    """The item of a record that is an HTML page; None for any other record."""
    kind = record.fields.get("warc-type", "").lower()
    http: "dict[str, str]" = {}
    header = record.fields.get("content-type")
    if kind == "response":
        status, http, block = _http_answer(block)
        declared = http.get("content-type") or (HTML_TYPES[0] if looks_like_html(block) else None)
        header = declared if status == PAGE_STATUS else None
    if kind not in ("response", "resource") or media_type(header)[0] not in HTML_TYPES:
        return None

    def no(reason: Reason, message: str, error: Optional[Exception] = None) -> Reject:
        return reject(
            Stage.READ, reason, message, input_uri=record_uri, payload=block[:PAYLOAD_BYTES], exception=error
        )

    try:
        whole = record.length <= cap + HTTP_HEADER_BYTES and len(block) <= cap
        content = _decoded(block, http, cap) if whole else block
    except CorruptData as error:
        return no(Reason.UNDECODABLE, f"the page can't be decompressed: {error}", error)
    if not whole or len(content) > cap:
        return no(Reason.TOO_LARGE, f"the page has more than {cap:,} bytes")
    target = record.fields.get("warc-target-uri", "").strip("<>")  # some versions of wget put brackets around it
    return Item(
        input_uri=record_uri,
        media=HTML,
        content=content,
        charset=media_type(header)[1],
        url=target if is_web(target) else None,
        record_id=None if is_web(target) else target or None,
    )


def _http_answer(block: bytes) -> "tuple[str, dict[str, str], bytes]":
    """Status, fields and body of an HTTP answer; status "" if it is none."""
    source = io.BytesIO(block)
    version, _, rest = source.readline(LINE_BYTES).decode("latin-1").partition(" ")
    if not version.startswith("HTTP/"):
        return "", {}, block
    lines = list(itertools.takewhile(bytes.strip, iter(source.readline, b"")))
    return rest.strip()[:3], _fields(lines), source.read()


def _decoded(body: bytes, http: "dict[str, str]", cap: int) -> bytes:
    """A page's bytes without chunks and content codings, up to a little more than the cap.

    Crawlers that store pages without them often leave the header that announces them.

    :raises CorruptData: they can't be decompressed.
    """
    if http.get("transfer-encoding", "").lower() == "chunked":
        body = _without_chunks(body)
    codings = http.get("content-encoding", "").split(",")
    if looks_like_html(body):
        return body
    pieces = []
    size = 0
    for piece in decode([body], codings):
        pieces.append(piece)
        size += len(piece)
        if size > cap:
            break
    return b"".join(pieces)


def _without_chunks(body: bytes) -> bytes:
    """A body without the chunks of HTTP/1.1 (RFC 9112, section 7.1); one that has none is given as it is."""
    source = io.BytesIO(body)
    pieces = []
    while line := source.readline(LINE_BYTES):
        try:
            size = int(line.partition(b";")[0], 16)
        except ValueError:
            return b"".join(pieces) or body
        if size <= 0:
            break
        pieces.append(source.read(min(size, len(body))))
        source.readline(LINE_BYTES)
    return b"".join(pieces)


class _Stream:
    """A WARC file decompressed, read forwards only."""

    def __init__(self, source: BinaryIO) -> None:
        self._gzip = GzipReader(source) if source.peek(2)[:2] == GZIP_MAGIC else None
        self._source = source if self._gzip is None else io.BufferedReader(self._gzip, PIECE_BYTES)
        self.position = 0
        self.recent = b""  # what was read last, for a reject to show

    def line(self) -> bytes:
        """The next line, with its end; of one that is too long to be a header's, the beginning."""
        return self._took(self._source.readline(LINE_BYTES))

    def read(self, size: int) -> bytes:
        """So many bytes, or fewer at the end of the file."""
        return self._took(self._source.read(size))

    def rest(self, size: int) -> bytes:
        """What follows, as far as it can be read, and at most so many bytes."""
        try:
            return self.read(size)
        except CorruptData:
            return b""

    def stored_offset(self, position: int) -> int:
        """Where a record that begins at a position lies in the file as stored, if it is compressed by itself.

        To be asked in rising order, and before much more is read.
        """
        stored = self._gzip.member_at(position) if self._gzip is not None else None
        return position if stored is None else stored

    def _took(self, piece: bytes) -> bytes:
        self.position += len(piece)
        self.recent = piece or self.recent
        return piece
