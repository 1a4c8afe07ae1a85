"""`python -m pipelines.show LAKE`: a few rows of each table, for a first look at what came out."""

import os
import shutil
import sys
from pathlib import Path
from typing import Any, Sequence

import duckdb
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from pipelines.sql import SCREEN, connect
from pipelines.usage import BAD_USAGE, DONE
from transforms.lake.layout import LakeError, existing_lake

ROWS = 8
GAP = 2  # spaces between columns

# What a person wants to see first of each table. Of mentions and relations some of each kind, the clearest first.
FIRST_LOOKS = {
    "articles": """
        SELECT published_date AS published, source, title, word_count AS words,
               length(removed_text) AS "removed", left(text, 200) AS text
        FROM articles ORDER BY published_at DESC, article_id LIMIT {rows}""",
    "mentions": """
        SELECT label, entity_name AS "stands for", list_distinct(list(text)) AS "in the text as", count(*) AS times,
               CASE WHEN count(DISTINCT normalized) = 1 THEN any_value(normalized) END AS value
        FROM mentions WHERE label NOT IN ('CARDINAL', 'ORDINAL') GROUP BY label, entity_id, entity_name
        QUALIFY row_number() OVER (PARTITION BY label ORDER BY len(list_distinct(list(text))) DESC, times DESC, entity_name) = 1
        ORDER BY times DESC, label LIMIT {rows}""",
    "relations": """
        SELECT coalesce(subject_name, subject) AS subject, predicate, coalesce(object_name, object) AS object,
               CASE polarity WHEN 'negated' THEN 'not ' ELSE '' END || modality AS "how sure",
               concat_ws(' … ', polarity_cue, modality_cue) AS "because of",
               attributed_to AS "who says so", time_start AS "from", relation_type AS type
        FROM relations WHERE subject_label IS NOT NULL AND object IS NOT NULL AND rule <> 'saying'
        QUALIFY row_number() OVER (
            PARTITION BY modality, polarity
            ORDER BY (object_label IS NOT NULL)::INT + (relation_type IS NOT NULL)::INT DESC, attributed_to IS NULL,
                     confidence DESC, relation_id) = 1
        ORDER BY polarity, modality LIMIT {rows}""",
    "rejects": """
        SELECT stage, reason, message, input_uri AS input FROM rejects ORDER BY rejected_at DESC, input_uri LIMIT {rows}""",
}


def main(argv: Sequence[str]) -> int:
    """Show a few rows of each table of the lake at argv[0]; gives the exit status."""
    console = Console(width=shutil.get_terminal_size(SCREEN).columns)
    try:
        (lake,) = argv
        existing_lake(lake)
    except (ValueError, LakeError) as error:
        print(f"pipelines.show: {error if isinstance(error, LakeError) else 'name one lake'}", file=sys.stderr)
        return BAD_USAGE
    connection = connect(lake)
    for table, query in FIRST_LOOKS.items():
        (count,) = connection.sql(f"SELECT count(*) FROM {table}").fetchall()[0]
        console.print()
        console.print(f"[bold]{table}[/bold]: {count:,} rows")
        if count:
            console.print(_table(connection.sql(query.format(rows=ROWS)), console.width))
    console.print(f'\nAsk for more: {escape(_command())} sql {escape(lake)} "SELECT …"', highlight=False)
    return DONE


def _command() -> str:
    """How the command line is called from here: by its name where the shell finds it, else by the path of this environment's."""
    installed = Path(sys.executable).with_name("newslake")
    if shutil.which("newslake") == str(installed) or not installed.exists():
        return "newslake"
    return os.path.relpath(installed) if installed.is_relative_to(Path.cwd()) else str(installed)


def _table(answer: duckdb.DuckDBPyRelation, width: int) -> Table:
    """The answer in so many characters' width: the widest columns are cut, all to the same width."""
    rows = [[_cell(value) for value in row] for row in answer.fetchall()]
    widths = [max(map(len, cells)) for cells in zip(answer.columns, *rows)]
    room = width - GAP * len(widths)
    widest = next(cap for cap in range(room, 0, -1) if sum(min(wide, cap) for wide in widths) <= room)
    table = Table(box=None, pad_edge=False, padding=(0, GAP, 0, 0))
    for column in answer.columns:
        table.add_column(column, no_wrap=True, overflow="ellipsis", max_width=widest)
    for row in rows:
        table.add_row(*row)
    return table


def _cell(value: Any) -> str:
    if isinstance(value, list):
        value = ", ".join(map(str, value))
    return "" if value is None else escape(" ".join(str(value).split()))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
