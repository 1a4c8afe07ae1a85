"""The same commits, races, recoveries and merges in buckets, by URI, against servers on loopback."""

import contextlib
import multiprocessing
import random
import uuid

import pytest

from schemas.tables import TABLES
from tests.lake import buckets
from tests.lake.building import DAY, ID_COLUMNS, document, expected_ids, rejected
from tests.lake.faulty import Crash, CrashingStore
from transforms.lake import compact as compact_module
from transforms.lake.audit import audit
from transforms.lake.commit import commit
from transforms.lake.compact import compact
from transforms.lake.layout import FINGERPRINTS, LAKE_FILE, REMOVALS, LakeError, existing_lake, open_lake, table_files
from transforms.lake.partition import ArticlePartition, RejectPartition
from transforms.lake.recover import recover
from transforms.lake.rejects import commit_rejects
from transforms.lake.rows import open_parquet, read_records
from transforms.lake.store import Store


@pytest.fixture
def uri(scheme):
    """The URI of no lake yet."""
    return f"{scheme}://{buckets.BUCKET}/lakes/{uuid.uuid4().hex}"


@pytest.fixture
def store(uri):
    open_lake(uri)
    return Store(uri)


def ids(store):
    found = {}
    for table, column in ID_COLUMNS.items():
        found[table] = []
        for file in table_files(store, table):
            with open_parquet(store, file.name) as parquet:
                found[table] += [getattr(row, column) for row in read_records(TABLES[table], parquet)]
        found[table].sort()
    return found


def test_a_lake_is_created_and_opened_by_uri(uri):
    with pytest.raises(LakeError, match="is not a lake"):
        existing_lake(uri)
    assert open_lake(uri, shards=3).shards == 3
    assert existing_lake(uri).shards == 3
    with pytest.raises(LakeError, match="--shards 2 does not match this lake's 3"):
        open_lake(uri, shards=2)


def test_creating_is_exclusive_among_threads_of_requests(store):
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(8) as threads:
        for number in range(10):
            created = list(threads.map(lambda who: store.create(f"race/{number}", bytes([who])), range(8)))
            assert created.count(True) == 1
            assert store.read(f"race/{number}") == bytes([created.index(True)])


def test_a_commit_a_second_and_an_audit(store):
    documents = [document(number) for number in range(5)]
    assert commit(ArticlePartition(store, DAY), 0, documents[:3]).new == 3
    assert commit(ArticlePartition(store, DAY), 0, documents).new == 2
    commit_rejects(RejectPartition(store, DAY), [rejected(0)])
    found = ids(store)
    assert found == {**expected_ids(documents), "rejects": found["rejects"]}
    rest = [name for name in store.names("_newslake/") if not name.startswith((LAKE_FILE, FINGERPRINTS, REMOVALS))]
    assert rest == []
    assert audit(store).findings == []


def test_a_crash_at_any_step_can_be_finished(scheme):
    documents = [document(0), document(1)]
    for step in range(12):
        uri = f"{scheme}://{buckets.BUCKET}/lakes/{uuid.uuid4().hex}"
        open_lake(uri)
        store = Store(uri)
        with contextlib.suppress(Crash):
            commit(ArticlePartition(CrashingStore(store, at=step), DAY), 0, documents)
        recover(store)
        assert ids(store) in (expected_ids(documents), expected_ids([]))
        commit(ArticlePartition(store, DAY), 0, documents)
        assert ids(store) == expected_ids(documents)


@pytest.mark.slow
def test_files_are_merged_and_a_crash_is_finished(scheme, monkeypatch):
    monkeypatch.setattr(compact_module, "MIN_BUCKET_AGE", -60.0)  # the server's clock may be ahead
    documents = [document(number) for number in range(3)]
    for step in range(20):
        uri = f"{scheme}://{buckets.BUCKET}/lakes/{uuid.uuid4().hex}"
        open_lake(uri)
        store = Store(uri)
        for one in documents:
            commit(ArticlePartition(store, DAY), 0, [one])
        crashing = CrashingStore(store, at=step)
        with contextlib.suppress(Crash):
            compact(crashing)
        recover(store)
        assert ids(store) == expected_ids(documents), step
        compact(store)
        assert ids(store) == expected_ids(documents)
        assert len(table_files(store, "mentions")) == 1
        assert audit(store).findings == []


WRITERS, ARTICLES, BATCH, KILLS = 3, 24, 4, 4


@pytest.mark.slow
def test_processes_that_are_killed_and_overlap_write_each_row_once(store):
    """Writers are killed now and then and begin again; a last one finishes what they leave."""
    context = multiprocessing.get_context("spawn")
    chance = random.Random(7)
    running = [_start(context, store.uri, number) for number in range(WRITERS)]
    for kill in range(KILLS):
        victim = running.pop(0)
        victim.join(chance.uniform(1.0, 2.5))
        victim.kill()
        victim.join()
        running.append(_start(context, store.uri, WRITERS + kill))
    for process in running:
        process.join(120)
        assert process.exitcode == 0
    _commit_all(store.uri, 99)
    assert ids(store) == expected_ids([document(number) for number in range(ARTICLES)])
    assert audit(store).findings == []


def _start(context, uri, seed):
    process = context.Process(target=_commit_all, args=(uri, seed))
    process.start()
    return process


def _commit_all(uri, seed) -> None:
    store, chance = Store(uri), random.Random(seed)
    recover(store)
    partition = ArticlePartition(store, DAY)
    numbers = chance.sample(range(ARTICLES), ARTICLES)
    for at in range(0, ARTICLES, BATCH):
        commit(partition, 0, [document(number) for number in numbers[at : at + BATCH]])


def test_a_store_that_does_not_create_exclusively_is_refused(monkeypatch):
    with buckets.gcs(is_exclusive=False) as environment:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        uri = f"gs://{buckets.BUCKET}/lake"
        with pytest.raises(LakeError, match="does not create objects exclusively"):
            open_lake(uri)
        assert LAKE_FILE not in Store(uri).names()
