"""Makes few large files of many small ones, and clears what nobody will finish.

What a plain reader may see meanwhile. On disk, where folders can change places in one step (Linux, macOS):
each row exactly once, at every moment; only who has listed a folder before and opens its files after the
change finds a file gone, which is an error and no wrong answer. In a bucket, and on other file systems:
rows of the files being merged twice, from the moment the merged file stands until the old ones are deleted,
which is one request; after a crash in between until the next run, audit or compaction.
"""

import shutil
import time
import uuid
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Callable, Iterable, Iterator, Optional, Sequence

import numpy as np

from schemas.ids import batch_id
from schemas.tables import TABLES, record_of
from transforms.lake.attempt import COUNTED, FOLLOWING, pending_attempts, stands
from transforms.lake.attempt import clear as clear_attempt
from transforms.lake.compaction import MANIFEST, Compaction, clear, compactions, take_effect
from transforms.lake.compaction import stands as is_true
from transforms.lake.fingerprints import ROW, fingerprints_name, keep_fingerprints, read_fingerprints
from transforms.lake.guard import merging
from transforms.lake.layout import (
    COMPACTION,
    FINGERPRINTS,
    LAYOUT,
    PENDING,
    LakeError,
    TableFile,
    parse_name,
    table_files,
    table_folder,
)
from transforms.lake.merge import merge, merged_sources
from transforms.lake.recover import recover
from transforms.lake.repeats import clear_repeats
from transforms.lake.rows import footer_of, open_parquet
from transforms.lake.store import STAGING, Store

TARGET_BYTES = 256 * 1024 * 1024  # of the largest table's file: what analytics engines read best
FULL_BYTES = TARGET_BYTES // 2  # a file of this size is left alone: merging it again would gain little
# A writer to a bucket that stalls between listing and creating is safe while the numbers that it may
# take are not freed; it lists again after TRUST_SECONDS (partition.py), so this is six times that.
MIN_BUCKET_AGE = 3600.0
LEFTOVER_AGE = 86_400.0  # what was put aside and has come to nothing for so long never will
# Original and repeat are days apart (originals.py); of days long past articles come in bulk or hardly at all.
FINGERPRINTS_AGE = 30 * 86_400.0
# A folder that has changed places stays a moment for those who are in the midst of listing it.
LISTING_SECONDS = 5.0
FAMILIES = (("articles", *FOLLOWING), ("rejects",))


@dataclass
class Compacted:
    """What a compaction did, in numbers of files; `cleared` counts leftovers, `skipped` says what was left and why."""

    merged: int = 0
    made: int = 0
    cleared: int = 0
    skipped: "list[str]" = field(default_factory=list)


@dataclass(frozen=True)
class _Commit:
    """A commit or compaction, by the file that it is: of articles, or of rejects."""

    file: TableFile
    footer: "dict[str, str]"
    bytes: int  # of the largest of its files
    rows: int  # of the file


def compact(
    store: Store,
    *,
    partitions: Optional[Sequence[str]] = None,
    older_than: float = 0.0,
    listing_seconds: float = LISTING_SECONDS,
    progress: Callable[[str], None] = lambda partition: None,
) -> Compacted:
    """Merge the small files of a lake; again, or after an interruption, it goes on where it was.

    :param partitions: only these; None takes all.
    :param older_than: seconds that a file must have stood; in a bucket at least MIN_BUCKET_AGE.
    :param listing_seconds: how long a folder that has changed places is kept.
    :param progress: told each partition of which files are being merged.
    """
    age = older_than if store.root is not None else max(older_than, MIN_BUCKET_AGE)
    recover(store)
    done = Compacted()
    for family in FAMILIES:
        for partition, files, sizes in _shards(store, family, partitions, time.time() - age):
            for group in _groups(_commits(store, family, files, sizes)) if len(files) > 1 else ():
                if len(group) < 2:
                    continue
                progress(partition)
                try:
                    if _merge(store, family, group, sizes):
                        done.merged += len(group)
                        done.made += 1
                except LakeError as error:
                    done.skipped.append(f"{partition}: {error}")
    done.cleared = clear_leftovers(store, listing_seconds)
    clear_fingerprints(store)
    clear_repeats(store)
    return done


