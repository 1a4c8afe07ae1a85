"""docs/tables.md says what the tables are."""

from pathlib import Path

from schemas.docs import tables_markdown

TABLES_PAGE = Path(__file__).parents[2] / "docs" / "tables.md"


def test_the_page_of_the_tables_is_up_to_date():
    assert TABLES_PAGE.read_text(encoding="utf-8") == tables_markdown(), "run `make docs`"
