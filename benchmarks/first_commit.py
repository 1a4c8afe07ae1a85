"""What a process that starts anew pays before its first commit in a lake whose days are full.

`python -m benchmarks.first_commit [--articles 50000] [--days 1] [--per-commit 500] [--folder DIR]`. Each day has that
many articles, as many in a commit as the option says. Printed is the time to the first commit of a new process with
the fingerprints that commits keep of their texts, without them (as in a lake of a newslake that kept none, or where
they were lost), and with them once more, which the process without them has made again; then the same merged.
"""

import argparse
import multiprocessing
import tempfile
import time
from pathlib import Path

from schemas import ids
from schemas.records import Document
from tests.lake.building import document, new_lake
from transforms.lake.compact import compact
from transforms.lake.known import KnownVersions
from transforms.lake.layout import FINGERPRINTS
from transforms.lake.store import Store
from transforms.lake.writer import LakeWriter

DAYS = ("2025-05-04", "2025-05-03", "2025-05-02", "2025-05-01")
WORDS = 350  # of an article


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=50_000, help="of a day")
    parser.add_argument("--days", type=int, choices=range(1, len(DAYS) + 1), default=1)
    parser.add_argument("--per-commit", type=int, default=500)
    parser.add_argument("--folder", type=Path, help="where the lake is made (default: a temporary folder)")
    options = parser.parse_args()
    days = DAYS[: options.days]
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        store = new_lake(Path(folder) / "lake")
        started = time.perf_counter()
        number = _fill(store, days, options.articles, options.per_commit)
        print(f"{number:,} articles of {len(days)} days committed in {time.perf_counter() - started:.0f} s")
        _measure(store, number, "as committed")
        compact(store, listing_seconds=0.0)
        _measure(store, number + 10, "merged")


def _measure(store: Store, number: int, state: str) -> None:
    articles = sum(one.size for one in store.each_object("articles/"))
    kept = [one.size for one in store.each_object(f"{FINGERPRINTS}/")]
    print(f"{state}: {articles / 1e6:.0f} MB of articles, {sum(kept) / 1e6:.1f} MB of fingerprints in {len(kept)} objects")
    for place, said in enumerate(("with fingerprints", "without them", "with those made again")):
        if place == 1:
            store.delete_all(store.names(f"{FINGERPRINTS}/"))
        seconds, busy, megabytes = _first_commit(store, number + place)
        figures = f"{seconds:.2f} s ({busy:.2f} s of processor), {megabytes:.0f} MB more memory"
        print(f"  first commit of a new process {said}: {figures}", flush=True)


def _fill(store: Store, days: "tuple[str, ...]", articles: int, per_commit: int) -> int:
    writer = LakeWriter(store, KnownVersions(store))
    number = 0
    for day in days:
        for first in range(0, articles, per_commit):
            size = min(per_commit, articles - first)
            writer.commit_documents(day, 0, [_document(number + place, day) for place in range(size)])
            number += size
    return number


def _first_commit(store: Store, number: int) -> "tuple[float, float, float]":
    """Seconds, seconds of the processor and megabytes of the first commit of a process of its own."""
    context = multiprocessing.get_context("spawn")
    with context.Pool(1) as pool:
        return pool.apply(_commit_one, (store.uri, number))


def _commit_one(uri: str, number: int) -> "tuple[float, float, float]":
    store, one = Store(uri), _document(number, DAYS[0])
    started, was_busy, before = time.perf_counter(), time.process_time(), _resident()
    committed = LakeWriter(store, KnownVersions(store)).commit_documents(DAYS[0], 0, [one])
    if committed.new != 1:
        raise SystemExit("the article was known already: nothing was measured")
    return time.perf_counter() - started, time.process_time() - was_busy, _resident() - before


def _resident() -> float:
    """The memory of this process in megabytes; 0 where the system does not say."""
    try:
        lines = Path("/proc/self/status").read_text().splitlines()
    except OSError:
        return 0.0
    return next(int(line.split()[1]) / 1000 for line in lines if line.startswith("VmRSS"))


def _document(number: int, day: str) -> Document:
    """A document whose text is like no other's, of words that come again."""
    noise = [ids.identify(number, place) for place in range(WORDS // 10)]
    words = [f"{digits[at : at + 3]}word" for digits in noise for at in range(0, 30, 3)]
    one = document(number, day)
    return document(number, day, text=f"{one.article.text} {' '.join(words)}")


if __name__ == "__main__":
    main()
