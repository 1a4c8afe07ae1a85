"""The same graph on Prism, built from its Go module."""

import json
import shutil

import pytest

from deploy import prism
from deploy.flink.cluster import boot_command
from deploy.flink.jars import default_cache
from tests.end_to_end.clusters import assert_same_tables, write_input
from tests.end_to_end.running import ingest, newslake

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not shutil.which("go"), reason="needs Go")]


@pytest.fixture(scope="module")
def binary():
    return prism.build(default_cache())


@pytest.fixture(scope="module")
def inputs(tmp_path_factory):
    return write_input(tmp_path_factory.mktemp("input"))


@pytest.fixture(scope="module")
def local(inputs, tmp_path_factory):
    """The lake of a run on this machine."""
    lake = tmp_path_factory.mktemp("local") / "lake"
    ingest(*inputs, "--output", lake)
    return lake


def in_the_driver():
    return []


def in_a_process():
    return ["--environment_type=PROCESS", f"--environment_config={json.dumps({'command': boot_command()})}"]


@pytest.mark.parametrize("workers", [in_the_driver, in_a_process])
def test_the_same_tables_as_on_this_machine(binary, inputs, local, tmp_path, workers):
    lake = tmp_path / "lake"
    account = ingest(*inputs, "--output", lake, "--runner=PrismRunner", f"--prism_location={binary}", *workers())
    assert account["rejected"] > 0
    assert_same_tables(lake, local)
    assert newslake("audit", lake).returncode == 0
