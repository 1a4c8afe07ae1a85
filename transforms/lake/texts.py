"""What the articles of a partition say, as far as it is needed to find them repeated."""

import bisect
from collections import defaultdict
from dataclasses import dataclass
from typing import Callable, Iterable, Iterator, Optional

import numpy as np
import pyarrow.parquet as pq

from schemas.records import to_micros
from schemas.tables import Article
from transforms.lake.fingerprints import (
    NO_ORIGINAL,
    ROW,
    fingerprint_rows,
    keep_fingerprints,
    read_fingerprints,
)
from transforms.lake.layout import UNKNOWN_DATE, TableFile
from transforms.lake.partition import Partition
from transforms.lake.resemblance import SKETCH_SIZE, Wording, may_repeat, wording
from transforms.lake.rows import footer_of, open_parquet
from transforms.lake.sketches import HashIndex, SketchIndex
from transforms.lake.store import Store

COLUMNS = ("article_id", "ingested_at", "duplicate_of", "content_hash")
BATCH_ROWS = 1000  # texts in memory at a time


@dataclass(frozen=True)
class Known:
    """An article that a later one may repeat.

    :param original: the article_id of the one that it repeats itself.
    :param file: where its text stands, in row `position`; None while it is not committed.
    """

    article_id: str
    ingested_at: int
    original: Optional[str]
    file: Optional[TableFile] = None
    position: int = 0


# What is kept of a fingerprint where texts are known by many: its sketch is in the index.
_KEPT = np.dtype([(name, ROW[name]) for name in ROW.names if name != "sketch"] + [("position", "<u4")])


class KnownTexts:
    """Articles by what they say, numbered from 0; about 350 bytes each."""

    def __init__(self) -> None:
        self._files: "list[Optional[TableFile]]" = []
        self._rows: "list[np.ndarray]" = []  # one array per file
        self._firsts: "list[int]" = []  # the number of each file's first
        self._count = 0
        self._sketches = SketchIndex()
        self._exact = HashIndex()  # by the beginnings of digests and content hashes

    def __len__(self) -> int:
        return self._count

    def add(self, rows: np.ndarray, file: Optional[TableFile] = None, positions: Optional[np.ndarray] = None) -> None:
        """Keep the fingerprints of articles.

        :param file: where they stand; None while they are not committed.
        :param positions: their rows in the file; None takes them in order.
        """
        kept = np.empty(len(rows), _KEPT)
        for name in ROW.names:
            if name != "sketch":
                kept[name] = rows[name]
        kept["position"] = np.arange(len(rows)) if positions is None else positions
        numbers = np.arange(self._count, self._count + len(rows), dtype=np.uint32)
        self._files.append(file)
        self._rows.append(kept)
        self._firsts.append(self._count)
        self._count += len(rows)
        self._exact.add(_beginnings(kept["content_hash"]), numbers)
        telling = kept["is_telling"]
        self._exact.add(_beginnings(kept["digest"][telling]), numbers[telling])
        has = np.arange(SKETCH_SIZE) < np.minimum(rows["shingles"], SKETCH_SIZE)[telling, None]
        self._sketches.add_all(rows["sketch"][telling][has], np.repeat(numbers[telling], has.sum(axis=1)))

    def known(self, number: int) -> Known:
        """The article of a number."""
        at = bisect.bisect_right(self._firsts, number) - 1
        row = self._row(number)
        original = row["original"].tobytes().hex()
        return Known(
            row["article_id"].tobytes().hex(),
            int(row["ingested_at"]),
            None if original == NO_ORIGINAL else original,
            self._files[at],
            int(row["position"]),
        )

    def same(self, article: Article, said: Wording) -> "list[Known]":
        """Those that say exactly what an article says; if it says very little, under the same title."""
        found = self._with("content_hash", bytes.fromhex(article.content_hash))
        if said.is_telling:
            found += self._with("digest", said.digest)
        return [self.known(number) for number in found]

    def alike(self, said: Wording) -> "list[int]":
        """The numbers of those that share much with a text and are worth a comparison."""
        if not said.is_telling:
            return []
        return [
            number
            for number, shared in self._sketches.candidates(said.sketch)
            if may_repeat(said, int(self._row(number)["shingles"]), shared)
        ]

    def _with(self, name: str, value: bytes) -> "list[int]":
        beginning = np.frombuffer(value[:4], "<u4")
        numbers = [number for some in self._exact.numbers(beginning) for number in some.tolist()]
        return [number for number in numbers if self._row(number)[name].tobytes() == value]

    def _row(self, number: int) -> np.void:
        at = bisect.bisect_right(self._firsts, number) - 1
        return self._rows[at][number - self._firsts[at]]


