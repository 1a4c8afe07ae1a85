"""Merging small files: the same rows before, meanwhile and afterwards, whatever happens."""

import dataclasses
import errno
import fcntl
import os
import threading
import time

import pyarrow.parquet as pq
import pytest
from obstore.store import MemoryStore

from schemas import ids
from schemas.tables import SIDE_TABLES, TABLES, record_of
from tests.lake.building import DAY, document, new_lake, read_ids, rejected
from tests.lake.faulty import BucketStore, Crash, CrashingStore
from transforms.lake import compact as compact_module
from transforms.lake import guard as guard_module
from transforms.lake import rows as rows_module
from transforms.lake import store as store_module
from transforms.lake.audit import audit
from transforms.lake.commit import commit
from transforms.lake.compact import FAMILIES, LEFTOVER_AGE, MIN_BUCKET_AGE, compact
from transforms.lake.form import encoding_faults, footer_faults, schema_faults
from transforms.lake.guard import LOCKS, merging, writing
from transforms.lake.known import KnownVersions
from transforms.lake.layout import COMPACTED, FINGERPRINTS, LAKE_FILE, REMOVALS, UNKNOWN_DATE, TableFile, table_files
from transforms.lake.partition import ArticlePartition, RejectPartition
from transforms.lake.recover import recover
from transforms.lake.rejects import commit_rejects
from transforms.lake.rows import footer_of, open_parquet, read_records
from transforms.lake.writer import LakeWriter

DAYS = (DAY, "2025-05-02", None)


KINDS = ["folder", "folder without exchange", "bucket"]


@pytest.fixture(params=KINDS)
def make(request, tmp_path, monkeypatch):
    """Makes new lakes on disk, on a disk whose folders can't change places, and in buckets whose files are old."""
    monkeypatch.setattr(compact_module, "MIN_BUCKET_AGE", 0.0)
    monkeypatch.setattr(compact_module, "LISTING_SECONDS", 0.0)
    if request.param == "folder without exchange":
        monkeypatch.setattr(store_module, "exchange", lambda one, other: False)

    def make(name="lake"):
        if request.param != "bucket":
            return new_lake(tmp_path / name, shards=2)
        bucket = BucketStore(MemoryStore())
        bucket.create(LAKE_FILE, b'{"layout": 1, "shards": 2}')
        return bucket

    make.kind = request.param
    return make


def fill(store, commits=4):
    """Several commits in each shard of some days, some without mentions, and rejects."""
    for number in range(commits):
        for place, day in enumerate(DAYS):
            for shard in (0, 1):
                numbers = [1000 * place + 100 * number + 10 * shard + at for at in range(3)]
                documents = [document(one, day, found=number % 4 != 3) for one in numbers]
                commit(ArticlePartition(store, day or UNKNOWN_DATE), shard, documents)
        commit_rejects(RejectPartition(store, DAY), [rejected(number), rejected(number + 100)])
    return store


def few(store):
    """Two commits of one day, the second without mentions, and two files of rejects."""
    for number in range(2):
        commit(ArticlePartition(store, DAY), 0, [document(number, found=number == 0)])
        commit_rejects(RejectPartition(store, DAY), [rejected(number)])
    return store


def stored(store):
    """Every row of each table in every column, sorted; the file does not matter."""
    found = {}
    for table in VIEWS:
        rows = []
        for file in table_files(store, table):
            with open_parquet(store, file.name) as parquet:
                rows += [(file.partition, file.shard, row) for row in read_records(record_of(table), parquet)]
        found[table] = sorted(rows, key=repr)
    return found


VIEWS = (*TABLES, *SIDE_TABLES)


def quick(store, **options):
    return compact(store, listing_seconds=0.0, **options)


def test_rows_are_the_same_in_few_files(make):
    store = fill(make())
    before = stored(store)
    done = quick(store)
    assert (done.merged, done.made, done.skipped) == (6 * 4 + 4, 7, [])
    assert stored(store) == before
    assert [(file.partition, file.shard, file.seq) for file in table_files(store, "articles")] == [
        (day, shard, 5) for day in sorted((DAY, "2025-05-02", UNKNOWN_DATE)) for shard in (0, 1)
    ]
    for table in VIEWS:
        for file in table_files(store, table):
            with open_parquet(store, file.name) as parquet:
                assert [*schema_faults(record_of(table), parquet), *encoding_faults(record_of(table), parquet)] == []
                assert list(footer_faults(table, parquet)) == []
    # The lake's shards are by number here and not by id; the audit may say that and nothing else.
    assert {finding.what.partition(": ")[2] for finding in audit(store).findings} <= {"belongs to another shard"}
    kept = (LAKE_FILE, LOCKS, COMPACTED, FINGERPRINTS, REMOVALS)
    assert [name for name in store.names("_newslake/") if not name.startswith(kept)] == []


