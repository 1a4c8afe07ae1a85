"""Submits the graph to a runner: Flink, Dataflow, Prism or any that speaks Beam's job API."""

import functools
import os
import signal
import time
import uuid
from dataclasses import replace
from typing import Callable, Iterator, Optional, Sequence, Union

import apache_beam as beam
from apache_beam.options.pipeline_options import GoogleCloudOptions, PipelineOptions, SetupOptions, TestOptions
from apache_beam.runners.runner import PipelineResult, PipelineState, create_runner
from apache_beam.transforms.periodicsequence import PeriodicImpulse

import schemas.coders
from pipelines import flink
from pipelines.account import Account, RunFailed
from pipelines.beam_options import check_options, read_options
from pipelines.counters import counters_of
from pipelines.feed_states import ShownStates
from pipelines.flink import FLINK_RUNNER
from pipelines.graph import ingest
from pipelines.settings import Settings
from pipelines.usage import UsageError
from schemas.records import FEED, FILE, Location
from schemas.tables import Reject
from transforms.feeds.read import open_list
from transforms.feeds.transform import FollowFeeds, ReadFeeds
from transforms.files.locate import locate
from transforms.files.transform import ReadFiles, WatchInputs
from transforms.opening import FILE_SCHEME, is_object
from transforms.ticks.transform import Ticks
from transforms.web.load import load_stored
from transforms.web.urls import is_web

# How often a stream looks at which feeds are due and takes what came of polls.
TICK_SECONDS = 5.0
# A page that failed of what may pass is asked for again after so many seconds, before the feed is read as a whole again.
RETRIES = (600.0, 7200.0)
# What Flink is told unless the user says otherwise. Without checkpoints nothing that failed could go on; each waits for
# the bundles under way, which may have as many pages to fetch as they have elements. The last one outlives the job, so
# that a job whose submission is lost can be taken up from there. What a bundle gives that a checkpoint ends must go on
# before the checkpoint: else Beam's runner keeps it until the step's next bundle, for the graph's clock an hour later.
# Times are in milliseconds.
FLINK_STREAM = (
    "--checkpointing_interval=60000",
    "--checkpoint_timeout_millis=1800000",
    "--externalized_checkpoints_enabled",
    "--retain_externalized_checkpoints_on_cancellation",
    "--finish_bundle_before_checkpointing",
    "--max_bundle_size=100",
)


def check_runner(name: str, beam_options: Sequence[str] = (), following: bool = False) -> None:
    """Check that Beam has a runner of that name, and what it needs.

    :param beam_options: that it is to be given.
    :param following: whether the graph is to have no end.
    :raises UsageError: it has not.
    """
    try:
        runner = create_runner(name)
    except ValueError as error:
        raise UsageError(f"there is no runner {name}") from error
    except ImportError as error:
        raise UsageError(f"the runner {name} needs what is not installed: {error}") from error
    check_options(_options(name, beam_options, following), runner)


def run(
    inputs: Sequence[str],
    settings: Settings,
    *,
    runner: str,
    beam_options: Sequence[str],
    passed_over: Callable[[str, str], None],
    every: Optional[float] = None,
) -> Account:
    """Submit the graph once over all inputs, wait for its end and account for it.

    The inputs are read by the workers, which must be able to reach them, and the lake, under the same names.

    :param every: follow the inputs without end, with so many seconds between two looks at folders and lists.
    :raises RunFailed: the runner gave up.
    :raises KeyboardInterrupt: the wait was interrupted; the job is cancelled.
    """
    started = time.monotonic()
    following = every is not None
    inputs, settings = for_any_folder(inputs, settings)
    options = _options(runner, beam_options, following)
    pipeline = beam.Pipeline(options=options)
    located = list(locate(inputs, passed_over))
    if following:
        build_stream(pipeline, inputs, settings, every, runner)
    else:
        build(pipeline, located, settings)
    if _only_described(options):
        pipeline.run()
        return Account(seconds=time.monotonic() - started)
    result = _run_to_the_end(pipeline, runner)
    counters = counters_of(result)
    unreadable = 0 if following else sum(isinstance(one, Reject) for one in located)
    account = Account(read=counters.get("read", 0) + unreadable, seconds=time.monotonic() - started)
    account.add(counters)
    return account


