"""`newslake sql`, `rejects` and `audit`, as called from the command line."""

import csv
import dataclasses
import io
import json
import os
import shutil
import sys
import time
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from pipelines import cli
from pipelines.account import Account
from pipelines.rejects import retry_inputs
from schemas.columns import arrow_schema
from schemas.reasons import Reason, Stage
from schemas.records import reject
from schemas.tables import Article
from tests.lake.building import DAY, READ, document, new_lake, noon, rejected
from transforms.lake import audit as audit_module
from transforms.lake.commit import commit
from transforms.lake.layout import UNKNOWN_DATE
from transforms.lake.partition import ArticlePartition, RejectPartition
from transforms.lake.rejects import commit_rejects


@pytest.fixture
def lake(tmp_path):
    """A lake with three articles on a day and one on none, in a folder with an odd name."""
    store = new_lake(tmp_path / "it's [a] lake")
    commit(ArticlePartition(store, DAY), 0, [document(number) for number in range(3)])
    commit(ArticlePartition(store, UNKNOWN_DATE), 0, [document(3, None)])
    commit_rejects(RejectPartition(store, DAY), [rejected(0), rejected(1)])
    return str(store.root)


@pytest.fixture
def empty(tmp_path):
    return str(new_lake(tmp_path / "empty").root)


def newslake(capfd, *arguments):
    """The exit status, standard output and standard error of a command."""
    capfd.readouterr()
    status = cli.main(arguments)
    output, errors = capfd.readouterr()
    return status, output, errors


def rows(capfd, lake, query):
    status, output, errors = newslake(capfd, "sql", lake, query, "--format", "json")
    assert (status, errors) == (0, "")
    return json.loads(output)


def test_a_query_sees_every_table(capfd, lake):
    counts = "SELECT (SELECT count(*) FROM {0}) AS n"
    for table, number in {"articles": 4, "mentions": 8, "relations": 4, "rejects": 2}.items():
        assert rows(capfd, lake, counts.format(table)) == [{"n": number}]


def test_what_was_removed_can_be_asked_by_reason(capfd, lake):
    query = "SELECT reason, count(*) AS n, min(text) AS text FROM removals GROUP BY reason ORDER BY reason"
    expected = [{"reason": "comments", "n": 2, "text": READ}, {"reason": "related", "n": 2, "text": "Read more"}]
    assert rows(capfd, lake, query) == expected
    assert newslake(capfd, "compact", lake)[0] == 0
    assert rows(capfd, lake, query) == expected
    query = """
        SELECT a.removed_text = string_agg(r.text, chr(10) || chr(10) ORDER BY r.position) AS whole
        FROM articles a JOIN removals r USING (version_id) GROUP BY a.version_id, a.removed_text"""
    assert rows(capfd, lake, query) == [{"whole": True}] * 2


def test_a_lake_of_an_earlier_version_has_a_view_of_removals_without_rows(capfd, lake):
    shutil.rmtree(Path(lake) / "_newslake" / "removals")
    assert rows(capfd, lake, "SELECT reason, published_date FROM removals") == []


def test_the_partition_is_a_date_or_null(capfd, lake):
    found = rows(capfd, lake, "SELECT published_date, count(*) AS n FROM articles GROUP BY 1 ORDER BY 1")
    assert found == [{"published_date": DAY, "n": 3}, {"published_date": None, "n": 1}]
    assert rows(capfd, lake, "SELECT typeof(rejected_date) AS t FROM rejects LIMIT 1") == [{"t": "DATE"}]


def test_times_are_utc_and_lists_are_lists(capfd, lake):
    query = "SELECT published_at, authors FROM articles WHERE url LIKE '%/1'"
    assert rows(capfd, lake, query) == [
        {"published_at": f"{DAY}T12:00:00+00:00", "authors": ["Jane Doe", "Łukasz Nowak"]}
    ]


