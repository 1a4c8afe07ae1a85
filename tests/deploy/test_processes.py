"""A process that was started is ended, and nothing else is."""

import sys

from deploy.flink.processes import Started, command_line, spawn

SLEEPS = [sys.executable, "-c", "import time; print('started', flush=True); time.sleep(600)"]
HARDLY_ENDS = [
    sys.executable,
    "-c",
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('started', flush=True); time.sleep(600)",
]


def wait_for_output(log):
    while not log.exists() or b"started" not in log.read_bytes():
        pass


def test_it_runs_until_it_is_stopped(tmp_path):
    process = spawn(SLEEPS, tmp_path / "log", tmp_path)
    assert process.runs
    process.stop()
    assert not process.runs


def test_kill_ends_at_once(tmp_path):
    process = spawn(SLEEPS, tmp_path / "log", tmp_path)
    process.kill()
    assert not process.runs


def test_one_that_does_not_listen_is_ended_all_the_same(tmp_path, monkeypatch):
    monkeypatch.setattr("deploy.flink.processes.ENDS_WITHIN", 0.3)
    process = spawn(HARDLY_ENDS, tmp_path / "log", tmp_path)
    wait_for_output(tmp_path / "log")
    process.stop()
    assert not process.runs


def test_another_process_under_the_same_id_is_left_alone(tmp_path):
    ours = spawn(SLEEPS, tmp_path / "log", tmp_path)
    remembered = Started(ours.pid, "java -cp lib org.example.Main")
    assert not remembered.runs
    remembered.kill()
    remembered.stop()
    assert ours.runs and command_line(ours.pid) == ours.command_line
    ours.stop()


def test_a_process_is_known_by_the_command_line_that_it_has_in_the_end(tmp_path, monkeypatch):
    answers = iter(["[python]", "(python)"])
    monkeypatch.setattr("deploy.flink.processes.command_line", lambda pid: next(answers, None) or command_line(pid))
    process = spawn(SLEEPS, tmp_path / "log", tmp_path)
    try:
        assert process.runs
    finally:
        process.stop()
