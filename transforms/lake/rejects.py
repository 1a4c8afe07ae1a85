"""Writes rejects: each once a day, however often and by however many it is found."""

import uuid
from typing import Optional, Sequence

from schemas.tables import Reject
from transforms.lake.guard import writing
from transforms.lake.layout import LAYOUT
from transforms.lake.partition import RejectPartition
from transforms.lake.rows import to_parquet

SHARD = 0  # rejects are few: a day's are in one sequence


def commit_rejects(partition: RejectPartition, rejects: Sequence[Reject]) -> int:
    """Write the rejects of a day that are not written yet; how many that were."""
    while True:
        with writing(partition.store, partition.partition):
            written = _commit_once(partition, rejects)
        if written is not None:
            return written


def _commit_once(partition: RejectPartition, rejects: Sequence[Reject]) -> Optional[int]:
    partition.refresh(SHARD)
    new: "dict[str, Reject]" = {}
    for reject in rejects:
        if not partition.holds(reject):
            new.setdefault(reject.reject_id, reject)
    if not new:
        return 0
    footer = {"attempt": uuid.uuid4().hex, "layout": str(LAYOUT)}
    created = partition.store.create(partition.next_file(SHARD).name, to_parquet(Reject, list(new.values()), footer))
    return len(new) if created else None
