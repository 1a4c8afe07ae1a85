"""What Beam's runner for Flink does not do: end a job of a cluster that goes on after its submitter."""

import contextlib

import httpx
from apache_beam.options.pipeline_options import FlinkRunnerOptions, GoogleCloudOptions, PipelineOptions

FLINK_RUNNER = "FlinkRunner"
ANSWER_SECONDS = 30.0
ENDED = ("CANCELED", "FAILED", "FINISHED", "CANCELLING")


def cancel(options: PipelineOptions) -> None:
    """Have a cluster cancel the job that was submitted with some options, as its REST interface does it.

    Beam's job server only stops waiting for it. A cluster that does not answer is left alone: the job's state is seen
    there, and it does no harm.
    """
    master = options.view_as(FlinkRunnerOptions).flink_master
    name = options.view_as(GoogleCloudOptions).job_name
    if not master or master.startswith("["):  # [local], [auto]: Flink inside the job server, which ends with it
        return
    base = master if "://" in master else f"http://{master}"
    with contextlib.suppress(httpx.HTTPError), httpx.Client(base_url=base, timeout=ANSWER_SECONDS) as rest:
        for job in rest.get("/jobs/overview").raise_for_status().json()["jobs"]:
            if job["name"] == name and job["state"] not in ENDED:
                rest.patch(f"/jobs/{job['jid']}")
