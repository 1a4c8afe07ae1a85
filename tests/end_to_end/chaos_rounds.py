"""Violence against a lake: many writers with overlapping work are killed, failed, stalled and torn, while
others merge files and readers look on.

A round is right if no reader ever saw a row twice, half a file or a row without its article, and if at the end
every table has the rows of an undisturbed run, column by column.
"""

import collections
import contextlib
import dataclasses
import json
import multiprocessing
import multiprocessing.connection
import os
import random
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Callable

import pyarrow as pa
import pyarrow.parquet as pq

from schemas.tables import TABLES
from tests.end_to_end.chaos_store import VARIABLE, Chaos, ChaosStore, install
from tests.lake.building import ID_COLUMNS, document, new_lake, rejected
from transforms.lake.audit import audit
from transforms.lake.compact import clear_leftovers, compact
from transforms.lake.known import KnownVersions
from transforms.lake.layout import LakeError, partition_of, shard_of
from transforms.lake.recover import recover
from transforms.lake.rows import order, to_arrow
from transforms.lake.store import Store
from transforms.lake.writer import LakeWriter

DAYS = ("2025-05-01", "2025-05-02", None)
SHARDS = 2
BATCH = 5
RESTARTS = 12  # of a writer that is killed; then the undisturbed run finishes its work
DEADLINE = 120.0
HARM = Chaos(seed=0, kill=0.04, fail=0.02, torn=0.01, slow=0.1)
# A failed change ends a whole run of Beam's, so that none would ever be done.
BEAM_HARM = Chaos(seed=0, kill=0.01, slow=0.1)
# What depends on who committed first and with what: the audit checks batches, and texts are all different.
FREE = {"batch_id", "duplicate_of"}


@dataclass
class Outcome:
    """What a round showed.

    :param differences: what differs from an undisturbed run, or what a reader saw that it must not.
    """

    seed: int
    differences: "list[str]" = field(default_factory=list)
    kills: int = 0
    errors: int = 0
    merges: int = 0
    looks: int = 0
    retries: int = 0
    seconds: float = 0.0


@dataclass(frozen=True)
class Counts:
    """What the processes of a round share: numbers of failed changes and of files made of several; whether
    all writers are done."""

    errors: Any
    merges: Any
    over: Any


def _counts(context) -> Counts:
    return Counts(context.Value("i", 0), context.Value("i", 0), context.Event())


def documents(count: int) -> list:
    """Documents over some days, some without a date and some without anything found in them."""
    return [document(number, DAYS[number % len(DAYS)], found=number % 7 != 0) for number in range(count)]


def play(
    seed: int,
    folder: Path,
    *,
    count: int = 36,
    writers: int = 4,
    compactors: int = 1,
    readers: int = 1,
    harm: Chaos = HARM,
    write: "Callable[[str, int, Chaos, Counts], None] | None" = None,
) -> Outcome:
    """One round in a new lake."""
    started = time.monotonic()
    lake = folder / f"lake-{seed}"
    store = new_lake(lake, SHARDS)
    context = _context()
    outcome = Outcome(seed)
    stop, seen = context.Event(), context.Queue()
    watching = [context.Process(target=read_on, args=(str(lake), stop, seen)) for _ in range(readers)]
    for reader in watching:
        reader.start()
    roles = [write or write_all] * writers + [merge_on] * compactors
    _let_run(context, roles, str(lake), count, seed, harm, outcome)
    _undisturbed(context, str(lake), count, outcome)
    stop.set()
    for reader in watching:
        looks, retries, wrong = seen.get(timeout=DEADLINE)
        outcome.looks += looks
        outcome.retries += retries
        outcome.differences += wrong
        reader.join()
    outcome.differences += differences(store, count)
    outcome.seconds = time.monotonic() - started
    return outcome


