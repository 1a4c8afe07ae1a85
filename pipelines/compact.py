"""`newslake compact`: small files into large ones, old leftovers away."""

import sys
from typing import Optional, Sequence

from pipelines.durations import seconds_of
from pipelines.repeats import remember_today
from pipelines.usage import DONE, DONE_WITH_FAULTS, INTERRUPTED, UsageError
from transforms.lake.compact import compact
from transforms.lake.layout import LakeError, existing_lake, is_partition
from transforms.lake.store import Store


def run(lake: str, partitions: Optional[Sequence[str]], older_than: str) -> int:
    """Compact a lake and say what was done; gives the exit status, 1 if files had to be left alone.

    :param partitions: dates; None takes all.
    :param older_than: an age such as "12h".
    :raises UsageError: there is no such lake, or a date or age is none.
    """
    age = _seconds(older_than)
    for partition in partitions or ():
        if not is_partition(partition):
            raise UsageError(f"--partition {partition} is not a date (YYYY-MM-DD) or __HIVE_DEFAULT_PARTITION__")
    try:
        existing_lake(lake)
        done = compact(Store(lake), partitions=partitions, older_than=age, progress=_tell)
        remember_today(Store(lake))  # for streams, which go by the newest
    except LakeError as error:
        raise UsageError(str(error)) from error
    except KeyboardInterrupt:
        print("interrupted: what is merged stays merged; run it again to go on", file=sys.stderr)
        return INTERRUPTED
    print(f"{done.merged:,} commits merged into {done.made:,}; {done.cleared:,} leftovers cleared")
    for reason in done.skipped:
        print(f"left alone: {reason}", file=sys.stderr)
    return DONE_WITH_FAULTS if done.skipped else DONE


def _seconds(age: str) -> float:
    seconds = seconds_of(age)
    if seconds is None:
        raise UsageError(f"--older-than {age} is not an age such as 90s, 30m, 12h or 7d")
    return seconds


def _tell(partition: str) -> None:
    print(f"merging {partition}", file=sys.stderr)
