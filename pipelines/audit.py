"""`newslake audit`: a lake against its own promises."""

import sys

from pipelines.usage import DONE, DONE_WITH_FAULTS, UsageError
from transforms.lake.audit import audit
from transforms.lake.fix import fix
from transforms.lake.layout import LakeError, existing_lake
from transforms.lake.store import Store


def run(lake: str, mend: bool = False) -> int:
    """Check a lake and print what is wrong with it; gives the exit status, 1 if a promise is broken.

    :param mend: first finish and clear what can be, and take out what no table should hold.
    :raises UsageError: there is no such lake.
    """
    try:
        existing_lake(lake)
        store = Store(lake)
        found = audit(store)
        while mend and (found.broken or found.leftovers) and (mended := list(fix(store, found))):  # it knows the first findings only
            print("\n".join(mended))
            found = audit(store)
    except LakeError as error:
        raise UsageError(str(error)) from error
    if found.leftovers:
        print(f"{found.leftovers:,} objects were put aside more than a day ago and never became true: compact clears them")
    rows = ", ".join(f"{number:,} {table}" for table, number in found.rows.items())
    if not found.broken:
        print(f"{rows}: all promises kept")
        return DONE
    for finding in found.findings:
        print(f"{finding.where}: {finding.what}")
    more = found.broken - len(found.findings)
    if more:
        print(f"… and {more:,} more")
    print(f"{rows}: {found.broken:,} promises broken", file=sys.stderr)
    return DONE_WITH_FAULTS
