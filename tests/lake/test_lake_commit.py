"""The commit: each version once, all its rows with it, whatever happens and whoever else commits."""

import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from obstore.store import MemoryStore

from schemas.ids import batch_id
from schemas.tables import record_of
from tests.lake.building import DAY, ID_COLUMNS, document, expected_ids, new_lake
from tests.lake.faulty import BucketStore, Crash, CrashingStore
from transforms.lake.attempt import MANIFEST, pending_attempts
from transforms.lake.audit import audit
from transforms.lake.commit import Committed, commit
from transforms.lake.guard import LOCKS
from transforms.lake.layout import FINGERPRINTS, LAKE_FILE, REMOVALS, TableFile, table_files
from transforms.lake.partition import ArticlePartition
from transforms.lake.recover import recover
from transforms.lake.rows import footer_of, open_parquet, order, read_records
from transforms.lake.store import Store


@pytest.fixture(params=["folder", "bucket"])
def lake(request, tmp_path) -> Store:
    """A new lake on disk and in a bucket."""
    if request.param == "folder":
        return new_lake(tmp_path / "lake")
    return new_bucket()


def new_bucket() -> Store:
    bucket = BucketStore(MemoryStore())
    bucket.create(LAKE_FILE, b'{"layout": 1, "shards": 1}')
    return bucket


def commit_to(store, documents, day=DAY):
    """Commit as a process that knows nothing yet."""
    return commit(ArticlePartition(store, day), 0, documents)


def stored(store, table):
    """The rows of a table, file by file, as whoever reads the folder finds them."""
    found = []
    for file in table_files(store, table):
        with open_parquet(store, file.name) as parquet:
            found += read_records(record_of(table), parquet)
    return found


def ids(store):
    return {table: sorted(getattr(row, column) for row in stored(store, table)) for table, column in ID_COLUMNS.items()}


def test_a_batch_is_committed_with_all_its_rows(lake):
    documents = [document(number) for number in range(5)]
    assert commit_to(lake, documents) == Committed(new=5, mentions=10, relations=5)
    assert ids(lake) == expected_ids(documents)
    identity = batch_id([one.article.version_id for one in documents])
    for table in ("articles", "mentions", "relations"):
        assert {row.batch_id for row in stored(lake, table)} == {identity}
    with open_parquet(lake, TableFile("articles", DAY, 0, 1).name) as parquet:
        footer = footer_of(parquet)
    assert (footer["batch_id"], footer["layout"]) == (identity, "1")
    assert (footer["rows.mentions"], footer["rows.relations"]) == ("10", "5")
    removed = [dataclasses.replace(one, batch_id=identity) for document in documents for one in document.removals]
    assert len(removed) == 4
    assert stored(lake, "removals") == sorted(removed, key=order)
    kept = (LAKE_FILE, LOCKS, FINGERPRINTS, REMOVALS)
    assert [name for name in lake.names("_newslake/") if not name.startswith(kept)] == []
    assert audit(lake).findings == []


def test_only_what_is_new_is_committed_and_its_batch_is_of_that(lake):
    commit_to(lake, [document(0), document(1)])
    again = commit_to(lake, [document(1), document(2), document(2)])
    assert again == Committed(new=1, unchanged=2, mentions=2, relations=1)
    assert commit_to(lake, [document(0), document(2)]) == Committed(unchanged=2)
    assert ids(lake) == expected_ids([document(0), document(1), document(2)])
    assert {row.batch_id for row in stored(lake, "articles")} == {
        batch_id([document(0).article.version_id, document(1).article.version_id]),
        batch_id([document(2).article.version_id]),
    }


def test_a_table_without_rows_has_no_file(lake):
    assert commit_to(lake, [document(0, found=False)]) == Committed(new=1)
    of_tables = [name for name in lake.names() if not name.startswith("_newslake/")]
    assert of_tables == [TableFile("articles", DAY, 0, 1).name]
    assert audit(lake).findings == []


