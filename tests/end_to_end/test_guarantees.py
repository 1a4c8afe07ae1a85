"""What the lake promises its readers: under re-runs, concurrent runs and kill -9."""

import json
import os
import random
import resource
import signal
import time

import pytest

from tests.end_to_end.running import ids, ingest, newslake, rows, start, write_articles
from transforms.lake.attempt import pending_attempts, stands
from transforms.lake.store import Store


@pytest.fixture
def undisturbed(articles, tmp_path):
    """A lake of one run that nothing happened to."""
    lake = tmp_path / "undisturbed"
    account = ingest(articles, "--output", lake)
    assert account["new"] == account["read"] == 60
    assert account["mentions"] == len(rows(lake, "mentions")) > 0
    assert account["relations"] == len(rows(lake, "relations")) > 0
    return lake


def test_a_second_run_adds_no_row(articles, undisturbed):
    before = ids(undisturbed)
    account = ingest(articles, "--output", undisturbed)
    assert (account["new"], account["unchanged"]) == (0, 60)
    assert ids(undisturbed) == before


def test_two_runs_at_once_give_the_rows_of_one(articles, undisturbed, tmp_path):
    lake = tmp_path / "lake"
    runs = [start("ingest", articles, "--output", lake, "--workers", "1") for _ in range(2)]
    for run in runs:
        _, stderr = run.communicate(timeout=300)
        assert run.returncode == 0, stderr
    assert ids(lake) == ids(undisturbed)
    assert newslake("audit", lake).returncode == 0


@pytest.mark.parametrize("kills", [2, pytest.param(12, marks=pytest.mark.slow)])
def test_killed_at_any_moment_a_second_run_finishes_it(articles, undisturbed, tmp_path, kills):
    chance = random.Random()
    for kill in range(kills):
        lake = tmp_path / f"lake-{kill}"
        run = start("ingest", articles, "--output", lake)
        # Half of the kills strike while commits are under way, the others at any time.
        committing = kill % 2 == 0
        delay = chance.uniform(0, 0.3) if committing else chance.uniform(0, 12)
        if committing:
            _wait_for_a_commit(lake, run)
        time.sleep(delay)
        os.killpg(run.pid, signal.SIGKILL)
        run.communicate()
        ingest(articles, "--output", lake)
        assert ids(lake) == ids(undisturbed), f"killed {'after the first commit' if committing else ''} +{delay} s"
        assert newslake("audit", lake).returncode == 0
        # What was put aside and not committed is left alone: it might be another run's at work.
        store = Store(str(lake))
        assert not any(stands(store, attempt) for attempt in pending_attempts(store))


def test_when_only_the_driver_is_killed_its_workers_die_too(articles, undisturbed, tmp_path):
    lake = tmp_path / "lake"
    run = start("ingest", articles, "--output", lake)
    _wait_for_a_commit(lake, run)
    run.kill()
    run.wait()
    deadline = time.monotonic() + 30
    while _group_lives(run.pid) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not _group_lives(run.pid)
    ingest(articles, "--output", lake)
    assert ids(lake) == ids(undisturbed)


def test_when_the_disk_is_full_it_says_so_and_a_second_run_finishes_it(undisturbed, articles, tmp_path):
    lake = tmp_path / "lake"
    # A file system without room, as a limit on the size of a file: lake.json fits, no Parquet file does.
    run = start("ingest", articles, "--output", lake, "--json", preexec_fn=_allow_small_files_only)
    stdout, stderr = run.communicate(timeout=300)
    assert run.returncode == 1
    assert "run it again to finish" in stderr.splitlines()[-1]
    assert json.loads(stdout)["new"] == 0
    ingest(articles, "--output", lake)
    assert ids(lake) == ids(undisturbed)
    assert newslake("audit", lake).returncode == 0


def test_interrupted_it_says_so_and_a_second_run_finishes_it(undisturbed, articles, tmp_path):
    lake = tmp_path / "lake"
    run = start("ingest", articles, "--output", lake)
    _wait_for_a_commit(lake, run)
    os.killpg(run.pid, signal.SIGINT)  # as Ctrl-C does: the driver and its workers get it
    _, stderr = run.communicate(timeout=60)
    assert run.returncode in (0, 130), stderr  # 0: it was done before the signal came
    ingest(articles, "--output", lake)
    assert ids(lake) == ids(undisturbed)


def test_overlapping_inputs_at_once_in_different_chunks(tmp_path):
    first = write_articles(tmp_path / "first.jsonl", 24)
    both = write_articles(tmp_path / "both.jsonl", 40)  # begins with the same 24
    lake = tmp_path / "lake"
    runs = [start("ingest", path, "--output", lake, "--workers", "1") for path in (first, both, first)]
    for run in runs:
        _, stderr = run.communicate(timeout=300)
        assert run.returncode == 0, stderr
    versions = ids(lake)["articles"]
    assert len(versions) == len(set(versions)) == 40


def _allow_small_files_only() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (1024, 1024))


def _wait_for_a_commit(lake, run) -> None:
    deadline = time.monotonic() + 120
    while not any((lake / "articles").rglob("*.parquet")):
        assert run.poll() is None or run.returncode == 0, run.communicate()[1]
        if run.poll() is not None:
            return
        assert time.monotonic() < deadline
        time.sleep(0.01)


def _group_lives(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True
