"""Beam's options, read and checked before anything is touched."""

import contextlib
import io
from typing import Sequence

from apache_beam.options.pipeline_options import PipelineOptions
from apache_beam.options.pipeline_options_validator import PipelineOptionsValidator
from apache_beam.runners.runner import PipelineRunner

from pipelines.usage import UsageError


def read_options(flags: Sequence[str]) -> PipelineOptions:
    """Beam's options of a command line.

    :raises UsageError: a value is none that its option takes.
    """
    options = PipelineOptions(list(flags))
    said = io.StringIO()
    try:
        with contextlib.redirect_stderr(said):  # Beam prints the usage of all its options, and then what is wrong
            options.get_all_options(retain_unknown_options=True)
    except SystemExit as error:
        raise UsageError(_sentence(said.getvalue().rpartition("error: ")[2])) from error
    except ValueError as error:
        raise UsageError(_sentence(str(error))) from error
    return options


def check_options(options: PipelineOptions, runner: PipelineRunner) -> None:
    """Check that a runner has all that it needs, as Beam will when the graph is built.

    :raises UsageError: it has not.
    """
    try:
        faults = PipelineOptionsValidator(options, runner).validate()
    except ValueError as error:
        faults = [str(error)]
    if faults:
        raise UsageError(_sentence("; ".join(faults)))


def _sentence(said: str) -> str:
    return " ".join(said.split()).rstrip(".")
