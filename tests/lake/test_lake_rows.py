"""Records go to Parquet and come back as they were, in files of the promised form."""

import io

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schemas.columns import DATE, INTEGER, REAL, TEXT, TEXT_LIST, TIMESTAMP, arrow_schema, columns, row
from schemas.tables import TABLES, Article
from tests.lake.building import document
from transforms.lake import rows
from transforms.lake.form import encoding_faults, schema_faults
from transforms.lake.rows import footer_of, read_records, to_parquet

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
VALUES = {
    TEXT: TEXTS,
    TEXT_LIST: st.lists(TEXTS, max_size=3),
    INTEGER: st.integers(-(2**31), 2**31 - 1),
    REAL: st.floats(width=32, allow_nan=False),
    TIMESTAMP: st.integers(-62_135_596_800_000_000, 253_402_300_799_999_999),  # years 1 to 9999
    DATE: st.dates().map(lambda day: day.isoformat()),
}


def records_of(table):
    values = {}
    for name, column in columns(table).items():
        value = VALUES[column.type]
        values[name] = value if column.required else st.none() | value
    return st.builds(lambda **cells: row(table, **cells), **values)


def parquet(table, records, **footer):
    return pq.ParquetFile(io.BytesIO(to_parquet(table, records, footer)))


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_records_come_back_as_they_were(table, data):
    records = data.draw(st.lists(records_of(table), max_size=6))
    file = parquet(table, records)
    if table is not TABLES["rejects"]:
        records.sort(key=lambda one: (one.source, one.article_id, one.version_id))
    assert list(read_records(table, file)) == records
    assert list(schema_faults(table, file)) == []


@pytest.mark.parametrize("table", ["articles", "mentions", "relations"])
def test_files_are_encoded_as_promised(table):
    documents = [document(number) for number in range(50)]
    records = {
        "articles": [one.article for one in documents],
        "mentions": [mention for one in documents for mention in one.mentions],
        "relations": [relation for one in documents for relation in one.relations],
    }[table]
    file = parquet(TABLES[table], records, attempt="a", layout="1")
    assert file.schema_arrow.remove_metadata() == arrow_schema(TABLES[table])
    assert list(encoding_faults(TABLES[table], file)) == []
    assert footer_of(file) == {"attempt": "a", "layout": "1"}


def test_rows_are_sorted_by_source_and_article_and_an_article_s_stay_in_order():
    documents = [document(number) for number in range(20)]
    mentions = [mention for one in documents for mention in one.mentions]
    found = list(read_records(TABLES["mentions"], parquet(TABLES["mentions"], mentions)))
    assert [one.article_id for one in found] == sorted(one.article_id for one in mentions)
    assert all(first.start < second.start for first, second in zip(found[::2], found[1::2]))


def test_groups_are_bounded_in_rows_and_bytes(monkeypatch):
    articles = [document(number, found=False).article for number in range(10)]
    monkeypatch.setattr(rows, "GROUP_ROWS", 4)
    sizes = [parquet(Article, articles).metadata.row_group(group).num_rows for group in range(3)]
    assert sizes == [4, 4, 2]
    monkeypatch.setattr(rows, "GROUP_BYTES", 1)
    assert parquet(Article, articles).metadata.num_row_groups == 10


def test_groups_of_uneven_rows_are_bounded_in_bytes(monkeypatch):
    texts = pa.table({"text": ["x" * (1000 if number % 10 > 6 else 10) for number in range(100)]})
    monkeypatch.setattr(rows, "GROUP_BYTES", 2500)
    groups = list(rows.groups(texts))
    assert pa.concat_tables(groups).equals(texts)
    assert all(group.nbytes <= 2500 for group in groups)
    # Each is as large as may be: with the next row it would be too large.
    ends = [sum(map(len, groups[: at + 1])) for at in range(len(groups) - 1)]
    assert all(texts.slice(end - len(group), len(group) + 1).nbytes > 2500 for end, group in zip(ends, groups))


def test_a_null_in_a_required_column_is_refused():
    article = document().article
    with pytest.raises(ValueError, match="content_hash"):
        to_parquet(Article, [Article(**{**vars(article), "content_hash": None})], {})


def test_duckdb_reads_the_types(tmp_path):
    one = document(1)
    (tmp_path / "a.parquet").write_bytes(to_parquet(Article, [one.article], {}))
    types = dict(duckdb.sql(f"SELECT column_name, column_type FROM (DESCRIBE FROM '{tmp_path}/a.parquet')").fetchall())
    assert types["published_at"] == "TIMESTAMP WITH TIME ZONE"
    assert types["authors"] == "VARCHAR[]"
    assert types["word_count"] == "INTEGER"
