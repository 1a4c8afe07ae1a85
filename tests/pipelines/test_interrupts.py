"""Ctrl-C at any moment is one line and exit 130."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipelines import cli
from tests.lake.building import new_lake

ENDLESS = "SELECT count(*) FROM range(10000000000) a, range(100000) b WHERE a.range % 7 = b.range % 5"
SECONDS = 120


def test_an_interrupted_command_says_so_and_no_more(monkeypatch, capsys):
    def interrupted(arguments):
        raise KeyboardInterrupt

    monkeypatch.setitem(cli.COMMANDS, "ingest", interrupted)
    assert cli.main(["ingest"]) == 130
    assert capsys.readouterr().err == "interrupted\n"


@pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="needs Linux's /proc to see what is imported")
@pytest.mark.parametrize(
    "arguments, module",
    [
        (["ingest", "{lake}", "--output", "{lake}"], "apache_beam"),
        (["sql", "{lake}", ENDLESS], "duckdb"),
        (["sql", "{lake}", "SELECT * FROM range(100000000000)", "--format", "csv"], "duckdb"),
    ],
    ids=["imports", "query", "answer"],
)
def test_a_real_one(tmp_path, arguments, module):
    lake = str(new_lake(tmp_path / "lake").root)
    process = subprocess.Popen(
        [sys.executable, "-m", "pipelines.cli", *(one.format(lake=lake) for one in arguments)],
        cwd=Path(__file__).parents[2],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=_heed_interrupts,
    )
    try:
        _wait_until_loaded(process, module)
        if module == "duckdb":
            time.sleep(1.0)  # for the query to begin
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=SECONDS)
    finally:
        process.kill()
    assert (process.returncode, errors) == (130, "interrupted\n")


def _heed_interrupts() -> None:
    """As at a terminal: what a script runs in the background ignores Ctrl-C, and so would what the tests start there."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _wait_until_loaded(process: subprocess.Popen, module: str) -> None:
    """Wait until a process has loaded some native code of a module."""
    until = time.monotonic() + SECONDS
    while module not in Path(f"/proc/{process.pid}/maps").read_text():
        assert time.monotonic() < until and process.poll() is None
        time.sleep(0.01)