def _shards(
    store: Store, family: Sequence[str], partitions: Optional[Sequence[str]], before: float
) -> "Iterator[tuple[str, list[TableFile], dict[TableFile, int]]]":
    """The files of each partition and shard that are older than a moment, and the sizes of all.

    Of a commit all files must be older. Its articles are listed first: what follows them is there then.
    """
    sizes: "dict[TableFile, int]" = {}
    fresh: "set[TableFile]" = set()
    for table in family:
        for found in store.each_object(table_folder(table)):
            file = parse_name(found.name)
            if file and (partitions is None or file.partition in partitions):
                sizes[file] = found.size
                if found.written_at > before:
                    fresh.add(file.of(family[0]))
    shards = defaultdict(list)
    for file in sorted((one for one in sizes if one.table == family[0]), key=lambda one: (one.partition, one.seq)):
        if file not in fresh:
            shards[file.partition, file.shard].append(file)
    for (partition, _), files in shards.items():
        yield partition, files, sizes


def _groups(commits: "Iterable[_Commit]") -> "Iterator[list[_Commit]]":
    """The commits whose files are to become one: as they came, up to the target's size."""
    group: "list[_Commit]" = []
    for commit in commits:
        if commit.bytes >= FULL_BYTES:
            continue
        if group and sum(one.bytes for one in group) + commit.bytes > TARGET_BYTES:
            yield group
            group = []
        group.append(commit)
    yield group


def _commits(
    store: Store, family: Sequence[str], files: Sequence[TableFile], sizes: "dict[TableFile, int]"
) -> "Iterator[_Commit]":
    """Those of some commits that are finished: published as a whole, with nothing of them put aside any more."""
    pending = {attempt.attempt for attempt in pending_attempts(store)}
    for file in files:
        try:
            with open_parquet(store, file.name) as parquet:
                footer, rows = footer_of(parquet), parquet.metadata.num_rows
        except (FileNotFoundError, LakeError):  # merged by somebody else; damaged: the audit's business
            continue
        is_whole = all(file.of(table) in sizes for table in family if footer.get(f"rows.{table}", "0") != "0")
        if is_whole and footer.get("attempt") not in pending:
            yield _Commit(file, footer, max(sizes.get(file.of(table), 0) for table in family), rows)


def _merge(store: Store, family: Sequence[str], group: "Sequence[_Commit]", sizes: "dict[TableFile, int]") -> bool:
    """Merge the files of some commits of a partition's shard; False if somebody else was quicker.

    :raises LakeError: they are not of this version's making.
    """
    first = group[0].file
    sources = {
        table: [commit.file.of(table).name for commit in group if commit.file.of(table) in sizes] for table in family
    }
    compaction = Compaction(
        compaction=uuid.uuid4().hex,
        family=list(family),
        tables=[table for table in family if sources[table]],
        partition=first.partition,
        shard=first.shard,
        sources=[commit.file.seq for commit in group],
        seq=0,
    )
    try:
        footer = _footer(store, compaction, group, sources)
        for table in compaction.tables:
            merged = merge(store, record_of(table), sources[table], footer)
            store.write(compaction.staged(f"{table}.parquet"), merged)
        fingerprints = _fingerprints(store, group) if family[0] == "articles" else None
        done = take_effect(store, compaction)
        if done is not None and fingerprints is not None:
            keep_fingerprints(store, done.target("articles"), done.compaction, fingerprints)
        if done is not None:
            return True
    except FileNotFoundError:  # somebody else has merged some of them
        pass
    clear(store, compaction)
    return False


