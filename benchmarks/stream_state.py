"""What a stream on Flink keeps of many feeds: size and time of its checkpoints by the number of feeds.

    python -m benchmarks.stream_state [--feeds 10 100 1000 10000] [--items 10]

Needs a JDK 17 and Maven. The feeds are served on loopback by 50 hosts and have links with summaries too short for an
article: what is measured is the polling and its state, not the model. Every feed is polled once; then the latest
checkpoint is looked at.
"""

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from xml.sax.saxutils import quoteattr

from deploy.flink.__main__ import PROCESS, ingest_options
from deploy.flink.cluster import Cluster
from deploy.flink.jars import default_cache
from tests.web.serving import Site, serving

HOSTS = 50
WAIT_SECONDS = 1200.0


def feed(number: int, items: int) -> bytes:
    """A JSON Feed whose items are all its own."""
    made = [
        {"id": f"{number}-{item}", "url": f"https://paper{number}.example/{item}", "title": f"Story {number} {item}"}
        for item in range(items)
    ]
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "x", "items": made}).encode()


def publish(sites: "list[Site]", feeds: int, items: int) -> "list[str]":
    """Put feeds on the sites; gives their addresses."""
    headers = {"content_type": "application/feed+json"}
    return [sites[number % len(sites)].page(f"/{number}", feed(number, items), **headers) for number in range(feeds)]


def measure(folder: Path, addresses: "list[str]", sites: "list[Site]") -> "dict[str, float]":
    """Follow feeds until each was polled and a checkpoint has been completed since."""
    listing = folder / "feeds.opml"
    outlines = "".join(f"<outline xmlUrl={quoteattr(address)}/>" for address in addresses)
    listing.write_text(f"<opml><body>{outlines}</body></opml>", encoding="utf-8")
    os.utime(listing, (1e9, 1e9))
    asked = sum(len(site.requests) for site in sites)
    cluster = Cluster(folder / "flink", default_cache())
    cluster.start(taskmanagers=1, slots=1)
    command = [sys.executable, "-m", "pipelines.cli", "ingest", str(listing), "--output", str(folder / "lake")]
    options = [*ingest_options(cluster, PROCESS, 1), "--checkpointing_interval=10000"]
    log = (folder / "submit.log").open("wb")
    submitter = subprocess.Popen(
        [*command, "--follow", "--no-fetch", "--allow-private", *options], stdout=log, stderr=log, start_new_session=True
    )
    try:
        begun = time.monotonic()

        def polled() -> int:
            return sum(len(site.requests) for site in sites) - asked

        _wait(lambda: polled() > 0)
        first = time.monotonic()
        _wait(lambda: polled() >= len(addresses))
        last, since = time.monotonic(), time.time() + 20  # what was polled last is taken at the looks after it
        job = cluster.rest.jobs()[0]["jid"]

        def latest() -> dict:
            return next(iter(cluster.rest.checkpoints(job)), {"trigger_timestamp": 0})

        _wait(lambda: latest()["trigger_timestamp"] / 1000 > since)
        checkpoint = latest()
        return {
            "feeds": len(addresses),
            "seconds until the first poll": first - begun,
            "polls per second": len(addresses) / max(last - first, 1.0),
            "checkpoint KB": checkpoint["state_size"] / 1000,
            "checkpoint seconds": checkpoint["end_to_end_duration"] / 1000,
        }
    finally:
        os.killpg(submitter.pid, signal.SIGKILL)  # Beam's job server with it
        cluster.stop()
        log.close()


def _wait(condition) -> None:
    deadline = time.monotonic() + WAIT_SECONDS
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError("the stream is not as far as it should be")
        time.sleep(1)


def main() -> None:
    """Print a line for each number of feeds."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.stream_state", description=__doc__.splitlines()[0])
    parser.add_argument("--feeds", type=int, nargs="+", default=[10, 100, 1000, 10_000])
    parser.add_argument("--items", type=int, default=10, help="of each feed (default: %(default)s)")
    options = parser.parse_args()
    with ExitStack() as stack:
        sites = [stack.enter_context(serving(f"127.0.1.{number + 1}")) for number in range(HOSTS)]
        for feeds in options.feeds:
            with tempfile.TemporaryDirectory() as folder:
                measured = measure(Path(folder), publish(sites, feeds, options.items), sites)
            print("  ".join(f"{name} {value:,.1f}" for name, value in measured.items()), flush=True)


if __name__ == "__main__":
    main()
