"""`newslake sql` answers the same of a lake in a bucket as of the same lake on disk, and reads no more than it must."""

import io
import json
import uuid

import obstore
import pyarrow.parquet as pq
import pytest

from pipelines import cli
from pipelines.bucket_files import BucketFiles
from pipelines.sql import ask, connect
from schemas.columns import arrow_schema
from schemas.tables import PARTITION_KEYS, SIDE_TABLES, TABLES
from tests.end_to_end.running import newslake
from tests.lake import buckets
from tests.lake.building import DAY, document, new_lake, rejected
from tests.lake.test_lake_evolution import HERE
from tests.lake.test_lake_readers import QUESTIONS, rows_of
from transforms.lake.commit import commit
from transforms.lake.layout import UNKNOWN_DATE, open_lake
from transforms.lake.partition import ArticlePartition, RejectPartition
from transforms.lake.rejects import commit_rejects
from transforms.lake.store import Store


@pytest.fixture(scope="module")
def local(tmp_path_factory):
    """A lake of two days and none on disk."""
    store = new_lake(tmp_path_factory.mktemp("local") / "lake")
    for number, day in enumerate([DAY, DAY, "2025-05-02", None, "2025-05-02", None]):
        commit(ArticlePartition(store, day or UNKNOWN_DATE), 0, [document(number, day), document(number + 10, day)])
    commit_rejects(RejectPartition(store, DAY), [rejected(0), rejected(1)])
    return store


@pytest.fixture(scope="module")
def uri(scheme, local):
    """The same lake in a bucket."""
    return copied(local, f"{scheme}://{buckets.BUCKET}/lakes/it's [a] lake")


def copied(store, uri):
    bucket = Store(uri)
    for name in store.names():
        if not name.startswith("_newslake/locks"):
            bucket.write(name, store.read(name))
    return uri


def new_uri(scheme):
    return f"{scheme}://{buckets.BUCKET}/lakes/{uuid.uuid4().hex}"


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_same_answer_as_on_disk(uri, local, question):
    found, expected = (ask(connect(lake), QUESTIONS[question]).to_arrow_table() for lake in (uri, local.uri))
    assert found.schema == expected.schema
    assert rows_of(found) == rows_of(expected) != []


@pytest.mark.parametrize("table", TABLES)
def test_every_column_has_the_same_type_and_values(uri, local, table):
    found, expected = (ask(connect(lake), f"SELECT * FROM {table}").to_arrow_table() for lake in (uri, local.uri))
    assert found.schema == expected.schema
    assert set(found.column_names) == {*arrow_schema(TABLES[table]).names, PARTITION_KEYS[table]}
    assert rows_of(found) == rows_of(expected) != []


@pytest.fixture
def read(monkeypatch):
    """The names of the objects of which something is read, as often as it is."""
    names = []
    get_range = obstore.get_range

    def get_and_note(objects, name, **where):
        names.append(name)
        return get_range(objects, name, **where)

    monkeypatch.setattr(obstore, "get_range", get_and_note)
    return names


def test_a_question_about_one_day_reads_that_day_alone(uri, read):
    connection = connect(uri)
    assert {name.removeprefix("_newslake/").split("/")[0] for name in read} == {*TABLES, *SIDE_TABLES}  # each file is asked for its columns
    read.clear()
    question = "SELECT sum(length(text)) FROM articles WHERE published_date = DATE '2025-05-02'"
    assert ask(connection, question).fetchall()[0][0] > 0
    assert {name.split("/")[1] for name in read} == {"published_date=2025-05-02"}


def test_a_file_is_asked_once_for_its_columns(uri, read):
    connection = connect(uri)
    assert max(map(read.count, read)) <= 3  # by its end, its footer and its head
    read.clear()
    for _ in range(3):
        ask(connection, "SELECT * FROM articles WHERE false").fetchall()
    assert read == []


