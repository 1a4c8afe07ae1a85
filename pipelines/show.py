"""`python -m pipelines.show LAKE`: a few rows of each table, for a first look at what came out."""

import shutil
import sys
from typing import Sequence

import duckdb
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from pipelines.sql import SCREEN, connect
from pipelines.usage import BAD_USAGE, DONE
from transforms.lake.layout import LakeError, existing_lake

ROWS = 8
EXCERPT = 120  # characters of a text column

# What a person wants to see first of each table: heading and query.
FIRST_LOOKS = {
    "articles": f"""
        SELECT published_date AS published, source, title, word_count AS words,
               left(replace(text, chr(10), ' '), {EXCERPT}) || '…' AS text,
               left(replace(removed_text, chr(10), ' '), {EXCERPT}) || '…' AS "removed from it"
        FROM articles ORDER BY published_at, article_id""",
    "mentions": """
        SELECT label, text AS mention, entity_name AS "stands for", normalized AS value, count(*) AS times
        FROM mentions GROUP BY ALL ORDER BY times DESC, label, mention""",
    "relations": """
        SELECT coalesce(subject_name, subject) AS subject, predicate, coalesce(object_name, object) AS object,
               CASE polarity WHEN 'negated' THEN 'not, ' ELSE '' END || modality AS "how sure",
               attributed_to AS "who says so", coalesce(time_start::VARCHAR, time_text) AS "when", relation_type AS type
        FROM relations
        ORDER BY (relation_type IS NOT NULL)::INT + (modality <> 'asserted')::INT + (polarity = 'negated')::INT
                 + (attributed_to IS NOT NULL)::INT DESC, confidence DESC, relation_id""",
    "rejects": """
        SELECT stage, reason, message, input_uri AS input FROM rejects ORDER BY rejected_at DESC, input_uri""",
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
            console.print(_table(connection.sql(f"{query} LIMIT {ROWS}")))
    console.print(f'\nAsk for more: newslake sql {escape(lake)} "SELECT …"', highlight=False)
    return DONE


def _table(answer: duckdb.DuckDBPyRelation) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for column in answer.columns:
        table.add_column(column, overflow="fold")
    for row in answer.fetchall():
        table.add_row(*("" if cell is None else escape(str(cell)) for cell in row))
    return table


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
