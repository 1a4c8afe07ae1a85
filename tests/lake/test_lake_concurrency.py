"""Several processes that commit the same at once write the rows of one."""

import multiprocessing
import random

from tests.lake.building import document, expected_ids, new_lake, read_ids, rejected
from transforms.lake.audit import audit
from transforms.lake.commit import commit
from transforms.lake.layout import UNKNOWN_DATE
from transforms.lake.partition import ArticlePartition, RejectPartition
from transforms.lake.recover import recover
from transforms.lake.rejects import commit_rejects
from transforms.lake.store import Store

ARTICLES = 30
NUMBERS = {"2025-05-01": range(ARTICLES), None: range(ARTICLES, 2 * ARTICLES)}  # of each day's articles
COMMITTERS = 4
BATCH = 4


def test_overlapping_batches_from_processes_at_once(tmp_path):
    store = new_lake(tmp_path / "lake")
    context = multiprocessing.get_context("spawn")
    start, totals = context.Barrier(COMMITTERS), context.Queue()
    processes = [
        context.Process(target=_commit_all, args=(store.uri, seed, start, totals)) for seed in range(COMMITTERS)
    ]
    for process in processes:
        process.start()
    new = sum(totals.get(timeout=60) for _ in processes)
    for process in processes:
        process.join(timeout=60)
        assert process.exitcode == 0
    documents = [document(number, day) for day, numbers in NUMBERS.items() for number in numbers]
    rejects = sorted(rejected(number).reject_id for number in range(2 * ARTICLES))
    assert read_ids(store.root) == {**expected_ids(documents), "rejects": rejects}
    assert new == len(documents)
    assert audit(store).findings == []
    assert not list((store.root / "_newslake" / "pending").iterdir())


def _commit_all(uri, seed, start, totals) -> None:
    """Commit every article of every day in random batches, recovering in between; tell how many were new."""
    chance = random.Random(seed)
    store = Store(uri)
    partitions = {day: ArticlePartition(store, day or UNKNOWN_DATE) for day in NUMBERS}
    rejects = RejectPartition(store, "2025-05-01")
    work = []
    for day, numbers in NUMBERS.items():
        shuffled = chance.sample(numbers, ARTICLES)
        work += [(day, shuffled[at : at + BATCH]) for at in range(0, ARTICLES, BATCH)]
    chance.shuffle(work)
    new = 0
    start.wait(timeout=60)
    for day, numbers in work:
        new += commit(partitions[day], 0, [document(number, day) for number in numbers]).new
        commit_rejects(rejects, [rejected(number) for number in numbers])
        recover(store)
    totals.put(new)
