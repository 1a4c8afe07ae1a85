"""The lake's transforms on Beam's runner, with every bundle replayed, too."""

import contextlib
import dataclasses
import itertools
import logging
import time

import apache_beam as beam
import pytest
from apache_beam.options.pipeline_options import PipelineOptions
from apache_beam.runners.portability.fn_api_runner import FnApiRunner

from schemas.records import Document
from schemas.tables import Reject
from tests.lake.building import DAY, INGESTED_AT, document, expected_ids, new_lake, read_ids, rejected
from tests.lake.faulty import Crash, CrashingStore
from transforms.lake.audit import audit
from transforms.lake.commit import commit as commit_batch
from transforms.lake.layout import table_files
from transforms.lake.partition import ArticlePartition
from transforms.lake.transform import BATCH_REJECTS, CommitDocuments, CommitRejects, DropKnown
from transforms.transform import NAMESPACE


def run(build, *options):
    """Run a pipeline and give its counters."""
    counters = metrics_of(build, *options)["counters"]
    return {counter.key.metric.name: counter.committed for counter in counters}


def metrics_of(build, *options):
    with beam.Pipeline(runner=FnApiRunner(), options=PipelineOptions(list(options))) as pipeline:
        build(pipeline)
    return pipeline.result.metrics().query(beam.metrics.MetricsFilter().with_namespace(NAMESPACE))


def commit(uri, documents, shards=2, options=()):
    def build(pipeline):
        created = pipeline | beam.Create(documents, reshuffle=False).with_output_types(Document)
        created | CommitDocuments(uri, shards)

    return run(build, *options)


@pytest.fixture
def documents():
    many = [document(number, day) for number in range(30) for day in ("2025-05-01",)]
    return many + [document(number, None) for number in range(30, 40)] + [document(3), document(41, found=False)]


def test_documents_are_committed_once_and_counted(tmp_path, documents):
    store = new_lake(tmp_path / "lake", shards=2)
    counters = commit(store.uri, documents)
    assert counters == {"new": 41, "unchanged": 1, "duplicate": 0, "mentions": 80, "relations": 40}
    assert read_ids(store.root) == expected_ids(documents)
    assert commit(store.uri, documents) == {"new": 0, "unchanged": 42, "duplicate": 0, "mentions": 0, "relations": 0}
    assert read_ids(store.root) == expected_ids(documents)
    assert audit(store).findings == []


def test_commits_tell_how_long_they_take_and_how_late_they_are(tmp_path, documents):
    store = new_lake(tmp_path / "lake", shards=2)

    def build(pipeline):
        pipeline | beam.Create(documents).with_output_types(Document) | CommitDocuments(store.uri, 2)

    told = {one.key.metric.name: one.committed for one in metrics_of(build)["distributions"]}
    assert set(told) == {"commit.milliseconds", "commit.articles", "commit.lag_seconds"}
    assert told["commit.articles"].sum == told["commit.lag_seconds"].count == len(documents)
    assert told["commit.milliseconds"].count == told["commit.articles"].count == 4  # two days, two shards each
    assert told["commit.lag_seconds"].min == pytest.approx(time.time() - INGESTED_AT / 1e6, abs=60)


def test_rejects_are_told_in_the_log_and_crashes_with_their_error(tmp_path, caplog):
    store = new_lake(tmp_path / "lake")
    caplog.set_level(logging.INFO, logger=NAMESPACE)
    crashed = dataclasses.replace(rejected(1), reason="crashed", exception="ValueError: what failed")

    def build(pipeline):
        pipeline | beam.Create([rejected(0), crashed]).with_output_types(Reject) | CommitRejects(store.uri)

    run(build)
    lines = {record.levelname: record.getMessage() for record in caplog.records if record.name == NAMESPACE}
    assert rejected(0).input_uri in lines["INFO"] and rejected(0).message in lines["INFO"]
    assert rejected(1).input_uri in lines["WARNING"] and "what failed" in lines["WARNING"]


def test_replayed_bundles_write_nothing_twice(tmp_path, documents):
    store = new_lake(tmp_path / "lake", shards=2)
    commit(store.uri, documents, options=["--direct_runner_bundle_repeat=2"])
    assert read_ids(store.root) == expected_ids(documents)
    assert audit(store).findings == []


def test_documents_and_rejects_in_one_graph(tmp_path, documents):
    """Beam's runner mixes up the timers of two transforms of the same kind."""
    store = new_lake(tmp_path / "lake", shards=8)
    rejects = [rejected(number, day) for number in range(20) for day in ("2025-05-01", "2025-05-02")]

    def build(pipeline):
        pipeline | "Documents" >> beam.Create(documents).with_output_types(Document) | CommitDocuments(store.uri, 8)
        pipeline | "Rejects" >> beam.Create(rejects).with_output_types(Reject) | CommitRejects(store.uri)

    counters = run(build)
    assert (counters["new"], counters["rejected"]) == (41, 40)
    found = read_ids(store.root)
    assert len(found["rejects"]) == 40
    assert found == {**expected_ids(documents), "rejects": found["rejects"]}


def test_many_rejects_of_a_day_are_written_in_parts(tmp_path):
    store = new_lake(tmp_path / "lake")

    def build(pipeline):
        rejects = [rejected(number) for number in range(BATCH_REJECTS + 1)]
        pipeline | beam.Create(rejects).with_output_types(Reject) | CommitRejects(store.uri)

    run(build)
    assert len(table_files(store, "rejects")) == 2
    assert len(read_ids(store.root)["rejects"]) == BATCH_REJECTS + 1


def test_a_worker_begins_by_finishing_what_another_had_committed(tmp_path):
    store = new_lake(tmp_path / "lake")
    for step in itertools.count():
        crashing = CrashingStore(store, at=step)
        with contextlib.suppress(Crash):
            commit_batch(ArticlePartition(crashing, DAY), 0, [document(0)])
        if table_files(store, "articles"):
            break
    assert read_ids(store.root)["mentions"] == []
    commit(store.uri, [document(1)], shards=1)
    assert read_ids(store.root) == expected_ids([document(0), document(1)])


def test_known_versions_are_dropped_and_counted(tmp_path):
    store = new_lake(tmp_path / "lake")
    commit(store.uri, [document(0), document(1)], shards=1)
    passed = []

    def build(pipeline):
        documents = [document(number) for number in range(3)]
        dropped = pipeline | beam.Create(documents).with_output_types(Document) | DropKnown(store.uri)
        dropped | beam.Map(lambda document: document.article.url) | beam.io.WriteToText(str(tmp_path / "passed"))

    assert run(build) == {"unchanged": 2}
    for part in tmp_path.glob("passed*"):
        passed += part.read_text().split()
    assert passed == ["https://courier.example/2"]


def test_rejects_are_counted_each_time_and_written_once_a_day(tmp_path):
    store = new_lake(tmp_path / "lake")
    rejects = [rejected(0), rejected(1), rejected(0), rejected(0, "2025-05-02")]

    def build(pipeline):
        pipeline | beam.Create(rejects).with_output_types(Reject) | CommitRejects(store.uri)

    for _ in range(2):
        assert run(build, "--direct_runner_bundle_repeat=1") == {"rejected": 4, "rejected.empty": 4}
        assert len(read_ids(store.root)["rejects"]) == 3
