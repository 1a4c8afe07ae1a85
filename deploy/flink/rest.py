"""What the tests, the benchmark and the commands ask of Flink's REST interface."""

import json
import re
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from urllib.parse import quote

ANSWER_SECONDS = 30
LOOK_SECONDS = 0.5
# How Beam's runner names newslake's metrics within a step's, and how Flink writes a distribution.
OUR_METRIC = re.compile(r"^\d+\..*\.newslake_(\w+)$")
DISTRIBUTION = re.compile(r"DistributionResult\{sum=(\d+), count=(\d+), min=(\d+), max=(\d+)\}")


@dataclass(frozen=True)
class Distribution:
    """What is known of measured values: number, sum, least and greatest."""

    sum: int
    count: int
    min: int
    max: int

    def __add__(self, other: "Distribution") -> "Distribution":
        return Distribution(
            self.sum + other.sum, self.count + other.count, min(self.min, other.min), max(self.max, other.max)
        )

    def __str__(self) -> str:
        return f"{self.count:,} values, mean {self.sum / max(self.count, 1):,.0f}, from {self.min:,} to {self.max:,}"


@dataclass
class Metrics:
    """newslake's metrics of a job, over its steps and tasks, since the job started or went on after a failure.

    :param counters: by name, with `_` for other marks ("rejected_malformed_json").
    """

    counters: "dict[str, int]" = field(default_factory=dict)
    distributions: "dict[str, Distribution]" = field(default_factory=dict)

    def add(self, name: str, value: str) -> None:
        """Add what one task of one step tells."""
        if found := DISTRIBUTION.fullmatch(value):
            given = Distribution(*map(int, found.groups()))
            known = self.distributions.get(name)
            self.distributions[name] = known + given if known else given
        else:
            self.counters[name] = self.counters.get(name, 0) + int(value)


@dataclass(frozen=True)
class Load:
    """How busy a step of a job is: shares of the last seconds, of its busiest task.

    :param held_back: by what comes after it.
    """

    step: str
    busy: float
    held_back: float


class Rest:
    """A running cluster's REST interface.

    :param address: HOST:PORT of the JobManager's web page.
    """

    def __init__(self, address: str) -> None:
        self._base = f"http://{address}"

    def get(self, path: str) -> dict:
        """The JSON answer to a path such as "/overview".

        :raises OSError: nothing answers, or an error does (urllib.error.HTTPError).
        """
        with urllib.request.urlopen(f"{self._base}{path}", timeout=ANSWER_SECONDS) as answer:
            return json.load(answer)

    def ready(self, taskmanagers: int) -> bool:
        """Whether the JobManager answers and so many TaskManagers have registered."""
        try:
            return self.get("/overview")["taskmanagers"] >= taskmanagers
        except OSError:
            return False

    def jobs(self) -> "list[dict]":
        """Every job of the cluster, the latest first: jid, name, state, start-time, …"""
        return sorted(self.get("/jobs/overview")["jobs"], key=lambda job: -job["start-time"])

    def exceptions(self, job: str) -> "list[str]":
        """What made a job's tasks fail, the latest first."""
        entries = self.get(f"/jobs/{job}/exceptions")["exceptionHistory"]["entries"]
        return [entry["stacktrace"].split("\n", 1)[0] for entry in entries]

    def checkpoints(self, job: str) -> "list[dict]":
        """A job's completed checkpoints, the latest first: id, end_to_end_duration (ms), state_size (bytes), …"""
        history = self.get(f"/jobs/{job}/checkpoints")["history"]
        return [one for one in history if one["status"] == "COMPLETED"]

    def metrics(self, job: str) -> Metrics:
        """newslake's counters and distributions of a job that runs."""
        metrics = Metrics()
        for vertex in self.get(f"/jobs/{job}")["vertices"]:
            path = f"/jobs/{job}/vertices/{vertex['id']}/metrics"
            ours = [one["id"] for one in self.get(path) if OUR_METRIC.match(one["id"])]
            for one in self.get(f"{path}?get={quote(','.join(ours))}") if ours else ():
                metrics.add(OUR_METRIC.match(one["id"])[1], one["value"])
        return metrics

    def loads(self, job: str) -> "list[Load]":
        """How busy the steps of a job that runs are, the busiest first."""
        loads = []
        for vertex in self.get(f"/jobs/{job}")["vertices"]:
            names = "busyTimeMsPerSecond,backPressuredTimeMsPerSecond"
            answer = self.get(f"/jobs/{job}/vertices/{vertex['id']}/subtasks/metrics?get={names}&agg=max")
            shares = {one["id"]: float(one["max"]) / 1000 for one in answer}
            # Not a number, which is not even 0 or more, where a task does not tell, as sources don't.
            busy, held_back = (share if (share := shares.get(name, 0.0)) >= 0 else 0.0 for name in names.split(","))
            loads.append(Load(vertex["name"], busy, held_back))
        return sorted(loads, key=lambda load: -load.busy)

    def stop(self, job: str) -> str:
        """Stop a job with a savepoint; gives the savepoint's URI, from which a job can go on.

        :raises RuntimeError: the savepoint failed; the job goes on.
        """
        trigger = self._post(f"/jobs/{job}/savepoints", {"cancel-job": True})["request-id"]
        while True:
            answer = self.get(f"/jobs/{job}/savepoints/{trigger}")
            if answer["status"]["id"] == "COMPLETED":
                break
            time.sleep(LOOK_SECONDS)
        operation = answer["operation"]
        if "location" not in operation:
            raise RuntimeError(operation.get("failure-cause", {}).get("stack-trace", "the savepoint failed"))
        return operation["location"]

    def _post(self, path: str, body: dict) -> dict:
        headers = {"Content-Type": "application/json"}
        request = urllib.request.Request(f"{self._base}{path}", json.dumps(body).encode(), headers)
        with urllib.request.urlopen(request, timeout=ANSWER_SECONDS) as answer:
            return json.load(answer)

    def cancel(self, job: str) -> None:
        """Ask for a job's end."""
        request = urllib.request.Request(f"{self._base}/jobs/{job}", method="PATCH")
        urllib.request.urlopen(request, timeout=ANSWER_SECONDS).close()
