"""A lake keeps its promise under violence; and without exclusive create the violence is seen to break it."""

import tempfile
from pathlib import Path

import pytest

from tests.end_to_end.chaos_rounds import BEAM_HARM, play, write_through_beam
from tests.end_to_end.chaos_store import Chaos


@pytest.fixture
def folder():
    """A folder in memory where there is one: what is proved here is order, and flushing takes most of the time."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        yield Path(folder)


@pytest.mark.parametrize("seed", [1, 2, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(3, 40))])
def test_killed_failed_and_torn_writers_leave_the_rows_of_an_undisturbed_run(folder, seed):
    outcome = play(seed, folder, count=24, writers=3)
    assert outcome.differences == []
    assert outcome.looks > 0 and outcome.kills + outcome.errors > 0


def test_without_exclusive_create_duplicates_are_found(folder):
    harm = Chaos(seed=0, slow=0.3, exclusive=False)
    found = []
    for seed in range(10):  # it is a race: the first round nearly always has one
        found += play(seed, folder, count=24, writers=3, compactors=0, harm=harm).differences
        if any("twice" in one or "too many" in one for one in found):
            return
    pytest.fail(f"ten rounds without exclusive create and no duplicate: {found}")


@pytest.mark.parametrize("seed", [1, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(2, 10))])
def test_through_beam_with_every_bundle_replayed(folder, seed):
    outcome = play(seed, folder, count=24, writers=2, harm=BEAM_HARM, write=write_through_beam)
    assert outcome.differences == []