def _footer(
    store: Store, compaction: Compaction, group: "Sequence[_Commit]", sources: "dict[str, list[str]]"
) -> "dict[str, str]":
    """What merged files say of themselves: as a commit's, over all that they hold."""
    footer = {"attempt": compaction.compaction, "layout": str(LAYOUT)}
    if compaction.family[0] == "articles":
        versions: "list[str]" = []
        for name in sources["articles"]:
            with open_parquet(store, name) as parquet:
                versions += parquet.read(columns=["version_id"]).column(0).to_pylist()
        footer["batch_id"] = batch_id(versions)
        for table in COUNTED:
            footer[f"rows.{table}"] = str(sum(int(commit.footer.get(f"rows.{table}", 0)) for commit in group))
    return footer


def _fingerprints(store: Store, group: "Sequence[_Commit]") -> Optional[np.ndarray]:
    """Those of a merged file, if all that it is merged of have some: to compute them is left to who needs them."""
    parts = [read_fingerprints(store, one.file, one.footer.get("attempt"), one.rows) for one in group]
    if any(part is None for part in parts):
        return None
    sources = merged_sources(store, TABLES["articles"], [one.file.name for one in group])
    merged = np.empty(len(sources), ROW)
    merged[np.argsort(sources, kind="stable")] = np.concatenate(parts)
    return merged


def clear_fingerprints(store: Store) -> None:
    """Delete the fingerprints of articles files that are gone, and of days that are over."""
    kept = {found.name: found.written_at for found in store.each_object(f"{FINGERPRINTS}/")}
    # Listed after them, for they are written after their articles file: what is not there now is gone.
    needed = {fingerprints_name(file) for file in table_files(store, "articles")}
    before = time.time() - FINGERPRINTS_AGE
    store.delete_all([name for name, written_at in kept.items() if name not in needed or written_at < before])


def clear_leftovers(store: Store, listing_seconds: float = LISTING_SECONDS) -> int:
    """Clear what was put aside a day ago and came to nothing, and folders that have changed places."""
    before = time.time() - LEFTOVER_AGE
    old = {one.name for one in store.each_object("_newslake/") if one.written_at < before}
    cleared = 0
    for attempt in pending_attempts(store):
        with merging(store, attempt.partition):  # whoever writes there may be about to commit it
            if f"{PENDING}/{attempt.attempt}/manifest.json" in old and not stands(store, attempt):
                clear_attempt(store, attempt)
                cleared += 1
    for compaction in compactions(store):
        with merging(store, compaction.partition):
            if compaction.staged(MANIFEST) in old and not is_true(store, compaction):
                clear(store, compaction)
                cleared += 1
    known = _put_aside(store)
    leftovers = [
        name for name in old
        if name.startswith((f"{PENDING}/", f"{COMPACTION}/", f"{STAGING}/")) and name.split("/")[2] not in known
    ]
    store.delete_all(leftovers)
    _clear_folders(store, listing_seconds)
    return cleared + len(leftovers) + _clear_half_written(store, before)


def _put_aside(store: Store) -> "set[str]":
    """The attempts and compactions that may still come to something."""
    attempts = {attempt.attempt for attempt in pending_attempts(store)}
    return attempts | {compaction.compaction for compaction in compactions(store)}


def _clear_folders(store: Store, listing_seconds: float) -> None:
    """Delete folders of the disk that have changed places, once nobody can be in the midst of listing them."""
    if store.root is None:
        return
    folders = list((store.root / COMPACTION).glob("*/*-*"))
    known = _put_aside(store)  # asked after the folders: a compaction has its manifest before it makes one
    done = [path for path in folders if path.parent.name not in known]
    if done:
        time.sleep(listing_seconds)
    for path in done:
        shutil.rmtree(path, ignore_errors=True)
        store.delete_folder(f"{COMPACTION}/{path.parent.name}")


def _clear_half_written(store: Store, before: float) -> int:
    """Delete what a put that was cut off has left on disk: files that the store itself does not list."""
    if store.root is None:
        return 0
    half = [path for path in (store.root / "_newslake").rglob("*#*") if path.stat().st_mtime < before]
    for path in half:
        path.unlink(missing_ok=True)
    return len(half)
