"""What a run shows while it goes: a bar on a terminal, a line a minute elsewhere; on stderr."""

import threading
import time
from dataclasses import replace
from typing import Optional

from rich.console import Console
from rich.progress import BarColumn, SpinnerColumn, TextColumn
from rich.progress import Progress as Bar

from pipelines.account import Account

SECONDS_BETWEEN_LINES = 60.0
SECONDS_BETWEEN_UPDATES = 1.0  # of the bar
NAMED_FILES = 100


class Progress:
    """Shows how far a run is, from time to time, in a thread of its own. A context manager.

    What it shows are a number and a copy of the account, which the run's thread alone replaces.

    :param console: to show it on.
    :param counts: whether the run says what it reads; what a cluster does is seen at the cluster.
    """

    def __init__(self, console: Console, counts: bool = True) -> None:
        self._console = console
        self._counts = counts
        self._bar: Optional[Bar] = None
        self._read = 0
        self._done = Account()
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._show_on, name="progress", daemon=True)
        self._started = time.monotonic()

    def __enter__(self) -> "Progress":
        if self._console.is_terminal:
            # How much there is to read is not known before it is read: the bar moves, but has no end.
            self._bar = Bar(
                SpinnerColumn(),
                TextColumn("{task.description}", markup=False),
                BarColumn(bar_width=20),
                console=self._console,
                transient=True,
            )
            self._task = self._bar.add_task(self.line(), total=None)
            self._bar.start()
        self._started = time.monotonic()
        self._thread.start()
        return self

    def __exit__(self, *_) -> None:
        self._stopped.set()
        self._thread.join()
        if self._bar is not None:
            self._bar.stop()

    def read(self) -> None:
        """Note that one more item was read."""
        self._read += 1

    def done(self, account: Account) -> None:
        """Note what was done so far, when a chunk is."""
        self._done = replace(account)

    def line(self) -> str:
        """How far the run is."""
        seconds = time.monotonic() - self._started
        hours, minutes = divmod(int(seconds) // 60, 60)
        elapsed = f"{hours}:{minutes:02}:{int(seconds) % 60:02}"
        if not self._counts:
            return f"the job is under way · {elapsed}"
        done = self._done
        under_way = max(self._read - done.read, 0)
        rate = done.new / seconds if seconds else 0.0
        return (
            f"{done.read + under_way:,} read · {under_way:,} under way · {done.new:,} new · {done.unchanged:,} unchanged · "
            f"{done.rejected:,} rejected · {rate:.1f}/s · {elapsed}"
        )

    def _show_on(self) -> None:
        pause = SECONDS_BETWEEN_LINES if self._bar is None else SECONDS_BETWEEN_UPDATES
        while not self._stopped.wait(pause):
            if self._bar is not None:
                self._bar.update(self._task, description=self.line())
            else:
                self._console.print(self.line(), highlight=False, soft_wrap=True)


class PassedOver:
    """Counts the files in folders that are no input, and names them in one warning."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._count = 0
        self._named: "list[str]" = []

    def __call__(self, uri: str, why: str) -> None:
        """Note a file that was passed over, and why."""
        self._count += 1
        if len(self._named) < NAMED_FILES:
            self._named.append(f"{uri} ({why})")

    def report(self) -> None:
        """Print the warning, if there is anything to warn of."""
        if self._count:
            more = f" and {self._count - len(self._named):,} more" if self._count > len(self._named) else ""
            self._console.print(
                f"passed over {self._count:,}: {', '.join(self._named)}{more}",
                style="yellow",
                highlight=False,
                markup=False,  # names of files may hold brackets
                soft_wrap=True,
            )
