"""Writes `docs/tables.md` from the tables' definitions: `python -m schemas.docs > docs/tables.md`."""

from schemas.columns import columns
from schemas.reasons import Reason, Stage
from schemas.tables import SIDE_TABLES, TABLES, partition_key, record_of

INTRODUCTION = """\
# The tables

Generated from `schemas/tables.py` by `make docs`; columns are only ever added, at the end.

A lake is a folder of Parquet files, `LAKE/<table>/<partition key>=YYYY-MM-DD/*.parquet`; an unknown
date is `__HIVE_DEFAULT_PARTITION__`. The partition key is the folder's name and not a column of the
files. Offsets count Unicode code points from the start of the field and satisfy `field[start:end]`.
An id is the first 32 hex digits of the sha256 of the parts named in brackets, as UTF-8, joined by
`\\x1f`; a null part is the empty string."""

SIDE = """\
# Beside the tables

What newslake keeps for itself in `LAKE/_newslake/` and `newslake sql` shows as a view: written with the articles, whole
and once like the tables, but its columns may change with any version. Lakes and articles of earlier versions have none."""


def tables_markdown() -> str:
    """The tables and their columns, as Markdown."""
    parts = [INTRODUCTION, *map(_table, TABLES), _reasons(), SIDE, *map(_table, SIDE_TABLES)]
    return "\n\n".join(parts) + "\n"


def _table(name: str) -> str:
    table = record_of(name)
    lines = [
        f"## {name}",
        "",
        f"{table.__doc__} Partitioned by `{partition_key(name)}`.",
        "",
        "| column | type | null | what it holds |",
        "|---|---|---|---|",
    ]
    for column_name, column in columns(table).items():
        type_name = str(column.type).replace("element: ", "").replace("item: ", "")
        lines.append(f"| `{column_name}` | {type_name} | {'no' if column.required else 'yes'} | {column.doc} |")
    return "\n".join(lines)


def _reasons() -> str:
    stages = ", ".join(f"`{stage.value}`" for stage in Stage)
    reasons = ", ".join(f"`{reason.value}`" for reason in Reason)
    return f"`rejects.stage` is one of {stages}.\n\n`rejects.reason` is one of {reasons}."


if __name__ == "__main__":
    print(tables_markdown(), end="")
