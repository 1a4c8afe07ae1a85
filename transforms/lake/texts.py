"""What the articles of a partition say, as far as it is needed to find them repeated."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any, Callable, Iterable, Iterator, Optional

import pyarrow.parquet as pq

from schemas.records import to_micros
from schemas.tables import Article
from transforms.lake.layout import UNKNOWN_DATE, TableFile
from transforms.lake.partition import Partition
from transforms.lake.resemblance import Wording, may_repeat, wording
from transforms.lake.rows import open_parquet, order
from transforms.lake.sketches import SketchIndex
from transforms.lake.store import Store


@dataclass(frozen=True)
class Known:
    """An article that a later one may repeat.

    :param shingles: how many different ones its text has.
    :param original: the article_id of the one that it repeats itself.
    :param file: where its text stands, in row `position`; None while it is not committed.
    """

    article_id: str
    ingested_at: int
    shingles: int
    original: Optional[str]
    file: Optional[TableFile] = None
    position: int = 0


@dataclass
class KnownTexts:
    """Articles by what they say, numbered from 0."""

    articles: "list[Known]" = field(default_factory=list)
    _sketches: SketchIndex = field(default_factory=SketchIndex)
    _by_digest: "dict[bytes, list[int]]" = field(default_factory=lambda: defaultdict(list))

    def add(self, article: Known, content_hash: str, said: Wording) -> None:
        """Keep an article, what it says and the hash of that with its title."""
        number = len(self.articles)
        self.articles.append(article)
        self._by_digest[bytes.fromhex(content_hash)].append(number)
        if said.is_telling:
            self._by_digest[said.digest].append(number)
            self._sketches.add(number, said.sketch)

    def same(self, article: Article, said: Wording) -> "list[Known]":
        """Those that say exactly what an article says; if it says very little, under the same title."""
        digests = [bytes.fromhex(article.content_hash)] + ([said.digest] if said.is_telling else [])
        return [self.articles[number] for digest in digests for number in self._by_digest.get(digest, ())]

    def alike(self, said: Wording) -> "list[int]":
        """The numbers of those that share much with a text and are worth a comparison."""
        if not said.is_telling:
            return []
        return [
            number
            for number, shared in self._sketches.candidates(said.sketch)
            if may_repeat(said, self.articles[number].shingles, shared)
        ]


class TextPartition(Partition):
    """The texts of a partition's articles.

    :param since: undated articles ingested before this moment, in microseconds, may be left out.
    """

    table = "articles"
    columns = ("article_id", "ingested_at", "duplicate_of", "content_hash", "text")

    def __init__(self, store: Store, partition: str, clock: Callable[[], float], since: int) -> None:
        self._since = since if partition == UNKNOWN_DATE else None
        super().__init__(store, partition, clock)

    def __len__(self) -> int:
        return len(self.texts.articles)

    def committed(self, file: TableFile, articles: Iterable[Article], said: "dict[str, Wording]") -> None:
        """Note a file that has just been committed, which need not be read then."""
        for position, article in enumerate(sorted(articles, key=order)):
            known = Known(
                article.article_id,
                article.ingested_at,
                len(said[article.version_id].shingles),
                article.duplicate_of,
                file,
                position,
            )
            self.texts.add(known, article.content_hash, said[article.version_id])
        self._note(file)

    def wordings(self, numbers: "Iterable[int]") -> "Iterator[tuple[int, Wording]]":
        """The wordings of some of its articles, from their files; those of files gone since are left out."""
        by_file: "dict[TableFile, list[int]]" = defaultdict(list)
        for number in numbers:
            by_file[self.texts.articles[number].file].append(number)
        for file, wanted in by_file.items():
            try:
                with open_parquet(self.store, file.name) as parquet:
                    positions = {self.texts.articles[number].position: number for number in wanted}
                    for position, text in _texts_at(parquet, positions):
                        yield positions[position], wording(text)
            except FileNotFoundError:  # merged a moment ago: known again with the next refresh
                continue

    def _forget(self) -> None:
        self.texts = KnownTexts()

    def _take(self, file: TableFile) -> None:
        if self._since is not None and self._is_old(file):
            self._note(file)
        else:
            super()._take(file)

    def _is_old(self, file: TableFile) -> bool:
        with open_parquet(self.store, file.name) as parquet:
            groups = map(parquet.metadata.row_group, range(parquet.metadata.num_row_groups))
            latest = [_group_column(group, "ingested_at").statistics.max for group in groups]
            return all(to_micros(moment) < self._since for moment in latest)

    def _add(self, file: TableFile, position: int, *values: Any) -> None:
        article_id, ingested_at, duplicate_of, content_hash, text = values
        said = wording(text)
        known = Known(article_id, to_micros(ingested_at), len(said.shingles), duplicate_of, file, position)
        self.texts.add(known, content_hash, said)


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
