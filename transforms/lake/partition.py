"""What one partition of a table holds, as far as a commit must know: read once, then only what is new."""

import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Callable, Iterator, Optional, Sequence

from schemas.records import Document
from schemas.tables import Article, Reject
from transforms.lake.layout import COMPACTED, TableFile, table_files
from transforms.lake.rows import open_parquet
from transforms.lake.store import Store

# How long what was read of a partition is taken for all that its older files hold; less by far than the
# age at which a file in a bucket may be merged (MIN_BUCKET_AGE in compact.py).
TRUST_SECONDS = 600.0
READERS = 8  # files of a bucket read at once


class Partition:
    """Reads of each file of a partition what has to be known, once, however often it is refreshed.

    A shard's files are numbered without gaps and the next number is taken exclusively, so once all are
    known it is enough to look for the next: a refresh costs the same however many there are. Only
    merging (compact.py) takes numbers away, and leaves word of it in an object that is looked at first.

    :param partition: an ISO date or UNKNOWN_DATE.
    :param clock: seconds, of which only differences count.
    """

    table: str

    def __init__(self, store: Store, partition: str, clock: Callable[[], float] = time.monotonic) -> None:
        self.store = store
        self.partition = partition
        self._clock = clock
        self._confirmed_at: Optional[float] = None
        self._merged: Optional[bytes] = None
        self._read: "set[TableFile]" = set()
        self._highest: "dict[int, int]" = {}
        self._forget()

    def refresh(self, shard: int) -> None:
        """Read what was not read before of all shards known, and of this one in any case."""
        merged = self._word_of_merging()
        trusted = self._confirmed_at is not None and self._clock() - self._confirmed_at <= TRUST_SECONDS
        now = self._clock()
        if trusted and merged == self._merged:
            for known in {shard, *self._highest}:
                self._read_on(known)
        else:
            self._read_all()
        self._confirmed_at, self._merged = now, merged

    def next_file(self, shard: int) -> TableFile:
        """The file that the next commit of a shard is to create."""
        return TableFile(self.table, self.partition, shard, self._highest.get(shard, 0) + 1)

    def age(self) -> float:
        """Seconds since it was last refreshed."""
        return float("inf") if self._confirmed_at is None else self._clock() - self._confirmed_at

    def _word_of_merging(self) -> bytes:
        try:
            return self.store.read(f"{COMPACTED}/{self.table}/{self.partition}")
        except FileNotFoundError:
            return b""

    def _read_all(self) -> None:
        while True:
            files = table_files(self.store, self.table, self.partition)
            if not self._read <= set(files):  # files were deleted, and maybe rows with them
                self._read.clear()
                self._highest.clear()
                self._forget()
            try:
                new = [file for file in files if file not in self._read]
                for file, loaded in zip(new, self._load_all(new)):
                    self._keep(file, loaded)
                    self._note(file)
                return
            except FileNotFoundError:  # merged into another since it was listed
                continue

    def _read_on(self, shard: int) -> None:
        while True:
            file = self.next_file(shard)
            try:
                loaded = self._load(file)
            except FileNotFoundError:
                return
            self._keep(file, loaded)
            self._note(file)

    def _load_all(self, files: "Sequence[TableFile]") -> Iterator[Any]:
        """What files say, in their order; of a bucket, which takes its time to answer, several at once."""
        if self.store.root is not None or len(files) < 2:
            yield from map(self._load, files)
            return
        with ThreadPoolExecutor(READERS) as readers:
            yield from readers.map(self._load, files)

    def _note(self, file: TableFile) -> None:
        self._read.add(file)
        self._highest[file.shard] = max(file.seq, self._highest.get(file.shard, 0))

    def _load(self, file: TableFile) -> Any:
        """What has to be known of a file; changes nothing here.

        :raises FileNotFoundError: it is gone.
        """
        raise NotImplementedError

    def _keep(self, file: TableFile, loaded: Any) -> None:
        """Know what was loaded from a file."""
        raise NotImplementedError

    def _forget(self) -> None:
        """Know nothing of any file."""
        raise NotImplementedError


class _Ids(Partition):
    """The ids of a partition's rows, as bytes, which take half the room of their digits."""

    column: str

    def __len__(self) -> int:
        return len(self._ids)

    def _load(self, file: TableFile) -> "list[bytes]":
        with open_parquet(self.store, file.name) as parquet:
            return [bytes.fromhex(one) for one in parquet.read(columns=[self.column]).column(0).to_pylist()]

    def _keep(self, file: TableFile, loaded: "list[bytes]") -> None:
        self._ids.update(loaded)

    def _forget(self) -> None:
        self._ids: "set[bytes]" = set()


class ArticlePartition(_Ids):
    """The versions of a day's articles."""

    table = "articles"
    column = "version_id"

    def holds(self, article: Article) -> bool:
        """Whether this version is there."""
        return bytes.fromhex(article.version_id) in self._ids

    def committed(self, file: TableFile, documents: Sequence[Document]) -> None:
        """Note a file that has just been committed, which need not be read then."""
        self._ids.update(bytes.fromhex(document.article.version_id) for document in documents)
        self._note(file)


class RejectPartition(_Ids):
    """The rejects of a day."""

    table = "rejects"
    column = "reject_id"

    def holds(self, reject: Reject) -> bool:
        """Whether this reject is there."""
        return bytes.fromhex(reject.reject_id) in self._ids
