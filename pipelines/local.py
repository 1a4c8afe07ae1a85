"""Runs the graph on this machine: chunk after chunk of the inputs, in worker processes.

The inputs are read lazily in this process and cut into chunks; each worker runs the whole graph over a
chunk with Beam's in-process runner. So memory stays flat however large the input is, every core is
used, and a killed run is finished by running it again: the lake's commit makes that safe.
"""

import concurrent.futures
import contextlib
import multiprocessing
import multiprocessing.connection
import os
import signal
import threading
import time
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Callable, Iterable, Iterator, Mapping, Sequence

import apache_beam as beam
from apache_beam.options.pipeline_options import PipelineOptions
from apache_beam.runners.portability.fn_api_runner import FnApiRunner

from pipelines.account import Account
from pipelines.counters import counters_of
from pipelines.graph import ingest
from pipelines.reading import Read, chunks, read_inputs
from pipelines.settings import Settings
from schemas.reasons import Stage
from schemas.records import Item
from schemas.tables import Reject
from transforms.transform import reject_crashed

Chunk = "list[Read]"


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
    """
    account = Account()
    started = time.monotonic()
    with _terminate_as_interrupt(), _Workers(workers, settings, beam_options) as pool:
        for size, counters in pool.outcomes(chunks(read_inputs(inputs, settings, passed_over))):
            account.read += size
            account.add(counters)
            account.seconds = time.monotonic() - started
            progress(account)
    account.seconds = time.monotonic() - started
    return account


def run_chunk(chunk: Chunk, settings: Settings, beam_options: Sequence[str] = ()) -> "dict[str, int]":
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


class _Workers:
    """Worker processes that outlive a crash: the chunk that crashed one is taken apart to find the item."""

    def __init__(self, workers: int, settings: Settings, beam_options: Sequence[str]) -> None:
        self._workers = workers
        self._arguments = (settings, list(beam_options))
        self._pool = _new_pool(workers)

    def __enter__(self) -> "_Workers":
        return self

    def __exit__(self, error_type, *_) -> None:
        if error_type is not None:
            for process in multiprocessing.active_children():
                process.kill()  # the commit is made for it, and a chunk may take long to finish
        self._pool.shutdown(cancel_futures=True)

    def outcomes(self, chunks: Iterable[Chunk]) -> "Iterator[tuple[int, Mapping[str, int]]]":
        """The size and counters of each chunk as it gets done; twice as many are read as are worked on."""
        running: "dict[Future, Chunk]" = {}
        for chunk in chunks:
            if len(running) >= 2 * self._workers:
                yield from self._finished(running)
            running[self._submit(chunk)] = chunk
        while running:
            yield from self._finished(running)

    def _submit(self, chunk: Chunk) -> Future:
        try:
            return self._pool.submit(run_chunk, chunk, *self._arguments)
        except BrokenProcessPool as error:
            broken: Future = Future()
            broken.set_exception(error)
            return broken

    def _finished(self, running: "dict[Future, Chunk]") -> "Iterator[tuple[int, Mapping[str, int]]]":
        done, _ = concurrent.futures.wait(running, return_when=FIRST_COMPLETED)
        if any(isinstance(future.exception(), BrokenProcessPool) for future in done):
            # Every chunk under way fails when one process dies, and the pool is of no more use.
            concurrent.futures.wait(running)
            self._pool.shutdown()
            done = set(running)
        for future in done:
            chunk = running.pop(future)
            if isinstance(future.exception(), BrokenProcessPool):
                for counters in self._take_apart(chunk):
                    yield 0, counters
                yield len(chunk), {}
            else:
                yield len(chunk), future.result()

    def _take_apart(self, chunk: Chunk) -> "Iterator[Mapping[str, int]]":
        """Run a chunk that may have crashed a worker alone; halve it if it does so again."""
        self._pool.shutdown()
        self._pool = _new_pool(self._workers)
        try:
            yield self._pool.submit(run_chunk, chunk, *self._arguments).result()
        except BrokenProcessPool as error:
            if len(chunk) > 1:
                middle = len(chunk) // 2
                yield from self._take_apart(chunk[:middle])
                yield from self._take_apart(chunk[middle:])
            else:
                crashed = [reject_crashed(Stage.ANNOTATE, one, error) for one in chunk if isinstance(one, Item)]
                yield from self._take_apart(crashed)


def _new_pool(workers: int) -> ProcessPoolExecutor:
    # Spawned, not forked: gRPC and the threads of this process do not survive a fork.
    return ProcessPoolExecutor(
        workers, mp_context=multiprocessing.get_context("spawn"), initializer=_become_worker
    )


def _become_worker() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the driver, which stops its workers
    threading.Thread(target=_die_with_parent, daemon=True).start()


def _die_with_parent() -> None:
    """End this process when the driver is gone, however it went."""
    multiprocessing.connection.wait([multiprocessing.parent_process().sentinel])
    os._exit(1)


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
