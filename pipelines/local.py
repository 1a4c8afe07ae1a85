"""Runs the graph on this machine: chunk after chunk of the inputs, in worker processes.

The inputs are read lazily in this process and cut into chunks; each worker runs the whole graph over a
chunk with Beam's in-process runner. So memory stays flat however large the input is, every core is
used, and a killed run is finished by running it again: the lake's commit makes that safe.
"""

import contextlib
import functools
import os
import signal
import time
from dataclasses import replace
from typing import Callable, Iterable, Iterator, Mapping, NamedTuple, Optional, Sequence, Union

import apache_beam as beam
from apache_beam.options.pipeline_options import PipelineOptions
from apache_beam.runners.portability.fn_api_runner import FnApiRunner

from pipelines.account import Account, RunFailed
from pipelines.beam_options import check_options, read_options
from pipelines.counters import counters_of
from pipelines.feed_states import FeedStates
from pipelines.follow import Files, moments_to_look
from pipelines.graph import ingest
from pipelines.polls import Known, Polls
from pipelines.progress import Progress
from pipelines.reading import Commits, Read, chunks, read_inputs
from pipelines.repeats import remember_today
from pipelines.settings import Settings
from pipelines.workers import Workers
from schemas.reasons import Stage
from schemas.records import Item
from schemas.tables import Reject
from transforms.errors import first_line
from transforms.feeds.identity import state_of
from transforms.feeds.polling import FeedState
from transforms.lake.store import Store
from transforms.transform import reject_crashed
from transforms.web.client import Client
from transforms.web.load import ask


def check(beam_options: Sequence[str]) -> None:
    """Check what Beam's runner on this machine is to be given.

    :raises UsageError: it takes no such value.
    """
    check_options(read_options(beam_options), FnApiRunner())


def run(
    inputs: Sequence[str],
    settings: Settings,
    *,
    workers: int,
    beam_options: Sequence[str] = (),
    whole: bool = False,
    passed_over: Callable[[str, str], None],
    progress: Progress,
    tell: Callable[[str], None] = print,
) -> Account:
    """Ingest inputs into the lake and account for them. Feeds are polled whether they are due or not.

    :param workers: number of worker processes.
    :param beam_options: options for Beam's runner, as on its command line.
    :param whole: read all items of all feeds, whatever is known of them.
    :param passed_over: told each file that is no input, and why.
    :param progress: told of each item that is read, and of the account after each chunk.
    :param tell: told each feed that is not asked, and why.
    :raises KeyboardInterrupt: on SIGINT or SIGTERM; what was committed stays committed.
    :raises RunFailed: the lake can't be written to, or an input vanished before its turn came.
    """
    account = Account()
    with (
        _accounted(account),
        _workers(workers, settings, beam_options) as pool,
        _polls(settings, whole=whole, tell=tell) as polls,
    ):
        run_round(read_inputs(inputs, settings, passed_over, polls), pool, polls.save, account, progress)
    return account


def follow(
    inputs: Sequence[str],
    settings: Settings,
    *,
    workers: int,
    beam_options: Sequence[str] = (),
    every: float,
    passed_over: Callable[[str, str], None],
    progress: Progress,
    tell: Callable[[str], None],
) -> Account:
    """Ingest inputs round after round until SIGINT or SIGTERM: the feeds that are due, and files that are new.

    Parameters as those of `run`.

    :param every: seconds between the beginnings of two rounds, at least.
    :param passed_over: told of the first round only.
    :param tell: told what came of each round.
    :raises RunFailed: the lake can't be written to.
    """
    account = Account()
    with (
        contextlib.suppress(KeyboardInterrupt),
        _accounted(account),
        _workers(workers, settings, beam_options) as pool,
        _polls(settings, due_only=True) as polls,
    ):
        files = Files()
        for number, _ in enumerate(moments_to_look(inputs, every, lambda: polls.next_due), 1):
            before = replace(account)
            if not settings.keep_repeated:
                remember_today(Store(settings.output))
            polls.begin_round()
            read = read_inputs(inputs, settings, passed_over, polls, files.is_new)
            run_round(read, pool, polls.save, account, progress)
            tell(_round_in_words(number, polls.polled, before, account))
            passed_over = _unheard
    return account


