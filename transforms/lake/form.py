"""What a table's Parquet file must look like, whatever its rows say."""

from typing import Iterator

import pyarrow as pa
import pyarrow.parquet as pq

from schemas.columns import TEXT_LIST, arrow_schema, columns
from transforms.lake.layout import LAYOUT
from transforms.lake.rows import GROUP_ROWS, footer_of

_COMMIT_FOOTER = ("attempt", "batch_id", "layout", "rows.mentions", "rows.relations")
FOOTER_NAMES = {
    "articles": _COMMIT_FOOTER,
    "mentions": _COMMIT_FOOTER,
    "relations": _COMMIT_FOOTER,
    "removals": _COMMIT_FOOTER,
    "rejects": ("attempt", "layout"),
}


def schema_faults(table: type, file: pq.ParquetFile) -> Iterator[str]:
    """How a file's schema differs from its table's; nothing if it does not.

    Columns are only ever added, at the end, so the last ones may be missing in a file of an older version.
    """
    found, expected = file.schema_arrow.remove_metadata(), arrow_schema(table)
    if len(found) < len(expected) and all(field.nullable for field in list(expected)[len(found) :]):
        expected = pa.schema(list(expected)[: len(found)])
    if found.equals(expected):
        return
    expected = arrow_schema(table)
    missing = [name for name in expected.names if name not in found.names]
    other = [name for name in found.names if name not in expected.names]
    changed = [
        f"{name} ({found.field(name)})"
        for name in expected.names
        if name in found.names and not found.field(name).equals(expected.field(name))
    ]
    parts = [("without", missing), ("with", other), ("otherwise", changed)]
    said = "; ".join(f"{word} {', '.join(names)}" for word, names in parts if names)
    yield f"its schema is not the table's: {said or 'the columns are in another order'}"


def encoding_faults(table: type, file: pq.ParquetFile) -> Iterator[str]:
    """How a file of the right schema is encoded otherwise than promised."""
    declared = columns(table)
    metadata = file.metadata
    for group in range(metadata.num_row_groups):
        rows = metadata.row_group(group)
        if rows.num_rows > GROUP_ROWS:
            yield f"row group {group} has {rows.num_rows} rows, more than {GROUP_ROWS}"
        for index in range(rows.num_columns):
            chunk = rows.column(index)
            name = chunk.path_in_schema.split(".")[0]
            column = declared[name]
            if chunk.compression != "ZSTD":
                yield f"{name} is compressed with {chunk.compression}, not ZSTD"
            if column.dictionary != chunk.has_dictionary_page:
                yield f"{name} is {'not ' if column.dictionary else ''}dictionary-encoded"
            if not column.statistics and chunk.is_stats_set:
                yield f"{name} has statistics"
            if column.statistics and not chunk.is_stats_set and column.type != TEXT_LIST:
                yield f"{name} has no statistics"


def footer_faults(table: str, file: pq.ParquetFile) -> Iterator[str]:
    """What a file ought to say of itself and does not."""
    footer = footer_of(file)
    for name in FOOTER_NAMES[table]:
        if name not in footer:
            yield f"its footer has no newslake.{name}"
    if footer.get("layout", str(LAYOUT)) != str(LAYOUT):
        yield f"its layout is {footer['layout']}, not {LAYOUT}"
