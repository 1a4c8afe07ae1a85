"""Checks a lake against its own promises, with one commit in memory at a time."""

import time
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any, Callable, Iterable, Iterator, Mapping, Sequence

import numpy as np
import pyarrow.parquet as pq

from schemas.ids import batch_id
from schemas.tables import TABLES, Article, Reject, Removal, record_of
from transforms.lake.attempt import COUNTED, FOLLOWING
from transforms.lake.fingerprints import fingerprints, fingerprints_name, read_fingerprints
from transforms.lake.form import encoding_faults, footer_faults, schema_faults
from transforms.lake.known import version_number
from transforms.lake.compact import LEFTOVER_AGE
from transforms.lake.layout import (
    COMPACTION,
    LAKE_FILE,
    PENDING,
    LakeError,
    TableFile,
    lake_settings,
    parse_name,
    partition_of,
    shard_of,
    table_files,
)
from transforms.lake.promises import article_faults, is_id, mention_faults, reject_faults, relation_faults, removal_faults
from transforms.lake.recover import recover
from transforms.lake.rows import footer_of, open_parquet, read_records
from transforms.lake.store import STAGING, Store

SHOWN = 1000  # findings kept of a lake in ruins; all are counted
ID_COLUMNS = {"mentions": "mention_id", "relations": "relation_id"}
ROW_FAULTS = {"mentions": mention_faults, "relations": relation_faults}


@dataclass(frozen=True)
class Finding:
    """A promise that is not kept: where, and what is wrong there.

    :param set_aside: files that `fix` may take out of the tables to mend it: no row is lost with them that
        has its article, or that stands nowhere else.
    """

    where: str
    what: str
    set_aside: "tuple[str, ...]" = ()


@dataclass
class Audit:
    """What an audit found.

    :param rows: number of rows per table.
    :param broken: number of findings; the first SHOWN of them are kept.
    :param leftovers: number of objects that were put aside more than a day ago and never became true: no promise is
        broken by them, and `compact` clears them.
    """

    rows: "dict[str, int]" = field(default_factory=lambda: dict.fromkeys(TABLES, 0))
    broken: int = 0
    leftovers: int = 0
    findings: "list[Finding]" = field(default_factory=list)

    def add(self, where: str, what: str, set_aside: Sequence[str] = ()) -> None:
        """Note a promise that is not kept."""
        self.broken += 1
        if len(self.findings) < SHOWN:
            self.findings.append(Finding(where, what, tuple(set_aside)))


def audit(store: Store) -> Audit:
    """Check all that a lake promises, after finishing what a crash cut off.

    Runs may go on meanwhile: what they are about to publish is not taken for lost.

    :raises LakeError: there is no lake, or one that this version does not understand.
    """
    lake = lake_settings(store)
    if lake is None:
        raise LakeError(f"{store.uri} is not a lake: there is no {LAKE_FILE} in it")
    auditor = _Auditor(store, lake.shards)
    auditor.recovery()
    auditor.leftovers()
    auditor.names()
    # Listed before the articles: what follows a commit made meanwhile is then no surprise.
    following = [file for table in FOLLOWING for file in table_files(store, table)]
    commits = table_files(store, "articles")
    auditor.orphans(following, commits)
    for file in commits:
        auditor.check(auditor.commit, file)
    auditor.repeated_versions(commits)
    auditor.rejects(table_files(store, "rejects"))
    return auditor.found


@dataclass(frozen=True)
class _Commit:
    """An articles file and what it says of itself."""

    file: TableFile
    footer: "dict[str, str]"


