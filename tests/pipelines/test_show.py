"""A first look at a lake: a few rows of each table, within the width of the screen."""

import pytest

from pipelines.show import main
from tests.lake.building import DAY, document, new_lake, rejected
from transforms.lake.commit import commit
from transforms.lake.partition import ArticlePartition, RejectPartition
from transforms.lake.rejects import commit_rejects


@pytest.fixture
def lake(tmp_path):
    store = new_lake(tmp_path / "lake")
    commit(ArticlePartition(store, DAY), 0, [document(number) for number in range(12)])
    commit_rejects(RejectPartition(store, DAY), [rejected(0)])
    return str(store.root)


@pytest.mark.parametrize("columns", ["80", "120", "300"])
def test_rows_of_each_table_are_shown_in_the_width_of_the_screen(lake, capsys, monkeypatch, columns):
    monkeypatch.setenv("COLUMNS", columns)
    assert main([lake]) == 0
    output = capsys.readouterr().out
    for heading in ("articles: 12 rows", "mentions: 24 rows", "relations: 12 rows", "rejects: 1 rows"):
        assert heading in output
    for word in ("Amina", "could", "possible", "travel to", "Geneva", "empty"):
        assert word in output
    shown = [line for line in output.splitlines() if "newslake sql" not in line]  # a command is not to be cut
    assert max(map(len, shown)) <= int(columns)


def test_an_empty_lake_says_so(tmp_path, capsys):
    assert main([str(new_lake(tmp_path / "empty").root)]) == 0
    assert "articles: 0 rows" in capsys.readouterr().out


@pytest.mark.parametrize("arguments, said", [([], "name one lake"), (["nowhere/at/all"], "nowhere/at/all")])
def test_what_is_no_lake_is_said(arguments, said, capsys):
    assert main(arguments) == 2
    assert said in capsys.readouterr().err
