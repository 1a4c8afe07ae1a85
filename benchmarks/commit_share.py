"""What share of a run's time its commits are.

`python -m benchmarks.commit_share [--articles N] [--chunk N] [--folder DIR]`. Articles made of the examples' paragraphs go
through the graph as on this machine, a chunk at a time in this process; the time inside the lake's writer is
measured apart, by the clock and by the processor. The model is loaded before.
"""

import argparse
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import Callable

from benchmarks.throughput import write_articles
from pipelines.local import run_chunk
from pipelines.settings import Settings
from schemas.records import PLAIN, Item
from tests.lake.building import new_lake, noon
from transforms.lake.writer import LakeWriter

DAY = "2025-05-01"


class _Clock:
    """Seconds of the clock and of the processor inside calls of some functions."""

    def __init__(self) -> None:
        self.wall = self.busy = 0.0
        self.calls = 0

    def around(self, function: Callable) -> Callable:
        """The function, measured."""

        def measured(*arguments):
            wall, busy = time.perf_counter(), time.thread_time()
            try:
                return function(*arguments)
            finally:
                self.wall += time.perf_counter() - wall
                self.busy += time.thread_time() - busy
                self.calls += 1

        return measured


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--chunk", type=int, default=200, help="articles that go through the graph at once")
    parser.add_argument("--folder", type=Path, help="where the lake is made (default: a temporary folder)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        store = new_lake(Path(folder) / "lake")
        settings = Settings(output=store.uri, shards=1, fetch=False)
        items = [_item(path) for path in sorted(write_articles(Path(folder) / "in", options.articles).iterdir())]
        other = replace(settings, output=new_lake(Path(folder) / "other").uri)
        run_chunk(items[:1], other)
        commits = _Clock()
        LakeWriter.commit_documents = commits.around(LakeWriter.commit_documents)
        wall, busy = time.perf_counter(), time.process_time()
        for first in range(0, len(items), options.chunk):
            run_chunk(items[first : first + options.chunk], settings)
        wall, busy = time.perf_counter() - wall, time.process_time() - busy
        files = [one for table in ("articles", "mentions", "relations") for one in store.each_object(f"{table}/")]
    print(f"{len(items):,} articles in {wall:.1f} s, {busy:.1f} s of processor; {commits.calls} commits")
    print(f"of which commits: {commits.wall:.2f} s ({commits.wall / wall:.1%})", end=", ")
    print(f"processor {commits.busy:.2f} s ({commits.busy / busy:.1%})")
    thousand = len(items) / 1000
    megabytes = sum(one.size for one in files) / 1e6
    print(f"per thousand articles: {len(files) / thousand:.1f} files, {megabytes / thousand:.2f} MB")


def _item(path: Path) -> Item:
    return Item(str(path), media=PLAIN, content=path.read_bytes(), source="bench.example", published_at=noon(DAY))


if __name__ == "__main__":
    main()
