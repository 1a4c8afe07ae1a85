"""The Flex Template offers what `newslake ingest` does, and Dataflow's runner accepts the graph."""

import json
from pathlib import Path

import apache_beam as beam
import pytest
from apache_beam.options.pipeline_options import PipelineOptions, SetupOptions, StandardOptions

import schemas.coders
from deploy.dataflow import parameters
from pipelines import cluster
from pipelines.options import parse_ingest
from pipelines.settings import Settings
from schemas.records import FEED, FILE, Location

METADATA = Path(parameters.__file__).with_name("metadata.json")
STREAMING = {"follow", "every"}  # go together, and --every takes a span
IMAGE = "europe-docker.pkg.dev/project/newslake/newslake:0.1.0"


def test_the_metadata_is_what_the_options_say():
    assert json.loads(METADATA.read_text(encoding="utf-8")) == parameters.metadata(), (
        "run `python -m deploy.dataflow.parameters > deploy/dataflow/metadata.json`"
    )


def test_every_parameter_is_an_option_that_ingest_takes():
    values = {
        parameter["name"]: "true" if parameter["paramType"] == "BOOLEAN" else parameter.get("defaultValue", "1")
        for parameter in parameters.metadata()["parameters"]
        if parameter["name"] not in STREAMING
    }
    line = parameters.command_line(f"--{name}={value}" for name, value in values.items())
    options = parse_ingest([*line, "--runner=DataflowRunner"])
    assert options.inputs == [values["input"]]
    assert (options.fetch, options.allow_private) == (False, True)
    assert options.beam_options == []


@pytest.mark.parametrize(
    "given, line",
    [
        (["--no-fetch=true", "--output=gs://bucket/lake"], ["--no-fetch", "--output=gs://bucket/lake"]),
        (["--no-fetch=false", "--allow-private=True"], ["--allow-private"]),
        (["--no-fetch"], ["--no-fetch"]),
        (["--input=https://news.example/feed?a=true"], ["--input=https://news.example/feed?a=true"]),
        (["--template_location=gs://b/job", "--project=p"], ["--template_location=gs://b/job", "--project=p"]),
    ],
)
def test_a_switch_of_a_template_has_a_value_and_one_of_the_command_line_has_none(given, line):
    assert parameters.command_line(given) == line


def test_a_switch_is_true_or_false():
    with pytest.raises(ValueError, match="--no-fetch is true or false, not maybe"):
        parameters.command_line(["--no-fetch=maybe"])


BATCH = ("Read files", "Read feeds")
STREAM = ("Ticks", "Watch inputs", "Follow feeds", "Read files", "Read feed files")
STEPS = ("Fetch pages", "Extract text", "Clean text", "Drop known versions", "Annotate", "Commit documents")


@pytest.fixture(scope="module", params=[BATCH, STREAM], ids=["batch", "stream"])
def kind(request):
    return request.param


@pytest.fixture(scope="module")
def job(kind):
    """The job that Dataflow would be sent: translated, neither staged nor submitted."""
    pytest.importorskip("google.cloud.storage", reason="needs apache-beam[gcp]")
    dataflow_runner = pytest.importorskip("apache_beam.runners.dataflow.dataflow_runner")
    options = PipelineOptions(
        [
            "--dry_run=True",
            "--no_auth",
            "--project=newslake-test",
            "--region=europe-west1",
            "--temp_location=gs://newslake-test/temp",
            f"--sdk_container_image={IMAGE}",
            *(["--streaming"] if kind is STREAM else []),
        ]
    )
    cluster.prepare(options)
    pipeline = beam.Pipeline(runner="DirectRunner", options=options)
    settings = Settings(output="gs://newslake-test/lake", shards=8)
    inputs = ["gs://newslake-test/articles.jsonl", "https://news.example/feed"]
    if kind is STREAM:
        cluster.build_stream(pipeline, inputs, settings, every=300.0, runner="DataflowRunner")
    else:
        cluster.build(pipeline, [Location(inputs[0], FILE), Location(inputs[1], FEED)], settings)
    return dataflow_runner.DataflowRunner().run_pipeline(pipeline, options).job


def test_dataflow_gets_every_step_under_its_name(job, kind):
    names = {transform.unique_name for transform in job.proto_pipeline.components.transforms.values()}
    for step in (*kind, *STEPS, "Commit rejects"):
        assert any(name == step or name.startswith(f"{step}/") for name in names), step


def test_only_a_stream_is_one(job, kind):
    assert job.options.view_as(StandardOptions).streaming is (kind is STREAM)


def test_workers_run_our_image_and_are_given_nothing_to_install(job):
    from apache_beam.portability.api import beam_runner_api_pb2

    for environment in job.proto_pipeline.components.environments.values():
        payload = beam_runner_api_pb2.DockerPayload.FromString(environment.payload)
        assert payload.container_image == IMAGE
        staged = [
            beam_runner_api_pb2.ArtifactStagingToRolePayload.FromString(artifact.role_payload).staged_name
            for artifact in environment.dependencies
        ]
        assert set(staged) <= {"submission_environment_dependencies.txt"}


def test_nothing_of_the_main_session_travels(job):
    assert job.options.view_as(SetupOptions).save_main_session is False
    assert "__main__".encode() not in job.proto_pipeline.SerializeToString()


def test_workers_know_the_records_before_they_decode_one(job):
    assert schemas.coders.__name__ in job.options.view_as(SetupOptions).beam_plugins
    travelling = job.proto_pipeline.SerializeToString()
    for record in (schemas.coders.Location, schemas.coders.Document, schemas.coders.Reject):
        assert schemas.coders.schema_id(record).encode() in travelling