class TextPartition(Partition):
    """The texts of a partition's articles.

    :param since: undated articles ingested before this moment, in microseconds, are left out.
    """

    table = "articles"

    def __init__(self, store: Store, partition: str, clock: Callable[[], float], since: int) -> None:
        self._since = since if partition == UNKNOWN_DATE else None
        super().__init__(store, partition, clock)

    def __len__(self) -> int:
        return len(self.texts)

    def committed(self, file: TableFile, attempt: str, rows: np.ndarray) -> None:
        """Note a file that has just been committed, and keep its fingerprints for others."""
        keep_fingerprints(self.store, file, attempt, rows)
        self._keep(file, rows)
        self._note(file)

    def wordings(self, numbers: "Iterable[int]") -> "Iterator[tuple[int, Wording]]":
        """The wordings of some of its articles, from their files; those of files gone since are left out."""
        by_file: "dict[TableFile, dict[int, int]]" = defaultdict(dict)
        for number in numbers:
            known = self.texts.known(number)
            by_file[known.file][known.position] = number
        for file, positions in by_file.items():
            try:
                with open_parquet(self.store, file.name) as parquet:
                    for position, text in _texts_at(parquet, positions):
                        yield positions[position], wording(text)
            except FileNotFoundError:  # merged a moment ago: known again with the next refresh
                continue

    def _forget(self) -> None:
        self.texts = KnownTexts()

    def _load(self, file: TableFile) -> np.ndarray:
        with open_parquet(self.store, file.name) as parquet:
            if self._since is not None and _is_older(parquet, self._since):
                return np.empty(0, ROW)
            attempt = footer_of(parquet).get("attempt")
            rows = read_fingerprints(self.store, file, attempt, parquet.metadata.num_rows)
            if rows is None:
                rows = _fingerprints_of(parquet)
                keep_fingerprints(self.store, file, attempt, rows)
            return rows

    def _keep(self, file: TableFile, rows: np.ndarray) -> None:
        if self._since is None:
            self.texts.add(rows, file)
        else:
            young = np.flatnonzero(rows["ingested_at"] >= self._since)
            self.texts.add(rows[young], file, young)


def _beginnings(hashes: np.ndarray) -> np.ndarray:
    """The first four bytes of each of some hashes, as numbers."""
    return np.ascontiguousarray(hashes).view("<u4")[:: hashes.itemsize // 4]


def _fingerprints_of(parquet: pq.ParquetFile) -> np.ndarray:
    """The fingerprints of an articles file, computed from its texts."""
    parts = [np.empty(0, ROW)]
    for batch in parquet.iter_batches(BATCH_ROWS, columns=[*COLUMNS, "text"]):
        articles = list(zip(*(batch.column(name).to_pylist() for name in COLUMNS)))
        articles = [(one, to_micros(ingested_at), *rest) for one, ingested_at, *rest in articles]
        parts.append(fingerprint_rows(articles, [wording(text) for text in batch.column("text").to_pylist()]))
    return np.concatenate(parts)


def _is_older(parquet: pq.ParquetFile, since: int) -> bool:
    """Whether all of a file's articles were ingested before a moment in microseconds."""
    groups = map(parquet.metadata.row_group, range(parquet.metadata.num_row_groups))
    latest = [_group_column(group, "ingested_at").statistics.max for group in groups]
    return all(to_micros(moment) < since for moment in latest)


def _group_column(group: pq.RowGroupMetaData, name: str) -> pq.ColumnChunkMetaData:
    columns = map(group.column, range(group.num_columns))
    return next(column for column in columns if column.path_in_schema == name)


def _texts_at(parquet: pq.ParquetFile, positions: "Iterable[int]") -> "Iterator[tuple[int, str]]":
    """The texts in some rows; only the row groups that have one of them are read."""
    first, wanted = 0, sorted(positions)
    for group in range(parquet.metadata.num_row_groups):
        rows = parquet.metadata.row_group(group).num_rows
        here = [position for position in wanted if first <= position < first + rows]
        if here:
            texts = parquet.read_row_group(group, columns=["text"]).column(0)
            for position in here:
                yield position, texts[position - first].as_py()
        first += rows
