"""What tests of lakes in buckets share."""

import pytest

from tests.lake import buckets

needs_s3 = pytest.mark.skipif(buckets.s3_server() is None, reason="no S3 server: see tests/lake/buckets.py")


@pytest.fixture(scope="module", params=["gs", pytest.param("s3", marks=needs_s3)])
def scheme(request, tmp_path_factory):
    """A scheme of URIs whose bucket is on loopback."""
    server = buckets.gcs() if request.param == "gs" else buckets.s3(tmp_path_factory.mktemp("s3"))
    with server as environment, pytest.MonkeyPatch.context() as patch:
        for name, value in environment.items():
            patch.setenv(name, value)
        yield request.param
