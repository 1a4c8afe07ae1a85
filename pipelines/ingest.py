"""`newslake ingest`: articles in, facts out."""

import json
import sys
import time
from typing import Optional, Sequence

from rich.console import Console

from pipelines import cluster, local
from pipelines.account import Account, RunFailed
from pipelines.contact import missing_contact
from pipelines.options import CLUSTER_SHARDS, LOCAL_RUNNER, LOCAL_SHARDS, IngestOptions, parse_ingest
from pipelines.progress import PassedOver, Progress
from pipelines.repeats import with_repeats
from pipelines.settings import Settings
from pipelines.usage import BAD_USAGE, DONE, DONE_WITH_FAULTS, INTERRUPTED, UsageError
from transforms.annotation.annotator import ModelError, check_model
from transforms.files.locate import InputError, check
from transforms.lake.layout import LakeError, open_lake
from transforms.lake.recover import recover
from transforms.relations.catalogue import CatalogueError, load_catalogue

TO_FINISH = "what was committed stays committed; run it again to finish"


def run(argv: Optional[Sequence[str]] = None) -> int:
    """Ingest as a command line says; gives the exit status.

    0: done. 1: too much was rejected, the account does not add up, or the run could not go on. 2: bad usage,
    nothing touched. 130: interrupted; what was committed stays committed.
    """
    console = Console(stderr=True)
    try:
        options = parse_ingest(sys.argv[1:] if argv is None else argv)
        settings = _prepare(options)
    except (UsageError, InputError, ModelError, CatalogueError, LakeError) as error:
        console.print(f"newslake ingest: {error}", style="red", highlight=False, markup=False, soft_wrap=True)
        return BAD_USAGE
    except KeyboardInterrupt:
        console.print("interrupted", highlight=False)
        return INTERRUPTED
    try:
        if warning := missing_contact(options.inputs):
            console.print(warning, style="yellow", highlight=False, soft_wrap=True)
        account = _run(options, settings, console)
    except KeyboardInterrupt:
        console.print(f"interrupted: {TO_FINISH}", highlight=False)
        return INTERRUPTED
    except RunFailed as error:
        _print_account(error.account, options)
        message = f"newslake ingest: {error}; {TO_FINISH}"
        console.print(message, style="red", highlight=False, markup=False, soft_wrap=True)
        return DONE_WITH_FAULTS
    if options.follow:
        _print_account(account, options)
        console.print(f"stopped: {TO_FINISH}", highlight=False)
        return INTERRUPTED
    return _report(account, options, console)


def _prepare(options: IngestOptions) -> Settings:
    """Check everything that can be checked without touching anything, then open or create the lake."""
    check(options.inputs)
    check_model(options.model)
    if options.runner == LOCAL_RUNNER:
        local.check(options.beam_options)
    else:
        cluster.check_runner(options.runner, options.beam_options, options.follow)
    load_catalogue(options.catalogue)
    default_shards = LOCAL_SHARDS if options.runner == LOCAL_RUNNER else CLUSTER_SHARDS
    lake = open_lake(options.output, shards=options.shards, default_shards=default_shards)
    return Settings(
        output=options.output,
        shards=lake.shards,
        model=options.model,
        catalogue=options.catalogue,
        fetch=options.fetch,
        allow_private=options.allow_private,
        body_cap=options.body_cap,
        exchange_seconds=options.exchange_seconds,
        delay=options.delay,
        max_characters=options.max_characters,
        keep_repeated=options.keep_repeated,
    )


def _run(options: IngestOptions, settings: Settings, console: Console) -> Account:
    started = time.monotonic()
    recover(settings.output)
    if not settings.keep_repeated:
        settings = with_repeats(settings, options.inputs, following=options.follow)
    passed_over = PassedOver(console)

    def tell(message: str) -> None:
        console.print(message, highlight=False, markup=False, soft_wrap=True)

    ahead = time.monotonic() - started
    with Progress(console, counts=options.runner == LOCAL_RUNNER) as progress:
        here = {
            "workers": options.workers,
            "beam_options": options.beam_options,
            "passed_over": passed_over,
            "progress": progress,
            "tell": tell,
        }
        if options.runner == LOCAL_RUNNER and options.follow:
            account = local.follow(options.inputs, settings, every=options.every, **here)
        elif options.runner == LOCAL_RUNNER:
            account = local.run(options.inputs, settings, whole=options.whole, **here)
        else:
            account = cluster.run(
                options.inputs,
                settings,
                runner=options.runner,
                beam_options=options.beam_options,
                passed_over=passed_over,
                every=options.every if options.follow else None,
            )
    passed_over.report()
    account.seconds += ahead
    return account


def _report(account: Account, options: IngestOptions, console: Console) -> int:
    _print_account(account, options)
    if not account.balances:
        return DONE_WITH_FAULTS
    if not account.read:
        console.print("there was nothing to read", style="yellow", highlight=False)
    if account.reject_rate > options.max_reject_rate:
        console.print(
            f"{account.reject_rate:.1%} of the input was rejected, more than the {options.max_reject_rate:.1%} allowed",
            style="red",
        )
        return DONE_WITH_FAULTS
    return DONE


def _print_account(account: Account, options: IngestOptions) -> None:
    if options.json:
        print(json.dumps(account.as_json()))
    else:
        account.show(Console())


if __name__ == "__main__":
    sys.exit(run())
