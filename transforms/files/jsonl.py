"""JSON lines: one article a line, with id, url, title, text or html (or the url alone), published_at, authors, tags, source."""

import codecs
import io
import json
import re
from typing import Any, BinaryIO, Callable, Iterator, Optional, Union

from schemas.columns import text_or_none
from schemas.reasons import Reason, Stage
from schemas.records import HTML, PAYLOAD_BYTES, PLAIN, Item, reject
from schemas.tables import Reject
from transforms.encodings import is_damaged_utf8, likeliest_encoding
from transforms.media import looks_like_html, unicode_encoding
from transforms.moments import moment

_HEAD_BYTES = 8 * 1024
_SKIPPED_BYTES = 1 << 16
_SEPARATOR = re.compile(r"[,;]")


def read_jsonl(uri: str, source: BinaryIO, cap: int) -> Iterator[Union[Item, Reject]]:
    """An item for each line, or a reject for one that is none; blank lines are passed over.

    :param source: the file, whose lines may be in any Unicode encoding, or in another that can be guessed.
    :param cap: bytes that a line may have; of a longer one no more is held in memory.
    """
    head = source.peek(_HEAD_BYTES)
    encoding = unicode_encoding(head)
    if encoding is None and _is_binary(head):
        yield reject(Stage.READ, Reason.BINARY, "it is binary data, not lines", input_uri=uri, payload=head)
        return
    empty = True
    decoder = _Decoder()
    for number, line in _lines(_as_utf_8(source, encoding), cap):
        if line.strip():
            empty = False
            yield _item(f"{uri}#line={number}", line, cap, decoder)
    if empty:
        yield reject(Stage.READ, Reason.EMPTY, "there is no line in it", input_uri=uri)


def _is_binary(head: bytes) -> bool:
    """Whether a file is no JSON lines at all: its beginning has null bytes, and no line that may be an object."""
    return b"\0" in head and not any(line.lstrip().startswith(b"{") for line in head.split(b"\n"))


def _as_utf_8(source: BinaryIO, encoding: Optional[str]) -> Callable[[int], bytes]:
    """Reads a file's next line, or its beginning of so many bytes or characters, as UTF-8."""
    if encoding is None or encoding.startswith("utf-8"):
        return source.readline
    text = io.TextIOWrapper(source, encoding=encoding, errors="replace", newline="\n")
    return lambda size: text.readline(size).encode("utf-8")


def _lines(readline: Callable[[int], bytes], cap: int) -> "Iterator[tuple[int, bytes]]":
    """Number and bytes of each line without its end; of one longer than the cap, a little more than that."""
    # One more than the cap tells that a line is too long; the others are a byte order mark and the line's end.
    size = cap + 1 + len(codecs.BOM_UTF8) + len(b"\r\n")
    for number, line in enumerate(iter(lambda: readline(size), b""), 1):
        end = line
        while len(line) >= size and not end.endswith(b"\n") and end:
            end = readline(_SKIPPED_BYTES)
        if number == 1:
            line = line.removeprefix(codecs.BOM_UTF8)
        yield number, line.rstrip(b"\r\n")


def _item(line_uri: str, line: bytes, cap: int, decoder: "_Decoder") -> Union[Item, Reject]:
    def no(reason: Reason, message: str, error: Optional[Exception] = None) -> Reject:
        return reject(
            Stage.READ, reason, message, input_uri=line_uri, payload=line[:PAYLOAD_BYTES], exception=error
        )

    if len(line) > cap:
        return no(Reason.TOO_LARGE, f"the line has more than {cap:,} bytes")
    try:
        text = decoder.decode(line)
    except UnicodeError as error:
        return no(Reason.UNDECODABLE, "no encoding explains the line's bytes", error)
    try:
        record = json.loads(text)
    except (ValueError, RecursionError) as error:
        return no(Reason.MALFORMED_JSON, f"the line is not JSON: {error}", error)
    try:
        return _record(line_uri, record)
    except ValueError as error:
        return no(Reason.BAD_RECORD, str(error))


class _Decoder:
    """Decodes a file's lines. Those that are not UTF-8 are taken to be in the encoding of the first such line."""

    def __init__(self) -> None:
        self._encoding: Optional[str] = None

    def decode(self, line: bytes) -> str:
        """:raises UnicodeError: no encoding explains it."""
        text = line.decode("utf-8", "replace")
        if "\ufffd" not in text or is_damaged_utf8(text):
            return text
        if self._encoding is not None:
            try:
                return line.decode(self._encoding)
            except UnicodeError:
                pass
        self._encoding = likeliest_encoding(line)
        return line.decode(self._encoding)


def _record(line_uri: str, record: Any) -> Item:
    """The item of a record. With a text and HTML, the text is the article: somebody has extracted it already.

    :raises ValueError: it is not an object, its text, html or url is not a string, or it has none of them.
    """
    if not isinstance(record, dict):
        raise ValueError(f"the line is a JSON {_json_type(record)}, not an object")
    text, html, url = (_required(record, name) for name in ("text", "html", "url"))
    content = text or html
    if not content and not url:
        raise ValueError("the record has neither text nor html nor url")
    return Item(
        input_uri=line_uri,
        media=PLAIN if text else HTML,
        content=content.encode("utf-8") if content else None,
        charset="utf-8" if content else None,
        fragment=bool(html and not text and not looks_like_html(html.encode("utf-8"))),
        url=url,
        source=_string(record.get("source")),
        record_id=_identity(record.get("id")),
        title=_string(record.get("title")),
        authors=_names(record.get("authors")),
        tags=_tags(record.get("tags")),
        published_at=moment(record.get("published_at")),
    )


def _required(record: dict, name: str) -> Optional[str]:
    value = record.get(name)
    if value is not None and not isinstance(value, str):
        raise ValueError(f"{name} is a JSON {_json_type(value)}, not a string")
    return _string(value)


# What only describes an article is unknown where it has another type: no reason to lose the article.


def _string(value: Any) -> Optional[str]:
    if not isinstance(value, str):
        return None
    # JSON may escape half of a surrogate pair, which is no character and fits into no column.
    return text_or_none(value.encode("utf-8", "replace").decode("utf-8"))


def _identity(value: Any) -> Optional[str]:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else _string(value)


def _names(value: Any) -> "Optional[list[str]]":
    """Authors: a name, or a list of names or of objects with a name."""
    values = value if isinstance(value, list) else [value]
    return _strings([one.get("name") if isinstance(one, dict) else one for one in values])


def _tags(value: Any) -> "Optional[list[str]]":
    """Tags: a list, or a string of them parted by commas."""
    if isinstance(value, str):
        return _strings(_SEPARATOR.split(value))
    return _strings(value) if isinstance(value, list) else None


def _strings(values: list) -> "Optional[list[str]]":
    return [text for text in map(_string, values) if text] or None


def _json_type(value: Any) -> str:
    names = {dict: "object", list: "list", str: "string", bool: "truth value", int: "number", float: "number"}
    return names.get(type(value), "null")
