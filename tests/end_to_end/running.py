"""What the end-to-end tests share: newslake as its users call it, and lakes read as they read them."""

import json
import os
import random
import subprocess
import sys
from pathlib import Path

import duckdb

from schemas.tables import TABLES

REPOSITORY = Path(__file__).parents[2]
RUN_SECONDS = 300

PEOPLE = ["Amina Diallo", "Peter Marsh", "Keiko Tanaka", "Luis Ortega", "Hanna Lindqvist"]
PLACES = ["Geneva", "Nairobi", "Osaka", "Bogotá", "Tallinn"]
STATEMENTS = [
    "{a} could travel to {p} next week to meet {b}.",
    "{a} did not sign the agreement in {p}, officials said on Tuesday.",
    "According to {b}, the company will open a plant in {p} in 2026.",
    "{b} accused {a} of hiding the report from the parliament in {p}.",
    "The council in {p} approved $1.5 million for the bridge on 9 May.",
    "“We want to finish this before the winter,” {a} told reporters in {p}.",
]


def command(*arguments) -> "list[str]":
    """The command line of newslake, run from this tree."""
    return [sys.executable, "-m", "pipelines.cli", *map(str, arguments)]


def start(*arguments, **settings) -> subprocess.Popen:
    """Start newslake in a process group of its own."""
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    return subprocess.Popen(
        command(*arguments),
        cwd=REPOSITORY,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        **settings,
    )


def newslake(*arguments) -> subprocess.CompletedProcess:
    """Run newslake to its end."""
    process = start(*arguments)
    try:
        stdout, stderr = process.communicate(timeout=RUN_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        raise
    return subprocess.CompletedProcess(process.args, process.returncode, stdout, stderr)


def ingest(*arguments) -> dict:
    """Run `newslake ingest --json`, expect it to be done, and give its account."""
    done = newslake("ingest", *arguments, "--json")
    assert done.returncode == 0, done.stderr
    account = json.loads(done.stdout)
    assert account["read"] == account["new"] + account["unchanged"] + account["rejected"], account
    return account


def rows(lake: Path, table: str) -> "list[dict]":
    """All rows of a table, read as any reader would: every Parquet file of its folder."""
    if not any((lake / table).rglob("*.parquet")):
        return []
    connection = duckdb.connect()
    connection.sql("SET TimeZone = 'UTC'")
    found = connection.sql(f"SELECT * FROM read_parquet('{lake}/{table}/**/*.parquet', hive_partitioning = true)")
    return [dict(zip(found.columns, row)) for row in found.fetchall()]


def ids(lake: Path) -> "dict[str, list[str]]":
    """The sorted row ids of each table: equal for two lakes that hold the same rows."""
    key = {"articles": "version_id", "mentions": "mention_id", "relations": "relation_id", "rejects": "reject_id"}
    return {table: sorted(row[key[table]] for row in rows(lake, table)) for table in TABLES}


def write_articles(path: Path, count: int, seed: int = 0) -> Path:
    """JSON lines of different short articles over many days; the first is the same for the same seed."""
    chance = random.Random(seed)
    with path.open("w", encoding="utf-8") as lines:
        for number in range(count):
            a, b = chance.sample(PEOPLE, 2)
            sentences = [
                statement.format(a=a, b=b, p=chance.choice(PLACES)) for statement in chance.sample(STATEMENTS, 4)
            ]
            record = {
                "id": f"{seed}-{number}",
                "title": f"{a} and {b} meet over plan number {number}",
                "text": "\n\n".join([" ".join(sentences[:2]), " ".join(sentences[2:])]),
                "published_at": f"2025-{number % 12 + 1:02}-{number % 28 + 1:02}T08:00:00Z",
                "source": "courier.example",
            }
            lines.write(json.dumps(record, ensure_ascii=False) + "\n")
    return path
