"""Where everything in a lake is, and the file that makes a folder a lake."""

import datetime
import json
import re
import uuid
from dataclasses import dataclass
from typing import Optional

from obstore.exceptions import BaseError

from schemas.tables import PARTITION_KEYS, SIDE_TABLES, partition_key
from schemas.version import PIPELINE_VERSION
from transforms.errors import first_line
from transforms.lake.store import STAGING, Store

LAYOUT = 1
LAKE_FILE = "_newslake/lake.json"
PENDING = "_newslake/pending"
COMPACTED = "_newslake/compacted"  # by table and partition: the last compaction of its files
COMPACTION = "_newslake/compaction"
FINGERPRINTS = "_newslake/fingerprints"  # by partition, named like the articles files
REMOVALS = "_newslake/removals"  # the same, a side table
UNKNOWN_DATE = "__HIVE_DEFAULT_PARTITION__"  # what Hive, Spark and DuckDB read as null

_NAME = re.compile(r"s(\d{3,})-(\d{6,})\.parquet")
_EPOCH = datetime.datetime(1970, 1, 1)


class LakeError(ValueError):
    """The lake can't be used as asked; the message is one sentence."""


@dataclass(frozen=True)
class Lake:
    """A lake's own settings, as they were when it was created."""

    uri: str
    shards: int


@dataclass(frozen=True)
class TableFile:
    """A Parquet file of a table: `TABLE/KEY=PARTITION/sSHARD-SEQ.parquet`; of a side table below `_newslake/`.

    :param partition: an ISO date or UNKNOWN_DATE.
    :param seq: counts the commits of a partition's shard, from 1.
    """

    table: str
    partition: str
    shard: int
    seq: int

    @property
    def name(self) -> str:
        """Its name in the lake."""
        return f"{folder(self.table, self.partition)}s{self.shard:03d}-{self.seq:06d}.parquet"

    def of(self, table: str) -> "TableFile":
        """The file of another table that the same commit wrote."""
        return TableFile(table, self.partition, self.shard, self.seq)


def table_folder(table: str) -> str:
    """The prefix of a table's files."""
    return f"_newslake/{table}/" if table in SIDE_TABLES else f"{table}/"


def folder(table: str, partition: str) -> str:
    """The prefix of a partition's files."""
    return f"{table_folder(table)}{partition_key(table)}={partition}/"


def parse_name(name: str) -> Optional[TableFile]:
    """The table's file that an object's name is of; None for anything else."""
    *above, last = name.split("/")
    table, partition = above[-2:] if len(above) in (2, 3) else ("", "")
    partition = partition.partition("=")[2]
    numbers = _NAME.fullmatch(last)
    if table not in PARTITION_KEYS and table not in SIDE_TABLES:
        return None
    if not numbers or not is_partition(partition) or not name.startswith(folder(table, partition)):
        return None
    return TableFile(table, partition, int(numbers[1]), int(numbers[2]))


def table_files(store: Store, table: str, partition: Optional[str] = None) -> "list[TableFile]":
    """The files of a table or of one of its partitions, in the order of their names."""
    prefix = table_folder(table) if partition is None else folder(table, partition)
    return [found for found in map(parse_name, store.names(prefix)) if found]


def partition_of(micros: Optional[int]) -> str:
    """The partition of a moment in microseconds since the epoch: its date in UTC."""
    if micros is None:
        return UNKNOWN_DATE
    return (_EPOCH + datetime.timedelta(microseconds=micros)).date().isoformat()


def shard_of(article_id: str, shards: int) -> int:
    """The shard of an article, the same on every machine: an id is hexadecimal digits of a hash."""
    return int(article_id, 16) % shards


