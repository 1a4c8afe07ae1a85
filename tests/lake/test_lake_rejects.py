"""Rejects are written once a day, by however many."""

import contextlib

from tests.lake.building import new_lake, read_ids, rejected
from tests.lake.faulty import Crash, CrashingStore
from transforms.lake.audit import audit
from transforms.lake.partition import RejectPartition
from transforms.lake.rejects import commit_rejects
from transforms.lake.store import Store

DAY = "2025-05-01"


def test_once_a_day_each(tmp_path):
    store = new_lake(tmp_path / "lake")
    assert commit_rejects(RejectPartition(store, DAY), [rejected(0), rejected(1), rejected(0)]) == 2
    assert commit_rejects(RejectPartition(store, DAY), [rejected(0), rejected(2)]) == 1
    assert commit_rejects(RejectPartition(store, DAY), [rejected(1)]) == 0
    assert commit_rejects(RejectPartition(store, "2025-05-02"), [rejected(0, "2025-05-02")]) == 1
    assert len(read_ids(store.root)["rejects"]) == 4
    assert audit(store).findings == []


class _Overtaken(Store):
    def __init__(self, store, others):
        self.__dict__.update(store.__dict__)
        self._store, self._others = store, others

    def create(self, name, data):
        others, self._others = self._others, None
        if others:
            commit_rejects(RejectPartition(self._store, DAY), others)
        return super().create(name, data)


def test_who_is_overtaken_writes_what_is_left(tmp_path):
    store = new_lake(tmp_path / "lake")
    overtaken = _Overtaken(store, [rejected(0), rejected(5)])
    assert commit_rejects(RejectPartition(overtaken, DAY), [rejected(0), rejected(1)]) == 1
    assert len(read_ids(store.root)["rejects"]) == 3
    assert audit(store).findings == []


def test_a_crash_leaves_all_or_nothing(tmp_path):
    for step in range(3):
        store = new_lake(tmp_path / f"lake{step}")
        for after in (False, True):
            crashing = CrashingStore(store, at=step, after=after)
            with contextlib.suppress(Crash):
                commit_rejects(RejectPartition(crashing, DAY), [rejected(0), rejected(1)])
            assert len(read_ids(store.root)["rejects"]) in (0, 2)
        commit_rejects(RejectPartition(store, DAY), [rejected(0), rejected(1)])
        assert len(read_ids(store.root)["rejects"]) == 2
        assert audit(store).findings == []
