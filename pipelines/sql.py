"""`newslake sql`: ask a lake with DuckDB, one view per table, and one of what cleaning removed."""

import csv
import datetime
import decimal
import json
import os
import shutil
import sys
import threading
from concurrent.futures import Future
from typing import Any, Callable, Iterable, Iterator, Optional, Sequence

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.bucket_files import BucketFiles
from pipelines.usage import DONE, INTERRUPTED, UsageError
from schemas.columns import arrow_schema
from schemas.tables import SIDE_TABLES, TABLES, partition_key, record_of
from transforms.lake.layout import LakeError, existing_lake, parse_name, table_folder
from transforms.lake.store import Store

ROWS_SHOWN = 40  # of a table on a screen; the other formats give all
SCREEN = (120, 40)  # columns and lines where there is no terminal
BATCH_ROWS = 2_000  # in memory at a time, so that the size of an answer does not matter
VIEWS = (*TABLES, *SIDE_TABLES)
READS = (duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN)


def run(lake: str, query: str, format: str) -> int:
    """Print the answer to a query in one of FORMATS; gives the exit status.

    :raises UsageError: there is no such lake, or DuckDB can't answer the query.
    """
    try:
        existing_lake(lake)
    except LakeError as error:
        raise UsageError(str(error)) from error
    if format == "parquet" and sys.stdout.isatty():
        raise UsageError("--format parquet is not for a screen: send it to a file")
    try:
        # Each view asks all its table's files for their columns, so only those are made that the query may mean.
        named = [view for view in VIEWS if view in query.lower()]
        connection = connect(lake, named or VIEWS)
        _in_thread(lambda: WRITERS[format](ask(connection, query)))
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr, flush=True)
        os._exit(INTERRUPTED)  # DuckDB is still at work, and only reads
    except duckdb.Error as error:
        raise UsageError(_sentence(error)) from error
    return DONE


def _in_thread(work: Callable[[], None]) -> None:
    """Run it in a thread and wait: in this one DuckDB misses some interrupts and then never ends."""
    done: "Future[None]" = Future()

    def run_it() -> None:
        try:
            done.set_result(work())
        except BaseException as error:  # raised again below
            done.set_exception(error)

    threading.Thread(target=run_it, name="query", daemon=True).start()
    done.result()


def connect(lake: str, tables: Iterable[str] = VIEWS) -> duckdb.DuckDBPyConnection:
    """A connection with a view of each table, times in UTC; a table without files is an empty view.

    :param tables: make views of these only.
    """
    store = Store(lake)
    # Nothing is fetched while it runs: what it needs is linked into DuckDB's wheel.
    connection = duckdb.connect(config={"autoinstall_known_extensions": False, "autoload_known_extensions": False})
    connection.execute("SET TimeZone = 'UTC'")
    # DuckDB takes every "name=value" of a path for a column, so it must not see that of a folder that holds the lake.
    if store.root is not None and "=" not in str(store.root):
        base = _escape_glob(str(store.root))
    else:
        connection.register_filesystem(BucketFiles(store))
        connection.execute("SET parquet_metadata_cache = true")  # each query asks every file for its columns
        base = f"{BucketFiles.protocol}:/"
    for table in tables:
        has_files = any(map(parse_name, store.each_name(table_folder(table))))
        _create_view(connection, table, f"{base}/{table_folder(table)}*/*.parquet" if has_files else None)
    return connection


def ask(connection: duckdb.DuckDBPyConnection, query: str) -> duckdb.DuckDBPyRelation:
    """The answer to one query that only reads.

    :raises UsageError: it is none, several, or one that writes.
    :raises duckdb.Error: DuckDB can't answer it.
    """
    statements = connection.extract_statements(query)
    if len(statements) != 1:
        raise UsageError(f"give one query, not {len(statements)}")
    if statements[0].type not in READS:
        raise UsageError(f"sql only reads; this is {statements[0].type.name}")
    return connection.sql(query)


