"""The tables' definitions in the SQL of engines that read a lake where it lies, derived from the dataclasses."""

from dataclasses import dataclass
from typing import Callable, Mapping

import pyarrow as pa

from schemas.columns import DATE, INTEGER, REAL, TEXT, TEXT_LIST, TIMESTAMP, columns
from schemas.tables import PARTITION_KEYS, TABLES


@dataclass(frozen=True)
class Engine:
    """How an engine defines an external table.

    :param name: as its makers write it.
    :param types: its names of the columns' types.
    :param quote: the quotation mark of names; some of ours are its keywords.
    :param statement: makes the statement of table, column lines, partition key and that key's type.
    """

    name: str
    types: Mapping[pa.DataType, str]
    quote: str
    statement: Callable[[str, "list[str]", str, str], str]


def ddl(engine: Engine, table: str) -> str:
    """The statement that makes a table of a lake known to an engine."""
    key = PARTITION_KEYS[table]
    lines = [
        f"  {engine.quote}{name}{engine.quote} {engine.types[column.type]}"
        for name, column in columns(TABLES[table]).items()
    ]
    return engine.statement(table, lines, key, engine.types[DATE])


def _bigquery(table: str, lines: "list[str]", key: str, date: str) -> str:
    body = ",\n".join(lines)
    return (
        f"CREATE EXTERNAL TABLE news.{table} (\n{body}\n)\n"
        f"WITH PARTITION COLUMNS ({key} {date})\n"
        f"OPTIONS (\n  format = 'PARQUET',\n  uris = ['gs://BUCKET/LAKE/{table}/*'],\n"
        f"  hive_partition_uri_prefix = 'gs://BUCKET/LAKE/{table}',\n  enable_list_inference = true\n);"
    )


def _athena(table: str, lines: "list[str]", key: str, date: str) -> str:
    body = ",\n".join(lines)
    return (
        f"CREATE EXTERNAL TABLE news.{table} (\n{body}\n)\n"
        f"PARTITIONED BY (`{key}` {date})\nSTORED AS PARQUET\nLOCATION 's3://BUCKET/LAKE/{table}/';\n\n"
        f"MSCK REPAIR TABLE news.{table};"
    )


def _trino(table: str, lines: "list[str]", key: str, date: str) -> str:
    body = ",\n".join([*lines, f'  "{key}" {date}'])
    return (
        f"CREATE TABLE hive.news.{table} (\n{body}\n)\n"
        f"WITH (\n  external_location = 's3://BUCKET/LAKE/{table}/',\n  format = 'PARQUET',\n"
        f"  partitioned_by = ARRAY['{key}']\n);\n\n"
        f"CALL hive.system.sync_partition_metadata('news', '{table}', 'FULL');"
    )


def _spark(table: str, lines: "list[str]", key: str, date: str) -> str:
    body = ",\n".join([*lines, f"  `{key}` {date}"])
    return (
        f"CREATE TABLE {table} (\n{body}\n)\nUSING PARQUET\nPARTITIONED BY ({key})\nLOCATION 'LAKE/{table}';\n\n"
        f"MSCK REPAIR TABLE {table};"
    )


_HIVE_TYPES = {
    TEXT: "string", TEXT_LIST: "array<string>", INTEGER: "int", REAL: "float", DATE: "date", TIMESTAMP: "timestamp"
}
_BIGQUERY_TYPES = {
    TEXT: "STRING", TEXT_LIST: "ARRAY<STRING>", INTEGER: "INT64", REAL: "FLOAT64", DATE: "DATE", TIMESTAMP: "TIMESTAMP"
}
_TRINO_TYPES = {
    TEXT: "varchar", TEXT_LIST: "array(varchar)", INTEGER: "integer", REAL: "real", DATE: "date", TIMESTAMP: "timestamp"
}

ENGINES = (
    Engine("BigQuery", _BIGQUERY_TYPES, "`", _bigquery),
    Engine("Athena", _HIVE_TYPES, "`", _athena),
    Engine("Trino (Hive connector)", _TRINO_TYPES, '"', _trino),
    Engine("Spark SQL", _HIVE_TYPES, "`", _spark),
)