def run_round(
    read: "Iterable[Union[Read, Known]]",
    pool: Workers,
    save: Callable[[FeedState], None],
    account: Account,
    progress: Optional[Progress] = None,
) -> None:
    """Put what is read through the graph, chunk by chunk, and add what comes of it to the account.

    :param save: saves what is known of a feed, when all of it is committed.
    """
    commits = Commits(save)
    if progress is not None:
        read = _noted(read, progress)
    for chunk, outcomes in pool.outcomes(chunks(read, commits)):
        account.read += len(chunk)
        for outcome in outcomes:
            account.add(outcome.counters)
            commits.failed(outcome.passing)
        commits.done(chunk)
        if progress is not None:
            progress.done(account)
    commits.all_done()
    account.read += commits.unchanged
    account.unchanged += commits.unchanged


def _noted(read: "Iterable[Union[Read, Known]]", progress: Progress) -> "Iterator[Union[Read, Known]]":
    for one in read:
        if not isinstance(one, Known):
            progress.read()
        yield one


class Outcome(NamedTuple):
    """What came of a chunk.

    :param passing: items as their feeds had them whose pages failed of what may pass, by `state_of`.
    """

    counters: "Mapping[str, int]"
    passing: "Sequence[str]" = ()


# Of the chunk that this process works on; the graph's in-process runner runs its steps here, too.
_passing: "list[str]" = []


def _note_passing(item: Item) -> None:
    _passing.append(state_of(item))


def run_chunk(chunk: Sequence[Read], settings: Settings, beam_options: Sequence[str] = ()) -> Outcome:
    """Run the graph over a chunk, in this process."""
    _passing.clear()
    with beam.Pipeline(runner=FnApiRunner(), options=PipelineOptions(list(beam_options))) as pipeline:
        items = [one for one in chunk if isinstance(one, Item)]
        rejects = [one for one in chunk if isinstance(one, Reject)]
        ingest(
            pipeline | "Items" >> beam.Create(items).with_output_types(Item),
            pipeline | "Unread" >> beam.Create(rejects).with_output_types(Reject),
            settings,
            _note_passing,
        )
    return Outcome(counters_of(pipeline.result), list(_passing))


def _round_in_words(number: int, polled: int, before: Account, now: Account) -> str:
    names = ("read", "new", "unchanged", "rejected")
    counts = ", ".join(f"{getattr(now, name) - getattr(before, name):,} {name}" for name in names)
    return f"round {number:,}: {polled:,} feeds asked, {counts}"


def _unheard(uri: str, why: str) -> None:
    pass


@contextlib.contextmanager
def _accounted(account: Account) -> Iterator[None]:
    """Count the seconds, and have an error end the run with its account."""
    started = time.monotonic()
    try:
        yield
    except Exception as error:  # whatever is no reject of one item: without the lake there is nothing to go on with
        raise RunFailed(f"stopped: {first_line(error)}", account) from error
    finally:
        account.seconds = time.monotonic() - started


@contextlib.contextmanager
def _workers(count: int, settings: Settings, beam_options: Sequence[str]) -> Iterator[Workers]:
    work = functools.partial(run_chunk, settings=settings, beam_options=list(beam_options))
    with _terminate_as_interrupt(), _one_thread_each(), Workers(count, work, _crashed) as pool:
        yield pool


@contextlib.contextmanager
def _polls(settings: Settings, **options) -> Iterator[Polls]:
    states = FeedStates(Store(settings.output))
    with Client(
        timeout=settings.exchange_seconds, body_cap=settings.body_cap, allow_private=settings.allow_private
    ) as client:
        yield Polls(states, lambda address, validators: ask(address, client, validators), **options)


def _crashed(one: Read, error: BaseException) -> Sequence[Read]:
    return [reject_crashed(Stage.ANNOTATE, one, error) if isinstance(one, Item) else one]


@contextlib.contextmanager
def _terminate_as_interrupt() -> Iterator[None]:
    """Have SIGTERM stop a run like Ctrl-C does, so that no worker is left behind."""

    def interrupt(*_) -> None:
        raise KeyboardInterrupt

    previous = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, previous)


@contextlib.contextmanager
def _one_thread_each() -> Iterator[None]:
    """Have each worker's matrix products use one thread: there is a worker for each core already.

    The workers take it from the environment, which NumPy's OpenBLAS reads when it is loaded.
    """
    names = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS")
    before = {name: os.environ.get(name) for name in names}
    os.environ.update({name: before[name] or "1" for name in names})
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