def _create_view(connection: duckdb.DuckDBPyConnection, table: str, pattern: Optional[str]) -> None:
    """A table as a view of the files that match a pattern; None where there are none."""
    key = partition_key(table)
    columns = arrow_schema(record_of(table)).append(pa.field(key, pa.date32()))
    if pattern is None:
        connection.register(table, columns.empty_table())
        return
    files = (
        f"read_parquet({_literal(pattern)}, hive_partitioning = true, hive_types = {{'{key}': DATE}}, union_by_name = true)"
    )
    # By name, because later versions add columns: older files lack them, and so may all files there are.
    connection.execute(f"CREATE VIEW {table} AS SELECT * FROM {files}")
    there = connection.table(table).columns
    if any(name not in there for name in columns.names):
        connection.register(f"{table}_columns", columns.empty_table())
        connection.execute(
            f"CREATE OR REPLACE VIEW {table} AS SELECT * FROM {table}_columns UNION ALL BY NAME SELECT * FROM {files}"
        )


def _write_table(answer: duckdb.DuckDBPyRelation) -> None:
    width = shutil.get_terminal_size(SCREEN).columns
    answer.show(max_width=width, max_rows=ROWS_SHOWN)


def _write_csv(answer: duckdb.DuckDBPyRelation) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(_names(answer.columns))
    for row in _rows(answer):
        writer.writerow([_csv_value(value) for value in row])


def _write_json(answer: duckdb.DuckDBPyRelation) -> None:
    """One array, one object per line."""
    before = "["
    names = _names(answer.columns)
    for row in _rows(answer):
        cells = dict(zip(names, row))
        print(before, json.dumps(cells, ensure_ascii=False, default=_json_value), sep="\n", end="")
        before = ","
    print("[]" if before == "[" else "\n]")


def _write_parquet(answer: duckdb.DuckDBPyRelation) -> None:
    reader = answer.to_arrow_reader(BATCH_ROWS)
    names = _names(answer.columns)
    schema = pa.schema([field.with_name(name) for name, field in zip(names, reader.schema)])
    with pq.ParquetWriter(pa.PythonFile(sys.stdout.buffer, mode="w"), schema, compression="zstd") as writer:
        for batch in reader:
            writer.write_batch(batch.rename_columns(names))


WRITERS: "dict[str, Callable[[duckdb.DuckDBPyRelation], None]]" = {
    "table": _write_table,
    "csv": _write_csv,
    "json": _write_json,
    "parquet": _write_parquet,
}
FORMATS = tuple(WRITERS)


def _names(columns: Sequence[str]) -> "list[str]":
    """Names of an answer's columns that are all different: a second "source" is "source_1", as in DuckDB's own tables."""
    names: "list[str]" = []
    for column in columns:
        name, number = column, 0
        while name in names or (number and name in columns):
            number += 1
            name = f"{column}_{number}"
        names.append(name)
    return names


def _rows(answer: duckdb.DuckDBPyRelation) -> "Iterator[tuple[Any, ...]]":
    for batch in answer.to_arrow_reader(BATCH_ROWS):
        yield from zip(*(column.to_pylist() for column in batch.columns))


def _csv_value(value: Any) -> Any:
    if isinstance(value, (list, dict)):
        return json.dumps(value, ensure_ascii=False, default=_json_value)
    return value.isoformat() if isinstance(value, datetime.datetime) else value


def _json_value(value: Any) -> Any:
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    if isinstance(value, decimal.Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, bytes):
        return value.hex()
    return str(value)


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _escape_glob(path: str) -> str:
    return "".join(f"[{character}]" if character in "*?[" else character for character in path)


def _sentence(error: duckdb.Error) -> str:
    """What DuckDB says, without the query that the user has in front of them, or what went wrong below it."""
    said = str(error).split("\nLINE ")[0]
    if said.startswith("Traceback"):  # the store's error: a bucket that can't be reached, a file that is gone
        said = next(line for line in said.splitlines()[1:] if not line.startswith(" "))
    return " ".join(said.split())
