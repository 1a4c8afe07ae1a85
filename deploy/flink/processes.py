"""Processes that outlive the command that starts them, and are only ended if they still are what was started."""

import os
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Mapping, Optional, Sequence

ENDS_WITHIN = 20.0  # seconds from a polite signal to kill
KILLED_WITHIN = 10.0  # seconds until nothing is left of one that was killed; hardly any on an idle machine
NAMED_WITHIN = 10.0  # seconds until a new process has its command line; no time at all on an idle machine


@dataclass(frozen=True)
class Started:
    """A process, known by its id and its command line, since ids are used again."""

    pid: int
    command_line: str

    @property
    def runs(self) -> bool:
        return command_line(self.pid) == self.command_line

    def kill(self) -> None:
        """End it at once and with no chance to clean up, as a crash does."""
        if self.runs:
            os.kill(self.pid, signal.SIGKILL)
            self._ends_within(KILLED_WITHIN)

    def stop(self) -> None:
        """End it and what it started in its group; hard, if it takes longer than ENDS_WITHIN."""
        if not self.runs:
            return
        os.killpg(self.pid, signal.SIGTERM)
        if not self._ends_within(ENDS_WITHIN):
            os.killpg(self.pid, signal.SIGKILL)
            self._ends_within(KILLED_WITHIN)

    def _ends_within(self, seconds: float) -> bool:
        deadline = time.monotonic() + seconds
        while self.runs and time.monotonic() < deadline:
            self._reap()
            time.sleep(0.05)
        return not self.runs

    def _reap(self) -> None:
        try:  # a child of this process stays a zombie until waited for
            os.waitpid(self.pid, os.WNOHANG)
        except ChildProcessError:
            pass


def spawn(
    command: Sequence[str], log: Path, folder: Path, environment: Optional[Mapping[str, str]] = None
) -> Started:
    """Start a process in a group of its own that writes both its outputs to the end of `log`.

    :param folder: where it works.
    :param environment: what is different from this process's environment.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as output:
        process = subprocess.Popen(
            list(command),
            cwd=folder,
            env={**os.environ, **(environment or {})},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    return Started(process.pid, _new_command_line(process.pid))


def _new_command_line(pid: int) -> str:
    """The command line of a process that has just been started; "" if it has ended.

    For a moment such a process has none yet, and ps has its name in brackets or parentheses instead.
    """
    deadline = time.monotonic() + NAMED_WITHIN
    while (line := command_line(pid)) and line[0] in "[(" and time.monotonic() < deadline:
        time.sleep(0.01)
    return line or ""


def command_line(pid: int) -> Optional[str]:
    """A process's command line in ps's words; None if there is no such process or it is a zombie."""
    done = subprocess.run(["ps", "-ww", "-o", "stat=,args=", "-p", str(pid)], capture_output=True, text=True)
    state, _, line = done.stdout.strip().partition(" ")
    return line.strip() if line and not state.startswith("Z") else None
