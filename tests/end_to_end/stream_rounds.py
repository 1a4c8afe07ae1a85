"""`python -m tests.end_to_end.stream_rounds --rounds 20`: violence against a stream on a real Flink.

A cluster with a ZooKeeper follows feeds that go on publishing. Round after round one of its processes is killed, or the
job is stopped with a savepoint and goes on with another version of the code. In the end every item must stand in the
lake once.
"""

import argparse
import contextlib
import json
import os
import random
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Callable, Iterator

from deploy.flink.__main__ import PROCESS, ingest_options
from deploy.flink.cluster import JOBMANAGER, Cluster, taskmanager_name
from deploy.flink.jars import default_cache
from tests.end_to_end.running import PEOPLE, PLACES, REPOSITORY, STATEMENTS, newslake, rows
from tests.web.serving import serving
from transforms.feeds.clock import CLOCK_VARIABLE

# Ten minutes, the least time between two polls of a feed, are two and a half seconds.
SPEED = 240.0
HOSTS = ("127.0.0.1", "127.0.0.2", "127.0.0.3")
FEEDS_OF_HOST = 2
ITEM_SECONDS = 6.0  # of real time, between two items of a feed
SHOWN = 60  # items of a feed: what was published in the six minutes before
ROUND_SECONDS = 420.0  # within which a round must be over
PACKAGES = ("pipelines", "transforms", "schemas", "deploy")


class StreamFailed(AssertionError):
    """The stream did not do what it should."""


@dataclass
class Paper:
    """A feed that publishes an item every so often; its address, and when each item was first shown, by its link."""

    name: str
    started: float
    ends: float = float("inf")
    shown: "dict[str, float]" = field(default_factory=dict)
    polls: int = 0

    def answer(self, handler) -> None:
        """The feed as it is now."""
        now = time.time()
        self.polls += 1
        last = int((min(now, self.ends) - self.started) / ITEM_SECONDS)
        items = [self._item(number) for number in range(last, max(-1, last - SHOWN), -1)]
        for item in items:
            self.shown.setdefault(item["url"], now)
        body = json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": self.name, "items": items}).encode()
        handler._answer((200, {"Content-Type": "application/feed+json"}, body))

    def _item(self, number: int) -> dict:
        draw = random.Random(f"{self.name} {number}")
        lines = [
            statement.format(a=draw.choice(PEOPLE), b=draw.choice(PEOPLE), p=draw.choice(PLACES))
            for statement in draw.choices(STATEMENTS, k=10)
        ]
        text = f"Report number {number} of {self.name}: {' '.join(lines)}"
        return {
            "id": str(number),
            "url": f"https://{self.name}.example/{number}",
            "title": f"{PEOPLE[number % len(PEOPLE)]} and number {number}",
            "content_html": f"<p>{text}</p><p>{' '.join(reversed(lines))}</p>",
        }


@contextmanager
def papers() -> "Iterator[tuple[list[str], list[Paper]]]":
    """Feeds on several hosts of loopback, and their addresses."""
    with ExitStack() as stack:
        addresses, made = [], []
        for number, host in enumerate(HOSTS):
            site = stack.enter_context(serving(host))
            for feed in range(FEEDS_OF_HOST):
                paper = Paper(f"paper{number}{feed}", time.time())
                addresses.append(site.does(f"/{paper.name}", paper.answer))
                made.append(paper)
        yield addresses, made


