"""The options of `newslake ingest`, checked before anything is touched."""

import argparse
import math
import os
from dataclasses import dataclass, field
from typing import Optional, Sequence

from apache_beam.options.pipeline_options import PipelineOptions

from pipelines.durations import seconds_of
from pipelines.settings import DEFAULT_MODEL
from pipelines.usage import Parser, UsageError
from transforms.extraction.extract import MAX_CHARACTERS
from transforms.fetch.pages import DELAY_SECONDS
from transforms.opening import BODY_CAP
from transforms.web.client import EXCHANGE_SECONDS

LOCAL_RUNNER = "DirectRunner"  # means this machine; Beam's own runner of that name is never used

# Files of a day: each shard with news makes one per commit. One writer at a time on one machine gains
# nothing from several; the workers of a cluster must not wait for each other.
LOCAL_SHARDS = 1
CLUSTER_SHARDS = 8

# Half of the least time between two polls of a feed: new files and lists are seen about as soon as news.
EVERY_SECONDS = 300.0
LEAST_EVERY_SECONDS = 1.0


@dataclass(frozen=True)
class IngestOptions:
    """What `newslake ingest` was asked to do; each as `ingest_parser` explains it."""

    inputs: "list[str]"
    output: str
    workers: int
    shards: Optional[int]
    model: str
    catalogue: Optional[str]
    fetch: bool
    allow_private: bool
    body_cap: int
    exchange_seconds: float
    max_characters: int
    max_reject_rate: float
    json: bool
    runner: str
    follow: bool = False
    every: float = 0.0
    delay: float = DELAY_SECONDS
    whole: bool = False
    keep_repeated: bool = False
    beam_options: "list[str]" = field(default_factory=list)


def ingest_parser(prog: str = "newslake ingest") -> Parser:
    """The parser of `newslake ingest`'s own options."""
    parser = Parser(
        prog=prog,
        allow_abbrev=False,
        description="Read articles, clean them, find names and relations, and write them to a lake.",
        epilog="With --runner any option of Beam or of the runner may follow, as --name=value.",
    )
    add = parser.add_argument
    add(
        "inputs",
        nargs="*",
        metavar="INPUT",
        help="a feed or web page URL, an OPML or feed file (.xml .rss .atom .json), "
        "a folder, or a file or glob of .txt .html .htm .jsonl .warc, each also .gz",
    )
    add("--input", dest="more_inputs", action="append", default=[], metavar="INPUT", help="the same; repeatable")
    add("--output", required=True, metavar="LAKE", help="folder of the lake, or its s3:// gs:// az:// URI")
    add(
        "--workers",
        type=_at_least(int, 1),
        default=os.cpu_count() or 1,
        metavar="N",
        help="worker processes on this machine (default: one per core, %(default)s)",
    )
    add("--model", default=DEFAULT_MODEL, metavar="NAME|PATH", help="a spaCy pipeline (default: %(default)s)")
    add("--catalogue", metavar="FILE", help="relation types (YAML) to lay over the built-in ones")
    add("--no-fetch", dest="fetch", action="store_false", help="take feed items' summaries, do not fetch their pages")
    add("--allow-private", action="store_true", help="fetch from private, loopback and link-local addresses, too")
    add(
        "--shards",
        type=_at_least(int, 1),
        metavar="N",
        help="files that one commit of a day's articles is spread over; fixed when the lake is created "
        f"(default: {LOCAL_SHARDS} on this machine, {CLUSTER_SHARDS} on a cluster)",
    )
    add(
        "--max-reject-rate",
        type=_share,
        default=1.0,
        metavar="R",
        help="exit 1 if a larger share of the input is rejected (default: %(default)s)",
    )
    add(
        "--body-cap",
        type=_at_least(int, 1),
        default=BODY_CAP,
        metavar="BYTES",
        help="largest file, record or answer, decompressed (default: %(default)s)",
    )
    add(
        "--timeout",
        dest="exchange_seconds",
        type=_at_least(float, 0.001),
        default=EXCHANGE_SECONDS,
        metavar="SECONDS",
        help="longest HTTP exchange (default: %(default)s)",
    )
    add(
        "--follow",
        action="store_true",
        help="go on until stopped: poll the feeds that are due, read the files that are new",
    )
    add(
        "--every",
        type=_span,
        metavar="SPAN",
        help=f"with --follow: least time between two rounds, as 30s, 5m, 2h or 1d (default: {EVERY_SECONDS / 60:g}m)",
    )
    add(
        "--delay",
        type=_at_least(float, 0),
        default=DELAY_SECONDS,
        metavar="SECONDS",
        help="between two pages of one host, whose robots.txt may ask for more (default: %(default)s)",
    )
    add(
        "--whole",
        action="store_true",
        help="read all items of all feeds again, whatever is known of them (rejects --retry does so)",
    )
    add(
        "--max-characters",
        type=_at_least(int, 1),
        default=MAX_CHARACTERS,
        metavar="N",
        help="longest article; a longer one is a reject (default: %(default)s)",
    )
    add(
        "--keep-repeated",
        action="store_true",
        help="leave in articles the paragraphs that their sources repeat",
    )
    add("--json", action="store_true", help="print the account as one JSON object on stdout")
    add(
        "--runner",
        metavar="RUNNER",
        help="FlinkRunner, DataflowRunner, PrismRunner or PortableRunner (default: this machine)",
    )
    return parser


