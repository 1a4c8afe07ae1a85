"""The manifests are what the API server and the Flink operator would accept, and agree with what runs here."""

import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
import yaml

from deploy.flink import configuration, jars
from deploy.flink.jars import JarError, file_digest
from pipelines.options import parse_ingest

MANIFESTS = Path(jars.__file__).with_name("kubernetes")
KUBERNETES = "1.31"

# The Flink operator's own jar holds its resource definitions.
OPERATOR = "org.apache.flink:flink-kubernetes-operator-api:1.10.0"
OPERATOR_SHA256 = "b1f44814e17514fa8395c61b329a3ee9087123a5bda5b21fe1a495d5182c30b6"
DEFINITION = "META-INF/fabric8/flinkdeployments.flink.apache.org-v1.yml"
COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy"


def documents():
    for path in sorted(MANIFESTS.glob("*.yaml")):
        if path.name != "kustomization.yaml":
            for number, document in enumerate(yaml.safe_load_all(path.read_text(encoding="utf-8"))):
                yield pytest.param(document, id=f"{path.name}-{number}")


def manifest(name):
    return yaml.safe_load((MANIFESTS / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize("document", [one for one in documents() if one.values[0]["kind"] != "FlinkDeployment"])
def test_kubernetes_accepts_it(document):
    kubernetes_validate = pytest.importorskip("kubernetes_validate")
    kubernetes_validate.validate(document, KUBERNETES, strict=True)


@pytest.mark.slow
def test_the_flink_operator_accepts_the_deployment(tmp_path):
    jsonschema = pytest.importorskip("jsonschema")
    if not shutil.which("mvn"):
        pytest.skip("needs Maven")
    jar = fetch_operator(tmp_path)
    with zipfile.ZipFile(jar) as content:
        definition = yaml.safe_load(content.read(DEFINITION))
    (version,) = [one for one in definition["spec"]["versions"] if one["name"] == "v1beta1"]
    schema = closed(version["schema"]["openAPIV3Schema"])
    schema["properties"].update({name: {} for name in ("apiVersion", "kind", "metadata")})
    jsonschema.Draft202012Validator(schema).validate(manifest("flink.yaml"))
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(schema).validate({**manifest("flink.yaml"), "spec": {"flinkVersoin": "v1_19"}})


def fetch_operator(folder: Path) -> Path:
    done = subprocess.run(
        ["mvn", "-B", "-q", COPY, f"-Dartifact={OPERATOR}", f"-DoutputDirectory={folder}"],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout
    (jar,) = folder.glob("*.jar")
    if file_digest(jar) != OPERATOR_SHA256:
        raise JarError(f"{jar} is not the pinned one")
    return jar


def closed(schema):
    """The schema with unknown fields forbidden, which the API server would drop without a word."""
    if isinstance(schema, list):
        return [closed(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    result = {name: closed(value) for name, value in schema.items()}
    open_ended = schema.get("x-kubernetes-preserve-unknown-fields") or "additionalProperties" in schema
    if schema.get("type") == "object" and isinstance(schema.get("properties"), dict) and not open_ended:
        result["additionalProperties"] = False
    return result


def test_the_deployment_runs_the_flink_that_is_tested_here():
    line = jars.POM.read_text(encoding="utf-8").split("<flink.line>")[1].split("<")[0]
    assert manifest("flink.yaml")["spec"]["flinkVersion"] == f"v{line.replace('.', '_')}"


def test_it_keeps_the_settings_without_which_jobs_failed_here(tmp_path):
    ports = configuration.Ports(rest=1, rpc=2, blobs=3, workers=4, zookeeper=5)
    here = configuration.flink_settings(tmp_path, ports, slots=2)
    there = manifest("flink.yaml")["spec"]["flinkConfiguration"]
    for name in (
        "classloader.resolve-order",
        "classloader.check-leaked-classloader",
        "taskmanager.network.request-backoff.max",
        "taskmanager.memory.network.min",
        "taskmanager.numberOfTaskSlots",
    ):
        assert there[name] == str(here[name]).lower(), name


SUBMITTERS = ("submit.yaml", "follow.yaml")


@pytest.mark.parametrize("name", SUBMITTERS)
def test_the_submitted_job_is_one_that_ingest_takes_and_finds_its_workers(name):
    (container,) = manifest(name)["spec"]["template"]["spec"]["containers"]
    options = parse_ingest(container["args"])
    assert (options.runner, options.follow) == ("FlinkRunner", name == "follow.yaml")
    beam = dict(option[2:].split("=", 1) for option in options.beam_options)
    deployment = manifest("flink.yaml")
    pool = deployment["spec"]["taskManager"]["podTemplate"]["spec"]["containers"][0]
    assert beam["environment_config"] == f"localhost:{pool['ports'][0]['containerPort']}"
    assert f"--service_port={pool['ports'][0]['containerPort']}" in pool["args"]
    assert beam["flink_master"] == f"{deployment['metadata']['name']}-rest:8081"
    slots = int(deployment["spec"]["flinkConfiguration"]["taskmanager.numberOfTaskSlots"])
    assert int(beam["sdk_worker_parallelism"]) == slots
    assert int(beam["parallelism"]) <= slots * deployment["spec"]["taskManager"]["replicas"]


def test_no_container_runs_as_root_or_may_become_it():
    deployment = manifest("flink.yaml")["spec"]
    assert deployment["podTemplate"]["spec"]["securityContext"]["runAsNonRoot"] is True
    submitters = [manifest(name)["spec"]["template"]["spec"] for name in SUBMITTERS]
    assert all(submitter["securityContext"]["runAsNonRoot"] is True for submitter in submitters)
    for container in (
        *deployment["podTemplate"]["spec"]["containers"],
        *deployment["taskManager"]["podTemplate"]["spec"]["containers"],
        *(container for submitter in submitters for container in submitter["containers"]),
    ):
        assert container["securityContext"]["allowPrivilegeEscalation"] is False, container["name"]


def test_no_secret_is_in_the_repository():
    values = manifest("secret.example.yaml")["stringData"].values()
    assert set(values) == {"replace-me"}
    assert not re.search(r"AKIA[0-9A-Z]{16}", "".join(path.read_text() for path in MANIFESTS.glob("*.yaml")))


def test_a_restart_waits_longer_than_it_takes_to_notice_a_dead_task_manager():
    """As on one machine: docs/operations.md names the seconds."""
    flink = manifest("flink.yaml")["spec"]["flinkConfiguration"]
    assert flink["restart-strategy.exponential-delay.initial-backoff"] == "10 s"
    assert '"restart-strategy.failure-rate.delay": "10 s"' in Path(configuration.__file__).read_text(encoding="utf-8")
    assert not any("checkpointing.interval" in name for name in flink)  # jobs name their own
