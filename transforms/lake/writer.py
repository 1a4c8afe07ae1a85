"""A process's writer to a lake: what it has read of the partitions it writes to is kept between commits."""

import functools
import threading
from collections import OrderedDict
from typing import Sequence, Union

from schemas.records import Document
from schemas.tables import Reject
from transforms.lake.commit import Committed, commit
from transforms.lake.known import KnownVersions, known_versions
from transforms.lake.originals import Originals
from transforms.lake.partition import ArticlePartition, RejectPartition
from transforms.lake.rejects import commit_rejects
from transforms.lake.store import Store, shared_store

# Rows of partitions kept in memory, at about 300 bytes each; one larger partition is kept whole.
KEPT_ROWS = 300_000


class LakeWriter:
    """Commits to one lake from one process, one commit at a time."""

    def __init__(self, store: Store, known: KnownVersions) -> None:
        self._store = store
        self._known = known
        self._originals = Originals(store)
        self._partitions: "OrderedDict[tuple[type, str], Union[ArticlePartition, RejectPartition]]" = OrderedDict()
        self._lock = threading.Lock()

    def commit_documents(self, partition: str, shard: int, documents: Sequence[Document]) -> Committed:
        """Commit documents of one partition and shard; see `commit`."""
        with self._lock:
            articles = self._partition(ArticlePartition, partition)
            committed = commit(
                articles, shard, documents, elsewhere=self._known.holds, originals=self._originals
            )
            self._known.add(document.article.version_id for document in documents)
            return committed

    def commit_rejects(self, partition: str, rejects: Sequence[Reject]) -> int:
        """Write rejects of one day; see `commit_rejects`."""
        with self._lock:
            return commit_rejects(self._partition(RejectPartition, partition), rejects)

    def _partition(self, kind: type, partition: str) -> Union[ArticlePartition, RejectPartition]:
        """What is known of a partition; the longest unused are forgotten when it gets too much."""
        key = (kind, partition)
        if key not in self._partitions:
            self._partitions[key] = kind(self._store, partition)
        self._partitions.move_to_end(key)
        while len(self._partitions) > 1 and sum(map(len, self._partitions.values())) > KEPT_ROWS:
            self._partitions.popitem(last=False)
        return self._partitions[key]


@functools.lru_cache(maxsize=8)
def lake_writer(uri: str) -> LakeWriter:
    """This process's writer to a lake."""
    return LakeWriter(shared_store(uri), known_versions(uri))
