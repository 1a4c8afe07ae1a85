"""Flink's and Beam's jars: fetched by Maven as pom.xml says, and only used if each is byte for byte the pinned one."""

import hashlib
import os
import shutil
import subprocess
import tempfile
import zipfile
from pathlib import Path

HERE = Path(__file__).parent
POM = HERE / "pom.xml"
CHECKSUMS = HERE / "jars.sha256"  # as `sha256sum` writes and checks it

COPY_DEPENDENCIES = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies"
JOB_SERVER = "newslake-flink-job-server.jar"
JOB_SERVER_MAIN = "org.apache.beam.runners.flink.FlinkJobServerDriver"

# What Flink reaches into with reflection; the list of its own default configuration for Java 17.
OPENED_PACKAGES = [
    f"java.base/{package}"
    for package in (
        "java.lang java.net java.io java.nio sun.nio.ch java.lang.reflect java.text java.time java.util "
        "java.util.concurrent java.util.concurrent.atomic java.util.concurrent.locks"
    ).split()
]

MANIFEST_LINE = 72  # bytes; the jar format's longest line, a longer value goes on after a line break and a space


class JarError(RuntimeError):
    """A jar is missing, unknown, or not the one that was pinned."""


def default_cache() -> Path:
    """Where jars are kept between runs: $NEWSLAKE_CACHE, or newslake's folder in the user's cache folder."""
    named = os.environ.get("NEWSLAKE_CACHE")
    if named:
        return Path(named)
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "newslake"


def fetch(cache: Path) -> Path:
    """The folder with exactly the pinned jars, fetched unless it is there.

    :raises JarError: Maven cannot get them, or gets others than were pinned.
    """
    pinned = read_checksums(CHECKSUMS)
    lib = cache / "flink" / f"lib-{file_digest(CHECKSUMS)[:12]}"
    if lib.exists():
        check(lib, pinned)
        return lib
    lib.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=lib.parent) as folder:
        got = Path(folder) / "lib"
        _copy_dependencies(got)
        check(got, pinned)
        write_job_server(got)
        try:
            got.rename(lib)
        except OSError:  # another start was faster
            check(lib, pinned)
    return lib


def pin() -> int:
    """Write the checksums of what pom.xml asks for now; gives the number of jars. For a change of versions."""
    with tempfile.TemporaryDirectory() as folder:
        got = Path(folder) / "lib"
        _copy_dependencies(got)
        lines = [f"{file_digest(jar)}  {jar.name}\n" for jar in sorted(got.glob("*.jar"))]
    CHECKSUMS.write_text("".join(lines), encoding="ascii")
    return len(lines)


def read_checksums(path: Path) -> "dict[str, str]":
    """The sha256 of each jar, by file name."""
    lines = path.read_text(encoding="ascii").splitlines()
    return {name: digest for digest, name in (line.split("  ", 1) for line in lines)}


def check(lib: Path, pinned: "dict[str, str]") -> None:
    """Refuse a folder that holds anything else than the pinned jars and our job server.

    :raises JarError: names the first jar that is wrong.
    """
    found = {jar.name: jar for jar in lib.glob("*.jar") if jar.name != JOB_SERVER}
    for name in sorted(pinned.keys() | found.keys()):
        if name not in found:
            raise JarError(f"{name} is pinned in {CHECKSUMS.name}, but is not in {lib}")
        if name not in pinned:
            raise JarError(f"{lib / name} is not pinned in {CHECKSUMS.name}")
        digest = file_digest(found[name])
        if digest != pinned[name]:
            raise JarError(f"{lib / name} has sha256 {digest}, but {CHECKSUMS.name} says {pinned[name]}")


def manifest(main: str, class_path: "list[str]") -> bytes:
    """The manifest of a jar that has no classes, only a class path, which saves shading 160 jars into one."""
    attributes = {
        "Manifest-Version": "1.0",
        "Main-Class": main,
        "Add-Opens": " ".join(OPENED_PACKAGES),
        "Class-Path": " ".join(class_path),
    }
    lines = []
    for name, value in attributes.items():
        line = f"{name}: {value}"
        lines.append(line[:MANIFEST_LINE])
        rest = line[MANIFEST_LINE:]
        lines += [f" {rest[at:at + MANIFEST_LINE - 1]}" for at in range(0, len(rest), MANIFEST_LINE - 1)]
    return "".join(f"{line}\r\n" for line in lines).encode("ascii")


def write_job_server(lib: Path) -> None:
    """Put beside the jars one that starts Beam's job server with all of them on its class path."""
    # What is on this class path is also what the job server sends to the cluster.
    names = sorted(jar.name for jar in lib.glob("*.jar"))
    with zipfile.ZipFile(lib / JOB_SERVER, "w") as jar:
        jar.writestr("META-INF/MANIFEST.MF", manifest(JOB_SERVER_MAIN, names))


def _copy_dependencies(folder: Path) -> None:
    maven = shutil.which("mvn")
    if maven is None:
        raise JarError("Maven (mvn) is needed to fetch Flink's jars and is not on the PATH")
    settings = ["-DincludeScope=runtime", f"-DoutputDirectory={folder}"]
    command = [maven, "-B", "-q", "-f", str(POM), COPY_DEPENDENCIES, *settings]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode:
        raise JarError(f"Maven could not get the jars of {POM}:\n{done.stdout}")


def file_digest(path: Path) -> str:
    """The sha256 of a file, in hex."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        for block in iter(lambda: file.read(1 << 20), b""):
            digest.update(block)
    return digest.hexdigest()
