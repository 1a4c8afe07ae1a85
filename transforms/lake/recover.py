"""Finishes what a crash cut off: commits whose mentions and relations wait to be published, and compactions."""

from transforms.lake.attempt import pending_attempts, publish, stands
from transforms.lake.compaction import finish_compactions
from transforms.lake.guard import writing
from transforms.lake.store import Store


def recover(lake: "str | Store") -> int:
    """Publish every attempt that is committed but not cleared, finish every compaction; how many there were.

    What is not committed is left alone: it may be another run's at work. Several may recover at once.

    :param lake: the lake's URI or store.
    """
    store = Store(lake) if isinstance(lake, str) else lake
    committed = [attempt for attempt in pending_attempts(store) if stands(store, attempt)]
    for attempt in committed:
        with writing(store, attempt.partition):
            publish(store, attempt)
    return len(committed) + finish_compactions(store)
