"""Writes rejects: each once a day, however often and by however many it is found."""

import uuid
from typing import Sequence

from schemas.tables import Reject
from transforms.lake.layout import LAYOUT, TableFile
from transforms.lake.partition import RejectPartition, next_seq
from transforms.lake.rows import to_parquet

SHARD = 0  # rejects are few: a day's are in one sequence


def commit_rejects(partition: RejectPartition, rejects: Sequence[Reject]) -> int:
    """Write the rejects of a day that are not written yet; how many that were."""
    while True:
        files = partition.refresh()
        by_id: "dict[str, Reject]" = {}
        for reject in rejects:
            if not partition.holds(reject):
                by_id.setdefault(reject.reject_id, reject)
        new = list(by_id.values())
        if not new:
            return 0
        file = TableFile("rejects", partition.partition, SHARD, next_seq(files, SHARD))
        footer = {"attempt": uuid.uuid4().hex, "layout": str(LAYOUT)}
        if partition.store.create(file.name, to_parquet(Reject, new, footer)):
            return len(new)