def test_a_changed_text_is_a_new_version_of_the_article(lake):
    first, second = document(0), document(0, text="Amina Diallo could travel to Geneva, it is said.")
    assert first.article.article_id == second.article.article_id
    commit_to(lake, [first])
    assert commit_to(lake, [second]).new == 1
    assert len(ids(lake)["articles"]) == 2


def test_what_repeats_an_earlier_article_names_it(lake):
    original = document(0, ingested_at=100)
    copies = [
        document(1, address=f"https://paper{number}.example/", text=original.article.text, ingested_at=200 + number)
        for number in range(3)
    ]
    # The batch has the copies first: it is the time of ingestion that counts, then what the lake holds.
    assert commit_to(lake, [copies[0], original]).duplicate == 1
    assert commit_to(lake, copies[1:]).duplicate == 2
    named = {row.article_id: row.duplicate_of for row in stored(lake, "articles")}
    assert named == {
        original.article.article_id: None,
        **{copy.article.article_id: original.article.article_id for copy in copies},
    }


def test_a_version_known_elsewhere_is_unchanged(lake):
    moved = document(0)
    known = {moved.article.version_id}
    result = commit(
        ArticlePartition(lake, DAY), 0, [moved, document(1)], elsewhere=lambda article: article.version_id in known
    )
    assert (result.new, result.unchanged) == (1, 1)


class _Merging(Store):
    """Merges a file into another after it was listed and before it is read."""

    def __init__(self, store, name):
        self.__dict__.update(store.__dict__)
        self._name = name

    def open(self, name):
        if name == self._name:
            self.write(TableFile("articles", DAY, 0, 7).name, self.read(name))
            self.delete(name)
            self._name = None
        return super().open(name)


def test_a_file_that_is_merged_while_it_is_looked_up_is_found_in_the_other(lake):
    commit_to(lake, [document(0)])
    merging = _Merging(lake, TableFile("articles", DAY, 0, 1).name)
    assert commit_to(merging, [document(0), document(1)]) == Committed(new=1, unchanged=1, mentions=2, relations=1)
    assert [file.seq for file in table_files(lake, "articles")] == [7, 8]


class _Overtaken(Store):
    """Lets others commit just before it creates an articles file, the first few times."""

    def __init__(self, store, others):
        self.__dict__.update(store.__dict__)
        self._store = store
        self._others = list(others)

    def create(self, name, data):
        if name.startswith("articles/") and self._others:
            commit_to(self._store, self._others.pop(0))
        return super().create(name, data)


def test_who_loses_the_race_tries_again_with_what_is_left(lake):
    documents = [document(number) for number in range(4)]
    overtaken = _Overtaken(lake, [[documents[0]], [documents[1], documents[2]]])
    assert commit_to(overtaken, documents) == Committed(new=1, unchanged=3, mentions=2, relations=1)
    assert ids(lake) == expected_ids(documents)
    assert [file.seq for file in table_files(lake, "articles")] == [1, 2, 3]
    assert pending_attempts(lake) == []
    assert audit(lake).findings == []


def test_who_loses_to_the_same_batch_leaves_the_winner_s_rows(lake):
    documents = [document(number) for number in range(4)]
    assert commit_to(_Overtaken(lake, [documents]), documents) == Committed(unchanged=4)
    assert ids(lake) == expected_ids(documents)
    assert audit(lake).findings == []


class _Echoing(Store):
    """Hears of a create that it was late, though it was its own request, repeated, that was first."""

    def __init__(self, store):
        self.__dict__.update(store.__dict__)

    def create(self, name, data):
        return super().create(name, data) and not name.startswith("articles/")


def test_the_echo_of_its_own_request_is_no_lost_race(lake):
    assert commit_to(_Echoing(lake), [document(0)]) == Committed(new=1, mentions=2, relations=1)
    assert ids(lake) == expected_ids([document(0)])