def _options(runner: str, beam_options: Sequence[str], following: bool) -> PipelineOptions:
    """What Beam is told."""
    options = read_options([f"--runner={runner}", *(_for_stream(runner, beam_options) if following else beam_options)])
    prepare(options)
    return options


def for_any_folder(inputs: Sequence[str], settings: Settings) -> "tuple[list[str], Settings]":
    """Inputs and settings whose paths mean the same whatever folder a worker works in."""
    model = os.path.abspath(settings.model) if os.path.exists(settings.model) else settings.model
    catalogue = settings.catalogue and os.path.abspath(settings.catalogue)
    output = settings.output if "://" in settings.output else os.path.abspath(os.path.expanduser(settings.output))
    named = [given if _is_uri(given) else os.path.abspath(given) for given in inputs]
    return named, replace(settings, output=output, model=model, catalogue=catalogue)


def _is_uri(given: str) -> bool:
    return is_web(given) or is_object(given) or given.lower().startswith(FILE_SCHEME)


def _for_stream(runner: str, beam_options: Sequence[str]) -> "list[str]":
    """Beam's options for a job without end: what the user gave comes first."""
    names = {option.partition("=")[0] for option in beam_options}
    defaults = FLINK_STREAM if runner == FLINK_RUNNER else ()
    return [*beam_options, "--streaming", *(one for one in defaults if one.partition("=")[0] not in names)]


def _only_described(options: PipelineOptions) -> bool:
    """Whether the runner only writes down the job: for a template's launcher, which starts it, or for a dry run."""
    return bool(options.view_as(GoogleCloudOptions).template_location or options.view_as(TestOptions).dry_run)


def _run_to_the_end(pipeline: beam.Pipeline, runner: str) -> PipelineResult:
    """Submit and wait. An interrupted wait ends the job too, or it would run on with nobody to account for it."""
    started = time.monotonic()
    try:
        result = pipeline.run()
        # Beam's own handler ends the job server first, and then nothing is left that could be told to cancel the job.
        signal.signal(signal.SIGINT, signal.default_int_handler)
        try:
            state = result.wait_until_finish()
        except KeyboardInterrupt:
            result.cancel()
            if runner == FLINK_RUNNER:
                flink.cancel(pipeline.options)
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
    # A name to be found by on the cluster.
    cloud = options.view_as(GoogleCloudOptions)
    cloud.job_name = cloud.job_name or f"newslake-{uuid.uuid4().hex[:12]}"
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
    ingest(items, rejects, replace(settings, spread=True))


def build_stream(
    pipeline: beam.Pipeline, inputs: Sequence[str], settings: Settings, every: float, runner: str = FLINK_RUNNER
) -> None:
    """The same graph without an end: feeds are polled when they are due, files read when they are new.

    :param every: seconds between two looks at folders and lists, at least.
    :param runner: that the graph is for.
    """
    ticks = Ticks(TICK_SECONDS) if runner == FLINK_RUNNER else PeriodicImpulse(fire_interval=TICK_SECONDS)
    watched = (
        pipeline
        | "Ticks" >> ticks
        | "Watch inputs" >> WatchInputs(inputs, every, functools.partial(_open_list, body_cap=settings.body_cap))
    )
    followed = watched.feeds | "Follow feeds" >> FollowFeeds(
        ShownStates(settings.output),
        allow_private=settings.allow_private,
        timeout=settings.exchange_seconds,
        body_cap=settings.body_cap,
    )
    files, feed_files = watched.files | "Files or feeds" >> beam.Partition(_is_feed, 2)
    read = files | "Read files" >> ReadFiles(body_cap=settings.body_cap)
    read_feeds = feed_files | "Read feed files" >> ReadFeeds(body_cap=settings.body_cap)
    items = (followed.done, read.done, read_feeds.done) | "All items" >> beam.Flatten()
    rejects = (watched.rejects, followed.rejects, read.rejects, read_feeds.rejects) | "All unread" >> beam.Flatten()
    ingest(items, rejects, replace(settings, spread=True, retries=RETRIES))


def _is_feed(location: Location, parts: int) -> int:
    return int(location.kind == FEED)


def _open_list(uri: str, body_cap: int) -> "Iterator[Union[Location, Reject]]":
    return open_list(uri, lambda path: load_stored(path, body_cap))
