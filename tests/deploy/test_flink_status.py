"""What `status` makes of Flink's answers, whose form is that of a real cluster's."""

import pytest

from deploy.flink.__main__ import _print_metrics
from deploy.flink.rest import Distribution, Load, Rest

STEP = "[2]Commit_documents/{Batches__Commit}"
METRICS = {
    f"0.{STEP}.newslake_new": "20",
    f"1.{STEP}.newslake_new": "2",
    f"0.{STEP}.newslake_rejected_malformed_json": "1",
    f"0.{STEP}.newslake_commit_milliseconds": "DistributionResult{sum=300, count=3, min=9, max=200}",
    f"1.{STEP}.newslake_commit_milliseconds": "DistributionResult{sum=100, count=1, min=100, max=100}",
    f"0.{STEP}.numRecordsIn": "77",
    "0.buffers.inPoolUsage": "0.5",
}
LOADS = {"source": ("NaN", "0.0"), "commit": ("250.0", "0.0"), "fetch": ("900.0", "400.0")}


class Answers(Rest):
    """A cluster with one job of three steps."""

    def __init__(self):
        super().__init__("localhost:1")

    def get(self, path):
        if path == "/jobs/7":
            return {"vertices": [{"id": name, "name": name.title()} for name in LOADS]}
        vertex = path.split("/")[4]
        if "/subtasks/" in path:
            busy, held_back = LOADS[vertex]
            return [
                {"id": "busyTimeMsPerSecond", "max": busy},
                {"id": "backPressuredTimeMsPerSecond", "max": held_back},
            ]
        if vertex != "commit":
            return []
        if "?get=" not in path:
            return [{"id": name} for name in METRICS]
        asked = path.partition("?get=")[2]
        return [{"id": name, "value": value} for name, value in METRICS.items() if "newslake" in name and asked]


def test_metrics_are_added_up_over_tasks():
    metrics = Answers().metrics("7")
    assert metrics.counters == {"new": 22, "rejected_malformed_json": 1}
    assert metrics.distributions == {"commit_milliseconds": Distribution(sum=400, count=4, min=9, max=200)}


def test_the_busiest_step_comes_first_and_a_source_is_never_busy():
    assert Answers().loads("7") == [Load("Fetch", 0.9, 0.4), Load("Commit", 0.25, 0.0), Load("Source", 0.0, 0.0)]


@pytest.mark.parametrize(
    "line",
    [
        "new: 22",
        "commit_milliseconds: 4 values, mean 100, from 9 to 200",
        "90% busy, 40% held back by what follows: Fetch",
        "25% busy: Commit",
    ],
)
def test_a_job_is_told_in_lines(line, capsys):
    _print_metrics(Answers(), "7")
    shown = [one.strip() for one in capsys.readouterr().out.splitlines()]
    assert line in shown and not any("Source" in one for one in shown)
