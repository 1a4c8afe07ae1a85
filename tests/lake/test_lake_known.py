"""The look-up of versions that the lake holds already."""

import pytest

from tests.lake.building import DAY, document, new_lake
from transforms.lake.commit import commit
from transforms.lake.known import REFRESH_SECONDS, KnownVersions
from transforms.lake.layout import UNKNOWN_DATE, table_files
from transforms.lake.partition import TRUST_SECONDS, ArticlePartition
from transforms.lake.store import Store
from transforms.lake.writer import LakeWriter


class Clock:
    """A clock that is set."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class CountingStore(Store):
    """Counts the files that are opened."""

    def __init__(self, store) -> None:
        self.__dict__.update(store.__dict__)
        self.opened = []

    def open(self, name):
        self.opened.append(name)
        return super().open(name)


@pytest.fixture
def store(tmp_path):
    return new_lake(tmp_path / "lake")


def put(store, number, day=DAY):
    commit(ArticlePartition(store, day or UNKNOWN_DATE), 0, [document(number, day)])


@pytest.mark.parametrize("day", [DAY, None])
def test_it_knows_what_is_there(store, day):
    put(store, 0, day)
    known = KnownVersions(store)
    assert known.holds(document(0, day).article)
    assert not known.holds(document(1, day).article)
    assert not known.holds(document(0, day, text="Another text than before.", found=False).article)


def test_it_knows_a_version_whose_date_has_changed(store):
    put(store, 0, "2025-05-01")
    known = KnownVersions(store)
    for day in ("2025-05-02", None):
        assert known.holds(document(0, day).article)


def test_what_others_commit_is_seen_after_a_while(store):
    clock = Clock()
    known = KnownVersions(store, clock)
    article = document(0).article
    assert not known.holds(article)
    put(store, 0)
    assert not known.holds(article)
    clock.now += REFRESH_SECONDS + 1
    assert known.holds(article)


def test_what_this_process_commits_is_known_at_once(store):
    known = KnownVersions(store)
    assert not known.holds(document(0).article)
    writer = LakeWriter(store, known)
    assert writer.commit_documents(DAY, 0, [document(0)]).new == 1
    assert known.holds(document(0).article)
    assert writer.commit_documents("2025-05-02", 0, [document(0, "2025-05-02")]).unchanged == 1


def test_each_file_is_read_once_and_a_run_without_news_reads_only_its_partitions(store):
    put(store, 0, "2025-05-01")
    put(store, 1, "2025-05-02")
    clock, counting = Clock(), CountingStore(store)
    known = KnownVersions(counting, clock)
    assert known.holds(document(0, "2025-05-01").article)
    assert counting.opened == ["articles/published_date=2025-05-01/s000-000001.parquet"]
    for _ in range(3):
        clock.now += REFRESH_SECONDS + 1
        assert not known.holds(document(7, "2025-05-01").article)
    assert sorted(counting.opened) == [file.name for file in table_files(store, "articles")]


def test_rows_of_deleted_files_are_forgotten(store):
    put(store, 0)
    put(store, 1)
    clock = Clock()
    known = KnownVersions(store, clock)
    partition = ArticlePartition(store, DAY, clock)
    partition.refresh(0)
    assert partition.holds(document(0).article) and not known.holds(document(2).article)
    store.delete(f"articles/published_date={DAY}/s000-000001.parquet")
    clock.now += TRUST_SECONDS + 1
    partition.refresh(0)
    assert not known.holds(document(2).article)
    assert [known.holds(document(number).article) for number in (0, 1)] == [False, True]
    assert [partition.holds(document(number).article) for number in (0, 1)] == [False, True]