@pytest.mark.parametrize("table", ["articles", "mentions", "relations", "rejects"])
def test_an_empty_table_has_the_columns_and_types_of_a_full_one(capfd, lake, empty, table):
    describe = f"SELECT column_name, column_type FROM (DESCRIBE {table})"
    assert rows(capfd, empty, describe) == rows(capfd, lake, describe)
    assert rows(capfd, empty, f"SELECT * FROM {table}") == []


@pytest.mark.parametrize("folder", ["run=7", "source=paper", "published_date=2024-01-01"])
def test_a_folder_around_the_lake_is_no_column(capfd, tmp_path, folder):
    store = new_lake(tmp_path / folder / "lake")
    commit(ArticlePartition(store, DAY), 0, [document(1)])
    (row,) = rows(capfd, str(store.root), "SELECT * FROM articles")
    assert list(row) == [*arrow_schema(Article).names, "published_date"]
    assert (row["source"], row["published_date"]) == (document(1).article.source, DAY)


def test_columns_of_the_same_name_are_all_there(capfdbinary, lake):
    query = "SELECT 1 AS n, 2 AS n, 3 AS n_1, 4 AS n"
    answers = []
    for format in ("csv", "json", "parquet"):
        assert cli.main(["sql", lake, query, "--format", format]) == 0
        sys.stdout.flush()
        answers.append(capfdbinary.readouterr().out)
    names = ["n", "n_2", "n_1", "n_3"]
    assert answers[0].decode().splitlines() == [",".join(names), "1,2,3,4"]
    assert list(json.loads(answers[1])[0].items()) == list(zip(names, (1, 2, 3, 4)))
    assert pq.read_table(io.BytesIO(answers[2])).column_names == names


def test_csv_and_parquet_give_the_same(capfdbinary, lake):
    query = "SELECT article_id, text, word_count FROM articles ORDER BY 1"
    assert cli.main(["sql", lake, query, "--format", "csv"]) == 0
    found = list(csv.DictReader(io.StringIO(capfdbinary.readouterr().out.decode())))
    assert cli.main(["sql", lake, query, "--format", "parquet"]) == 0
    sys.stdout.flush()
    table = pq.read_table(io.BytesIO(capfdbinary.readouterr().out)).to_pylist()
    assert found == [{name: str(value) for name, value in row.items()} for row in table]
    assert len(found) == 4


def test_a_table_for_people(capfd, lake):
    status, output, _ = newslake(capfd, "sql", lake, "SELECT source, count(*) AS n FROM articles GROUP BY 1")
    assert status == 0
    assert "courier.example" in output and "│" in output


@pytest.mark.parametrize(
    "query, said",
    [
        ("SELEC 1", "syntax error"),
        ("SELECT nothing FROM articles", 'column "nothing" not found'),
        ("SELECT * FROM tweets", "tweets does not exist"),
        ("SELECT text::INTEGER FROM articles", "Could not convert"),
        ("", "give one query, not 0"),
        ("SELECT 1; SELECT 2", "give one query, not 2"),
        ("COPY articles TO 'articles.csv'", "sql only reads; this is COPY"),
        ("CREATE TABLE copy AS FROM articles", "sql only reads; this is CREATE"),
        ("INSTALL httpfs", "sql only reads"),
    ],
)
@pytest.mark.parametrize("format", ["table", "json"])
def test_a_query_that_cannot_be_answered_is_one_sentence(capfd, lake, query, said, format):
    status, output, errors = newslake(capfd, "sql", lake, query, "--format", format)
    assert status == 2
    assert said in errors
    assert len(errors.splitlines()) == 1


@pytest.mark.parametrize("command", [["sql", "{lake}", "SELECT 1"], ["rejects", "{lake}"], ["audit", "{lake}"]])
def test_without_a_lake_there_is_one_sentence_and_nothing_is_made(capfd, tmp_path, command):
    lake = tmp_path / "lake"
    status, output, errors = newslake(capfd, *(part.format(lake=lake) for part in command))
    assert (status, output) == (2, "")
    assert "is not a lake" in errors and len(errors.splitlines()) == 1
    assert not lake.exists()