def test_again_there_is_nothing_to_do_and_what_is_new_is_taken_in(make):
    store = fill(make())
    quick(store)
    names = store.names()
    assert (quick(store).merged, store.names()) == (0, names)
    commit(ArticlePartition(store, DAY), 0, [document(900)])
    before = stored(store)
    assert quick(store).merged == 2
    assert stored(store) == before
    assert [file.seq for file in table_files(store, "articles", DAY) if file.shard == 0] == [7]


def test_groups_of_uneven_rows_are_bounded_in_bytes(tmp_path, monkeypatch):
    """Long texts that stand together must not share a group because the others are short."""
    store = new_lake(tmp_path / "lake")
    for number in range(12):
        one = document(number, found=False)
        text = one.article.text + " More of it." * (1000 if number >= 9 else 1)
        commit(ArticlePartition(store, DAY), 0, [dataclasses.replace(one, article=dataclasses.replace(one.article, text=text))])
    monkeypatch.setattr(rows_module, "GROUP_BYTES", 20_000)
    assert quick(store).merged == 12
    (file,) = table_files(store, "articles")
    with open_parquet(store, file.name) as parquet:
        groups = [parquet.read_row_group(at) for at in range(parquet.metadata.num_row_groups)]
    assert sum(map(len, groups)) == 12 and len(groups) < 12
    assert all(group.nbytes <= 21_000 for group in groups)  # read back, a group may have bitmaps more


def test_rows_are_sorted_in_groups_and_an_article_s_rows_stay_in_order(make, monkeypatch):
    monkeypatch.setattr(rows_module, "GROUP_ROWS", 7)
    store = fill(make())
    quick(store)
    file = TableFile("mentions", DAY, 0, 5)
    with open_parquet(store, file.name) as parquet:
        groups = parquet.metadata
        assert [groups.row_group(at).num_rows for at in range(groups.num_row_groups)] == [7, 7, 4]
        rows = [(row.source, row.article_id, row.start) for row in read_records(TABLES["mentions"], parquet)]
    assert rows == sorted(rows)


def test_the_footer_speaks_for_all_rows(make):
    store = fill(make())
    quick(store)
    with open_parquet(store, TableFile("articles", DAY, 1, 5).name) as parquet:
        footer = footer_of(parquet)
        versions = parquet.read(columns=["version_id"]).column(0).to_pylist()
    assert footer["batch_id"] == ids.batch_id(versions)
    assert (footer["rows.mentions"], footer["rows.relations"]) == ("18", "9")


def test_files_are_merged_up_to_a_size_and_large_ones_left_alone(make, monkeypatch):
    store = fill(make())
    size = max(one.size for table in TABLES for one in store.each_object(f"{table}/"))
    monkeypatch.setattr(compact_module, "TARGET_BYTES", int(2.5 * size))
    before = stored(store)
    quick(store, partitions=[DAY])
    assert stored(store) == before
    assert [file.seq for file in table_files(store, "articles", DAY) if file.shard == 0] == [5, 6]
    assert len(table_files(store, "articles", "2025-05-02")) == 8
    monkeypatch.setattr(compact_module, "FULL_BYTES", 1)
    assert quick(store).merged == 0


def test_only_files_old_enough_are_merged(make):
    store = fill(make())
    assert quick(store, older_than=3600).merged == 0
    if store.root is None:
        return
    for seq in (1, 2):
        for table in FAMILIES[0]:
            os.utime(store.root / TableFile(table, DAY, 0, seq).name, (time.time() - 7200,) * 2)
    assert quick(store, older_than=3600).merged == 2


def test_in_a_bucket_young_files_are_never_merged():
    bucket = BucketStore(MemoryStore())
    bucket.create(LAKE_FILE, b'{"layout": 1, "shards": 2}')
    fill(bucket)
    assert MIN_BUCKET_AGE >= 3600
    assert quick(bucket).merged == 0


def steps_of(store) -> int:
    counting = CrashingStore(store, at=None)
    quick(counting, partitions=[DAY])
    return counting.changes


@pytest.mark.parametrize(
    "make, after",
    [
        pytest.param(kind, after, marks=[] if (kind, after) == ("folder", True) else pytest.mark.slow)
        for kind in KINDS
        for after in (False, True)
    ],
    indirect=["make"],
)
def test_a_crash_at_any_step_changes_no_row_and_the_next_run_finishes(make, after):
    steps = steps_of(few(make("counted")))
    assert steps > 12
    for step in range(steps):
        store = few(make(f"lake{step}"))
        before = stored(store)
        with pytest.raises(Crash):
            quick(CrashingStore(store, at=step, after=after), partitions=[DAY])
        if make.kind == "folder":
            assert stored(store) == before, f"what a reader sees after step {step}"
        recover(store)
        assert stored(store) == before, step
        assert commit(ArticlePartition(store, DAY), 0, [document(0), document(777)]).new == 1
        after_commit = stored(store)
        quick(store)
        assert stored(store) == after_commit
        assert len(table_files(store, "articles", DAY)) == 1