def parse_ingest(argv: Sequence[str], prog: str = "newslake ingest") -> IngestOptions:
    """The options of a command line. What the parser does not know is Beam's, if a runner is named.

    :raises UsageError: an option is missing, wrong or unknown, or there is no input.
    """
    parser = ingest_parser(prog)
    arguments, unknown = parser.parse_known_intermixed_args(_join_beam_values(argv, parser))
    values = vars(arguments)
    # argparse hands back an input that follows an unknown flag among the unknown.
    beam_options = [argument for argument in unknown if argument.startswith("-")]
    stray_inputs = [argument for argument in unknown if not argument.startswith("-")]
    inputs = values.pop("inputs") + stray_inputs + values.pop("more_inputs")
    if not values["output"].strip():
        raise UsageError("--output names no folder")
    if not inputs:
        raise UsageError("there is no INPUT: name a feed, a file, a folder or a glob")
    if values["every"] is not None and not values["follow"]:
        raise UsageError("--every is of use with --follow only")
    values["every"] = EVERY_SECONDS if values["every"] is None else values["every"]
    _check_known(beam_options, values["runner"])
    values["runner"] = values["runner"] or LOCAL_RUNNER
    if values["whole"] and values["follow"]:
        raise UsageError("--whole is of use without --follow only")
    if values["whole"] and values["runner"] != LOCAL_RUNNER:
        raise UsageError(f"--whole is of use without --runner {values['runner']} only, which knows of no earlier run")
    return IngestOptions(inputs=inputs, beam_options=beam_options, **values)


def _check_known(beam_options: Sequence[str], runner: Optional[str]) -> None:
    """Check that somebody knows what newslake does not.

    :param runner: that is named, if one is: those of clusters have options that Beam learns of from their servers.
    :raises UsageError: nobody does.
    """
    if runner not in (None, LOCAL_RUNNER):
        return
    known = _BeamNames().all if runner else ()
    for option in beam_options:
        name = option.partition("=")[0]
        if name not in known and not name.startswith("--direct_"):
            raise UsageError(f"there is no option {name}" + ("" if runner else " (options of a runner need --runner)"))


class _BeamNames(argparse.ArgumentParser):
    """Collects the names of Beam's options, and of those that take a value."""

    def __init__(self) -> None:
        self.all: "set[str]" = set()
        self.with_value: "set[str]" = set()
        super().__init__(add_help=False, conflict_handler="resolve")
        for options in PipelineOptions.__subclasses__():
            options._add_argparse_args(self)

    def add_argument(self, *names, **settings):
        action = super().add_argument(*names, **settings)
        self.all.update(action.option_strings)
        if action.nargs != 0:
            self.with_value.update(action.option_strings)
        return action

    def add_mutually_exclusive_group(self, **settings):
        return self


def _join_beam_values(argv: Sequence[str], parser: Parser) -> "list[str]":
    """Write Beam's `--name value` as `--name=value`, so that the value is not taken for an input."""
    if not any(argument.startswith("--runner") for argument in argv):
        return list(argv)
    names = _BeamNames().with_value - set(parser._option_string_actions)
    joined: "list[str]" = []
    for argument in argv:
        if joined and joined[-1] in names:
            joined[-1] += f"={argument}"
        else:
            joined.append(argument)
    return joined


def _at_least(number: type, least: float):
    def parse(text: str):
        try:
            value = number(text)
        except ValueError:
            raise argparse.ArgumentTypeError(f"{text} is not a number") from None
        if not least <= value < math.inf:
            fault = f"less than {least}" if value < least else "not a number"
            raise argparse.ArgumentTypeError(f"{text} is {fault}")
        return value

    return parse


def _span(text: str) -> float:
    seconds = seconds_of(text)
    if seconds is None:
        raise argparse.ArgumentTypeError(f"{text} is not a span such as 30s, 5m, 2h or 1d")
    if seconds < LEAST_EVERY_SECONDS:
        raise argparse.ArgumentTypeError(f"{text} is less than {LEAST_EVERY_SECONDS:g}s")
    return seconds


def _share(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is not a number") from None
    if not 0 <= value <= 1:
        raise argparse.ArgumentTypeError(f"{text} is not a share between 0 and 1")
    return value
