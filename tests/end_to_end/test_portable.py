"""The same graph through Beam's job API, on workers that share nothing with the driver's process.

It proves that everything pickles and that nothing depends on what the driver has in memory.
"""

import os
import socket
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.end_to_end.clusters import assert_same_tables, write_input
from tests.end_to_end.running import REPOSITORY, ingest, rows


@pytest.fixture
def job_service():
    with _server("apache_beam.runners.portability.local_job_service_main", "--port={port}") as address:
        yield address


@pytest.fixture
def worker_pool():
    with _server("apache_beam.runners.worker.worker_pool_main", "--service_port={port}") as address:
        yield address


def test_the_same_tables_as_on_this_machine(job_service, worker_pool, tmp_path):
    inputs = write_input(tmp_path)
    portable = tmp_path / "portable"
    account = ingest(
        *inputs,
        "--output",
        portable,
        "--runner=PortableRunner",
        f"--job_endpoint={job_service}",
        "--environment_type=EXTERNAL",
        f"--environment_config={worker_pool}",
    )
    assert account["new"] > 60 and account["rejected"] > 0
    local = tmp_path / "local"
    ingest(*inputs, "--output", local)
    assert_same_tables(portable, local)
    assert any(row["reason"] == "repeated" for row in rows(portable, "_newslake/removals"))


@contextmanager
def _server(module: str, port_option: str):
    """A server of Beam's in a process of its own, on loopback, ended with the test."""
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    # Beam's worker pool starts its workers as `python`, whichever that is.
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    process = subprocess.Popen(
        [sys.executable, "-m", module, port_option.format(port=port)],
        cwd=REPOSITORY,
        env={**os.environ, "PATH": path},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        _wait_for(port, process)
        yield f"localhost:{port}"
    finally:
        process.kill()
        process.wait()


def _wait_for(port: int, process: subprocess.Popen) -> None:
    deadline = time.monotonic() + 60
    while True:
        with closing(socket.socket()) as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        assert process.poll() is None, "the server ended at once"
        assert time.monotonic() < deadline
        time.sleep(0.1)
