"""The account of a run: every input ends as exactly one outcome, and this adds them up."""

from dataclasses import dataclass, field
from typing import Mapping

from rich.console import Console
from rich.table import Table

REJECTED_PREFIX = "rejected."


class RunFailed(RuntimeError):
    """A run ended before its input did; the message is one sentence.

    :param account: what was done until then.
    """

    def __init__(self, message: str, account: "Account") -> None:
        super().__init__(message)
        self.account = account


@dataclass
class Account:
    """What a run read and what became of it; fields as in `--json`."""

    read: int = 0
    new: int = 0
    unchanged: int = 0
    rejected: int = 0
    duplicate: int = 0
    rejects: "dict[str, int]" = field(default_factory=dict)
    mentions: int = 0
    relations: int = 0
    seconds: float = 0.0

    def add(self, counters: Mapping[str, int]) -> None:
        """Add the counters of a finished pipeline, other than "read"."""
        for name in ("new", "unchanged", "rejected", "duplicate", "mentions", "relations"):
            setattr(self, name, getattr(self, name) + counters.get(name, 0))
        for name, amount in counters.items():
            if name.startswith(REJECTED_PREFIX):
                reason = name[len(REJECTED_PREFIX) :]
                self.rejects[reason] = self.rejects.get(reason, 0) + amount

    @property
    def balances(self) -> bool:
        """Whether each input read ended as exactly one outcome."""
        return self.read == self.new + self.unchanged + self.rejected

    @property
    def reject_rate(self) -> float:
        """Rejected inputs per input read."""
        return self.rejected / self.read if self.read else 0.0

    @property
    def articles_per_second(self) -> float:
        """New articles per second."""
        return self.new / self.seconds if self.seconds else 0.0

    def as_json(self) -> "dict[str, object]":
        """The account as one JSON object, in the order of the command line's contract."""
        return {
            "read": self.read,
            "new": self.new,
            "unchanged": self.unchanged,
            "rejected": self.rejected,
            "duplicate": self.duplicate,
            "rejects": dict(sorted(self.rejects.items())),
            "mentions": self.mentions,
            "relations": self.relations,
            "seconds": round(self.seconds, 3),
            "articles_per_second": round(self.articles_per_second, 3),
        }

    def show(self, console: Console) -> None:
        """Print the account for a person."""
        table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
        table.add_column()
        table.add_column(justify="right")
        table.add_column()
        table.add_row("read", f"{self.read:,}", "")
        table.add_row("  new", f"{self.new:,}", f"{self.duplicate:,} of them duplicates" if self.duplicate else "")
        table.add_row("  unchanged", f"{self.unchanged:,}", "")
        table.add_row("  rejected", f"{self.rejected:,}", "")
        for reason, amount in sorted(self.rejects.items()):
            table.add_row(f"    {reason}", f"{amount:,}", "")
        table.add_row("mentions", f"{self.mentions:,}", "")
        table.add_row("relations", f"{self.relations:,}", "")
        table.add_row("seconds", f"{self.seconds:,.1f}", f"{self.articles_per_second:,.1f} new articles per second")
        console.print(table)
        if not self.balances:
            missing = self.read - self.new - self.unchanged - self.rejected
            console.print(f"the account does not add up: {missing:,} of {self.read:,} inputs have no outcome", style="red")
