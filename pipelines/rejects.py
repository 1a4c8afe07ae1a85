"""`newslake rejects`: what was rejected and why."""

import json
import re
import sys
from collections import Counter
from pathlib import Path
from typing import Any, Iterator

from rich.console import Console
from rich.table import Table

from pipelines.account import Account
from pipelines.usage import DONE, UsageError
from transforms.lake.layout import LakeError, TableFile, existing_lake, table_files
from transforms.lake.rows import open_parquet
from transforms.lake.store import Store
from transforms.opening import local_path

LATEST = 20  # rejects shown one by one
PART_OF_FILE = re.compile(r"#(line|offset)=\d+$")


def run(lake: str) -> int:
    """Print how many inputs were rejected for which reason, and the latest of them; gives the exit status.

    :raises UsageError: there is no such lake.
    """
    store = _store(lake)
    try:
        counts = Counter((row["stage"], row["reason"]) for row in _rows(store, "stage", "reason"))
        latest = _latest(store)
    except LakeError as error:
        raise UsageError(str(error)) from error
    console = Console()
    if not counts:
        console.print("nothing was rejected")
        return DONE
    console.print(_count_table(counts))
    console.print("\nthe latest", style="italic")
    for row in latest:
        _print_reject(console, row)
    return DONE


def retry_inputs(lake: str) -> "list[str]":
    """What to read again to give every rejected input another chance: feeds and files, each once.

    A file that is gone is left out, and named on stderr.

    :raises UsageError: there is no such lake.
    """
    try:
        rejected = _rows(_store(lake), "feed_url", "input_uri")
        inputs = dict.fromkeys(row["feed_url"] or PART_OF_FILE.sub("", row["input_uri"]) for row in rejected)
    except LakeError as error:
        raise UsageError(str(error)) from error
    gone = [
        path for path in inputs if ("://" not in path or path.startswith("file:")) and not Path(local_path(path)).exists()
    ]
    for path in gone:
        print(f"newslake rejects: {path} is not there any more", file=sys.stderr)
    return [path for path in inputs if path not in gone]


def nothing_to_retry(as_json: bool) -> None:
    """Print what a run over nothing comes to.

    :param as_json: as its account.
    """
    print(json.dumps(Account().as_json()) if as_json else "there is nothing to put through again")


def _store(lake: str) -> Store:
    try:
        existing_lake(lake)
        return Store(lake)
    except LakeError as error:
        raise UsageError(str(error)) from error


def _rows(store: Store, *columns: str) -> "Iterator[dict[str, Any]]":
    """Some columns of all rejects, from the first day on."""
    for file in table_files(store, "rejects"):
        yield from _rows_of(store, file, *columns)


def _rows_of(store: Store, file: TableFile, *columns: str) -> "Iterator[dict[str, Any]]":
    with open_parquet(store, file.name) as parquet:
        for batch in parquet.iter_batches(columns=list(columns)):
            yield from batch.to_pylist()


def _latest(store: Store) -> "list[dict[str, Any]]":
    """The latest rejects, the last one first."""
    found: "list[dict[str, Any]]" = []
    days = sorted({file.partition for file in table_files(store, "rejects")}, reverse=True)
    for day in days:
        if len(found) >= LATEST:
            break
        for file in table_files(store, "rejects", day):
            found += _rows_of(store, file, "rejected_at", "stage", "reason", "message", "input_uri")
            found = sorted(found, key=lambda row: row["rejected_at"], reverse=True)[:LATEST]
    return found


def _count_table(counts: "Counter[tuple[str, str]]") -> Table:
    table = Table(box=None, pad_edge=False)
    table.add_column("rejected", justify="right")
    table.add_column("stage")
    table.add_column("reason")
    for (stage, reason), number in counts.most_common():
        table.add_row(f"{number:,}", stage, reason)
    return table


def _print_reject(console: Console, row: "dict[str, Any]") -> None:
    """Two lines, not cut, so that the input's name can be copied."""
    when = row["rejected_at"].strftime("%Y-%m-%d %H:%M:%S")
    for line in (f"{when}  {row['stage']}  {row['reason']}  {row['input_uri']}", f"    {row['message'] or ''}"):
        console.print(line, markup=False, highlight=False, soft_wrap=True)
