"""What a run shows while it goes: a bar on a terminal, a line a minute elsewhere; on stderr."""

import time
from typing import Optional

from rich.console import Console
from rich.progress import BarColumn, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar

from pipelines.account import Account

SECONDS_BETWEEN_LINES = 60.0
NAMED_FILES = 5


class Progress:
    """Shows the account as it grows. A context manager."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._bar: Optional[Bar] = None
        self._next_line = time.monotonic() + SECONDS_BETWEEN_LINES

    def __enter__(self) -> "Progress":
        if self._console.is_terminal:
            # How much there is to read is not known before it is read: the bar moves, but has no end.
            self._bar = Bar(
                SpinnerColumn(),
                TextColumn("{task.description}"),
                BarColumn(bar_width=20),
                TimeElapsedColumn(),
                console=self._console,
                transient=True,
            )
            self._task = self._bar.add_task("starting", total=None)
            self._bar.start()
        return self

    def __exit__(self, *_) -> None:
        if self._bar is not None:
            self._bar.stop()

    def show(self, account: Account) -> None:
        """Show the account so far."""
        line = (
            f"{account.read:,} read · {account.new:,} new · {account.unchanged:,} unchanged · "
            f"{account.rejected:,} rejected · {account.articles_per_second:.1f}/s"
        )
        if self._bar is not None:
            self._bar.update(self._task, description=line)
        elif time.monotonic() >= self._next_line:
            self._console.print(line, highlight=False)
            self._next_line = time.monotonic() + SECONDS_BETWEEN_LINES


class PassedOver:
    """Counts the files in folders that are no input, and names a few of them in one warning."""

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
