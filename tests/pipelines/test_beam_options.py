"""Options of Beam that can't be are said in one sentence, and nothing is made."""

import pytest

from pipelines import ingest


@pytest.mark.parametrize(
    "options, said",
    [
        (["--runner", "FlinkRunner", "--parallelism=abc"], "argument --parallelism: invalid int value: 'abc'"),
        (["--runner", "FlinkRunner", "--follow", "--parallelism", "abc"], "argument --parallelism"),
        (["--direct_num_workers=abc"], "argument --direct_num_workers"),
        (["--runner", "DirectRunner", "--direct_num_workers", "abc"], "argument --direct_num_workers"),
        (["--runner", "DataflowRunner"], "project"),
        (["--runner", "DataflowRunner", "--project=anna", "--temp_location=nowhere"], "nowhere"),
    ],
)
def test_bad_options_of_a_runner_are_bad_usage(tmp_path, capfd, options, said):
    (tmp_path / "a.txt").write_text("A text.")
    lake = tmp_path / "lake"
    assert ingest.run([str(tmp_path / "a.txt"), "--output", str(lake), *options]) == 2
    output, errors = capfd.readouterr()
    assert said in errors and "usage" not in errors and "Traceback" not in errors
    assert errors.splitlines()[-1].startswith("newslake ingest: ") and output == ""
    assert not lake.exists()