def test_an_audit_says_that_all_is_well_or_what_is_not(capfd, lake, empty):
    assert newslake(capfd, "audit", empty)[:2] == (
        0,
        "0 articles, 0 mentions, 0 relations, 0 rejects: all promises kept\n",
    )
    status, output, _ = newslake(capfd, "audit", lake)
    assert (status, output) == (0, "4 articles, 8 mentions, 4 relations, 2 rejects: all promises kept\n")
    next(Path(lake).glob("mentions/*/*.parquet")).unlink()
    status, output, errors = newslake(capfd, "audit", lake)
    assert status == 1
    assert "is missing" in output and "1 promises broken" in errors


def test_an_audit_notes_what_compact_will_clear_and_is_content(capfd, lake):
    leftover = Path(lake) / "_newslake" / "staging" / "0123"
    leftover.parent.mkdir(parents=True, exist_ok=True)
    leftover.write_bytes(b"x")
    os.utime(leftover, (time.time() - 2 * 86_400,) * 2)
    status, output, _ = newslake(capfd, "audit", lake)
    assert status == 0 and "1 objects were put aside" in output and "all promises kept" in output
    status, output, _ = newslake(capfd, "audit", lake, "--fix")
    assert status == 0 and "1 leftovers cleared" in output and not leftover.exists()


def test_an_audit_mends_what_it_can_and_says_so(capfd, lake):
    stray = Path(lake) / "articles" / "copy.parquet"
    stray.write_bytes(b"PAR1")
    assert newslake(capfd, "audit", lake)[0] == 1
    status, output, _ = newslake(capfd, "audit", lake, "--fix")
    assert status == 0 and "articles/copy.parquet set aside" in output and "all promises kept" in output
    assert not stray.exists()
    next(Path(lake).glob("mentions/*/*.parquet")).unlink()
    assert newslake(capfd, "audit", lake, "--fix")[0] == 1


def test_an_audit_mends_more_than_it_shows(capfd, lake, monkeypatch):
    monkeypatch.setattr(audit_module, "SHOWN", 2)
    for number in range(5):
        (Path(lake) / "articles" / f"copy-{number}.parquet").write_bytes(b"PAR1")
    status, output, _ = newslake(capfd, "audit", lake, "--fix")
    assert status == 0 and output.count("set aside") == 5


def test_rejects_are_counted_by_reason_and_the_latest_are_shown(capfd, lake, empty):
    assert newslake(capfd, "rejects", empty)[:2] == (0, "nothing was rejected\n")
    status, output, _ = newslake(capfd, "rejects", lake)
    assert status == 0
    lines = [line.split() for line in output.splitlines()]
    assert ["2", "read", "empty"] in lines
    assert "in/1.txt" in output and "nothing in it" in output


def test_nothing_to_put_through_again_has_an_account_too(capfd, empty):
    status, output, errors = newslake(capfd, "rejects", empty, "--retry", "--json")
    assert (status, errors) == (0, "")
    assert json.loads(output) == Account().as_json()
    assert newslake(capfd, "rejects", empty, "--retry")[:2] == (0, "there is nothing to put through again\n")


def test_what_is_put_through_again(capfd, tmp_path):
    store = new_lake(tmp_path / "lake")
    path = tmp_path / "news.jsonl"
    path.write_text("{")
    origins = [
        {"input_uri": f"{path}#line=1"},
        {"input_uri": f"{path}#line=2"},
        {"input_uri": f"{path}#offset=4711"},
        {"input_uri": "https://courier.example/feed#top", "feed_url": "https://courier.example/feed#top"},
        {"input_uri": "s3://bucket/news.jsonl#line=3"},
        {"input_uri": str(tmp_path / "gone.txt")},
    ]
    rejects = [reject(Stage.READ, Reason.MALFORMED_JSON, "cut off", **origin) for origin in origins]
    partition = RejectPartition(store, DAY)
    commit_rejects(partition, [dataclasses.replace(one, rejected_at=noon(DAY)) for one in rejects])
    assert retry_inputs(str(store.root)) == [
        str(path),
        "https://courier.example/feed#top",
        "s3://bucket/news.jsonl",
    ]
    assert "gone.txt is not there any more" in capfd.readouterr().err
