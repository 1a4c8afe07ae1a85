"""The tables' Arrow schemas are a contract: columns are only ever added, at the end."""

from pathlib import Path

import pytest

from schemas.columns import arrow_schema
from schemas.tables import PARTITION_KEYS, TABLES

GOLDEN = Path(__file__).parent / "golden"


@pytest.mark.parametrize("table", TABLES)
def test_a_table_has_the_schema_that_readers_count_on(table):
    golden = (GOLDEN / f"{table}.txt").read_text(encoding="utf-8")
    assert arrow_schema(TABLES[table]).to_string() + "\n" == golden


@pytest.mark.parametrize("table", TABLES)
def test_the_partition_key_is_not_repeated_in_the_file(table):
    assert PARTITION_KEYS[table] not in arrow_schema(TABLES[table]).names
