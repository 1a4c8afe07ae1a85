"""What one partition of a table holds, as far as a commit must know: read once, then only what is new."""

from typing import Optional, Sequence

from schemas.tables import Article, Reject
from transforms.lake.layout import TableFile, table_files
from transforms.lake.rows import open_parquet
from transforms.lake.store import Store


class _Partition:
    """Reads some columns of each file of a partition once, however often it is refreshed.

    :param partition: an ISO date or UNKNOWN_DATE.
    """

    table: str
    columns: Sequence[str]

    def __init__(self, store: Store, partition: str) -> None:
        self.store = store
        self.partition = partition
        self._read: "set[TableFile]" = set()
        self._forget()

    def refresh(self) -> "list[TableFile]":
        """List the partition, read the files not read before, and give them all."""
        while True:
            files = table_files(self.store, self.table, self.partition)
            if not self._read <= set(files):  # files were deleted, and maybe rows with them
                self._read.clear()
                self._forget()
            try:
                for file in files:
                    if file not in self._read:
                        self._take(file)
                return files
            except FileNotFoundError:  # merged into another since it was listed
                continue

    def _take(self, file: TableFile) -> None:
        with open_parquet(self.store, file.name) as parquet:
            rows = parquet.read(columns=list(self.columns))
        for values in zip(*(rows.column(name).to_pylist() for name in self.columns)):
            self._add(*values)
        self._read.add(file)

    def _forget(self) -> None:
        raise NotImplementedError

    def _add(self, *values) -> None:
        raise NotImplementedError


class ArticlePartition(_Partition):
    """The versions and contents of a day's articles."""

    table = "articles"
    columns = ("version_id", "article_id", "content_hash", "ingested_at")

    def __len__(self) -> int:
        return len(self._versions)

    def holds(self, article: Article) -> bool:
        """Whether this version is there."""
        return bytes.fromhex(article.version_id) in self._versions

    def earliest(self, article: Article) -> Optional[str]:
        """The article_id of the first article that says what this one says; None if there is none."""
        _, found = self._earliest.get(bytes.fromhex(article.content_hash), (0, None))
        return found.hex() if found else None

    def _forget(self) -> None:
        # Ids as bytes take half the room of their digits.
        self._versions: "set[bytes]" = set()
        self._earliest: "dict[bytes, tuple[int, bytes]]" = {}

    def _add(self, version_id: str, article_id: str, content_hash: str, ingested_at) -> None:
        self._versions.add(bytes.fromhex(version_id))
        content = bytes.fromhex(content_hash)
        found = (ingested_at, bytes.fromhex(article_id))
        self._earliest[content] = min(found, self._earliest.get(content, found))


class RejectPartition(_Partition):
    """The rejects of a day."""

    table = "rejects"
    columns = ("reject_id",)

    def __len__(self) -> int:
        return len(self._ids)

    def holds(self, reject: Reject) -> bool:
        """Whether this reject is there."""
        return bytes.fromhex(reject.reject_id) in self._ids

    def _forget(self) -> None:
        self._ids: "set[bytes]" = set()

    def _add(self, reject_id: str) -> None:
        self._ids.add(bytes.fromhex(reject_id))


def next_seq(files: "list[TableFile]", shard: int) -> int:
    """The sequence number after the highest that a shard has."""
    return 1 + max((file.seq for file in files if file.shard == shard), default=0)
