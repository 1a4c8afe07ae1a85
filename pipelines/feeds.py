"""`newslake feeds`: what is known of every feed of a lake."""

import json
import shutil
import time
from datetime import datetime, timezone
from typing import Optional

from obstore.exceptions import BaseError
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from pipelines.feed_states import FeedStates
from pipelines.sql import SCREEN
from pipelines.usage import DONE, UsageError
from transforms.errors import first_line
from transforms.feeds.polling import LIST, FeedState
from transforms.lake.layout import LakeError, existing_lake
from transforms.lake.store import Store

# Of a last error in words, in a table; --json has all of it.
WORDS = 200


def run(lake: str, as_json: bool = False) -> int:
    """Print every feed's last success, last error, next poll, items seen and possible loss; gives the exit status.

    :raises UsageError: there is no such lake, or it can't be read.
    """
    try:
        existing_lake(lake)
        states = sorted(FeedStates(Store(lake)).all(), key=lambda state: state.address)
    except LakeError as error:
        raise UsageError(str(error)) from error
    except (BaseError, OSError) as error:
        raise UsageError(f"{lake} can't be read: {first_line(error)}") from error
    now = time.time()
    if as_json:
        print(json.dumps({"feeds": [as_record(state, now) for state in states]}, ensure_ascii=False, indent=2))
        return DONE
    if not states:
        print("no feed was polled yet: newslake ingest FEED --output LAKE polls one")
        return DONE
    console = Console(width=shutil.get_terminal_size(SCREEN).columns)
    console.print(_table(states, now))
    failing = sum(state.failures > 0 for state in states)
    losses = sum(state.losses for state in states)
    console.print(
        f"{len(states):,} feeds, {failing:,} of them failing; {sum(state.items for state in states):,} items seen; "
        f"{losses:,} times something may have been missed",
        highlight=False,
    )
    return DONE


def as_record(state: FeedState, now: float) -> "dict[str, object]":
    """A feed as one JSON object; moments as ISO 8601 in UTC, null where there is none."""
    return {
        "feed": state.address,
        "kind": state.kind,
        "moved_to": state.moved_to,
        "last_poll": _iso(state.polled_at),
        "last_success": _iso(state.succeeded_at),
        "last_error": state.error,
        "last_error_at": _iso(state.failed_at),
        "failures": state.failures,
        "next_poll": _iso(_next_at(state)),
        "due": now >= _next_at(state),
        "not_before": _iso(state.not_before) if state.not_before > now else None,
        "items": state.items,
        "possible_losses": state.losses,
        "fault": state.fault,
    }


def _table(states: "list[FeedState]", now: float) -> Table:
    table = Table(box=None, pad_edge=False)
    table.add_column("feed", overflow="fold", ratio=3)
    table.add_column("last success", no_wrap=True)
    table.add_column("next poll", no_wrap=True)
    table.add_column("items", justify="right", no_wrap=True)
    table.add_column("lost?", justify="right", no_wrap=True)
    table.add_column("what is to be said", overflow="fold", ratio=4)
    for state in states:
        table.add_row(
            escape(state.address),
            _ago(state.succeeded_at, now) or "never",
            _in(_next_at(state), now),
            "" if state.kind == LIST else f"{state.items:,}",
            f"{state.losses:,}" if state.losses else "",
            escape(in_words(state, now)),
        )
    return table


def in_words(state: FeedState, now: float) -> str:
    """What a person should know of a feed, in a few words: what failed, what is wrong with it, where it is now."""
    said = []
    if state.failures:
        times = f", {state.failures:,} times in a row" if state.failures > 1 else ""
        said.append(f"failed {_ago(state.failed_at, now)}{times}: {_short(state.error)}")
    if state.not_before > now:
        said.append(f"its server wants no request for {_span(state.not_before - now)}")
    if state.fault and not state.failures:
        said.append(_short(state.fault))
    if state.error and not state.failures:
        when = _ago(state.failed_at, now)
        said.append(f"last error {when}: {_short(state.error)}" if when else _short(state.error))
    if state.kind == LIST:
        said.append("a list of feeds")
    if state.moved_to:
        said.append(f"now at {state.moved_to}")
    return "; ".join(said)


def _next_at(state: FeedState) -> float:
    return max(state.next_at, state.not_before)


def _short(words: Optional[str]) -> str:
    words = words or "nobody says why"
    return words if len(words) <= WORDS else f"{words[:WORDS]}…"


def _ago(moment: float, now: float) -> str:
    """A moment in the past; empty if there is none."""
    return f"{_span(now - moment)} ago" if moment else ""


def _in(moment: float, now: float) -> str:
    return "now due" if moment <= now else f"in {_span(moment - now)}"


def _span(seconds: float) -> str:
    """A span of time by its largest unit: what can be told at a glance."""
    for unit, length in (("d", 86_400), ("h", 3600), ("min", 60)):
        if seconds >= 2 * length or (unit == "min" and seconds >= length):
            return f"{seconds / length:.0f} {unit}"
    return f"{max(seconds, 0):.0f} s"


def _iso(moment: float) -> Optional[str]:
    if not moment:
        return None
    return datetime.fromtimestamp(moment, timezone.utc).isoformat(timespec="seconds").replace("+00:00", "Z")