def _let_run(context, roles, lake: str, count: int, seed: int, harm: Chaos, outcome: Outcome) -> None:
    """Run the roles at once, each again with another fate when it was killed, until all are done."""
    fates = random.Random(seed)
    counts = _counts(context)
    left = collections.Counter({number: RESTARTS for number in range(len(roles))})
    running = {}
    deadline = time.monotonic() + DEADLINE

    def start(number: int) -> None:
        full_after = fates.choice([0, 0, 0, fates.randrange(1, 40)]) if harm.torn else 0
        fate = dataclasses.replace(harm, seed=fates.getrandbits(32), full_after=full_after)
        if roles[number] is merge_on:  # it changes more at a time, and is to succeed now and then
            fate = dataclasses.replace(fate, kill=harm.kill / 4, fail=harm.fail / 8, torn=harm.torn / 8, full_after=0)
        process = context.Process(target=roles[number], args=(lake, count, fate, counts))
        process.start()
        running[process.sentinel] = number, process

    for number in range(len(roles)):
        start(number)
    while running:
        ready = multiprocessing.connection.wait(list(running), timeout=max(0.0, deadline - time.monotonic()))
        if not ready:
            outcome.differences.append(f"not done after {DEADLINE} s")
            for _, process in running.values():
                process.kill()
            return
        for sentinel in ready:
            number, process = running.pop(sentinel)
            process.join()
            if process.exitcode:
                outcome.kills += process.exitcode < 0
                if process.exitcode > 0:
                    outcome.differences.append(f"{roles[number].__name__} ended {process.exitcode}")
                elif left[number]:
                    left[number] -= 1
                    start(number)
        if all(roles[number] is merge_on for number, _ in running.values()):
            counts.over.set()
    outcome.errors, outcome.merges = counts.errors.value, counts.merges.value


def _undisturbed(context, lake: str, count: int, outcome: Outcome) -> None:
    """The run that finishes what the others have left."""
    counts = _counts(context)
    process = context.Process(target=write_all, args=(lake, count, Chaos(seed=0), counts))
    process.start()
    process.join(DEADLINE)
    if process.exitcode != 0:
        outcome.differences.append(f"the last run ended {process.exitcode}")


