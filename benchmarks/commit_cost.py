"""What a commit costs, and how that grows with the commits that its partition has already.

`python -m benchmarks.commit_cost [--commits 10000] [--folder DIR]`. Two writers take turns in one partition, so each
finds in its way what the other has committed; each commit has a few documents of a few hundred words, as a poll of
feeds brings them. Printed are the median milliseconds of a commit by the number of commits before it, what a process
that starts anew pays, the files and bytes per thousand articles, and the same after merging.
"""

import argparse
import statistics
import tempfile
import time
from pathlib import Path

from schemas import ids
from schemas.records import Document
from tests.lake.building import DAY, document, new_lake
from transforms.lake.compact import compact
from transforms.lake.known import KnownVersions
from transforms.lake.store import Store
from transforms.lake.writer import LakeWriter

DOCUMENTS = 5  # of a commit
WORDS = 300
STEPS = 10  # points of the curve


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--commits", type=int, default=10_000)
    parser.add_argument("--folder", type=Path, help="where the lake is made (default: a temporary folder)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        store = new_lake(Path(folder) / "lake")
        _curve(store, options.commits)
        articles = options.commits * DOCUMENTS
        _size(store, articles, "as committed")
        _start(store, options.commits * DOCUMENTS)
        started = time.perf_counter()
        compact(store, listing_seconds=0.0)
        print(f"merging took {time.perf_counter() - started:.1f} s")
        _size(store, articles, "merged")
        _start(store, options.commits * DOCUMENTS + DOCUMENTS)


def _curve(store: Store, commits: int) -> None:
    writers = [LakeWriter(store, KnownVersions(store)) for _ in range(2)]
    step = max(1, commits // STEPS)
    print("commits before   median ms   90th percentile ms   processor, median ms")
    for first in range(0, commits, step):
        times, busy = [], []
        for number in range(first, min(commits, first + step)):
            batch = [_document(number * DOCUMENTS + place) for place in range(DOCUMENTS)]
            started, was_busy = time.perf_counter(), time.process_time()
            writers[number % 2].commit_documents(DAY, 0, batch)
            times.append(1000 * (time.perf_counter() - started))
            busy.append(1000 * (time.process_time() - was_busy))
        tenth = sorted(times)[int(0.9 * (len(times) - 1))]
        figures = f"{statistics.median(times):9.1f}   {tenth:18.1f}   {statistics.median(busy):20.1f}"
        print(f"{first:14,}   {figures}", flush=True)


def _start(store: Store, number: int) -> None:
    batch = [_document(number + place) for place in range(DOCUMENTS)]
    writer = LakeWriter(store, KnownVersions(store))
    started = time.perf_counter()
    writer.commit_documents(DAY, 0, batch)
    print(f"the first commit of a process that knows nothing: {time.perf_counter() - started:.2f} s")


def _size(store: Store, articles: int, state: str) -> None:
    objects = [one for table in ("articles", "mentions", "relations") for one in store.each_object(f"{table}/")]
    size = sum(one.size for one in objects)
    files, megabytes = 1000 * len(objects) / articles, size / articles / 1000
    print(f"{state}: {files:.1f} files and {megabytes:.2f} MB per thousand articles")


def _document(number: int) -> Document:
    """A document whose text is like no other's."""
    words = [ids.identify(number, place)[: 3 + place % 7] for place in range(WORDS)]
    one = document(number)
    return document(number, text=f"{one.article.text} {' '.join(words)}")


if __name__ == "__main__":
    main()