@pytest.mark.parametrize("after", [False, True])
def test_a_crash_while_only_old_files_of_some_days_are_merged_changes_no_row(tmp_path, after):
    """Young files, other days and every row are as before, at whatever step it dies, and the next run goes on."""

    def lake(name):
        store = few(new_lake(tmp_path / name))
        for path in store.root.glob("*/*/*.parquet"):
            os.utime(path, (time.time() - 7200,) * 2)
        commit(ArticlePartition(store, DAY), 0, [document(5)])
        for number in (6, 7):
            commit(ArticlePartition(store, "2025-05-02"), 0, [document(number, "2025-05-02")])
        return store

    options = dict(older_than=3600, partitions=[DAY])
    counting = CrashingStore(lake("counted"), at=None)
    quick(counting, **options)
    assert counting.changes > 6
    for step in range(counting.changes):
        store = lake(f"lake{step}")
        before, others = stored(store), store.names("articles/published_date=2025-05-02/")
        with pytest.raises(Crash):
            quick(CrashingStore(store, at=step, after=after), **options)
        assert stored(store) == before, step
        recover(store)
        quick(store, **options)
        assert stored(store) == before, step
        assert [file.seq for file in table_files(store, "articles", DAY)] == [3, 4]
        assert store.names("articles/published_date=2025-05-02/") == others


def test_writers_who_know_the_old_files_see_the_merged(make):
    store = fill(make())
    writers = [LakeWriter(store, KnownVersions(store)) for _ in range(2)]
    for number, writer in enumerate(writers):
        assert writer.commit_documents(DAY, 0, [document(500 + number)]).new == 1
    quick(store)
    again = [document(0), document(500), document(501), document(600)]
    assert writers[0].commit_documents(DAY, 0, again).new == 1
    assert writers[1].commit_documents(DAY, 0, again).new == 0
    assert [file.seq for file in table_files(store, "articles", DAY) if file.shard == 0] == [7, 8]


def test_a_writer_that_commits_while_files_are_merged_loses_nothing(make, monkeypatch):
    """Between the merging and the change another commits: its file stays, under its number."""
    store = fill(make())
    merge = compact_module.merge
    committed = []

    def merge_late(*arguments):
        merged = merge(*arguments)
        if not committed:
            committed.append(commit(ArticlePartition(store, DAY), 0, [document(700)]))
        return merged

    monkeypatch.setattr(compact_module, "merge", merge_late)
    quick(store, partitions=[DAY])
    numbers = [file.seq for file in table_files(store, "articles", DAY) if file.shard == 0]
    assert numbers == [5, 6]
    assert document(700).article.version_id in {row.version_id for _, _, row in stored(store)["articles"]}


def test_of_two_compactions_of_the_same_files_one_takes_effect(make, monkeypatch):
    store = fill(make())
    before = stored(store)
    take_effect = compact_module.take_effect
    inside = []

    def overtaken(one, compaction):
        if not inside:
            inside.append(True)
            assert quick(store).made == 7
        return take_effect(one, compaction)

    monkeypatch.setattr(compact_module, "take_effect", overtaken)
    done = quick(store)
    assert (done.merged, done.skipped) == (0, [])
    assert stored(store) == before


def test_an_unpublished_commit_is_left_alone(make):
    store = fill(make())
    crashing = CrashingStore(store, at=None)
    commit(ArticlePartition(crashing, DAY), 0, [document(800)])
    steps = crashing.changes
    for step in range(steps):
        with pytest.raises(Crash):
            commit(ArticlePartition(CrashingStore(store, at=step), DAY), 0, [document(801 + step)])
    known = {row.version_id for _, _, row in stored(store)["articles"]}
    quick(store)
    recover(store)
    after = stored(store)
    assert {row.version_id for _, _, row in after["articles"]} == known
    with_rows = {row.version_id for _, _, row in after["mentions"]}
    assert {document(801 + step).article.version_id for step in range(steps)} & known <= with_rows


def test_leftovers_of_a_day_are_cleared_and_younger_ones_kept(tmp_path):
    store = new_lake(tmp_path / "lake")
    for step in (1, 3, 4):
        with pytest.raises(Crash):
            commit(ArticlePartition(CrashingStore(store, at=step), DAY), 0, [document(step)])
    store.write("_newslake/staging/0123", b"x")
    (store.root / "_newslake" / "staging" / "4567#1").write_bytes(b"x")
    (store.root / "_newslake" / "compaction" / "89").mkdir(parents=True)
    store.write("_newslake/compaction/89/articles.parquet", b"x")

    def leftovers():
        folders = ("staging", "pending", "compaction")
        return [path for name in folders for path in (store.root / "_newslake" / name).rglob("*") if path.is_file()]

    young = len(leftovers())
    assert young >= 7
    quick(store)
    assert len(leftovers()) == young
    for path in leftovers():
        os.utime(path, (time.time() - LEFTOVER_AGE - 60,) * 2)
    assert quick(store).cleared > 0
    assert leftovers() == []
    assert audit(store).findings == []