def changes_of_a_commit(store) -> int:
    counting = CrashingStore(store, at=None)
    commit_to(counting, [document(0), document(1)])
    return counting.changes


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("make", [new_lake, lambda _: new_bucket()], ids=["folder", "bucket"])
def test_a_crash_at_any_step_leaves_a_lake_that_is_right_and_can_be_finished(tmp_path, make, after):
    documents = [document(0), document(1)]
    steps = changes_of_a_commit(make(tmp_path / "counted"))
    assert steps >= 8  # three files put aside, one created, two published, all cleared
    for step in range(steps):
        store = make(tmp_path / f"lake{step}")
        with pytest.raises(Crash):
            commit_to(CrashingStore(store, at=step, after=after), documents)
        _expect_no_row_without_its_article(store)
        recover(store)
        _expect_all_or_nothing(store, documents)
        commit_to(store, documents)
        assert ids(store) == expected_ids(documents), f"crashed {'after' if after else 'before'} step {step}"
        assert audit(store).findings == []


@pytest.mark.parametrize("make", [new_lake, lambda _: new_bucket()], ids=["folder", "bucket"])
def test_a_recovery_may_crash_at_any_step_and_be_done_again(tmp_path, make):
    documents = [document(0), document(1)]
    for step in range(20):
        store = make(tmp_path / f"lake{step}")
        _commit_without_publishing(store, documents)
        crashing = CrashingStore(store, at=step)
        try:
            recover(crashing)
        except Crash:
            pass
        recover(store)
        recover(store)
        assert ids(store) == expected_ids(documents)
        assert store.names("_newslake/pending/") == []
    assert crashing.changes < 20  # the last of them did not crash


def test_a_recovery_leaves_uncommitted_attempts_alone(lake):
    documents = [document(0), document(1)]
    with pytest.raises(Crash):
        commit_to(CrashingStore(lake, at=4), documents)  # put aside, not yet committed
    (attempt,) = pending_attempts(lake)
    commit_to(lake, [document(5)])  # another takes the name that it would have had
    assert recover(lake) == 0
    assert pending_attempts(lake) == [attempt]
    assert ids(lake) == expected_ids([document(5)])


def test_what_was_put_aside_without_a_manifest_is_ignored(lake):
    commit_to(lake, [document(0)])
    lake.write(f"_newslake/pending/{'0' * 32}/mentions.parquet", b"half")
    assert recover(lake) == 0
    assert audit(lake).findings == []


BATCHES = st.lists(st.tuples(st.sets(st.integers(0, 5), min_size=1), st.integers(0, 25), st.booleans()), max_size=6)


@settings(max_examples=60, deadline=None)
@given(batches=BATCHES)
def test_any_history_of_overlapping_batches_and_crashes_ends_right(batches):
    lake = new_bucket()
    for numbers, step, after in batches:
        crashing = CrashingStore(lake, at=step, after=after)
        try:
            recover(crashing)
            commit_to(crashing, [document(number) for number in numbers])
        except Crash:
            pass
        _expect_no_row_without_its_article(lake)
    everything = [document(number) for numbers, _, _ in batches for number in numbers]
    recover(lake)
    commit_to(lake, everything)
    assert ids(lake) == expected_ids(everything)
    assert audit(lake).findings == []


def _commit_without_publishing(store, documents) -> None:
    step = 0
    while not table_files(store, "articles"):
        for name in store.names("_newslake/pending/"):
            store.delete(name)
        with pytest.raises(Crash):
            commit_to(CrashingStore(store, at=step, after=True), documents)
        step += 1
    assert len(pending_attempts(store)) == 1
    assert any(name.endswith(MANIFEST) for name in store.names())


def _expect_no_row_without_its_article(store) -> None:
    """What a reader may see at any moment: whole files, each version once, no row without its article."""
    versions = [article.version_id for article in stored(store, "articles")]
    assert len(versions) == len(set(versions))
    for table in ("mentions", "relations"):
        found = [dataclasses.astuple(row) for row in stored(store, table)]
        assert len(found) == len(set(found))
        assert {row.version_id for row in stored(store, table)} <= set(versions)


def _expect_all_or_nothing(store, documents) -> None:
    assert ids(store) in (expected_ids(documents), expected_ids([]))
