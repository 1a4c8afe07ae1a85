"""A standalone Flink cluster on this machine: a JobManager, TaskManagers and Beam's worker pool, all on loopback."""

import dataclasses
import json
import shutil
import socket
import sys
import time
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Callable, Mapping, Optional, Sequence

from deploy.flink import configuration
from deploy.flink.configuration import LOOPBACK, Ports
from deploy.flink.jars import JOB_SERVER, fetch
from deploy.flink.processes import Started, spawn
from deploy.flink.rest import Rest

REPOSITORY = Path(__file__).parents[2]
STATE = "cluster.json"
STARTS_WITHIN = 120.0  # seconds until all have registered; a few on an idle machine

JOBMANAGER = "jobmanager"
WORKERS = "workers"
ZOOKEEPER = "zookeeper"


class ClusterError(RuntimeError):
    """The cluster does not run, or does not start."""


def taskmanager_name(number: int) -> str:
    """The name of a TaskManager's process and log, from 0."""
    return f"taskmanager-{number}"


class Cluster:
    """A cluster whose files, logs and state are in one folder, so that another command can find it again.

    :param folder: the cluster's folder.
    :param cache: where the jars are kept.
    """

    def __init__(self, folder: Path, cache: Path) -> None:
        self.folder = folder.resolve()
        self.cache = cache
        self.ports: Optional[Ports] = None
        self.taskmanagers = 0
        self.slots = 0
        self._environment: "dict[str, str]" = {}
        self.processes: "dict[str, Started]" = {}
        self._load()

    @property
    def running(self) -> bool:
        """Whether any of its processes runs."""
        return any(process.runs for process in self.processes.values())

    @property
    def master(self) -> str:
        """HOST:PORT for `--flink_master`; the web page too.

        :raises ClusterError: it was not started.
        """
        return f"{LOOPBACK}:{self._known_ports().rest}"

    @property
    def worker_pool(self) -> str:
        """HOST:PORT of the worker pool, for `--environment_config` with `--environment_type=EXTERNAL`."""
        return f"localhost:{self._known_ports().workers}"

    @property
    def rest(self) -> Rest:
        return Rest(self.master)

    @property
    def job_server_jar(self) -> Path:
        """The jar for `--flink_job_server_jar`."""
        return fetch(self.cache) / JOB_SERVER

    def start(
        self,
        taskmanagers: int = 2,
        slots: int = 1,
        rest_port: Optional[int] = None,
        available: bool = False,
        environment: Optional[Mapping[str, str]] = None,
    ) -> None:
        """Start everything and return when all TaskManagers have registered.

        :param slots: tasks that each TaskManager runs at once.
        :param rest_port: port of the web page; else any free one.
        :param available: with a ZooKeeper, so that jobs outlive a JobManager.
        :param environment: variables for all processes, the Python workers' among them.
        :raises ClusterError: it runs already, or does not come up.
        :raises deploy.flink.jars.JarError: the jars are not to be had.
        """
        if self.running:
            raise ClusterError(f"the cluster in {self.folder} runs already; stop it first")
        lib = fetch(self.cache)
        if self.folder.exists():
            shutil.rmtree(self.folder)
        self.folder.mkdir(parents=True)
        self.slots, self.taskmanagers = slots, taskmanagers
        self.ports = free_ports(rest_port)
        self._environment = dict(environment or {})
        settings = configuration.write_configuration(self.folder, self.ports, slots, available)
        if available:
            self._spawn(ZOOKEEPER, configuration.zookeeper(lib, settings))
        self._spawn(JOBMANAGER, configuration.jobmanager(lib, settings))
        self._spawn(WORKERS, worker_pool(self.ports.workers))
        # TaskManagers take any free ports, also one that is meant for what does not listen yet.
        self._wait_until(lambda: listens(self._known_ports().workers))
        for number in range(taskmanagers):
            self._spawn(taskmanager_name(number), configuration.taskmanager(lib, settings))
        self._wait_until(lambda: self.rest.ready(taskmanagers))

    def start_jobmanager(self) -> None:
        """Start the JobManager again."""
        self._spawn(JOBMANAGER, configuration.jobmanager(fetch(self.cache), self.folder / "conf"))

    def start_taskmanager(self, number: int) -> None:
        """Start a TaskManager again."""
        self._spawn(taskmanager_name(number), configuration.taskmanager(fetch(self.cache), self.folder / "conf"))

    def stop(self) -> None:
        """End all of it, TaskManagers first, so that none looks for a JobManager that is gone."""
        for name in sorted(self.processes, key=lambda name: (name != ZOOKEEPER, name), reverse=True):
            self.processes[name].stop()
        self.processes.clear()
        (self.folder / STATE).unlink(missing_ok=True)

    def log(self, name: str) -> Path:
        """The file with what a process said."""
        return self.folder / "log" / f"{name}.log"

    def _spawn(self, name: str, command: Sequence[str]) -> None:
        environment = {"PYTHONPATH": str(REPOSITORY), **self._environment}
        self.processes[name] = spawn(command, self.log(name), self.folder, environment)
        self._save()

    def _wait_until(self, condition: Callable[[], bool]) -> None:
        deadline = time.monotonic() + STARTS_WITHIN
        while not condition():
            for name, process in self.processes.items():
                if not process.runs:
                    self.stop()
                    raise ClusterError(f"{name} ended at once; see {self.log(name)}")
            if time.monotonic() > deadline:
                self.stop()
                logs = self.folder / "log"
                raise ClusterError(f"the cluster was not complete after {STARTS_WITHIN:.0f} s; see {logs}")
            time.sleep(0.2)

    def _known_ports(self) -> Ports:
        if self.ports is None:
            raise ClusterError(f"there is no cluster in {self.folder}; start one first")
        return self.ports

    def _save(self) -> None:
        state = {
            "ports": dataclasses.asdict(self._known_ports()),
            "taskmanagers": self.taskmanagers,
            "slots": self.slots,
            "environment": self._environment,
            "processes": {name: dataclasses.asdict(process) for name, process in self.processes.items()},
        }
        (self.folder / STATE).write_text(json.dumps(state, indent=2), encoding="utf-8")

    def _load(self) -> None:
        path = self.folder / STATE
        if not path.exists():
            return
        state = json.loads(path.read_text(encoding="utf-8"))
        self.ports = Ports(**state["ports"])
        self.taskmanagers = state["taskmanagers"]
        self.slots = state["slots"]
        self._environment = state["environment"]
        self.processes = {name: Started(**process) for name, process in state["processes"].items()}


