"""Articles per second on a standalone Flink at parallelism 1, 2, … against the local driver with as many workers.

All run on this machine, so the figures show what Flink costs per article, not what more machines give. The cluster is
started once; each run has a lake of its own and is checked to have the same number of articles.

    python -m benchmarks.cluster [--articles N] [--parallelism 1 2] [--rounds R]
"""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Sequence

from benchmarks.throughput import REPOSITORY, write_articles
from deploy.flink.__main__ import PROCESS, ingest_options
from deploy.flink.cluster import Cluster
from deploy.flink.jars import default_cache


def main() -> int:
    """Measure and print; 1 if a run loses an article."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=400, help="articles to write (default: %(default)s)")
    parser.add_argument("--parallelism", type=int, nargs="+", default=[1, 2], help="default: 1 2")
    parser.add_argument("--rounds", type=int, default=1, help="turns of each (default: %(default)s)")
    options = parser.parse_args()
    whole = True
    with tempfile.TemporaryDirectory() as scratch:
        articles = write_articles(Path(scratch) / "articles", options.articles)
        cluster = Cluster(Path(scratch) / "flink", default_cache())
        cluster.start(taskmanagers=max(options.parallelism), slots=1)
        try:
            for turn in range(options.rounds):
                for parallelism in options.parallelism:
                    for name, how in (
                        ("local", ["--workers", str(parallelism)]),
                        ("flink", ingest_options(cluster, PROCESS, parallelism)),
                    ):
                        account = _ingest(articles, Path(scratch) / f"{name}-{parallelism}-{turn}", how)
                        whole = whole and account["new"] == options.articles
                        print(
                            f"{name}  parallelism {parallelism}  {account['seconds']:7.1f} s  "
                            f"{account['articles_per_second']:7.2f} articles/s  {account['new']} new",
                            flush=True,
                        )
        finally:
            cluster.stop()
    return 0 if whole else 1


def _ingest(articles: Path, lake: Path, how: Sequence[str]) -> dict:
    command = [sys.executable, "-m", "pipelines.cli", "ingest", str(articles), "--output", str(lake), "--json", *how]
    done = subprocess.run(command, cwd=REPOSITORY, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout)


if __name__ == "__main__":
    sys.exit(main())
