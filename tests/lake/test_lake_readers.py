"""Every tool of docs/reading.md, used as the page says, gives the same answers to the same questions."""

import datetime
import os
import re
import shutil
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.dataset as ds
import pytest

from schemas.ddl import ENGINES, ddl
from schemas.reading import reading_markdown
from schemas.tables import PARTITION_KEYS, TABLES
from tests.lake.building import DAY, document, new_lake, rejected
from transforms.lake.commit import commit
from transforms.lake.compact import compact
from transforms.lake.layout import UNKNOWN_DATE
from transforms.lake.partition import ArticlePartition, RejectPartition
from transforms.lake.rejects import commit_rejects

PAGE = Path(__file__).parents[2] / "docs" / "reading.md"
SNIPPETS = dict(re.findall(r"```python (\w+)\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL))

NOT_INSTALLED = "not installed: `make test-all` does that"

QUESTIONS = {
    "articles of each day": "SELECT published_date, COUNT(*) AS n FROM articles GROUP BY published_date",
    "of one day": "SELECT url, published_at FROM articles WHERE published_date = DATE '2025-05-01'",
    "of no day": "SELECT url, published_at FROM articles WHERE published_date IS NULL",
    "words": "SELECT source, SUM(word_count) AS words FROM articles GROUP BY source",
    "authors": "SELECT url, authors FROM articles",
    "what is null": "SELECT COUNT(*) AS n, COUNT(published_at) AS dated, COUNT(duplicate_of) AS repeats FROM articles",
    "names": "SELECT label, text, COUNT(*) AS n FROM mentions GROUP BY label, text",
    "statements": "SELECT subject_name, predicate, object_name, modality, confidence, time_start, object_start "
    "FROM relations",
    "statements with their article": "SELECT a.url, r.predicate FROM relations r JOIN articles a "
    "ON r.version_id = a.version_id WHERE a.published_date = DATE '2025-05-02'",
    "rejects of each day": "SELECT rejected_date, reason, COUNT(*) AS n FROM rejects GROUP BY rejected_date, reason",
}


@pytest.fixture(scope="module", params=["many files", "merged"])
def lake(request, tmp_path_factory):
    """A lake of two days and none, in many small files and in a few merged ones."""
    store = new_lake(tmp_path_factory.mktemp("readers") / "lake")
    for number, day in enumerate([DAY, DAY, "2025-05-02", None, DAY, "2025-05-02", None, None]):
        commit(ArticlePartition(store, day or UNKNOWN_DATE), 0, [document(number, day), document(number + 10, day)])
    for number in range(4):
        day = (DAY, "2025-05-02")[number % 2]
        commit_rejects(RejectPartition(store, day), [rejected(number, day)])
    if request.param == "merged":
        assert compact(store, listing_seconds=0.0).made > 0
    return str(store.root)


def use(tool, lake, **names):
    """What a tool's snippet defines."""
    defined = {"LAKE": lake, **names}
    exec(SNIPPETS[tool], defined)
    return defined


def duckdb_answers(lake):
    connection = use("duckdb", lake)["connection"]
    return lambda question: connection.sql(question).to_arrow_table()


def over_arrow(tables):
    connection = duckdb.connect()
    connection.execute("SET TimeZone = 'UTC'")
    for table, rows in tables.items():
        connection.register(table, rows)
    return lambda question: connection.sql(question).to_arrow_table()


def polars_answers(lake):
    polars = pytest.importorskip("polars", reason=NOT_INSTALLED)
    context = polars.SQLContext(use("polars", lake)["tables"])
    return lambda question: context.execute(question, eager=True).to_arrow()


@pytest.fixture(scope="module")
def spark():
    pyspark = pytest.importorskip("pyspark.sql", reason=NOT_INSTALLED)
    if not (os.environ.get("JAVA_HOME") or shutil.which("java")):
        pytest.skip("Spark needs a JDK 17")
    session = pyspark.SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false").getOrCreate()
    yield session
    session.stop()


READERS = {
    "duckdb": duckdb_answers,
    "pyarrow": lambda lake: over_arrow(use("pyarrow", lake)["tables"]),
    "pandas": lambda lake: over_arrow(use("pandas", lake)["tables"]),
    "polars": polars_answers,
}


@pytest.fixture(scope="module")
def expected(lake):
    """The answers over all rows read file by file, with the folder's name as the key: no tool's own idea of Hive."""
    tables = {}
    for table, key in PARTITION_KEYS.items():
        parts = []
        for path in sorted(Path(lake, table).glob("*/*.parquet")):
            rows = ds.dataset(path, format="parquet").to_table()
            name = path.parent.name.partition("=")[2]
            day = None if name == UNKNOWN_DATE else datetime.date.fromisoformat(name)
            parts.append(rows.append_column(key, pa.array([day] * len(rows), pa.date32())))
        tables[table] = pa.concat_tables(parts)
    ask = over_arrow(tables)
    answers = {name: rows_of(ask(question)) for name, question in QUESTIONS.items()}
    assert all(answers.values())
    return answers


def rows_of(answer: pa.Table) -> "list[str]":
    """An answer's rows, in whatever order, with values that compare: each tool has its own number and time types."""
    return sorted(repr([_plain(value) for value in row.values()]) for row in answer.to_pylist())


def _plain(value):
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.timezone.utc).isoformat()
    if isinstance(value, datetime.date):
        return value.isoformat()
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    return int(value) if isinstance(value, float) and value.is_integer() or hasattr(value, "as_tuple") else value


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("reader", READERS)
def test_the_same_answer_everywhere(lake, expected, reader, question):
    assert rows_of(READERS[reader](lake)(QUESTIONS[question])) == expected[question]


@pytest.mark.slow
@pytest.mark.parametrize("question", QUESTIONS)
def test_the_same_answer_in_spark(lake, expected, spark, question):
    use("pyspark", lake, spark=spark)
    rows = [row.asDict() for row in spark.sql(QUESTIONS[question]).collect()]
    found = sorted(repr([_plain(_in_utc(value)) for value in row.values()]) for row in rows)
    assert found == expected[question]


def _in_utc(value):
    # PySpark gives moments in the zone of Python's own clock, without saying so.
    return value.astimezone() if isinstance(value, datetime.datetime) and value.tzinfo is None else value


@pytest.mark.slow
def test_spark_takes_the_ddl(lake, expected, spark, tmp_path):
    (engine,) = [one for one in ENGINES if one.name == "Spark SQL"]
    spark.conf.set("spark.sql.session.timeZone", "UTC")
    for table in TABLES:
        spark.catalog.dropTempView(table)
        for statement in ddl(engine, table).replace("'LAKE/", f"'{lake}/").rstrip(";").split(";\n\n"):
            spark.sql(statement)
    for name, question in QUESTIONS.items():
        rows = [row.asDict() for row in spark.sql(question).collect()]
        assert sorted(repr([_plain(_in_utc(value)) for value in row.values()]) for row in rows) == expected[name]
    for table in TABLES:
        spark.sql(f"DROP TABLE {table}")
    shutil.rmtree("spark-warehouse", ignore_errors=True)


def test_a_question_about_one_day_reads_that_day_alone(lake):
    answers = use("duckdb", lake)["connection"]
    question = "SELECT count(text) FROM articles WHERE published_date = DATE '2025-05-02'"
    plan = answers.sql(f"EXPLAIN ANALYZE {question}").fetchall()
    days = len(list(Path(lake, "articles", "published_date=2025-05-02").iterdir()))
    assert re.search(rf"(?:Total Files Read|Scanning Files):\s*{days}\b", plan[0][1]), plan[0][1]
    articles = use("pyarrow", lake)["tables"]["articles"]
    wanted = ds.field("published_date") == datetime.date(2025, 5, 2)
    assert {Path(one.path).parent.name for one in articles.get_fragments(wanted)} == {"published_date=2025-05-02"}


@pytest.fixture
def spoilt(lake, tmp_path):
    """The lake with the articles of a day spoilt but for their footers: a tool may ask any file for its columns."""
    copy = shutil.copytree(lake, tmp_path / "lake")
    for path in Path(copy, "articles").glob("published_date=2025-05-01/*.parquet"):
        content = path.read_bytes()
        footer = 8 + int.from_bytes(content[-8:-4], "little")
        path.write_bytes(content[:4] + bytes(len(content) - footer - 4) + content[-footer:])
    return str(copy)


def pandas_filtered(lake):
    """As the page says: without filters pandas reads everything."""
    import pandas

    days = ds.partitioning(pa.schema([("published_date", pa.date32())]), flavor="hive")
    wanted = [("published_date", "=", datetime.date(2025, 5, 2))]
    return pandas.read_parquet(f"{lake}/articles", partitioning=days, filters=wanted, columns=["text"])


OF_ONE_DAY = "SELECT text FROM articles WHERE published_date = DATE '2025-05-02'"


@pytest.mark.parametrize("reader", ["duckdb", "polars", "pandas"])
def test_a_question_about_one_day_is_answered_though_another_is_spoilt(spoilt, reader):
    ask = (lambda question: pandas_filtered(spoilt)) if reader == "pandas" else READERS[reader](spoilt)
    assert len(ask(OF_ONE_DAY)) == 4
    if reader != "pandas":
        with pytest.raises(Exception):
            ask("SELECT text FROM articles")


@pytest.mark.slow
def test_spark_answers_a_question_about_one_day_though_another_is_spoilt(spoilt, spark):
    use("pyspark", spoilt, spark=spark)
    assert len(spark.sql(OF_ONE_DAY).collect()) == 4
    with pytest.raises(Exception):
        spark.sql("SELECT text FROM articles").collect()


def test_the_page_is_as_generated_and_names_every_column():
    page = PAGE.read_text(encoding="utf-8")
    assert page == reading_markdown()
    for engine in ENGINES:
        assert all(ddl(engine, table) in page for table in TABLES)
