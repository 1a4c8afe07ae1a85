"""What the tests of clusters share: an input of every kind, and tables that are compared row by row."""

import json
from pathlib import Path

from schemas.tables import TABLES
from tests.cleaning.furnished import FURNITURE, STORIES, furnished
from tests.end_to_end.running import REPOSITORY, rows, write_articles

# What may differ between two runs over the same input: when, in what company, and which of two copies came first.
VOLATILE = {"ingested_at", "rejected_at", "batch_id", "duplicate_of"}


def write_input(folder: Path) -> "list[Path]":
    """Articles over many days and of a source that repeats itself, some lines that are none, a page, a text, a feed."""
    articles = write_articles(folder / "articles.jsonl", 48)
    with articles.open("a", encoding="utf-8") as lines:
        for story in STORIES:
            text = furnished(story, FURNITURE, "below")
            record = {"id": story[0], "title": story[1], "text": text, "source": "harbour"}
            lines.write(json.dumps(record) + "\n")
        lines.write('{"title": "cut off\n')
        lines.write(json.dumps({"title": "Nothing below"}) + "\n")
    return [articles, REPOSITORY / "examples"]


def tables(lake: Path) -> "dict[str, list[tuple]]":
    """Every row of every table and of what was removed, sorted, without what may differ."""
    return {
        table: sorted(
            tuple(sorted((name, repr(value)) for name, value in row.items() if name not in VOLATILE))
            for row in rows(lake, table)
        )
        for table in (*TABLES, "_newslake/removals")
    }


def assert_same_tables(lake: Path, expected: Path) -> None:
    """Say which table differs, and by which rows."""
    found, wanted = tables(lake), tables(expected)
    for table in wanted:
        surplus = [row for row in found[table] if row not in wanted[table]]
        missing = [row for row in wanted[table] if row not in found[table]]
        assert found[table] == wanted[table], f"{table}: surplus {surplus[:2]}, missing {missing[:2]}"
