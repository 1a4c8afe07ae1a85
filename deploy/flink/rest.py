"""What the tests, the benchmark and the commands ask of Flink's REST interface."""

import json
import time
import urllib.error
import urllib.request

ANSWER_SECONDS = 30
LOOK_SECONDS = 0.5


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