def worker_pool(port: int) -> "list[str]":
    """The command line of Beam's worker pool, which starts newslake's workers where Flink asks for EXTERNAL ones."""
    module = "apache_beam.runners.worker.worker_pool_main"
    return [sys.executable, "-m", module, f"--service_port={port}", f"--container_executable={boot_command()}"]


def boot_command() -> str:
    """The path of newslake's boot command beside the Python that runs this.

    :raises ClusterError: newslake is not installed there.
    """
    boot = Path(sys.executable).with_name("newslake-boot")
    if not boot.exists():
        raise ClusterError(f"{boot} does not exist: install newslake into the environment that starts the cluster")
    return str(boot)


def free_ports(rest: Optional[int] = None) -> Ports:
    """Ports of loopback that nothing listens on, all different."""
    with ExitStack() as held:
        def free() -> int:
            probe = held.enter_context(closing(socket.socket()))
            probe.bind((LOOPBACK, 0))
            return probe.getsockname()[1]

        return Ports(rest=rest or free(), rpc=free(), blobs=free(), workers=free(), zookeeper=free())


def listens(port: int) -> bool:
    """Whether something accepts connections at a port of loopback."""
    with closing(socket.socket()) as probe:
        return probe.connect_ex((LOOPBACK, port)) == 0