class _Auditor:
    """Checks the parts of a lake and notes what it finds.

    :param shards: the lake's number of shards.
    """

    def __init__(self, store: Store, shards: int) -> None:
        self.found = Audit()
        self._store = store
        self._shards = shards
        self._versions: "list[np.ndarray]" = []

    def check(self, check: Callable[..., None], file: TableFile, *context: Any) -> None:
        """Check a file; a damaged one is a finding, one merged into another since it was listed is none."""
        try:
            check(file, *context)
        except FileNotFoundError:
            pass
        except LakeError as error:
            self.found.add(file.name, str(error))

    def recovery(self) -> None:
        """What a crash cut off can be finished."""
        try:
            recover(self._store)
        except LakeError as error:
            self.found.add(self._store.uri, f"what a crash cut off can't be finished: {error}")

    def leftovers(self) -> None:
        """What lies put aside and came to nothing long ago."""
        before = time.time() - LEFTOVER_AGE
        for found in self._store.each_object("_newslake/"):
            if found.written_at < before and found.name.startswith((f"{PENDING}/", f"{COMPACTION}/", f"{STAGING}/")):
                self.found.leftovers += 1

    def names(self) -> None:
        """Nothing but the tables' files lies beside them; hidden files of whatever system don't count."""
        for name in _every_name(self._store):
            hidden = any(part.startswith(".") for part in name.split("/"))
            if not hidden and not name.startswith("_newslake/") and parse_name(name) is None:
                self.found.add(name, "is no file of a table", [name])

    def orphans(self, following: Iterable[TableFile], commits: Iterable[TableFile]) -> None:
        """No mentions or relations without the articles they were committed with."""
        committed = set(commits)
        for file in following:
            if file.of("articles") not in committed and self._store.exists(file.name):  # else: merged since
                self.found.add(file.name, f"there is no {file.of('articles').name}", [file.name])

    def commit(self, file: TableFile) -> None:
        """An articles file, its rows, and what was committed with it."""
        with open_parquet(self._store, file.name) as parquet:
            if not self._form_holds(file, parquet):
                return
            footer = footer_of(parquet)
            articles = self._articles(file, parquet)
        self._batches(file, footer, articles)
        self._fingerprints(file, footer, articles)
        for table in COUNTED:
            self.check(self._following, file.of(table), footer, articles)
        self.check(self._removals, file.of("removals"), footer, articles)

    def _articles(self, file: TableFile, parquet: pq.ParquetFile) -> "dict[str, Article]":
        articles: "dict[str, Article]" = {}
        for article in self._in_order(file, read_records(Article, parquet)):
            for fault in article_faults(article):
                self._row(file, "version", article.version_id, fault)
            if partition_of(article.published_at) != file.partition:
                self._row(file, "version", article.version_id, f"belongs to {partition_of(article.published_at)}")
            if is_id(article.article_id) and shard_of(article.article_id, self._shards) != file.shard:
                self._row(file, "version", article.version_id, "belongs to another shard")
            articles[article.version_id] = article
        self._versions.append(np.array([version_number(one) for one in articles if is_id(one)], np.uint64))
        if len(articles) < parquet.metadata.num_rows:
            self.found.add(file.name, f"{parquet.metadata.num_rows - len(articles)} versions are in it twice")
        return articles

    def _batches(self, file: TableFile, footer: Mapping[str, str], articles: Mapping[str, Article]) -> None:
        versions = defaultdict(list)
        for article in articles.values():
            versions[article.batch_id].append(article.version_id)
        for batch, members in versions.items():
            if batch_id(members) != batch:
                self.found.add(file.name, f"batch {batch} is not that of its {len(members)} versions")
        if footer.get("batch_id") != batch_id(list(articles)):
            self.found.add(file.name, f"its footer names batch {footer.get('batch_id')}, its rows another")

    def _fingerprints(self, file: TableFile, footer: Mapping[str, str], articles: Mapping[str, Article]) -> None:
        """What is kept to find its articles repeated, if it would be believed: else it is made again anyway."""
        kept = read_fingerprints(self._store, file, footer.get("attempt"), len(articles))
        hashes = [one for row in articles.values() for one in (row.article_id, row.content_hash, row.duplicate_of) if one]
        if not all(map(is_id, hashes)):  # said already, and so much for what is made of them
            return
        if kept is not None and kept.tobytes() != fingerprints(articles.values()).tobytes():
            name = fingerprints_name(file)
            self.found.add(name, f"is not what the articles of {file.name} say", [name])

    def _following(self, file: TableFile, footer: Mapping[str, str], articles: Mapping[str, Article]) -> None:
        """The mentions or relations of a commit: those that its footer counts, each of one of its articles."""
        expected = int(footer.get(f"rows.{file.table}", 0))
        if expected and not self._store.exists(file.name):
            recover(self._store)  # it may have been committed a moment ago
            if not self._store.exists(file.name) and self._store.exists(file.of("articles").name):  # else: merged since
                self.found.add(file.name, f"is missing, with {expected} rows that its articles file counts")
        if not self._store.exists(file.name):
            return
        with open_parquet(self._store, file.name) as parquet:
            if not self._form_holds(file, parquet):
                return
            if parquet.metadata.num_rows != expected:
                self.found.add(file.name, f"has {parquet.metadata.num_rows} rows; its articles file counts {expected}")
            if footer_of(parquet).get("attempt") != footer.get("attempt"):
                self.found.add(file.name, "was not committed with its articles file")
            self._following_rows(file, parquet, articles)

    def _following_rows(self, file: TableFile, parquet: pq.ParquetFile, articles: Mapping[str, Article]) -> None:
        id_column, faults = ID_COLUMNS[file.table], ROW_FAULTS[file.table]
        article_id, seen = None, set()
        for row in self._in_order(file, read_records(TABLES[file.table], parquet)):
            identity = getattr(row, id_column)
            if row.article_id != article_id:  # rows of an article are together
                article_id, seen = row.article_id, set()
            if identity in seen:
                self._row(file, id_column, identity, "is there twice")
            seen.add(identity)
            if row.version_id not in articles:
                self._row(file, id_column, identity, f"its version {row.version_id} is not in its articles file")
                continue
            for fault in faults(row, articles[row.version_id]):
                self._row(file, id_column, identity, fault)

    def _removals(self, file: TableFile, footer: Mapping[str, str], articles: Mapping[str, Article]) -> None:
        """What was removed of a commit's articles, where it is kept: earlier versions kept none."""
        if not self._store.exists(file.name):
            return
        with open_parquet(self._store, file.name) as parquet:
            if not self._form_holds(file, parquet):
                return
            merged = footer_of(parquet).get("attempt") == footer.get("attempt")
            removals = defaultdict(list)
            for row in self._in_order(file, read_records(Removal, parquet)):
                removals[row.version_id].append(row)
        if not merged:
            self.found.add(file.name, "was not committed with its articles file")
        for version, rows in removals.items():
            for fault in removal_faults(rows, articles.get(version)):
                self._row(file, "version", version, fault)

    def repeated_versions(self, commits: Iterable[TableFile]) -> None:
        """Each version is in the lake once, whatever the partition."""
        numbers, counts = np.unique(np.concatenate([*self._versions, np.empty(0, np.uint64)]), return_counts=True)
        repeated = set(numbers[counts > 1].tolist())
        first: "dict[str, _Commit]" = {}
        for file in commits if repeated else ():
            self.check(self._repeated_in, file, repeated, first)

    def _repeated_in(self, file: TableFile, repeated: "set[int]", first: "dict[str, _Commit]") -> None:
        with open_parquet(self._store, file.name) as parquet:
            if any(schema_faults(Article, parquet)):
                return
            versions = list(filter(is_id, parquet.read(columns=["version_id"]).column(0).to_pylist()))
            commit = _Commit(file, footer_of(parquet))
        again = [version for version in versions if int(version_number(version)) in repeated and version in first]
        # A copy of a commit that is whole says nothing that the other does not.
        is_copy = len(again) == len(versions) and all(self._is_whole_copy(first[version], commit) for version in again)
        needless = [file.of(table).name for table in ("articles", *FOLLOWING)] if is_copy else []
        for version in again:
            self.found.add(file.name, f"version {version}: is in {first[version].file.name} as well", needless)
        for version in versions:
            first.setdefault(version, commit)

    def _is_whole_copy(self, one: "_Commit", other: "_Commit") -> bool:
        return one.footer.get("attempt") == other.footer.get("attempt") and all(
            self._store.exists(one.file.of(table).name)
            for table in COUNTED
            if one.footer.get(f"rows.{table}", "0") != "0"
        )

    def rejects(self, files: Iterable[TableFile]) -> None:
        """Rejects are what they say, and there once a day."""
        seen: "dict[str, set[str]]" = defaultdict(set)
        for file in files:
            self.check(self._rejects_of, file, seen[file.partition])

    def _rejects_of(self, file: TableFile, seen: "set[str]") -> None:
        with open_parquet(self._store, file.name) as parquet:
            if not self._form_holds(file, parquet):
                return
            for reject in read_records(Reject, parquet):
                for fault in reject_faults(reject):
                    self._row(file, "reject", reject.reject_id, fault)
                if partition_of(reject.rejected_at) != file.partition:
                    self._row(file, "reject", reject.reject_id, f"belongs to {partition_of(reject.rejected_at)}")
                if reject.reject_id in seen:
                    self._row(file, "reject", reject.reject_id, "is there twice that day")
                seen.add(reject.reject_id)

    def _form_holds(self, file: TableFile, parquet: pq.ParquetFile) -> bool:
        """Whether a file has its table's schema, so that its rows can be read; notes what else is wrong."""
        table = record_of(file.table)
        faults = list(schema_faults(table, parquet))
        readable = not faults
        if readable:
            if file.table in TABLES:
                self.found.rows[file.table] += parquet.metadata.num_rows
            faults = [*encoding_faults(table, parquet), *footer_faults(file.table, parquet)]
        for fault in faults:
            self.found.add(file.name, fault)
        return readable

    def _in_order(self, file: TableFile, rows: Iterable[Any]) -> Iterator[Any]:
        """The rows; notes it once if they are not sorted by source and article."""
        last, sorted_so_far = ("", ""), True
        for row in rows:
            place = (row.source, row.article_id)
            if place < last and sorted_so_far:
                self.found.add(file.name, "its rows are not sorted by source and article_id")
                sorted_so_far = False
            last = place
            yield row

    def _row(self, file: TableFile, kind: str, identity: str, fault: str) -> None:
        self.found.add(file.name, f"{kind} {identity}: {fault}")


def _every_name(store: Store) -> Iterator[str]:
    if store.root is None:
        yield from store.each_name()
    else:  # the store itself does not show files that were left half-written
        for path in store.root.rglob("*"):
            if path.is_file():
                yield path.relative_to(store.root).as_posix()
