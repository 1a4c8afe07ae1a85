"""Worker processes that chunks of work are handed to, and that outlive the crash of one."""

import concurrent.futures
import multiprocessing
import multiprocessing.connection
import os
import signal
import threading
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Callable, Generic, Iterable, Iterator, Sequence, TypeVar

Element = TypeVar("Element")
Outcome = TypeVar("Outcome")
Chunk = Sequence[Element]


class Workers(Generic[Element, Outcome]):
    """A pool of processes. A context manager: leaving it with an error kills them, the commit is made for that.

    A chunk whose worker dies, of a crash in native code or for want of memory, is halved until the
    element that does it stands alone.

    :param count: number of processes.
    :param work: what they do with a chunk; pickled.
    :param crashed: what to work on instead of an element that kills its worker; called in this process.
    """

    def __init__(
        self, count: int, work: Callable[[Chunk], Outcome], crashed: Callable[[Element, BaseException], Chunk]
    ) -> None:
        self._count = count
        self._work = work
        self._crashed = crashed
        self._pool = self._new_pool()

    def __enter__(self) -> "Workers[Element, Outcome]":
        return self

    def __exit__(self, error_type, *_) -> None:
        if error_type is not None:
            for process in multiprocessing.active_children():
                process.kill()
        self._pool.shutdown(cancel_futures=True)

    def outcomes(self, chunks: Iterable[Chunk]) -> "Iterator[tuple[Chunk, list[Outcome]]]":
        """Each chunk and what came of it, as it gets done; at most twice as many chunks as
        processes are in memory. A chunk taken apart after a crash has several outcomes."""
        running: "dict[Future, Chunk]" = {}
        for chunk in chunks:
            while len(running) >= 2 * self._count:
                yield from self._finished(running)
            running[self._submit(chunk)] = chunk
        while running:
            yield from self._finished(running)

    def _finished(self, running: "dict[Future, Chunk]") -> "Iterator[tuple[Chunk, list[Outcome]]]":
        done, _ = concurrent.futures.wait(running, return_when=FIRST_COMPLETED)
        if any(isinstance(future.exception(), BrokenProcessPool) for future in done):
            # When one process dies, every chunk under way fails, and the pool is of no more use.
            done, _ = concurrent.futures.wait(running)
            self._renew_pool()
        for future in done:
            chunk = running.pop(future)
            if isinstance(future.exception(), BrokenProcessPool):
                yield chunk, list(self._alone(chunk))
            else:
                yield chunk, [future.result()]

    def _alone(self, chunk: Chunk) -> Iterator[Outcome]:
        """Work on a chunk while no other is under way, so that a crash is its own; then on its halves."""
        future = self._submit(chunk)
        error = future.exception()
        if not isinstance(error, BrokenProcessPool):
            yield future.result()
            return
        self._renew_pool()
        if len(chunk) > 1:
            middle = len(chunk) // 2
            yield from self._alone(chunk[:middle])
            yield from self._alone(chunk[middle:])
        else:
            yield self._submit(self._crashed(chunk[0], error)).result()

    def _submit(self, chunk: Chunk) -> Future:
        try:
            return self._pool.submit(self._work, chunk)
        except BrokenProcessPool as error:  # a worker died while nothing was under way
            broken: Future = Future()
            broken.set_exception(error)
            return broken

    def _renew_pool(self) -> None:
        self._pool.shutdown()
        self._pool = self._new_pool()

    def _new_pool(self) -> ProcessPoolExecutor:
        # Spawned, not forked: gRPC and the threads of this process do not survive a fork.
        return ProcessPoolExecutor(
            self._count, mp_context=multiprocessing.get_context("spawn"), initializer=_become_worker
        )


def _become_worker() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the driver, which stops its workers
    threading.Thread(target=_die_with_parent, daemon=True).start()


def _die_with_parent() -> None:
    """End this process when its parent is gone, however it went."""
    multiprocessing.connection.wait([multiprocessing.parent_process().sentinel])
    os._exit(1)
