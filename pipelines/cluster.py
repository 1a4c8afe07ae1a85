"""Submits the graph to a runner: Flink, Dataflow, Prism or any that speaks Beam's job API."""

import time
from typing import Callable, Sequence, Union

import apache_beam as beam
from apache_beam.options.pipeline_options import GoogleCloudOptions, PipelineOptions, SetupOptions, TestOptions
from apache_beam.runners.runner import PipelineResult, PipelineState, create_runner

import schemas.coders
from pipelines.account import Account, RunFailed
from pipelines.counters import counters_of
from pipelines.graph import ingest
from pipelines.settings import Settings
from pipelines.usage import UsageError
from schemas.records import FEED, FILE, Location
from schemas.tables import Reject
from transforms.feeds.transform import ReadFeeds
from transforms.files.locate import locate
from transforms.files.transform import ReadFiles


def check_runner(name: str) -> None:
    """Check that Beam has a runner of that name, and what it needs.

    :raises UsageError: it has not.
    """
    try:
        create_runner(name)
    except ValueError as error:
        raise UsageError(f"there is no runner {name}") from error
    except ImportError as error:
        raise UsageError(f"the runner {name} needs what is not installed: {error}") from error


def run(
    inputs: Sequence[str],
    settings: Settings,
    *,
    runner: str,
    beam_options: Sequence[str],
    passed_over: Callable[[str, str], None],
) -> Account:
    """Submit the graph once over all inputs, wait for its end and account for it.

    The inputs are expanded to files and feeds here and read by the workers, which must be able to
    reach them, and the lake, under the same names.

    :raises RunFailed: the runner gave up.
    """
    started = time.monotonic()
    options = PipelineOptions([f"--runner={runner}", *beam_options])
    prepare(options)
    pipeline = beam.Pipeline(options=options)
    located = list(locate(inputs, passed_over))
    build(pipeline, located, settings)
    if _only_described(options):
        pipeline.run()
        return Account(seconds=time.monotonic() - started)
    result = _run_to_the_end(pipeline)
    counters = counters_of(result)
    unreadable = sum(isinstance(one, Reject) for one in located)
    account = Account(read=counters.get("read", 0) + unreadable, seconds=time.monotonic() - started)
    account.add(counters)
    return account


def _only_described(options: PipelineOptions) -> bool:
    """Whether the runner only writes down the job: for a template's launcher, which starts it, or for a dry run."""
    return bool(options.view_as(GoogleCloudOptions).template_location or options.view_as(TestOptions).dry_run)


def _run_to_the_end(pipeline: beam.Pipeline) -> PipelineResult:
    """Submit and wait. An interrupted wait ends the job too, or it would run on with nobody to account for it."""
    started = time.monotonic()
    try:
        result = pipeline.run()
        try:
            state = result.wait_until_finish()
        except KeyboardInterrupt:
            result.cancel()
            raise
    except RuntimeError as error:  # the portable runners raise this when a job fails, and have logged the trace
        raise RunFailed(_sentence(str(error)), Account(seconds=time.monotonic() - started)) from error
    if state != PipelineState.DONE:
        raise RunFailed(f"the job ended {state}", Account(seconds=time.monotonic() - started))
    return result


def _sentence(trace: str) -> str:
    """The first line of a runner's message, which says what failed, and its last, which in Python says why."""
    lines = [line.strip() for line in trace.splitlines() if line.strip()] or ["the runner does not say why"]
    return lines[0] if len(lines) == 1 else f"{lines[0]} … {lines[-1]}"


def prepare(options: PipelineOptions) -> None:
    """Set what the graph needs of Beam on any runner whose workers are other processes."""
    setup = options.view_as(SetupOptions)
    # Everything that travels is importable on the workers; the driver's __main__ is not theirs.
    setup.save_main_session = False
    # Workers decode records before they unpickle a step that would import this.
    setup.beam_plugins = [*(setup.beam_plugins or []), schemas.coders.__name__]


def build(pipeline: beam.Pipeline, located: Sequence[Union[Location, Reject]], settings: Settings) -> None:
    """The whole graph, from the files and feeds to read to the lake."""
    locations = [one for one in located if isinstance(one, Location)]
    unreadable = [one for one in located if isinstance(one, Reject)]
    files = (
        pipeline
        | "Files" >> beam.Create([one for one in locations if one.kind == FILE]).with_output_types(Location)
        | "Read files" >> ReadFiles(body_cap=settings.body_cap)
    )
    feeds = (
        pipeline
        | "Feeds" >> beam.Create([one for one in locations if one.kind == FEED]).with_output_types(Location)
        | "Read feeds" >> ReadFeeds(
            allow_private=settings.allow_private,
            timeout=settings.exchange_seconds,
            body_cap=settings.body_cap,
        )
    )
    unread = pipeline | "Unreadable" >> beam.Create(unreadable).with_output_types(Reject)
    items = (files.done, feeds.done) | "All items" >> beam.Flatten()
    rejects = (unread, files.rejects, feeds.rejects) | "All unread" >> beam.Flatten()
    ingest(items, rejects, settings)