def test_the_command_asks_only_the_files_of_tables_that_the_query_names(uri, read, capfd):
    assert cli.main(["sql", uri, "SELECT count(*) FROM Mentions"]) == 0
    assert {name.split("/")[0] for name in read} == {"mentions"}
    assert cli.main(["sql", uri, "SELECT view_name FROM duckdb_views() WHERE NOT internal", "--format", "csv"]) == 0
    assert set(TABLES) <= set(capfd.readouterr().out.split())


def test_an_empty_table_has_its_columns(scheme):
    uri = new_uri(scheme)
    open_lake(uri)
    for table, key in PARTITION_KEYS.items():
        answer = ask(connect(uri), f"SELECT * FROM {table}").to_arrow_table()
        assert (len(answer), set(answer.column_names)) == (0, {*arrow_schema(TABLES[table]).names, key})


def test_a_column_that_older_files_lack_is_null_there(scheme, local, tmp_path):
    """The golden lake is of the first version; what a later one adds stands in some files only."""
    uri = copied(Store(str(HERE / "golden_lake")), new_uri(scheme))
    table = pq.read_table(next((local.root / "articles").glob("*/*.parquet")), partitioning=None)
    sink = io.BytesIO()
    pq.write_table(table.append_column("mood", table.column("source")), sink)
    Store(uri).write("articles/published_date=2031-01-01/s000-000001.parquet", sink.getvalue())
    answer = ask(connect(uri), "SELECT count(*), count(mood) FROM articles").fetchall()
    assert answer == [(6 + len(table), len(table))]


def test_the_command(uri, capfd):
    query = "SELECT published_date, count(*) AS n FROM articles GROUP BY ALL ORDER BY ALL NULLS LAST"
    assert cli.main(["sql", uri, query, "--format", "json"]) == 0
    output, errors = capfd.readouterr()
    assert errors == ""
    assert json.loads(output) == [
        {"published_date": "2025-05-01", "n": 4},
        {"published_date": "2025-05-02", "n": 4},
        {"published_date": None, "n": 4},
    ]


@pytest.mark.parametrize(
    "query, said",
    [
        ("SELECT nothing FROM articles", 'column "nothing" not found'),
        ("COPY articles TO 'newslake://articles/x.parquet'", "sql only reads; this is COPY"),
        ("SELECT * FROM read_parquet('newslake://nothing/*.parquet')", "No files found"),
    ],
)
def test_a_query_that_cannot_be_answered_is_one_sentence(uri, capfd, query, said):
    assert cli.main(["sql", uri, query]) == 2
    errors = capfd.readouterr().err
    assert said in errors and len(errors.splitlines()) == 1


def test_a_file_that_is_merged_away_meanwhile_is_one_sentence(scheme, local, capfd, monkeypatch):
    uri = copied(local, new_uri(scheme))
    glob = BucketFiles.glob

    def glob_and_lose(self, path, **options):
        found = glob(self, path, **options)
        Store(uri).delete("articles/published_date=2025-05-01/s000-000001.parquet")
        return found

    monkeypatch.setattr(BucketFiles, "glob", glob_and_lose)
    assert cli.main(["sql", uri, "SELECT count(text) FROM articles"]) == 2
    errors = capfd.readouterr().err
    assert "s000-000001.parquet" in errors and len(errors.splitlines()) == 1
    assert "Traceback" not in errors


def test_where_there_is_no_lake_there_is_one_sentence(scheme, capfd):
    assert cli.main(["sql", new_uri(scheme), "SELECT 1"]) == 2
    errors = capfd.readouterr().err
    assert "is not a lake" in errors and len(errors.splitlines()) == 1


def test_in_a_process_of_its_own_nothing_else_is_said(uri):
    """What DuckDB's binding says when the interpreter ends would be seen here."""
    done = newslake("sql", uri, "SELECT count(*) AS n FROM articles", "--format", "csv")
    assert (done.returncode, done.stdout, done.stderr) == (0, "n\n12\n", "")
    done = newslake("sql", uri, "SELECT nothing FROM articles")
    assert done.returncode == 2 and len(done.stderr.splitlines()) == 1