def test_an_old_attempt_that_stands_is_published_and_not_cleared(tmp_path):
    for step in range(20):
        store = new_lake(tmp_path / f"lake{step}")
        crashing = CrashingStore(store, at=step)
        try:
            commit(ArticlePartition(crashing, DAY), 0, [document(0)])
            break
        except Crash:
            pass
        for path in (store.root / "_newslake").rglob("*"):
            os.utime(path, (time.time() - LEFTOVER_AGE - 60,) * 2)
        stood = bool(table_files(store, "articles"))
        quick(store)
        assert len(read_ids(store.root)["mentions"]) == (2 if stood else 0)


def test_a_damaged_file_is_left_alone_with_its_neighbours_merged(tmp_path):
    store = fill(new_lake(tmp_path / "lake", shards=2))
    name = TableFile("articles", DAY, 0, 2).name
    store.write(name, store.read(name)[:100])
    quick(store)
    assert [file.seq for file in table_files(store, "articles", DAY) if file.shard == 0] == [2, 5]


def test_a_file_with_columns_unknown_here_is_left_alone_and_named(tmp_path):
    store = fill(new_lake(tmp_path / "lake", shards=2))
    path = store.root / TableFile("articles", DAY, 0, 2).name
    rows = pq.read_table(path, partitioning=None)
    pq.write_table(rows.append_column("mood", rows.column("source")), path)
    done = quick(store, partitions=[DAY])
    assert len(done.skipped) == 1 and "mood" in done.skipped[0]
    assert len([file for file in table_files(store, "articles", DAY) if file.shard == 0]) == 4


def test_a_folder_that_changed_places_is_kept_while_it_may_be_listed(tmp_path, monkeypatch):
    store = fill(new_lake(tmp_path / "lake", shards=2))
    waited = []
    monkeypatch.setattr(compact_module.time, "sleep", lambda seconds: waited.append(
        (seconds, len(list((store.root / "_newslake" / "compaction").glob("*/articles-*"))))
    ))
    compact(store, listing_seconds=5.0)
    assert waited == [(5.0, 6)]
    assert not list((store.root / "_newslake" / "compaction").iterdir())


def test_on_a_file_system_without_locks_writing_goes_on_and_merging_is_refused(tmp_path, monkeypatch):
    def no_locks(file, kind):
        raise OSError(errno.ENOLCK, "No locks available")

    store = new_lake(tmp_path / "lake")
    monkeypatch.setattr(guard_module.fcntl, "flock", no_locks)
    for number in range(2):
        assert commit(ArticlePartition(store, DAY), 0, [document(number)]).new == 1
    assert recover(store) == 0
    done = quick(store)
    assert done.made == 0 and "without locks" in done.skipped[0]
    assert len(table_files(store, "articles")) == 2


def test_who_merges_waits_for_who_writes_and_keeps_out_who_comes_later(tmp_path):
    store = new_lake(tmp_path / "lake")
    order = []

    def merge():
        with merging(store, DAY):
            order.append("merged")

    def write():
        with writing(store, DAY):
            order.append("written later")

    with writing(store, DAY):
        merger = threading.Thread(target=merge)
        merger.start()
        while not _is_held(store, ".gate"):
            assert merger.is_alive()
        later = threading.Thread(target=write)
        later.start()
        order.append("written first")
    merger.join(10)
    later.join(10)
    assert order == ["written first", "merged", "written later"]


def _is_held(store, ending):
    (path,) = (store.root / LOCKS).glob(f"*{ending}")
    with open(path, "ab") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def test_the_command(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(compact_module.time, "sleep", lambda seconds: None)
    from pipelines import cli

    store = fill(new_lake(tmp_path / "lake", shards=2))
    lake = str(store.root)
    assert cli.main(["compact", lake, "--partition", "2025-05-02", "--older-than", "1h"]) == 0
    assert "0 commits merged into 0" in capsys.readouterr().out
    assert cli.main(["compact", lake, "--partition", "2025-05-02"]) == 0
    assert "8 commits merged into 2" in capsys.readouterr().out
    for wrong in (["--partition", "May"], ["--older-than", "soon"], ["--older-than", "-1h"]):
        assert cli.main(["compact", lake, *wrong]) == 2
        assert len(capsys.readouterr().err.splitlines()) == 1
    assert cli.main(["compact", str(tmp_path / "nowhere")]) == 2
