"""Finishes what a crash cut off between a commit and the publishing of its mentions and relations."""

from transforms.lake.attempt import pending_attempts, publish, stands
from transforms.lake.store import Store


def recover(lake: "str | Store") -> int:
    """Publish every attempt that is committed but not cleared; how many there were.

    What is not committed is left alone: it may be another run's at work. Several may recover at once.

    :param lake: the lake's URI or store.
    """
    store = Store(lake) if isinstance(lake, str) else lake
    committed = [attempt for attempt in pending_attempts(store) if stands(store, attempt)]
    for attempt in committed:
        publish(store, attempt)
    return len(committed)
