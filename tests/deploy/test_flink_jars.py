"""Only the jars that were pinned get onto a class path."""

import hashlib
import io
import zipfile

import pytest

from deploy.flink import jars
from deploy.flink.jars import JarError, check, manifest, read_checksums


@pytest.fixture
def lib(tmp_path):
    for name in ("a.jar", "b.jar"):
        (tmp_path / name).write_bytes(name.encode())
    return tmp_path


def pinned(*names):
    return {name: hashlib.sha256(name.encode()).hexdigest() for name in names}


def test_the_pinned_jars_and_the_job_server_pass(lib):
    (lib / jars.JOB_SERVER).write_bytes(b"written here")
    check(lib, pinned("a.jar", "b.jar"))


@pytest.mark.parametrize(
    "names, message",
    [
        (("a.jar", "b.jar", "c.jar"), "c.jar is pinned in jars.sha256, but is not in"),
        (("a.jar",), "b.jar is not pinned in jars.sha256"),
    ],
)
def test_a_missing_or_unknown_jar_is_refused(lib, names, message):
    with pytest.raises(JarError, match=message):
        check(lib, pinned(*names))


def test_a_jar_that_was_changed_is_refused(lib):
    (lib / "b.jar").write_bytes(b"something else")
    with pytest.raises(JarError, match="b.jar has sha256"):
        check(lib, pinned("a.jar", "b.jar"))


def test_every_jar_of_flink_and_beam_is_pinned_in_one_version_each():
    names = read_checksums(jars.CHECKSUMS)
    pom = jars.POM.read_text(encoding="utf-8")
    for prefix, version in (("beam-runners-flink", "beam.version"), ("flink-runtime-", "flink.version")):
        wanted = pom.split(f"<{version}>")[1].split("<")[0]
        assert any(name.startswith(prefix) and name.endswith(f"-{wanted}.jar") for name in names), prefix


def test_a_manifest_breaks_its_lines_as_jars_must_and_joins_to_the_same():
    names = [f"library-number-{number}.jar" for number in range(40)]
    content = manifest("org.example.Main", names)
    assert all(len(line) <= jars.MANIFEST_LINE for line in content.split(b"\r\n"))
    assert content.endswith(b"\r\n")
    joined = content.replace(b"\r\n ", b"").decode().splitlines()
    assert f"Class-Path: {' '.join(names)}" in joined
    assert "Main-Class: org.example.Main" in joined


def test_the_job_server_names_every_jar_beside_it(lib):
    jars.write_job_server(lib)
    with zipfile.ZipFile(io.BytesIO((lib / jars.JOB_SERVER).read_bytes())) as jar:
        assert b"Class-Path: a.jar b.jar\r\n" in jar.read("META-INF/MANIFEST.MF")
