"""The lake as Beam transforms: drop what it holds, commit documents, commit rejects."""

import itertools
import logging
import time
from dataclasses import dataclass
from typing import Iterable, Tuple

import apache_beam as beam

import schemas.coders  # noqa: F401  registers the records with Beam
from schemas.reasons import Reason
from schemas.records import Document
from schemas.tables import Reject
from transforms.lake.known import known_versions
from transforms.lake.layout import partition_of, shard_of
from transforms.lake.recover import recover
from transforms.lake.store import shared_store
from transforms.lake.writer import lake_writer
from transforms.transform import NAMESPACE, count, measure, timing

_log = logging.getLogger(NAMESPACE)

# Documents in a commit: with a hundred rows each about 20 MB of memory, and one Parquet row group.
BATCH_DOCUMENTS = 500
BATCH_REJECTS = 500  # of at most 64 KiB payload: 32 MB
# How long a stream's documents wait for company: facts are a minute late, files few enough to merge.
STREAM_SECONDS = 60

Key = Tuple[str, int]


@dataclass
class DropKnown(beam.PTransform):
    """Drop documents whose version the lake holds already, before they are annotated.

    An economy: what slips through is dropped by the commit.

    :param uri: the lake.
    """

    uri: str

    def __post_init__(self) -> None:
        super().__init__()

    def expand(self, documents):
        return documents | beam.ParDo(_DropKnownFn(self.uri)).with_output_types(Document)


@dataclass
class CommitDocuments(beam.PTransform):
    """Write documents to the lake, each version once.

    :param uri: the lake.
    :param shards: its number of shards.
    """

    uri: str
    shards: int

    def __post_init__(self) -> None:
        super().__init__()

    def expand(self, documents):
        shards = self.shards
        return (
            documents
            | "By partition and shard"
            >> beam.Map(lambda document: (_key(document, shards), document)).with_output_types(Tuple[Key, Document])
            | "Batches" >> beam.GroupIntoBatches(
                BATCH_DOCUMENTS, max_buffering_duration_secs=None if documents.is_bounded else STREAM_SECONDS
            )
            # Nothing between a batch and its commit, so that a key has one writer at a time.
            | "Commit" >> beam.ParDo(_CommitDocumentsFn(self.uri))
        )


@dataclass
class CommitRejects(beam.PTransform):
    """Write rejects to the lake, each once a day.

    :param uri: the lake.
    """

    uri: str

    def __post_init__(self) -> None:
        super().__init__()

    def expand(self, rejects):
        return (
            rejects
            | "By day" >> beam.Map(_count_and_key).with_output_types(Tuple[str, Reject])
            | "Batches" >> self._batches(rejects.is_bounded)
            | "Commit" >> beam.ParDo(_CommitRejectsFn(self.uri))
        )

    @staticmethod
    def _batches(is_bounded: bool) -> beam.PTransform:
        # Beam 2.77's FnApiRunner mixes up the timers of two GroupIntoBatches in one graph (it keeps them
        # by the timer's name alone), so that batches get lost or the run fails: documents have the one.
        if is_bounded:
            return beam.GroupByKey()
        return beam.GroupIntoBatches(BATCH_REJECTS, max_buffering_duration_secs=STREAM_SECONDS)


def _key(document: Document, shards: int) -> Key:
    article = document.article
    return partition_of(article.published_at), shard_of(article.article_id, shards)


def _count_and_key(reject: Reject) -> Tuple[str, Reject]:
    crashed = reject.reason == Reason.CRASHED.value
    words = [reject.input_uri, reject.stage, reject.reason, reject.message, reject.exception if crashed else None]
    _log.log(logging.WARNING if crashed else logging.INFO, "%s", ": ".join(filter(None, words)))
    # Counted here and not where they are written: one that was written today already is still an outcome.
    count("rejected")
    count(f"rejected.{reject.reason}")
    return partition_of(reject.rejected_at), reject


class _DropKnownFn(beam.DoFn):
    def __init__(self, uri: str) -> None:
        self._uri = uri

    def setup(self) -> None:
        self._known = known_versions(self._uri)

    def process(self, document: Document) -> Iterable[Document]:
        if self._known.holds(document.article):
            count("unchanged")
        else:
            yield document


class _CommitDocumentsFn(beam.DoFn):
    def __init__(self, uri: str) -> None:
        self._uri = uri

    def setup(self) -> None:
        # A worker that starts in the place of one that died finishes what that one had committed.
        recover(shared_store(self._uri))
        self._writer = lake_writer(self._uri)

    def process(self, batch: Tuple[Key, Iterable[Document]]) -> None:
        (partition, shard), documents = batch
        given = list(documents)
        with timing("commit.milliseconds"):
            committed = self._writer.commit_documents(partition, shard, given)
        measure("commit.articles", len(given))
        for document in given:
            measure("commit.lag_seconds", time.time() - document.article.ingested_at / 1e6)
        for name in ("new", "unchanged", "duplicate", "mentions", "relations"):
            count(name, getattr(committed, name))


class _CommitRejectsFn(beam.DoFn):
    def __init__(self, uri: str) -> None:
        self._uri = uri

    def setup(self) -> None:
        self._writer = lake_writer(self._uri)

    def process(self, batch: Tuple[str, Iterable[Reject]]) -> None:
        partition, rejects = batch
        remaining = iter(rejects)
        while some := list(itertools.islice(remaining, BATCH_REJECTS)):
            self._writer.commit_rejects(partition, some)
