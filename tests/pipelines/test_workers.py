"""A crash of a worker costs the element that caused it, and no other."""

import os
import signal

import pytest

from pipelines.workers import Workers

KILLER = -1


def total(chunk):
    """Stands in for annotating: some element's native code takes the whole process down."""
    if KILLER in chunk:
        os.kill(os.getpid(), signal.SIGKILL)
    return sum(chunk)


def fail(chunk):
    raise OSError(f"no room for {len(chunk)}")


def replaced(element, error):
    return [1000]


def test_every_chunk_has_an_outcome():
    with Workers(2, total, replaced) as pool:
        found = list(pool.outcomes([[1, 2], [3], [4, 5, 6], [7]] * 3))
    assert sum(len(chunk) for chunk, _ in found) == 21
    assert sum(sum(outcomes) for _, outcomes in found) == 84


@pytest.mark.parametrize("position", range(5))
def test_the_element_that_kills_its_worker_is_found(position):
    chunk = [10, 20, 30, 40]
    chunk.insert(position, KILLER)
    with Workers(2, total, replaced) as pool:
        found = list(pool.outcomes([[1], chunk, [2], [3], [4]]))
    assert sum(len(chunk) for chunk, _ in found) == 9
    assert sum(sum(outcomes) for _, outcomes in found) == 10 + 100 + 1000


def test_an_error_of_the_work_ends_the_run():
    with pytest.raises(OSError, match="no room for 1"), Workers(1, fail, replaced) as pool:
        list(pool.outcomes([[1]]))


def test_few_chunks_are_read_ahead():
    read = []

    def chunks():
        for number in range(20):
            read.append(number)
            yield [number]

    with Workers(1, total, replaced) as pool:
        outcomes = pool.outcomes(chunks())
        next(outcomes)
        assert len(read) <= 3
        list(outcomes)
