"""Records as Parquet, and back: the one place that knows how a table's files are written."""

import contextlib
import datetime
from typing import Any, Iterator, Mapping, Sequence, TypeVar

import pyarrow as pa
import pyarrow.parquet as pq

from schemas.columns import DATE, TEXT_LIST, TIMESTAMP, arrow_schema, columns
from transforms.lake.layout import LakeError
from transforms.lake.store import Store

# A group is what a reader must take in at once: large enough to compress and scan well, and no more.
GROUP_ROWS = 100_000
GROUP_BYTES = 64 * 1024 * 1024

FOOTER_PREFIX = "newslake."

Record = TypeVar("Record")


def to_parquet(table: type, records: Sequence[Any], footer: Mapping[str, str]) -> bytes:
    """A Parquet file of a table's records, sorted as the table is.

    :param footer: what the file says of itself: names without "newslake." and values.
    """
    rows = to_arrow(table, sorted(records, key=order))
    rows = rows.replace_schema_metadata(named_footer(footer))
    sink = pa.BufferOutputStream()
    with pq.ParquetWriter(sink, rows.schema, **parquet_settings(table)) as writer:
        for group in groups(rows):
            writer.write_table(group, row_group_size=len(group))
    return sink.getvalue().to_pybytes()


def named_footer(footer: Mapping[str, str]) -> "dict[str, str]":
    """A footer as a file has it, from one whose names are without "newslake."."""
    return {FOOTER_PREFIX + name: value for name, value in footer.items()}


def parquet_settings(table: type) -> "dict[str, Any]":
    """How a table's files are encoded, as arguments of pyarrow's ParquetWriter."""
    declared = columns(table)
    return {
        "compression": "zstd",
        "use_dictionary": [name for name, column in declared.items() if column.dictionary],
        "write_statistics": [
            f"{name}.list.element" if column.type == TEXT_LIST else name
            for name, column in declared.items()
            if column.statistics
        ],
    }


def groups(rows: pa.Table) -> Iterator[pa.Table]:
    """Rows in groups, each as large as may be: a row that is larger alone has one of its own."""
    start = 0
    while start < len(rows):
        count = min(GROUP_ROWS, len(rows) - start)
        if rows.slice(start, count).nbytes > GROUP_BYTES:
            too_many, count = count, 1
            while too_many - count > 1:
                middle = (count + too_many) // 2
                if rows.slice(start, middle).nbytes > GROUP_BYTES:
                    too_many = middle
                else:
                    count = middle
        yield rows.slice(start, count)
        start += count


def rows_of_a_group(count: int, size: int) -> int:
    """How many rows a group has, about, if so many are of so many bytes."""
    return max(1, min(GROUP_ROWS, int(GROUP_BYTES * count / max(1, size))))


def to_arrow(table: type, records: Sequence[Any]) -> pa.Table:
    """Records as an Arrow table of their table's schema, in the order given."""
    schema = arrow_schema(table)
    arrays = [
        pa.array([_to_cell(field.type, getattr(record, field.name)) for record in records], type=field.type)
        for field in schema
    ]
    return pa.Table.from_arrays(arrays, schema=schema)


@contextlib.contextmanager
def open_parquet(store: Store, name: str) -> Iterator[pq.ParquetFile]:
    """An object of a lake, open as Parquet.

    :raises FileNotFoundError: there is none of that name.
    :raises LakeError: it is no Parquet file, or a damaged one.
    """
    with store.open(name) as source:
        try:
            yield pq.ParquetFile(source)
        except pa.ArrowException as error:
            raise LakeError(f"{name} is damaged: {error}") from error


def read_records(table: "type[Record]", file: pq.ParquetFile, batch_rows: int = 1000) -> Iterator[Record]:
    """The records of a table's file, in its order, a batch in memory at a time; columns that it lacks are null."""
    for batch in file.iter_batches(batch_size=batch_rows):
        rows = whole_rows(table, pa.Table.from_batches([batch]))
        cells = [_from_cells(column) for column in rows.columns]
        for values in zip(*cells):
            yield table(*values)


def footer_of(file: pq.ParquetFile) -> "dict[str, str]":
    """What a file says of itself, names without "newslake."."""
    return {
        name.decode()[len(FOOTER_PREFIX) :]: value.decode()
        for name, value in (file.metadata.metadata or {}).items()
        if name.startswith(FOOTER_PREFIX.encode())
    }


def whole_rows(table: type, rows: pa.Table) -> pa.Table:
    """Rows in a table's present schema: columns that were added since they were written are null.

    :raises LakeError: they have other columns, or lack one that is never null.
    """
    schema = arrow_schema(table)
    if rows.schema.equals(schema):
        return rows
    unknown = [name for name in rows.column_names if name not in schema.names]
    lacking = [field.name for field in schema if not field.nullable and field.name not in rows.column_names]
    if unknown or lacking:
        said = f"a column {unknown[0]} that is unknown here" if unknown else f"no column {lacking[0]}"
        raise LakeError(f"a file of {table.__name__} rows has {said}")
    columns = [
        rows.column(field.name) if field.name in rows.column_names else pa.nulls(len(rows), field.type)
        for field in schema
    ]
    return pa.Table.from_arrays(columns, names=schema.names).cast(schema)


def order(record: Any) -> "tuple[str, str, str]":
    """By source and article; stable, so that an article's mentions stay in the order of the text."""
    if hasattr(record, "article_id"):
        return record.source, record.article_id, record.version_id
    return "", "", ""  # rejects: as they came


def _to_cell(type: pa.DataType, value: Any) -> Any:
    if value is not None and type == DATE:
        return datetime.date.fromisoformat(value)
    return value


def _from_cells(cells: "pa.Array | pa.ChunkedArray") -> "list[Any]":
    if cells.type == TIMESTAMP:
        return cells.cast(pa.int64()).to_pylist()
    if cells.type == DATE:
        return [None if day is None else day.isoformat() for day in cells.to_pylist()]
    return cells.to_pylist()
