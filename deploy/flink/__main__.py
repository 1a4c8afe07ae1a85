"""The commands: `python -m deploy.flink start | submit | status | savepoint | stop | fetch | pin`."""

import argparse
import json
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Optional, Sequence

from deploy.flink.cluster import Cluster, ClusterError, boot_command
from deploy.flink.jars import JarError, default_cache, fetch, pin
from deploy.flink.rest import Rest

WEB_PORT = 8081  # Flink's own default

SHOWN_LOAD = 0.1  # steps that are less busy are not shown
STEP_NAME = 80

EXTERNAL = "external"
PROCESS = "process"


def parser() -> argparse.ArgumentParser:
    """The parser of the commands."""
    cache = default_cache()
    whole = argparse.ArgumentParser(
        prog="python -m deploy.flink", description="A standalone Flink cluster on this machine that runs newslake."
    )
    whole.add_argument("--cache", type=Path, default=cache, help="where jars are kept (default: %(default)s)")
    whole.add_argument(
        "--folder",
        type=Path,
        default=cache / "flink" / "cluster",
        help="the cluster's logs and state (default: %(default)s)",
    )
    commands = whole.add_subparsers(dest="command", required=True)
    start = commands.add_parser("start", help="start a JobManager, TaskManagers and a pool of Python workers")
    start.add_argument("--taskmanagers", type=int, default=2, metavar="N", help="default: %(default)s")
    start.add_argument("--slots", type=int, default=1, metavar="N", help="slots of each TaskManager (default: 1)")
    start.add_argument("--port", type=int, default=WEB_PORT, help="of the web page and REST (default: %(default)s)")
    start.add_argument("--available", action="store_true", help="with a ZooKeeper: jobs outlive a JobManager")
    submit = commands.add_parser("submit", help="run `newslake ingest` on it; its inputs and options follow")
    submit.add_argument(
        "--workers",
        choices=(PROCESS, EXTERNAL),
        default=PROCESS,
        help="Python runs in processes that the TaskManagers start, or that Beam's worker pool starts for them",
    )
    submit.add_argument("--parallelism", type=int, help="default: every slot")
    commands.add_parser("status", help="what runs, the jobs, and how far and how busy they are")
    savepoint = commands.add_parser("savepoint", help="stop a job that follows feeds, to go on from there later")
    savepoint.add_argument("job", help="its name or id, as in `status`")
    commands.add_parser("stop", help="end the cluster")
    commands.add_parser("fetch", help="fetch and check the jars, as `start` does")
    commands.add_parser("pin", help="write the checksums of the jars that pom.xml asks for, after changing versions")
    return whole


def ingest_options(cluster: Cluster, workers: str, parallelism: Optional[int]) -> "list[str]":
    """The options of `newslake ingest` that put a job on a cluster.

    :raises ClusterError: there is no cluster, or several TaskManagers would share the pool. Each counts its workers
        from one, and Beam's pool knows them by that number alone: it would stop one's workers for the other.
    """
    taskmanagers = cluster.taskmanagers
    slots = taskmanagers * cluster.slots
    if workers == EXTERNAL:
        if taskmanagers > 1:
            raise ClusterError(f"a worker pool serves one TaskManager, and this cluster has {taskmanagers}")
        environment = ["--environment_type=EXTERNAL", f"--environment_config={cluster.worker_pool}"]
    else:
        command = json.dumps({"command": boot_command()})
        environment = ["--environment_type=PROCESS", f"--environment_config={command}"]
    return [
        "--runner=FlinkRunner",
        f"--flink_master={cluster.master}",
        f"--flink_job_server_jar={cluster.job_server_jar}",
        f"--parallelism={parallelism or slots}",
        f"--sdk_worker_parallelism={cluster.slots}",  # Python processes of a TaskManager; one keeps one core busy
        *environment,
    ]


def main(argv: Optional[Sequence[str]] = None) -> int:
    """Run a command and give its exit status; 2 if the cluster or its jars are not as they must be."""
    arguments, more = parser().parse_known_args(argv)
    if more and arguments.command != "submit":
        parser().error(f"there is no option {more[0]}")
    cluster = Cluster(arguments.folder, arguments.cache)
    try:
        if arguments.command == "pin":
            print(f"{pin()} jars")
        elif arguments.command == "fetch":
            print(fetch(arguments.cache))
        elif arguments.command == "start":
            cluster.start(arguments.taskmanagers, arguments.slots, arguments.port, arguments.available)
            print(f"Flink is at http://{cluster.master}, its logs in {cluster.folder / 'log'}")
        elif arguments.command == "submit":
            options = ingest_options(cluster, arguments.workers, arguments.parallelism)
            command = [sys.executable, "-m", "pipelines.cli", "ingest", *more, *options]
            return subprocess.run(command).returncode
        elif arguments.command == "status":
            _status(cluster)
        elif arguments.command == "savepoint":
            print(f"go on with: python -m deploy.flink submit … --savepoint_path={_savepoint(cluster, arguments.job)}")
        else:
            cluster.stop()
    except (ClusterError, JarError) as error:
        print(f"deploy.flink {arguments.command}: {error}", file=sys.stderr)
        return 2
    return 0


def _savepoint(cluster: Cluster, named: str) -> str:
    jobs = [job["jid"] for job in cluster.rest.jobs() if named in (job["jid"], job["name"]) and job["state"] == "RUNNING"]
    if len(jobs) != 1:
        raise ClusterError(f"{len(jobs)} jobs that run are named {named}")
    try:
        return cluster.rest.stop(jobs[0])
    except RuntimeError as error:
        raise ClusterError(str(error)) from error


def _status(cluster: Cluster) -> None:
    for name, process in cluster.processes.items():
        print(f"{name:16} {'runs' if process.runs else 'is gone'}  {process.pid}")
    if cluster.running:
        for job in cluster.rest.jobs():
            print(f"{job['state']:16} {job['name']}  {job['duration'] / 1000:.0f} s")
            if job["state"] == "RUNNING":
                _print_metrics(cluster.rest, job["jid"])


def _print_metrics(rest: Rest, job: str) -> None:
    metrics = rest.metrics(job)
    for name, value in sorted(metrics.counters.items()):
        print(f"{'':16} {name}: {value:,}")
    for name, distribution in sorted(metrics.distributions.items()):
        print(f"{'':16} {name}: {distribution}")
    for load in rest.loads(job):
        if max(load.busy, load.held_back) >= SHOWN_LOAD:
            held = f", {load.held_back:.0%} held back by what follows" if load.held_back >= SHOWN_LOAD else ""
            step = textwrap.shorten(load.step, STEP_NAME, placeholder=" …")
            print(f"{'':16} {load.busy:.0%} busy{held}: {step}")


if __name__ == "__main__":
    sys.exit(main())
