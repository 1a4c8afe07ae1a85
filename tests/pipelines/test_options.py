"""The options of `newslake ingest`, Beam's among them."""

import pytest

from pipelines.options import LOCAL_RUNNER, parse_ingest
from pipelines.usage import UsageError
from transforms.files.locate import InputError, check


def test_inputs_may_stand_anywhere_and_be_named_by_an_option():
    options = parse_ingest(["a", "--output", "lake", "b", "--input", "c", "--input=d"])
    assert options.inputs == ["a", "b", "c", "d"]
    assert options.runner == LOCAL_RUNNER


@pytest.mark.parametrize(
    "beam",
    [
        ["--job_endpoint=localhost:8099"],
        ["--job_endpoint", "localhost:8099"],
        ["--environment_type", "EXTERNAL", "--environment_config", "localhost:1"],
        ["--checkpointing_interval=3000"],  # known to Flink's job server only
        ["--streaming"],
    ],
    ids=" ".join,
)
def test_the_options_of_a_runner_are_passed_on(beam):
    options = parse_ingest(["a", "--output", "lake", "--runner", "FlinkRunner", *beam, "b"])
    assert sorted(options.inputs) == ["a", "b"]
    assert " ".join(options.beam_options).replace("=", " ") == " ".join(beam).replace("=", " ")


@pytest.mark.parametrize("beam", ["--job_endpoint=localhost:8099", "--streaming", "--direct_num_workers=1"])
def test_this_machine_takes_all_options_of_beam_too_if_it_is_named(beam):
    options = parse_ingest(["a", "--output", "lake", "--runner", "DirectRunner", beam])
    assert (options.runner, options.beam_options) == (LOCAL_RUNNER, [beam])


@pytest.mark.parametrize(
    "argv, said",
    [
        (["a"], "--output"),
        (["--output", "lake"], "there is no INPUT"),
        (["a", "--output", "lake", "--wrokers", "2"], "--wrokers"),
        (["a", "--output", "lake", "--work", "2"], "--work"),  # no guessing from a beginning
        (["a", "--output", "lake", "--workers", "0"], "0 is less than 1"),
        (["a", "--output", "lake", "--workers", "two"], "two is not a number"),
        (["a", "--output", "lake", "--shards", "-1"], "less than 1"),
        (["a", "--output", "lake", "--max-reject-rate", "2"], "between 0 and 1"),
        (["a", "--output", "lake", "--job_endpoint=localhost:1"], "need --runner"),
        (["a", "--output", "lake", "--streaming"], r"--streaming \(options of a runner need --runner\)"),
        (["a", "--output", "lake", "--runner", "DirectRunner", "--wrokers=2"], "there is no option --wrokers$"),
        (["a", "--output", "lake", "--every", "5m"], "with --follow only"),
        (["a", "--output", "lake", "--whole", "--follow"], "without --follow only"),
        (["a", "--output", "lake", "--whole", "--runner", "FlinkRunner"], "without --runner FlinkRunner only"),
        (["a", "--output", "lake", "--follow", "--every", "5"], "5 is not a span"),
        (["a", "--output", "lake", "--follow", "--every", "0s"], "less than 1s"),
        (["a", "--output", "lake", "--follow", "--every", "-5m"], "argument"),
        (["a", "--output", "lake", "--delay", "-1"], "less than 0"),
        (["a", "--output", "lake", "--delay", "nan"], "not a number"),
        (["a", "--output", "lake", "--timeout", "inf"], "not a number"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence(argv, said):
    with pytest.raises(UsageError, match=said):
        parse_ingest(argv)


@pytest.mark.parametrize(
    "every, seconds", [([], 300), (["--every", "30s"], 30), (["--every=1.5h"], 5400), (["--every", "2d"], 172_800)]
)
def test_a_run_that_follows_has_its_rounds(every, seconds):
    options = parse_ingest(["a", "--output", "lake", "--follow", *every])
    assert (options.follow, options.every, options.delay) == (True, seconds, 1)


@pytest.mark.parametrize("address", ["http://anna:secret@", "ftp://anna:secret@courier.example/feed"])
def test_an_input_that_is_refused_is_named_without_its_credentials(address):
    with pytest.raises(InputError) as refused:
        check([address])
    assert "secret" not in str(refused.value)


def test_a_cluster_follows_too():
    options = parse_ingest(["a", "--output", "lake", "--follow", "--runner", "FlinkRunner", "--every", "2m"])
    assert (options.follow, options.every, options.runner) == (True, 120, "FlinkRunner")