class Stream:
    """A cluster, the job on it, and its lake.

    :param checkpoint_seconds: from one checkpoint to the next.
    """

    def __init__(self, folder: Path, addresses: "list[str]", seed: int, checkpoint_seconds: float = 10.0) -> None:
        self.folder = folder
        self.lake = folder / "lake"
        self.draw = random.Random(seed)
        self.cluster = Cluster(folder / "flink", default_cache())
        self._addresses = addresses
        self._checkpoint_seconds = checkpoint_seconds
        self._code = REPOSITORY
        self._version = 0
        self._process: "subprocess.Popen" = None
        clock = {CLOCK_VARIABLE: f"{time.time()} {SPEED}"}
        self.cluster.start(taskmanagers=2, slots=1, available=True, environment=clock)
        self._submit()

    @property
    def job(self) -> str:
        """The id of the job that runs, or ran last."""
        return self.cluster.rest.jobs()[0]["jid"]

    def close(self) -> None:
        """End all of it."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)  # Beam's job server with it
        self.cluster.stop()

    def kill_taskmanager(self) -> None:
        """With -9; another one comes in its place."""
        number, moment = self.draw.randrange(2), time.time()
        self.cluster.processes[taskmanager_name(number)].kill()
        time.sleep(self.draw.uniform(0, 5))
        self.cluster.start_taskmanager(number)
        self._wait_until_it_failed(moment)

    def kill_jobmanager(self) -> None:
        """With -9; another one comes in its place and finds the job in ZooKeeper."""
        self.cluster.processes[JOBMANAGER].kill()
        time.sleep(self.draw.uniform(0, 5))
        self.cluster.start_jobmanager()

    def kill_python(self) -> None:
        """A Python worker, with -9."""
        moment = time.time()
        os.kill(self.draw.choice(self._python_workers()), signal.SIGKILL)
        self._wait_until_it_failed(moment)

    def upgrade(self) -> None:
        """Stop with a savepoint, and go on from there with another version of the code."""
        savepoint = self.cluster.rest.stop(self.job)
        self._process.wait(timeout=ROUND_SECONDS)
        self._version += 1
        code = self.folder / f"code-{self._version}"
        for package in PACKAGES:
            shutil.copytree(REPOSITORY / package, code / package)
        version = code / "schemas" / "version.py"
        text = version.read_text(encoding="utf-8")
        version.write_text(f'{text}PIPELINE_VERSION = "newslake-test-{self._version}"\n', encoding="utf-8")
        self._code = code
        self._submit(f"--savepoint_path={savepoint}")

    def _wait_until_it_failed(self, since: float) -> None:
        """Until Flink has seen that something is wrong: a blow that it did not feel proves nothing."""

        def failed() -> bool:
            history = self.cluster.rest.get(f"/jobs/{self.job}/exceptions")["exceptionHistory"]["entries"]
            return any(entry["timestamp"] / 1000 >= since for entry in history)

        self.wait(failed, "Flink did not notice")

    def wait_until_it_works(self) -> None:
        """Until all of the job runs, and it has completed a checkpoint since."""
        since = time.time()

        def works() -> bool:
            try:
                job = self.cluster.rest.get(f"/jobs/{self.job}")
                if job["state"] != "RUNNING" or any(one["status"] != "RUNNING" for one in job["vertices"]):
                    return False
                done = self.cluster.rest.checkpoints(job["jid"])
            except (OSError, IndexError, KeyError):  # the JobManager is not there, or not yet
                return False
            return bool(done) and done[0]["trigger_timestamp"] / 1000 > since + 1

        self.wait(works, "the job did not come back")

    def wait_for(self, links: "set[str]") -> None:
        """Until all of some articles are in the lake."""
        self.wait(lambda: links <= set(self.delivered()), "items are missing")

    def delivered(self) -> "list[str]":
        """The links of all articles in the lake."""
        return [row["url"] for row in rows(self.lake, "articles")]

    def wait(self, condition: Callable[[], bool], otherwise: str) -> None:
        """Until something holds.

        :raises StreamFailed: it does not within ROUND_SECONDS; says so by `otherwise`.
        """
        deadline = time.monotonic() + ROUND_SECONDS
        while not condition():
            if time.monotonic() > deadline:
                raise StreamFailed(f"{otherwise} within {ROUND_SECONDS:.0f} s; see {self.folder}")
            time.sleep(1)

    def _submit(self, *more: str) -> None:
        options = ingest_options(self.cluster, PROCESS, 2)
        place = next(number for number, one in enumerate(options) if one.startswith("--environment_config="))
        config = json.loads(options[place].partition("=")[2])
        options[place] = f"--environment_config={json.dumps({**config, 'env': {'PYTHONPATH': str(self._code)}})}"
        command = [sys.executable, "-m", "pipelines.cli", "ingest", *self._addresses, "--output", str(self.lake)]
        options.append(f"--checkpointing_interval={self._checkpoint_seconds * 1000:.0f}")
        with (self.folder / "submit.log").open("ab") as log:
            self._process = subprocess.Popen(
                [*command, "--allow-private", "--follow", *options, *more],
                cwd=self._code,
                env={**os.environ, "PYTHONPATH": str(self._code)},
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def _python_workers(self) -> "list[int]":
        """Processes that have a TaskManager for their parent and are Python's."""
        parents = {process.pid for name, process in self.cluster.processes.items() if name.startswith("taskmanager")}
        lines = subprocess.run(["ps", "-eo", "pid=,ppid=,args="], capture_output=True, text=True).stdout.splitlines()
        found = [line.split(None, 2) for line in lines]
        return [int(pid) for pid, parent, args in found if int(parent) in parents and "python" in args]


