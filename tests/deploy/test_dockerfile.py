"""What can be said of the Dockerfile without building it: its sources are there, its versions are ours, it pins."""

import re
from importlib.metadata import version
from pathlib import Path

import pytest

from deploy.flink import jars

REPOSITORY = Path(__file__).parents[2]
DOCKERFILE = REPOSITORY / "deploy" / "docker" / "Dockerfile"
INSTRUCTIONS = {"ARG", "FROM", "WORKDIR", "COPY", "RUN", "ENV", "USER", "ENTRYPOINT"}


def instructions():
    """Each instruction and its words, lines joined and comments left out."""
    text = re.sub(r"\\\n\s*", "", DOCKERFILE.read_text(encoding="utf-8"))
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return [(line.split(None, 1)[0], line.split(None, 1)[1]) for line in lines]


def stages():
    """The instructions of each stage by its name."""
    found = {}
    for name, words in instructions():
        if name == "FROM":
            stage = words.rsplit(" AS ", 1)[1]
            found[stage] = []
        if found:
            found[stage].append((name, words))
    return found


def arguments():
    return dict(words.split("=", 1) for name, words in instructions() if name == "ARG")


def test_it_has_only_instructions_that_docker_knows():
    assert {name for name, _ in instructions()} <= INSTRUCTIONS


def test_everything_it_copies_from_the_repository_is_there():
    copied = [words.split()[:-1] for name, words in instructions() if name == "COPY" and "--from" not in words]
    assert copied
    for source in (source for sources in copied for source in sources):
        assert (REPOSITORY / source).exists(), source


def test_everything_it_copies_from_a_stage_comes_from_one_that_is_defined():
    for name, words in instructions():
        if name == "COPY" and "--from" in words:
            assert re.search(r"--from=(\S+)", words).group(1) in stages()


def test_it_brings_all_that_setup_needs():
    copied = " ".join(words for name, words in stages()["newslake"] if name == "COPY")
    for needed in ("setup.py", "requirements.in", "pipelines", "transforms", "schemas", "models"):
        assert needed in copied.split()


@pytest.mark.parametrize("argument, wanted", [("BEAM", version("apache-beam"))])
def test_it_has_the_beam_that_is_installed(argument, wanted):
    assert arguments()[argument] == wanted


def test_it_has_the_flink_that_is_tested():
    assert arguments()["FLINK"] == jars.POM.read_text(encoding="utf-8").split("<flink.version>")[1].split("<")[0]


def test_packages_come_with_hashes_and_jars_with_checksums():
    installs = " ".join(words for name, words in instructions() if name == "RUN")
    for install in re.findall(r"pip install[^&]*", installs):
        assert "--require-hashes" in install or "--no-deps" in install, install
    assert "sha256sum --check --strict" in installs


@pytest.mark.parametrize("stage", ["newslake", "flink"])
def test_what_runs_does_not_run_as_root(stage):
    users = [words for name, words in stages()[stage] if name == "USER"]
    assert users and users[-1] not in ("root", "0")


def test_both_locks_agree_on_what_they_share():
    pinned = [
        dict(re.findall(r"^([a-z0-9._-]+)==(\S+)", (REPOSITORY / path).read_text(encoding="utf-8"), re.M))
        for path in ("requirements.lock", "deploy/docker/dataflow.lock")
    ]
    differing = {name for name in pinned[0].keys() & pinned[1].keys() if pinned[0][name] != pinned[1][name]}
    assert not differing
