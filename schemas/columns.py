"""How a column of a table is declared on its dataclass: type, doc, nullability and encoding."""

import dataclasses
import functools
from typing import Any, Callable, Optional, TypeVar

import pyarrow as pa

TIMESTAMP = pa.timestamp("us", tz="UTC")
TEXT = pa.string()
TEXT_LIST = pa.list_(pa.string())
INTEGER = pa.int32()
REAL = pa.float32()
DATE = pa.date32()

_METADATA_KEY = "column"

Record = TypeVar("Record")


@dataclasses.dataclass(frozen=True)
class Column:
    """One column of a table.

    :param type: its Arrow type.
    :param doc: what it holds, for `docs/tables.md`.
    :param required: it is never null.
    :param dictionary: low cardinality: dictionary-encoded in Parquet.
    :param statistics: Parquet keeps its minimum and maximum; off for body text.
    """

    type: pa.DataType
    doc: str
    required: bool = False
    dictionary: bool = False
    statistics: bool = True


def column(
    type: pa.DataType,
    doc: str,
    *,
    required: bool = False,
    dictionary: bool = False,
    statistics: bool = True,
) -> Any:
    """A dataclass field that is a table's column.

    It has no default, even where it may be null: the order of columns is a contract that Python's
    rule of defaults last would break, and Beam's row coder builds records by position. `row` fills
    in the nulls.
    """
    return dataclasses.field(
        metadata={_METADATA_KEY: Column(type, doc, required, dictionary, statistics)}
    )


@functools.lru_cache(maxsize=None)
def columns(table: type) -> "dict[str, Column]":
    """The columns of a table's dataclass, by name, in order."""
    return {field.name: field.metadata[_METADATA_KEY] for field in dataclasses.fields(table)}


@functools.lru_cache(maxsize=None)
def _required(table: type) -> "list[str]":
    return [name for name, column in columns(table).items() if column.required]


@functools.lru_cache(maxsize=None)
def arrow_schema(table: type) -> pa.Schema:
    """The Arrow schema of a table, derived from its dataclass."""
    return pa.schema(
        [pa.field(name, c.type, nullable=not c.required) for name, c in columns(table).items()]
    )


def row(table: Callable[..., Record], **values: Any) -> Record:
    """A row of a table from its columns by name; columns not named are null.

    :raises TypeError: a required column is missing or null, or there is no such column.
    """
    declared = columns(table)
    if not values.keys() <= declared.keys():
        raise TypeError(f"{table.__name__} has no column {', '.join(sorted(values.keys() - declared.keys()))}")
    get = values.get
    missing = [name for name in _required(table) if get(name) is None]
    if missing:
        raise TypeError(f"{table.__name__} needs {', '.join(missing)}")
    return table(*map(get, declared))


def text_or_none(value: Optional[str]) -> Optional[str]:
    """The value stripped, or None: tables never hold an empty string for something unknown."""
    stripped = (value or "").strip()
    return stripped or None