KINDS = ("kill_taskmanager", "kill_python", "kill_jobmanager", "upgrade")


@dataclass
class Outcome:
    """What came of a stream.

    :param published: items that stood in an answer; `delivered` articles in the lake; `twice` of them more than once.
    :param missing: items that stood in an answer and are not in the lake.
    :param delays: seconds from an item's first answer to its article's being seen in the lake.
    """

    rounds: Counter
    published: int
    delivered: int
    twice: "list[str]"
    missing: "list[str]"
    versions: int
    polls: int
    delays: "list[float]"
    seconds: float

    def __str__(self) -> str:
        percent = statistics.quantiles(self.delays, n=100) if len(self.delays) > 1 else [0.0] * 99
        return (
            f"{sum(self.rounds.values())} rounds ({dict(self.rounds)}), {self.versions} versions of the code; "
            f"{self.published} items stood in answers to {self.polls} polls, {self.delivered} are in the lake, "
            f"{len(self.missing)} missing, {len(self.twice)} twice; seconds from answer to lake: median "
            f"{percent[49]:.0f}, 95 of 100 within {percent[94]:.0f}, longest {max(self.delays, default=0):.0f}; "
            f"{self.seconds:.0f} s"
        )


class _Watch(threading.Thread):
    """Notes when each article is first seen in the lake."""

    def __init__(self, stream: Stream) -> None:
        super().__init__(daemon=True)
        self._stream = stream
        self.seen: "dict[str, float]" = {}
        self.over = threading.Event()

    def run(self) -> None:
        while not self.over.wait(2):
            for link in self._stream.delivered():
                self.seen.setdefault(link, time.time())


def play(folder: Path, kinds: "list[str]", seed: int, tell: Callable[[str], None] = print) -> Outcome:
    """Play rounds against a stream, and wait until all that was published is in its lake.

    :param kinds: what is done in each round, of KINDS.
    :raises StreamFailed: it did not come back, or its lake breaks a promise.
    """
    begun = time.time()
    with papers() as (addresses, made):
        stream = Stream(folder, addresses, seed)
        watch = _Watch(stream)
        try:
            stream.wait_until_it_works()
            watch.start()
            stream.wait(lambda: all(paper.shown for paper in made), "not every feed was asked")
            stream.wait_for({link for paper in made for link in list(paper.shown)[:1]})
            for number, kind in enumerate(kinds, 1):
                started = time.time()
                time.sleep(stream.draw.uniform(0, 25))  # anywhere between two checkpoints, and two commits
                getattr(stream, kind)()
                stream.wait_until_it_works()
                tell(f"round {number}, {kind}: {time.time() - started:.0f} s, {len(stream.delivered())} articles")
            for paper in made:
                paper.ends = time.time()
            time.sleep(30)  # two hours of the stream's: every feed is polled once more
            published = {link for paper in made for link in paper.shown}
            with contextlib.suppress(StreamFailed):  # what is missing is named in what came of it
                stream.wait_for(published)
            watch.over.set()
            watch.join()
            delivered = Counter(stream.delivered())
            audit = newslake("audit", stream.lake)
            if audit.returncode:
                raise StreamFailed(f"the lake breaks a promise: {audit.stdout}")
            moments = {link: moment for paper in made for link, moment in paper.shown.items()}
            versions = len({row["pipeline_version"] for row in rows(stream.lake, "articles")})
            return Outcome(
                rounds=Counter(kinds),
                published=len(published),
                delivered=len(delivered),
                twice=[link for link, count in delivered.items() if count > 1],
                missing=sorted(published - set(delivered)),
                versions=versions,
                polls=sum(paper.polls for paper in made),
                delays=[watch.seen[link] - moments[link] for link in moments if link in watch.seen],
                seconds=time.time() - begun,
            )
        finally:
            watch.over.set()
            stream.close()


def main() -> int:
    """Play rounds and say how they went; 1 if an item is missing or there twice."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="stream-"))
    kinds = [KINDS[number % len(KINDS)] for number in range(options.rounds)]
    try:
        outcome = play(folder, kinds, options.seed, tell=lambda line: print(line, flush=True))
    except StreamFailed as error:
        print(error)
        return 1
    print(outcome)
    wrong = bool(outcome.missing or outcome.twice)
    if not wrong:
        shutil.rmtree(folder)
    return int(wrong)


if __name__ == "__main__":
    sys.exit(main())
