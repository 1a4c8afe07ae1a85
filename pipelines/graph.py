"""The graph: the same steps on this machine and on a cluster."""

import functools
from typing import Callable, Optional

import apache_beam as beam

from pipelines.settings import Settings
from schemas.records import Item
from transforms.annotation.transform import AnnotateArticles
from transforms.cleaning.transform import CleanPages, Repeats
from transforms.extraction.transform import ExtractPages
from transforms.fetch.pages import ignore
from transforms.fetch.transform import FetchPages
from transforms.lake.repeats import shared_repeats
from transforms.lake.transform import CommitDocuments, CommitRejects, DropKnown


def ingest(items, rejects, settings: Settings, passing: Callable[[Item], None] = ignore) -> None:
    """Put items through every step into the lake, and what any step rejects into its rejects.

    :param items: PCollection of Item, as read.
    :param rejects: PCollection of Reject: what could not be read.
    :param passing: told, on the workers, each item whose page failed of what may pass.
    """
    fetched = items | "Fetch pages" >> FetchPages(
        fetch=settings.fetch,
        allow_private=settings.allow_private,
        timeout=settings.exchange_seconds,
        body_cap=settings.body_cap,
        delay=settings.delay,
        passing=passing,
        spread=settings.spread,
        retries=settings.retries,
    )
    extracted = fetched.done | "Extract text" >> ExtractPages(max_characters=settings.max_characters)
    cleaned = extracted.done | "Clean text" >> CleanPages(_repeats(settings))
    unknown = cleaned.done | "Drop known versions" >> DropKnown(settings.output)
    annotated = unknown | "Annotate" >> AnnotateArticles(settings.model, settings.catalogue)
    annotated.done | "Commit documents" >> CommitDocuments(settings.output, settings.shards)

    steps = (fetched, extracted, cleaned, annotated)
    all_rejects = (rejects, *(step.rejects for step in steps)) | "All rejects" >> beam.Flatten()
    all_rejects | "Commit rejects" >> CommitRejects(settings.output)


def _repeats(settings: Settings) -> Optional[Repeats]:
    """Opens, on a worker, what is known to be repeated."""
    if settings.keep_repeated:
        return None
    return functools.partial(shared_repeats, settings.output, settings.remembered, tuple(settings.repeated))
