"""The boot command asks the runner what it wants, and refuses what it cannot do."""

from concurrent import futures

import grpc
import pytest
from apache_beam.portability.api import (
    beam_provision_api_pb2,
    beam_provision_api_pb2_grpc,
    beam_runner_api_pb2,
    endpoints_pb2,
)
from google.protobuf import struct_pb2, text_format

from pipelines import boot
from pipelines.boot import BootError, check_staged, provision_info, worker_environment

ProvisionInfo = beam_provision_api_pb2.ProvisionInfo


def endpoint(url):
    return endpoints_pb2.ApiServiceDescriptor(url=url)


def staged(name):
    payload = beam_runner_api_pb2.ArtifactStagingToRolePayload(staged_name=name)
    return beam_runner_api_pb2.ArtifactInformation(role_payload=payload.SerializeToString())


class Runner(beam_provision_api_pb2_grpc.ProvisionServiceServicer):
    """A runner's provision service, which remembers who asked."""

    def GetProvisionInfo(self, request, context):
        self.asked = dict(context.invocation_metadata())["worker_id"]
        return beam_provision_api_pb2.GetProvisionInfoResponse(info=ProvisionInfo(control_endpoint=endpoint("host:1")))


@pytest.fixture
def runner():
    service = Runner()
    server = grpc.server(futures.ThreadPoolExecutor(1))
    beam_provision_api_pb2_grpc.add_ProvisionServiceServicer_to_server(service, server)
    service.address = f"127.0.0.1:{server.add_insecure_port('127.0.0.1:0')}"
    server.start()
    yield service
    server.stop(0)


def test_it_asks_in_the_worker_s_name(runner):
    assert provision_info(runner.address, "7-1").control_endpoint.url == "host:1"
    assert runner.asked == "7-1"


def test_quotes_around_the_name_are_not_part_of_it(runner, monkeypatch):
    became = []
    monkeypatch.setattr(boot.os, "execve", lambda *command: became.append(command))
    monkeypatch.setattr(boot.os, "dup2", lambda *_: None)
    boot.main(["--id='job-001[job]_one'", f"--provision_endpoint={runner.address}"])
    assert runner.asked == "job-001[job]_one"
    ((_, command, environment),) = became
    assert command == boot.WORKER
    assert environment["WORKER_ID"] == "job-001[job]_one"
    assert environment["OMP_NUM_THREADS"]


def test_a_runner_that_does_not_answer_is_an_error_that_names_it(monkeypatch):
    monkeypatch.setattr(boot, "PROVISION_SECONDS", 0.2)
    with pytest.raises(BootError, match="127.0.0.1:1 what it wants: DEADLINE_EXCEEDED"):
        provision_info("127.0.0.1:1", "1")


def test_the_worker_is_told_what_the_runner_says():
    options = struct_pb2.Struct()
    options.update({"beam:option:beam_plugins:v1": ["schemas.coders"]})
    info = ProvisionInfo(
        pipeline_options=options,
        control_endpoint=endpoint("control:1"),
        logging_endpoint=endpoint("logging:2"),
        status_endpoint=endpoint("status:3"),
        runner_capabilities=["a", "b"],
    )
    told = worker_environment(info, "7-1", control_endpoint="other:1", logging_endpoint="other:2")
    assert told["WORKER_ID"] == "7-1"
    assert told["RUNNER_CAPABILITIES"] == "a b"
    assert '"schemas.coders"' in told["PIPELINE_OPTIONS"]
    for name, url in (("CONTROL", "control:1"), ("LOGGING", "logging:2"), ("STATUS", "status:3")):
        descriptor = text_format.Parse(told[f"{name}_API_SERVICE_DESCRIPTOR"], endpoints_pb2.ApiServiceDescriptor())
        assert descriptor.url == url


def test_what_the_runner_leaves_out_is_taken_from_the_command_line():
    told = worker_environment(ProvisionInfo(), "1", control_endpoint="other:1")
    assert "other:1" in told["CONTROL_API_SERVICE_DESCRIPTOR"]
    assert "LOGGING_API_SERVICE_DESCRIPTOR" not in told
    with pytest.raises(BootError, match="no control endpoint"):
        worker_environment(ProvisionInfo(), "1")


def test_a_list_of_versions_may_be_staged():
    check_staged([staged("submission_environment_dependencies.txt")])


@pytest.mark.parametrize("name", ["workflow.tar.gz", "requirements.txt", "pickled_main_session"])
def test_a_job_that_wants_something_installed_is_refused(name):
    with pytest.raises(BootError, match=f"stages {name}, but this worker installs nothing"):
        check_staged([staged(name)])
