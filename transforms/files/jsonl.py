"""JSON lines: one article a line, with id, url, title, text or html, published_at, authors, tags, source."""

import codecs
import io
import json
import re
from typing import Any, BinaryIO, Iterator, Optional, Union

import charset_normalizer

from schemas.columns import text_or_none
from schemas.reasons import Reason, Stage
from schemas.records import HTML, PAYLOAD_BYTES, PLAIN, Item, reject
from schemas.tables import Reject
from transforms.media import looks_like_html, unicode_encoding
from transforms.moments import moment

UTF_8 = ("utf-8", "utf-8-sig")
# Lines that are not UTF-8, as JSON has to be, come from programs of Western desktops, unless their bytes
# say that they are of another script.
WESTERN = "cp1252"
_LATIN_CODE_PAGES = re.compile(r"cp125[0247]|cp8\d\d|latin_1|iso8859_(?:1|2|3|4|9|1\d)|mac_\w+|hp_roman8")
_GUESS_BYTES = 64 * 1024

_SKIPPED_BYTES = 1 << 16
_SEPARATOR = re.compile(r"[,;]")


def read_jsonl(uri: str, source: BinaryIO, cap: int) -> Iterator[Union[Item, Reject]]:
    """An item for each line, or a reject for one that is none; blank lines are passed over.

    :param cap: bytes that a line may have; of a longer one no more is held in memory.
    """
    empty = True
    for number, line in _lines(_as_utf_8(source), cap):
        if line.strip():
            empty = False
            yield _item(f"{uri}#line={number}", line, cap)
    if empty:
        yield reject(Stage.READ, Reason.EMPTY, "there is no line in it", input_uri=uri)


class _as_utf_8:
    """Lines of a file in any Unicode encoding, as UTF-8."""

    def __init__(self, source: BinaryIO) -> None:
        encoding = unicode_encoding(source.peek(4)[:4]) or "utf-8"
        self._bytes = source
        self._text = None
        if encoding not in UTF_8:
            self._text = io.TextIOWrapper(source, encoding=encoding, errors="replace", newline="\n")

    def readline(self, size: int) -> bytes:
        if self._text is None:
            return self._bytes.readline(size)
        return self._text.readline(size).encode("utf-8", "replace")


def _lines(source: _as_utf_8, cap: int) -> "Iterator[tuple[int, bytes]]":
    """Number and bytes of each line without its end; of one longer than the cap, a little more than that."""
    number = 0
    while line := source.readline(cap + 2):
        number += 1
        end = line
        while len(line) > cap and not end.endswith(b"\n") and end:
            end = source.readline(_SKIPPED_BYTES)
        if number == 1:
            line = line.removeprefix(codecs.BOM_UTF8)
        yield number, line.rstrip(b"\r\n")


def _item(line_uri: str, line: bytes, cap: int) -> Union[Item, Reject]:
    def no(reason: Reason, message: str, error: Optional[Exception] = None) -> Reject:
        return reject(
            Stage.READ, reason, message, input_uri=line_uri, payload=line[:PAYLOAD_BYTES], exception=error
        )

    if len(line) > cap:
        return no(Reason.TOO_LARGE, f"the line has more than {cap:,} bytes")
    try:
        text = _decode(line)
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


def _decode(line: bytes) -> str:
    """:raises UnicodeError: no encoding explains it."""
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        guess = charset_normalizer.from_bytes(line[:_GUESS_BYTES]).best()
        if guess is None or _LATIN_CODE_PAGES.fullmatch(guess.encoding):
            return line.decode(WESTERN)
        return line.decode(guess.encoding)


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
