"""The configuration of the local cluster: what of it matters to newslake, and why."""

from dataclasses import dataclass
from pathlib import Path

import yaml

from deploy.flink.jars import OPENED_PACKAGES

JOBMANAGER_HEAP = "512m"
TASKMANAGER_HEAP = "768m"  # framework and task heap below
METASPACE = "512m"  # a job's classes are loaded once per job and are not always let go

JOBMANAGER_MAIN = "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint"
ZOOKEEPER_MAIN = "org.apache.flink.runtime.zookeeper.FlinkZooKeeperQuorumPeer"
ZOOKEEPER_HEAP = "128m"
ZOOKEEPER_ID = "1"
ZOOKEEPER_FILE = "zoo.cfg"
TASKMANAGER_MAIN = "org.apache.flink.runtime.taskexecutor.TaskManagerRunner"

LOOPBACK = "127.0.0.1"


@dataclass(frozen=True)
class Ports:
    """The cluster's ports on loopback. TaskManagers take any: one that comes back under the address of one that was
    killed gets what was meant for that, and the job waits minutes for results that nobody has."""

    rest: int  # web page, REST interface and where jobs are submitted
    rpc: int
    blobs: int
    workers: int  # Beam's worker pool
    zookeeper: int  # keeps who leads and what runs, where a JobManager may be lost


def flink_settings(folder: Path, ports: Ports, slots: int, available: bool = False) -> "dict[str, object]":
    """What all processes of the cluster share.

    :param folder: the cluster's own folder.
    :param slots: tasks that each TaskManager runs at once; one Python worker each is a good measure.
    :param available: jobs outlive the JobManager.
    """
    network = f"{64 + 64 * slots}m"  # with 64 MB for two slots the graph's exchanges found too few buffers
    return {
        **(_highly_available(folder, ports) if available else {}),
        "jobmanager.rpc.address": LOOPBACK,
        "jobmanager.rpc.port": ports.rpc,
        "jobmanager.bind-host": LOOPBACK,
        "rest.address": LOOPBACK,
        "rest.bind-address": LOOPBACK,
        "rest.port": ports.rest,
        "blob.server.port": ports.blobs,
        "blob.storage.directory": str(folder / "blobs"),
        "io.tmp.dirs": str(folder / "tmp"),
        "taskmanager.bind-host": LOOPBACK,
        "taskmanager.host": LOOPBACK,
        "taskmanager.numberOfTaskSlots": slots,
        # Without checkpoints, as in batch, a restart runs the job again; the lake's commit drops what it holds already.
        # A job that fails each time is given up; one that runs for months has all the failures it needs.
        "restart-strategy.type": "failure-rate",
        "restart-strategy.failure-rate.max-failures-per-interval": 20,
        "restart-strategy.failure-rate.failure-rate-interval": "10 min",
        # Longer than it takes to notice that a process is gone (two heartbeats that nobody takes), or the job is
        # put where nobody is.
        "restart-strategy.failure-rate.delay": "10 s",
        "heartbeat.interval": 2000,
        "heartbeat.timeout": 20000,
        # How long (ms) a task waits for the one before it to be deployed; the default of 10 s is short under load.
        "taskmanager.network.request-backoff.max": 60000,
        "state.checkpoints.dir": (folder / "checkpoints").as_uri(),
        "state.savepoints.dir": (folder / "savepoints").as_uri(),
        # Flink's own start script works these out; they have to be said when the class is started without it.
        "taskmanager.cpu.cores": float(slots),
        "taskmanager.memory.framework.heap.size": "128m",
        "taskmanager.memory.framework.off-heap.size": "128m",
        "taskmanager.memory.task.heap.size": "640m",
        "taskmanager.memory.task.off-heap.size": "0m",
        "taskmanager.memory.network.min": network,
        "taskmanager.memory.network.max": network,
        "taskmanager.memory.managed.size": "128m",
        "taskmanager.memory.jvm-metaspace.size": METASPACE,
        "taskmanager.memory.jvm-overhead.min": "192m",
        "taskmanager.memory.jvm-overhead.max": "192m",
        # Beam's runner is on the cluster's class path. What a job brings are the same jars: not loaded once more for
        # each job, and never one half from here and one from there.
        "classloader.resolve-order": "parent-first",
        # Threads of Beam's gRPC outlive the job that they were first used in, and with this check every later job of
        # the same TaskManager fails on that job's class loader.
        "classloader.check-leaked-classloader": False,
    }


def _highly_available(folder: Path, ports: Ports) -> "dict[str, object]":
    return {
        "high-availability.type": "zookeeper",
        "high-availability.zookeeper.quorum": f"{LOOPBACK}:{ports.zookeeper}",
        "high-availability.storageDir": (folder / "available").as_uri(),
        "high-availability.jobmanager.port": ports.rpc,
    }


def write_configuration(folder: Path, ports: Ports, slots: int, available: bool = False) -> Path:
    """Write the configuration folder and give it."""
    configuration = folder / "conf"
    configuration.mkdir(parents=True, exist_ok=True)
    settings = yaml.safe_dump(flink_settings(folder, ports, slots, available), sort_keys=False)
    (configuration / "config.yaml").write_text(settings, encoding="utf-8")
    zookeeper = {
        "clientPort": ports.zookeeper,
        "clientPortAddress": LOOPBACK,
        "dataDir": folder / "zookeeper",
        "admin.enableServer": "false",
    }
    lines = "".join(f"{name}={value}\n" for name, value in zookeeper.items())
    (configuration / ZOOKEEPER_FILE).write_text(lines, encoding="utf-8")
    return configuration


def java(lib: Path, heap: str, main: str, *arguments: str) -> "list[str]":
    """The command line of one of the cluster's Java processes."""
    opens = [f"--add-opens={package}=ALL-UNNAMED" for package in OPENED_PACKAGES]
    log4j = f"-Dlog4j2.configurationFile={Path(__file__).with_name('log4j2.properties')}"
    sizes = [f"-Xmx{heap}", f"-XX:MaxMetaspaceSize={METASPACE}"]
    return ["java", *sizes, *opens, log4j, "-cp", f"{lib}/*", main, *arguments]


def jobmanager(lib: Path, configuration: Path) -> "list[str]":
    """The command line of the JobManager."""
    options = ("--configDir", str(configuration), "--executionMode", "cluster")
    return java(lib, JOBMANAGER_HEAP, JOBMANAGER_MAIN, *options)


def taskmanager(lib: Path, configuration: Path) -> "list[str]":
    """The command line of a TaskManager."""
    return java(lib, TASKMANAGER_HEAP, TASKMANAGER_MAIN, "--configDir", str(configuration))


def zookeeper(lib: Path, configuration: Path) -> "list[str]":
    """The command line of the ZooKeeper that comes with Flink: one server, enough for one machine."""
    options = ("--zkConfigFile", str(configuration / ZOOKEEPER_FILE), "--peerId", ZOOKEEPER_ID)
    return java(lib, ZOOKEEPER_HEAP, ZOOKEEPER_MAIN, *options)