def write_all(lake: str, count: int, chaos: Chaos, counts: Counts) -> None:
    """Commit everything in batches of one's own, some twice; an error is tried again, as a runner does."""
    store, chance = _store(lake, chaos), random.Random(chaos.seed)
    writer = LakeWriter(store, KnownVersions(store))
    work = []
    by_key = collections.defaultdict(list)
    for one in documents(count):
        by_key[partition_of(one.article.published_at), shard_of(one.article.article_id, SHARDS)].append(one)
    for (partition, shard), members in by_key.items():
        chance.shuffle(members)
        work += [(partition, shard, members[at : at + BATCH]) for at in range(0, len(members), BATCH)]
    work += [("rejects", 0, [rejected(number) for number in chance.sample(range(count), BATCH)]) for _ in range(3)]
    work += [("rejects", 0, [rejected(number) for number in range(count)])]
    work += chance.sample(work, len(work) // 4)
    chance.shuffle(work)
    _insist(lambda: recover(store), counts)
    for partition, shard, batch in work:
        if partition == "rejects":
            _insist(lambda: writer.commit_rejects(DAYS[0], batch), counts)
        else:
            _insist(lambda: writer.commit_documents(partition, shard, batch), counts)


def write_through_beam(lake: str, count: int, chaos: Chaos, counts: Counts) -> None:
    """Commit everything with the graph's own transforms, every bundle of which is replayed."""
    install(chaos)
    import apache_beam as beam
    from apache_beam.options.pipeline_options import PipelineOptions
    from apache_beam.runners.portability.fn_api_runner import FnApiRunner

    from schemas.records import Document
    from schemas.tables import Reject
    from transforms.lake.transform import CommitDocuments, CommitRejects

    options = PipelineOptions(["--direct_runner_bundle_repeat=2"])
    with beam.Pipeline(runner=FnApiRunner(), options=options) as pipeline:
        everything = documents(count)
        random.Random(chaos.seed).shuffle(everything)
        pipeline | "D" >> beam.Create(everything).with_output_types(Document) | CommitDocuments(lake, SHARDS)
        rejects = [rejected(number) for number in range(count)]
        pipeline | "R" >> beam.Create(rejects).with_output_types(Reject) | CommitRejects(lake)


def merge_on(lake: str, count: int, chaos: Chaos, counts: Counts) -> None:
    """Merge files again and again while others write; what it cannot finish others must."""
    store = _store(lake, chaos)
    while not counts.over.wait(0.05):
        _insist(lambda: _merge(store, counts), counts, tries=1)


def _merge(store: Store, counts: Counts) -> None:
    done = compact(store, listing_seconds=0.05)
    with counts.merges.get_lock():
        counts.merges.value += done.made


def read_on(lake: str, stop, seen) -> None:
    """Look at the tables as a plain reader does, over and over; tell what was wrong."""
    looks, retries, wrong = 0, 0, []
    while not (stop.is_set() and looks):
        try:
            # What follows an article is read before the articles, so that they must be there.
            found = {table: _ids_of(lake, table) for table in ("relations", "mentions", "articles", "rejects")}
        except FileNotFoundError:  # merged between listing and opening: a reader is told, and asks again
            retries += 1
            continue
        except (pa.ArrowException, OSError) as error:
            wrong.append(f"a reader saw a file that is none: {error}")
            continue
        looks += 1
        time.sleep(0.001)
        for table, rows in found.items():
            twice = [row for row, times in collections.Counter(rows).items() if times > 1]
            if twice:
                wrong.append(f"a reader saw {len(twice)} rows of {table} twice")
        articles = {version for version, _ in found["articles"]}
        for table in ("mentions", "relations"):
            if any(version not in articles for _, version in found[table]):
                wrong.append(f"a reader saw {table} without their article")
    seen.put((looks, retries, wrong[:20]))


def _ids_of(lake: str, table: str) -> "list[tuple[str, str]]":
    """The rows' ids and versions: listed first and then opened, as every tool does."""
    second = "reject_id" if table == "rejects" else "version_id"
    rows = []
    for path in sorted(Path(lake, table).glob("*/*.parquet")):
        with pq.ParquetFile(path) as file:
            read = file.read(columns=list({ID_COLUMNS[table], second}))
        rows += zip(read.column(ID_COLUMNS[table]).to_pylist(), read.column(second).to_pylist())
    return rows


def differences(store: Store, count: int) -> "list[str]":
    """How a lake differs from what an undisturbed run makes of the same documents."""
    with contextlib.suppress(LakeError):
        clear_leftovers(store, 0.0)
    everything = documents(count)
    expected = {
        "articles": [one.article for one in everything],
        "mentions": [mention for one in everything for mention in one.mentions],
        "relations": [relation for one in everything for relation in one.relations],
        "rejects": [rejected(number) for number in range(count)],
    }
    found = [f"audit: {finding.where}: {finding.what}" for finding in audit(store).findings[:20]]
    for table, records in expected.items():
        rows = [pq.read_table(path, partitioning=None) for path in sorted((store.root / table).glob("*/*.parquet"))]
        is_rows = _comparable(TABLES[table], pa.concat_tables(rows) if rows else to_arrow(TABLES[table], []))
        should_be = _comparable(TABLES[table], to_arrow(TABLES[table], sorted(records, key=order)))
        if is_rows != should_be:
            extra, missing = is_rows - should_be, should_be - is_rows
            found.append(f"{table}: {extra.total()} rows too many, {missing.total()} missing of {len(records)}")
    return found


def _comparable(table: type, rows: pa.Table) -> "collections.Counter[str]":
    names = [name for name in rows.column_names if name not in FREE]
    return collections.Counter(json.dumps(row, default=str, sort_keys=True) for row in rows.select(names).to_pylist())


def _store(lake: str, chaos: Chaos) -> Store:
    os.environ[VARIABLE] = json.dumps(dataclasses.asdict(chaos))
    return ChaosStore(lake)


def _insist(action, counts: Counts, tries: int = 4) -> None:
    """Do something until it succeeds, a few times; a full disk does not get better."""
    for _ in range(tries):
        try:
            action()
            return
        except OSError:
            with counts.errors.get_lock():
                counts.errors.value += 1


def _context():
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.end_to_end.chaos_rounds"])
    return context
