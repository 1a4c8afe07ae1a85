"""Reads a file of articles: text, HTML, JSON lines or WARC, each also compressed with gzip."""

import json
from typing import Callable, Iterator, Union

from schemas.reasons import Reason, Stage
from schemas.records import HTML, PAYLOAD_BYTES, PLAIN, Item, reject
from schemas.tables import Reject
from transforms.files.jsonl import read_jsonl
from transforms.files.kinds import suffix_of
from transforms.files.warc import WARC_START, read_warc
from transforms.media import looks_like_html
from transforms.opening import (
    BODY_CAP,
    READ_ERRORS,
    TooLarge,
    open_content,
    open_stored,
    read_capped,
    read_failure,
    read_head,
)

Read = Iterator[Union[Item, Reject]]


def read_file(uri: str, *, body_cap: int = BODY_CAP) -> Read:
    """The items of a file, lazily; what can't be read is a reject, and what came before it stands.

    :param uri: path or URI of the file; its suffix says what it is, for others its beginning does.
    :param body_cap: bytes that a text, line or page may have after decompression.
    """

    def no(reason: Reason, message: str, error: Exception) -> Reject:
        return reject(
            Stage.READ, reason, message, input_uri=uri, payload=read_head(uri, PAYLOAD_BYTES), exception=error
        )

    try:
        yield from _reader(uri)(uri, body_cap)
    except (TooLarge, *READ_ERRORS) as error:
        reason, message = read_failure(error)
        yield no(reason, message, error)
    except Exception as error:  # the step's one boundary: whatever happened becomes a reject
        yield no(Reason.CRASHED, f"reading failed: {type(error).__name__}", error)


def _reader(uri: str) -> Callable[[str, int], Read]:
    return _READERS.get(suffix_of(uri)) or _reader_by_content(read_head(uri, PAYLOAD_BYTES))


def _reader_by_content(head: bytes) -> Callable[[str, int], Read]:
    """How to read a file that was named although its suffix says nothing."""
    if head.startswith(WARC_START):
        return _read_warc
    if looks_like_html(head):
        return _read_html
    if _is_json_object(head.lstrip().partition(b"\n")[0]):
        return _read_jsonl
    return _read_text


def _is_json_object(line: bytes) -> bool:
    """Whether a line, which may be cut off, is a JSON object."""
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return line.startswith(b'{"') and len(line) > PAYLOAD_BYTES // 2


def _read_text(uri: str, cap: int) -> Read:
    with open_content(uri) as source:
        body = read_capped(source, cap)
    # A page saved under the name of a text is a page.
    yield Item(input_uri=uri, media=HTML if looks_like_html(body) else PLAIN, content=body)


def _read_html(uri: str, cap: int) -> Read:
    with open_content(uri) as source:
        yield Item(input_uri=uri, media=HTML, content=read_capped(source, cap))


def _read_jsonl(uri: str, cap: int) -> Read:
    with open_content(uri) as source:
        yield from read_jsonl(uri, source, cap)


def _read_warc(uri: str, cap: int) -> Read:
    with open_stored(uri) as source:
        yield from read_warc(uri, source, cap)


_READERS = {
    ".txt": _read_text,
    ".html": _read_html,
    ".htm": _read_html,
    ".jsonl": _read_jsonl,
    ".warc": _read_warc,
}
