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
from typing import Callable, Iterator, Sequence

import apache_beam as beam
from apache_beam.options.pipeline_options import PipelineOptions
from apache_beam.runners.portability.fn_api_runner import FnApiRunner

from pipelines.account import Account, RunFailed
from pipelines.counters import counters_of
from pipelines.graph import ingest
from pipelines.reading import Read, chunks, read_inputs
from pipelines.settings import Settings
from pipelines.workers import Workers
from schemas.reasons import Stage
from schemas.records import Item
from schemas.tables import Reject
from transforms.transform import reject_crashed


def run(
    inputs: Sequence[str],
    settings: Settings,
    *,
    workers: int,
    beam_options: Sequence[str] = (),
    passed_over: Callable[[str, str], None],
    progress: Callable[[Account], None],
) -> Account:
    """Ingest inputs into the lake and account for them.

    :param workers: number of worker processes.
    :param beam_options: options for Beam's runner, as on its command line.
    :param passed_over: told each file that is no input, and why.
    :param progress: told the account so far, after each chunk.
    :raises KeyboardInterrupt: on SIGINT or SIGTERM; what was committed stays committed.
    :raises RunFailed: the lake can't be written to, or an input vanished before its turn came.
    """
    account = Account()
    started = time.monotonic()
    work = functools.partial(run_chunk, settings=settings, beam_options=list(beam_options))
    try:
        with _terminate_as_interrupt(), _one_thread_each(), Workers(workers, work, _crashed) as pool:
            for size, outcomes in pool.outcomes(chunks(read_inputs(inputs, settings, passed_over))):
                account.read += size
                for counters in outcomes:
                    account.add(counters)
                account.seconds = time.monotonic() - started
                progress(account)
    except Exception as error:  # whatever is no reject of one item: without the lake there is nothing to go on with
        raise RunFailed(f"stopped: {str(error).splitlines()[0] if str(error) else type(error).__name__}", account) from error
    finally:
        account.seconds = time.monotonic() - started
    return account


def run_chunk(chunk: Sequence[Read], settings: Settings, beam_options: Sequence[str] = ()) -> "dict[str, int]":
    """Run the graph over a chunk, in this process, and give its counters."""
    with beam.Pipeline(runner=FnApiRunner(), options=PipelineOptions(list(beam_options))) as pipeline:
        items = [one for one in chunk if isinstance(one, Item)]
        rejects = [one for one in chunk if isinstance(one, Reject)]
        ingest(
            pipeline | "Items" >> beam.Create(items).with_output_types(Item),
            pipeline | "Unread" >> beam.Create(rejects).with_output_types(Reject),
            settings,
        )
    return counters_of(pipeline.result)


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
