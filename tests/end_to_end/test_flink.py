"""The same graph on a real Flink: two TaskManagers, Python in a pool or in processes of their own, and kill -9."""

import json
import shutil
import time
from contextlib import contextmanager

import pytest

from deploy.flink.__main__ import EXTERNAL, PROCESS, ingest_options
from deploy.flink.cluster import Cluster, ClusterError, taskmanager_name
from deploy.flink.jars import default_cache
from tests.end_to_end.clusters import assert_same_tables, write_input
from tests.end_to_end.running import ingest, newslake, start

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not shutil.which("java") or not shutil.which("mvn"), reason="needs a JDK and Maven"),
]

JOB_SECONDS = 600


@contextmanager
def running_cluster(folder, taskmanagers, slots):
    cluster = Cluster(folder, default_cache())
    cluster.start(taskmanagers, slots)
    try:
        yield cluster
    finally:
        cluster.stop()


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    with running_cluster(tmp_path_factory.mktemp("flink"), taskmanagers=2, slots=1) as cluster:
        yield cluster


@pytest.fixture(scope="module")
def inputs(tmp_path_factory):
    return write_input(tmp_path_factory.mktemp("input"))


@pytest.fixture(scope="module")
def local(inputs, tmp_path_factory):
    """The lake of a run on this machine."""
    lake = tmp_path_factory.mktemp("local") / "lake"
    ingest(*inputs, "--output", lake)
    return lake


@pytest.mark.parametrize("parallelism", [1, 2])
def test_the_same_tables_as_on_this_machine(cluster, inputs, local, tmp_path, parallelism):
    lake = tmp_path / "lake"
    account = ingest(*inputs, "--output", lake, *ingest_options(cluster, PROCESS, parallelism))
    assert account["rejected"] > 0
    assert_same_tables(lake, local)
    assert newslake("audit", lake).returncode == 0


def test_the_same_tables_with_four_at_once(inputs, local, tmp_path):
    lake = tmp_path / "lake"
    with running_cluster(tmp_path / "flink", taskmanagers=2, slots=2) as cluster:
        ingest(*inputs, "--output", lake, *ingest_options(cluster, PROCESS, 4))
    assert_same_tables(lake, local)


def test_the_same_tables_with_workers_of_a_pool(inputs, local, tmp_path):
    lake = tmp_path / "lake"
    with running_cluster(tmp_path / "flink", taskmanagers=1, slots=2) as cluster:
        ingest(*inputs, "--output", lake, *ingest_options(cluster, EXTERNAL, 2))
    assert_same_tables(lake, local)


def test_several_taskmanagers_are_not_given_one_pool(cluster):
    with pytest.raises(ClusterError, match="serves one TaskManager"):
        ingest_options(cluster, EXTERNAL, 2)


@pytest.mark.parametrize("moment", ["while it annotates", "while it commits"])
def test_a_taskmanager_killed_changes_no_row(cluster, inputs, local, tmp_path, moment):
    lake = tmp_path / "lake"
    before = {job["jid"] for job in cluster.rest.jobs()}
    run = start("ingest", *inputs, "--output", lake, "--json", *ingest_options(cluster, PROCESS, 2))
    job = _wait_for(lambda: _new_running_job(cluster, before), run)
    if moment == "while it commits":
        _wait_for(lambda: any((lake / "articles").rglob("*.parquet")), run)
    else:
        _wait_for(lambda: _reads(cluster, job), run)
    cluster.processes[taskmanager_name(1)].kill()
    cluster.start_taskmanager(1)
    stdout, stderr = run.communicate(timeout=JOB_SECONDS)
    account = json.loads(stdout)
    print(account)
    # Flink's counters know nothing of attempts: after a restart they may not add up, and then the status says so.
    balances = account["read"] == account["new"] + account["unchanged"] + account["rejected"]
    assert run.returncode == (0 if balances else 1), stderr
    assert cluster.rest.exceptions(job), "the kill came too late to prove anything"
    assert_same_tables(lake, local)
    assert newslake("audit", lake).returncode == 0


def _new_running_job(cluster, before):
    jobs = [job["jid"] for job in cluster.rest.jobs() if job["state"] == "RUNNING" and job["jid"] not in before]
    return jobs[0] if jobs else None


def _reads(cluster, job) -> bool:
    """Whether the step that reads the files and annotates what is in them has begun on both TaskManagers."""
    vertices = cluster.rest.get(f"/jobs/{job}")["vertices"]
    return any("Read files" in vertex["name"] and vertex["tasks"]["RUNNING"] == 2 for vertex in vertices)


def _wait_for(condition, run):
    deadline = time.monotonic() + JOB_SECONDS
    while not (found := condition()):
        if run.poll() is not None:
            pytest.fail(f"the run ended before: {run.communicate()[1][-3000:]}")
        assert time.monotonic() < deadline
        time.sleep(0.05)
    return found
