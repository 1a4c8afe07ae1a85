"""Merges sorted files of a table into one, a row group or two in memory at a time."""

from dataclasses import dataclass
from typing import Mapping, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from schemas.columns import arrow_schema
from transforms.lake.rows import groups, named_footer, open_parquet, parquet_settings, rows_of_a_group, whole_rows
from transforms.lake.store import Store

ORDER = ("source", "article_id", "version_id")


@dataclass(frozen=True)
class _Keys:
    """Where each row of the merged file comes from: its source's number, in the merged order."""

    sources: np.ndarray
    bytes: int


def merge(store: Store, table: type, names: Sequence[str], footer: Mapping[str, str]) -> bytes:
    """One Parquet file of the rows of several; what is equal by source and article stays in the order of the files.

    :param names: the files, each sorted.
    :param footer: what it says of itself, names without "newslake.".
    :raises FileNotFoundError: one of them is gone.
    """
    keys = _merged_order(store, table, names)
    schema = arrow_schema(table).with_metadata(named_footer(footer))
    step = rows_of_a_group(len(keys.sources), keys.bytes)
    sink = pa.BufferOutputStream()
    taken = [0] * len(names)
    with pq.ParquetWriter(sink, schema, **parquet_settings(table)) as writer:
        left = schema.empty_table()
        for start in range(0, len(keys.sources), step):
            gathered = _gather(store, table, names, keys.sources[start : start + step], taken)
            *whole, left = groups(pa.concat_tables([left.cast(gathered.schema), gathered]).combine_chunks())
            for group in whole:
                writer.write_table(group, row_group_size=len(group))
        if len(left):
            writer.write_table(left, row_group_size=len(left))
    return sink.getvalue().to_pybytes()


def merged_sources(store: Store, table: type, names: Sequence[str]) -> np.ndarray:
    """Of which of some files each row of the merged one is, by number; each file's rows stay in their order."""
    return _merged_order(store, table, names).sources


def _merged_order(store: Store, table: type, names: Sequence[str]) -> _Keys:
    keys, numbers, size = [], [], 0
    columns = [name for name in ORDER if name in arrow_schema(table).names]
    for number, name in enumerate(names):
        with open_parquet(store, name) as parquet:
            rows = parquet.metadata.num_rows
            keys.append(parquet.read(columns=columns) if columns else None)
            size += sum(parquet.metadata.row_group(at).total_byte_size for at in range(parquet.metadata.num_row_groups))
        numbers.append(np.full(rows, number, np.int32))
    sources = np.concatenate(numbers)
    if columns:  # rejects stay as they came
        merged = pa.concat_tables(keys).combine_chunks()
        # Arrow sorts texts by their UTF-8 bytes, as Python does by code points: the same order. It is stable.
        order = pc.sort_indices(merged, sort_keys=[(name, "ascending") for name in columns])
        sources = sources[order.to_numpy()]
    return _Keys(sources, size)


def _gather(store: Store, table: type, names: Sequence[str], sources: np.ndarray, taken: "list[int]") -> pa.Table:
    """The next rows of the merged file. Each source is sorted, so they are the next ones of each source."""
    parts = []
    counts = np.bincount(sources, minlength=len(names)).tolist()
    for number in np.unique(sources).tolist():
        count = counts[number]
        with open_parquet(store, names[number]) as parquet:
            parts.append(_rows(parquet, table, taken[number], count))
        taken[number] += count
    # Row by row: the part that a row is in and, since the parts lie one behind the other, its place there.
    place = np.empty(len(sources), np.int64)
    place[np.argsort(sources, kind="stable")] = np.arange(len(sources))
    return pa.concat_tables(parts).combine_chunks().take(pa.array(place))


def _rows(parquet: pq.ParquetFile, table: type, first: int, count: int) -> pa.Table:
    """Some rows of a file, in the table's present schema; only the row groups that have them are read."""
    parts, start = [], 0
    for group in range(parquet.metadata.num_row_groups):
        rows = parquet.metadata.row_group(group).num_rows
        begin, end = max(first, start), min(first + count, start + rows)
        if begin < end:
            parts.append(parquet.read_row_group(group).slice(begin - start, end - begin))
        start += rows
    return whole_rows(table, pa.concat_tables(parts))
