"""`newslake-boot`: starts one Python worker of a Beam runner, in an environment that has newslake installed.

Runners that start a worker as a process, or through Beam's worker pool, call this command as they call `boot` in
Beam's container images. Unlike that one it installs nothing: what the graph needs is in the image or environment.
"""

import argparse
import os
import sys
from typing import Iterable, Mapping, Optional, Sequence

import grpc
from apache_beam.portability.api import (
    beam_provision_api_pb2,
    beam_provision_api_pb2_grpc,
    beam_runner_api_pb2,
    endpoints_pb2,
)
from apache_beam.runners.portability.stager import SUBMISSION_ENV_DEPENDENCIES_FILE
from google.protobuf import json_format, text_format

PROVISION_SECONDS = 120  # a runner under load answers late; one that does not answer by then is gone

WORKER = [sys.executable, "-m", "apache_beam.runners.worker.sdk_worker_main"]

# Without these each worker's matrix products take every core, and the workers of one machine fight for them.
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}


class BootError(RuntimeError):
    """The worker cannot be started as the runner asks."""


def main(argv: Optional[Sequence[str]] = None) -> int:
    """Become the worker, which serves the runner until that ends the connection. Gives 1 if it can't start."""
    parser = argparse.ArgumentParser(prog="newslake-boot", description="Start a Beam worker that has newslake.")
    parser.add_argument("--id", required=True, help="the worker's name, given by the runner")
    parser.add_argument("--provision_endpoint", required=True, metavar="HOST:PORT", help="who says the rest")
    for name in ("logging", "control", "artifact"):
        parser.add_argument(f"--{name}_endpoint", metavar="HOST:PORT", help="used if the runner does not say it there")
    arguments = parser.parse_args(argv)
    worker_id = arguments.id.strip("'")  # Prism quotes it as if for a shell, but there is none in between
    try:
        info = provision_info(arguments.provision_endpoint, worker_id)
        check_staged(info.dependencies)
        environment = worker_environment(info, worker_id, arguments.control_endpoint, arguments.logging_endpoint)
    except BootError as error:
        print(f"newslake-boot: {error}", file=sys.stderr)
        return 1
    os.dup2(2, 1)  # Beam's worker pool gives its workers a pipe for their output that it never empties
    # A fresh interpreter in the same process: NumPy, loaded here with Beam, reads its threads only once.
    os.execve(WORKER[0], WORKER, {**ONE_THREAD, **os.environ, **environment})


def provision_info(endpoint: str, worker_id: str) -> beam_provision_api_pb2.ProvisionInfo:
    """What the runner wants of the worker: options, endpoints, artifacts.

    :raises BootError: the runner does not answer.
    """
    with grpc.insecure_channel(endpoint) as channel:
        service = beam_provision_api_pb2_grpc.ProvisionServiceStub(channel)
        try:
            answer = service.GetProvisionInfo(
                beam_provision_api_pb2.GetProvisionInfoRequest(),
                metadata=[("worker_id", worker_id)],
                timeout=PROVISION_SECONDS,
                wait_for_ready=True,
            )
        except grpc.RpcError as error:
            raise BootError(f"the runner does not say at {endpoint} what it wants: {error.code().name}") from error
    return answer.info


def check_staged(dependencies: Iterable[beam_runner_api_pb2.ArtifactInformation]) -> None:
    """Refuse a job that relies on something being installed into the worker.

    :raises BootError: names what the job stages.
    """
    for artifact in dependencies:
        staged = beam_runner_api_pb2.ArtifactStagingToRolePayload.FromString(artifact.role_payload)
        if staged.staged_name != SUBMISSION_ENV_DEPENDENCIES_FILE:  # a list of versions, for people
            raise BootError(
                f"the job stages {staged.staged_name or artifact.type_urn}, but this worker installs nothing: "
                "submit without --setup_file, --requirements_file, --extra_package and --save_main_session, "
                "and install what is needed where the workers run"
            )


def worker_environment(
    info: beam_provision_api_pb2.ProvisionInfo,
    worker_id: str,
    control_endpoint: Optional[str] = None,
    logging_endpoint: Optional[str] = None,
) -> Mapping[str, str]:
    """The environment variables that Beam's Python worker reads its orders from.

    :param control_endpoint: HOST:PORT, for runners that do not put it into the provision info; so logging_endpoint.
    :raises BootError: nothing says where the control service is.
    """
    control = info.control_endpoint.url or control_endpoint
    if not control:
        raise BootError("the runner says no control endpoint, neither as provision info nor as --control_endpoint")
    environment = {
        "WORKER_ID": worker_id,
        "PIPELINE_OPTIONS": json_format.MessageToJson(info.pipeline_options),
        "CONTROL_API_SERVICE_DESCRIPTOR": _descriptor(control),
        "RUNNER_CAPABILITIES": " ".join(info.runner_capabilities),
    }
    logging = info.logging_endpoint.url or logging_endpoint
    if logging:
        environment["LOGGING_API_SERVICE_DESCRIPTOR"] = _descriptor(logging)
    if info.status_endpoint.url:
        environment["STATUS_API_SERVICE_DESCRIPTOR"] = _descriptor(info.status_endpoint.url)
    return environment


def _descriptor(url: str) -> str:
    return text_format.MessageToString(endpoints_pb2.ApiServiceDescriptor(url=url))


if __name__ == "__main__":
    sys.exit(main())
