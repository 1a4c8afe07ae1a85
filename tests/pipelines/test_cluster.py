"""What a cluster is told."""

import pytest

from pipelines.cluster import for_any_folder
from pipelines.settings import Settings


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("given", ["examples", "./examples/", "examples/**/*.json", "a b.txt"])
def test_a_path_is_that_of_where_the_job_was_submitted(here, given):
    (named,), _ = for_any_folder([given], Settings("lake", 1))
    assert named == str(here / given)


@pytest.mark.parametrize(
    "given", ["https://paper.example/feed?x=./y", "s3://bucket/./incoming/*", "file:///data/x.json", "/data/x.json"]
)
def test_what_has_a_name_of_its_own_keeps_it(given):
    assert for_any_folder([given], Settings("lake", 1))[0] == [given]


@pytest.mark.parametrize("uri", ["s3://bucket/lake", "/data/lake", "memory://lake"])
def test_a_lake_that_has_a_name_of_its_own_keeps_it(uri):
    assert for_any_folder([], Settings(uri, 1))[1].output == uri


def test_lake_catalogue_and_model_are_found_from_any_folder(here, monkeypatch):
    monkeypatch.setenv("HOME", "/home/somebody")
    (here / "my_model").mkdir()
    settings = for_any_folder([], Settings("lake", 1, model="my_model", catalogue="types.yaml"))[1]
    assert (settings.output, settings.model, settings.catalogue) == tuple(
        str(here / name) for name in ("lake", "my_model", "types.yaml")
    )
    assert for_any_folder([], Settings("~/lake", 1))[1].output == "/home/somebody/lake"
    packaged = for_any_folder([], Settings("lake", 1))[1]
    assert (packaged.model, packaged.catalogue) == ("en_newslake_sm", None)