def open_lake(uri: str, shards: Optional[int] = None, default_shards: int = 1) -> Lake:
    """Open a lake, or create it in an empty or missing folder. Where it is refused, nothing is touched.

    :param shards: the number of shards asked for; None takes the lake's.
    :param default_shards: the number of shards of a new lake when none is asked for.
    :raises LakeError: it has another number of shards or a newer layout, it is not a lake but holds
        files, or it can't be read or written.
    """
    try:
        lake = _existing(uri)
        if lake is None:
            lake = _create(uri, shards or default_shards)
        elif Store(uri).root is None:  # the client may be configured otherwise than the one that created it
            _require_exclusive_create(Store(uri))
    except (BaseError, OSError) as error:
        raise LakeError(f"{uri} can't be used as a lake: {first_line(error)}") from error
    if shards is not None and shards != lake.shards:
        raise LakeError(f"--shards {shards} does not match this lake's {lake.shards} (set when it was created)")
    return lake


def existing_lake(uri: str) -> Lake:
    """Open a lake that is to be there.

    :raises LakeError: there is none, or it can't be read.
    """
    try:
        lake = _existing(uri)
    except (BaseError, OSError) as error:
        raise LakeError(f"{uri} can't be read: {first_line(error)}") from error
    if lake is None:
        raise LakeError(f"{uri} is not a lake: there is no {LAKE_FILE} in it")
    return lake


def _existing(uri: str) -> Optional[Lake]:
    """The lake at a URI; None where nothing is.

    :raises LakeError: something else is there, or a lake that this version does not understand.
    """
    try:
        store = Store(uri)
    except FileNotFoundError:
        return None
    lake = lake_settings(store)
    # A run that creates the lake at this moment may be writing already: hence the second look.
    if lake is None and _foreign(store):
        lake = lake_settings(store)
        if lake is None:
            raise LakeError(f"{uri} is not empty and not a lake: it holds {_foreign(store)}")
    return lake


def _foreign(store: Store) -> Optional[str]:
    """The first object of a folder that is no lake; hidden files and what a crashed creation left don't count."""
    return next((name for name in store.each_name() if not name.startswith((".", "_newslake/"))), None)


def lake_settings(store: Store) -> Optional[Lake]:
    """A lake's own settings; None where there is no lake.

    :raises LakeError: they can't be read, or this version does not understand the lake.
    """
    try:
        text = store.read(LAKE_FILE)
    except FileNotFoundError:
        return None
    try:
        settings = json.loads(text)
        layout, shards = int(settings["layout"]), int(settings["shards"])
    except (ValueError, TypeError, KeyError) as error:
        raise LakeError(f"{store.uri}/{LAKE_FILE} is damaged: {first_line(error)}") from error
    if layout > LAYOUT:
        raise LakeError(f"{store.uri} has layout {layout}, newer than the {LAYOUT} that {PIPELINE_VERSION} knows")
    return Lake(store.uri, shards)


def _create(uri: str, shards: int) -> Lake:
    store = Store(uri, create=True)
    _require_exclusive_create(store)
    settings = {
        "layout": LAYOUT,
        "shards": shards,
        "created_at": datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds"),
        "pipeline_version": PIPELINE_VERSION,
    }
    store.create(LAKE_FILE, (json.dumps(settings, indent=2) + "\n").encode())
    return lake_settings(store)  # another run may have been first: its settings hold


def _require_exclusive_create(store: Store) -> None:
    """See that the store, as it is configured, refuses to create what is there: all of a lake's safety is in that.

    :raises LakeError: it does not.
    """
    name = f"{STAGING}/{uuid.uuid4().hex}"
    try:
        created = [store.create(name, text) for text in (b"first", b"second")]
        if created != [True, False] or store.read(name) != b"first":
            raise LakeError(f"{store.uri} can't be a lake: its store does not create objects exclusively")
    except NotImplementedError as error:
        raise LakeError(f"{store.uri} can't be a lake: its store does not create objects exclusively") from error
    finally:
        store.delete(name)


def is_partition(value: str) -> bool:
    """Whether a folder of a table may be named so: a date, or the one for unknown dates."""
    if value == UNKNOWN_DATE:
        return True
    try:
        return datetime.date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False
