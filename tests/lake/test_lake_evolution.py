"""Lakes of older versions are read, added to, merged and asked; those of newer ones are refused.

`golden_lake` was written by newslake 0.1.0 and is never written again; `golden_lake.json` has its rows.
"""

import dataclasses
import json
import shutil
from pathlib import Path
from typing import Optional

import pytest

from pipelines import cli
from schemas.columns import TEXT, column
from schemas.tables import TABLES, Article
from tests.lake.building import document
from transforms.lake import audit as audit_module
from transforms.lake import commit as commit_module
from transforms.lake.audit import audit
from transforms.lake.compact import compact
from transforms.lake.layout import LAKE_FILE, LakeError, open_lake, shard_of, table_files
from transforms.lake.known import KnownVersions
from transforms.lake.rows import open_parquet, read_records
from transforms.lake.store import Store
from transforms.lake.writer import LakeWriter

HERE = Path(__file__).parent
DAY = "2025-05-01"

NewerArticle = dataclasses.make_dataclass(
    "NewerArticle", [("mood", Optional[str], column(TEXT, "How it sounds."))], bases=(Article,), frozen=True
)


@pytest.fixture
def store(tmp_path):
    """A copy of the golden lake."""
    shutil.copytree(HERE / "golden_lake", tmp_path / "lake")
    return Store(str(tmp_path / "lake"))


@pytest.fixture
def newer(monkeypatch):
    """A version of newslake whose articles have a column more."""
    monkeypatch.setitem(TABLES, "articles", NewerArticle)
    for module in (commit_module, audit_module):
        monkeypatch.setattr(module, "Article", NewerArticle)


def rows(store):
    """The rows of each table, as they are kept in the golden file."""
    found = {}
    for table, record in TABLES.items():
        found[table] = []
        for file in table_files(store, table):
            with open_parquet(store, file.name) as parquet:
                found[table] += [
                    {"partition": file.partition, **dataclasses.asdict(one)} for one in read_records(record, parquet)
                ]
        found[table].sort(key=_place)
    return found


def _place(row):
    return json.dumps({name: row[name] for name in row if name != "mood"}, sort_keys=True)


def golden():
    return json.loads((HERE / "golden_lake.json").read_text(encoding="utf-8"))


def glad(number):
    """An article as a newer version writes it."""
    one = document(number)
    return dataclasses.replace(one, article=NewerArticle(**vars(one.article), mood="glad"))


def add(store, *documents):
    """Commit to the shards that documents belong to."""
    writer = LakeWriter(store, KnownVersions(store))
    return [writer.commit_documents(DAY, shard_of(one.article.article_id, 2), [one]) for one in documents]


def test_the_golden_lake_is_read_as_it_was_written(store):
    assert rows(store) == golden()
    assert audit(store).findings == []


def test_the_golden_lake_is_added_to(store):
    assert open_lake(str(store.root), shards=2).shards == 2
    known, new = add(store, document(0), document(50))
    assert (known.unchanged, new.new) == (1, 1)
    assert audit(store).findings == []
    assert compact(store, listing_seconds=0.0).merged > 0
    assert audit(store).findings == []
    assert len(rows(store)["articles"]) == len(golden()["articles"]) + 1


def test_a_column_more_is_null_in_what_was_written_before(store, newer):
    before = golden()
    assert audit(store).findings == []
    found = rows(store)
    assert {article.pop("mood") for article in found["articles"]} == {None}
    assert found == before


def test_old_and_new_files_are_merged_and_asked_together(store, newer, capsys):
    lake = str(store.root)
    assert asked(capsys, lake, "SELECT count(*) AS n, count(mood) AS moods FROM articles") == [{"n": 6, "moods": 0}]
    add(store, glad(0), glad(50), glad(51))
    question = "SELECT mood, count(*) AS n FROM articles GROUP BY ALL ORDER BY ALL NULLS LAST"
    answer = [{"mood": "glad", "n": 2}, {"mood": None, "n": 6}]
    assert asked(capsys, lake, question) == answer
    assert audit(store).findings == []
    assert compact(store, listing_seconds=0.0).skipped == []
    assert asked(capsys, lake, question) == answer
    assert audit(store).findings == []


def test_columns_of_a_newer_version_are_refused_where_they_would_be_lost(store, monkeypatch):
    with monkeypatch.context() as newer_version:
        newer_version.setitem(TABLES, "articles", NewerArticle)
        newer_version.setattr(commit_module, "Article", NewerArticle)
        add(store, glad(50), glad(51), glad(52), glad(53))
    assert add(store, glad(50), document(54))[0].unchanged == 1
    done = compact(store, listing_seconds=0.0)
    assert done.skipped and all("mood" in said for said in done.skipped)
    assert any("with mood" in finding.what for finding in audit(store).findings)


def test_a_newer_layout_is_refused_in_one_sentence_by_every_command(store, capsys):
    store.delete(LAKE_FILE)
    store.write(LAKE_FILE, b'{"layout": 2, "shards": 2}')
    lake = str(store.root)
    with pytest.raises(LakeError, match="has layout 2, newer than the 1 that newslake-"):
        open_lake(lake)
    for command in ("audit", "compact", "rejects", "sql"):
        assert cli.main([command, lake, *(["SELECT 1"] if command == "sql" else [])]) == 2
        said = capsys.readouterr().err
        assert "newer than the 1" in said and len(said.splitlines()) == 1




def asked(capsys, lake, query):
    capsys.readouterr()
    assert cli.main(["sql", lake, query, "--format", "json"]) == 0
    return json.loads(capsys.readouterr().out)
