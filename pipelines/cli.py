"""The command line: `newslake COMMAND …`."""

import contextlib
import os
import signal
import sys
import threading
from typing import Callable, Iterator, NoReturn, Optional, Sequence

from pipelines.usage import BAD_USAGE, DONE, INTERRUPTED, Parser, UsageError
from schemas.version import VERSION

USAGE = """\
newslake: news articles in, facts out

  newslake ingest INPUT... --output LAKE    read articles and write what they say to a lake
  newslake sql LAKE "SELECT …"              ask the lake with DuckDB, one view per table
  newslake feeds LAKE                       every feed: last success, last error, next poll, items seen
  newslake rejects LAKE                     what was rejected and why; --retry puts it through again
  newslake compact LAKE                     small files into large ones, old leftovers away
  newslake audit LAKE                       check the lake against its own promises

newslake COMMAND --help says more about each."""


def main(argv: Optional[Sequence[str]] = None) -> int:
    """Run a command and give its exit status."""
    command, *arguments = (sys.argv[1:] if argv is None else list(argv)) or ["--help"]
    if command in ("--help", "-h", "help"):
        print(USAGE)
        return DONE
    if command == "--version":
        print(f"newslake {VERSION}")
        return DONE
    if command not in COMMANDS:
        return _bad_usage("newslake", f"there is no command {command}; there are {', '.join(COMMANDS)}")
    try:
        return COMMANDS[command](arguments)
    except UsageError as error:
        return _bad_usage(f"newslake {command}", str(error))
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:  # the reader of our output has seen enough
        sys.stderr.close()
        return DONE


@contextlib.contextmanager
def importing() -> Iterator[None]:
    """Have Ctrl-C end the process at once while modules are imported: nothing is begun yet, and their native code may
    turn a KeyboardInterrupt into an ImportError, or have Python end by the signal although it was caught."""
    usual = signal.getsignal(signal.SIGINT) is signal.default_int_handler  # not where Ctrl-C is ignored
    if not usual or threading.current_thread() is not threading.main_thread():
        yield
        return
    signal.signal(signal.SIGINT, _end_at_once)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def _end_at_once(*_) -> NoReturn:
    os.write(sys.__stderr__.fileno(), b"interrupted\n")
    os._exit(INTERRUPTED)


def _ingest(arguments: Sequence[str]) -> int:
    with importing():
        from pipelines import ingest  # Beam and spaCy take seconds to import; the other commands need neither

    return ingest.run(arguments)


def _sql(arguments: Sequence[str]) -> int:
    with importing():
        from pipelines import sql

    parser = Parser(prog="newslake sql", description="Ask a lake with DuckDB; the views are its tables.")
    parser.add_argument("lake", metavar="LAKE")
    parser.add_argument("query", metavar="QUERY", help=f"SQL over {', '.join(sql.VIEWS[:-1])} and {sql.VIEWS[-1]}")
    parser.add_argument("--format", choices=sql.FORMATS, default=sql.FORMATS[0])
    options = parser.parse_args(arguments)
    return sql.run(options.lake, options.query, options.format)


def _feeds(arguments: Sequence[str]) -> int:
    with importing():
        from pipelines import feeds

    parser = Parser(prog="newslake feeds", description="What is known of every feed: last success, last error, next poll.")
    parser.add_argument("lake", metavar="LAKE")
    parser.add_argument("--json", action="store_true", help="print it as one JSON object")
    options = parser.parse_args(arguments)
    return feeds.run(options.lake, options.json)


def _rejects(arguments: Sequence[str]) -> int:
    with importing():
        from pipelines import rejects

    parser = Parser(prog="newslake rejects", description="What was rejected and why.")
    parser.add_argument("lake", metavar="LAKE")
    parser.add_argument("--retry", action="store_true", help="put the rejected inputs through again; options of ingest may follow")
    options, more = parser.parse_known_args(arguments)
    if more and not options.retry:
        raise UsageError(f"there is no option {more[0]}")
    return _retry(options.lake, more) if options.retry else rejects.run(options.lake)


def _retry(lake: str, more: Sequence[str]) -> int:
    """Ingest again what was rejected, with more options of ingest."""
    from pipelines import rejects

    inputs = rejects.retry_inputs(lake)
    if inputs:
        from pipelines.options import LOCAL_RUNNER

        # A cluster's batch knows of no earlier run, and reads feeds as a whole anyway.
        named = any(option.startswith("--runner") for option in more)
        elsewhere = named and not any(option.endswith(LOCAL_RUNNER) for option in more)
        return _ingest([*inputs, "--output", lake, *([] if elsewhere else ["--whole"]), *more])
    rejects.nothing_to_retry("--json" in more)
    return DONE


def _compact(arguments: Sequence[str]) -> int:
    with importing():
        from pipelines import compact

    parser = Parser(prog="newslake compact", description="Merge small files into large ones; clear old leftovers.")
    parser.add_argument("lake", metavar="LAKE")
    parser.add_argument(
        "--partition", dest="partitions", action="append", metavar="DATE", help="only this day; repeatable"
    )
    parser.add_argument(
        "--older-than", metavar="AGE", help="only files that have stood so long: 90s, 30m, 12h, 7d (default: %(default)s)",
        default="0s",
    )
    options = parser.parse_args(arguments)
    return compact.run(options.lake, options.partitions, options.older_than)


def _audit(arguments: Sequence[str]) -> int:
    with importing():
        from pipelines import audit

    parser = Parser(prog="newslake audit", description="Check a lake against its own promises; exit 1 if one is broken.")
    parser.add_argument("lake", metavar="LAKE")
    parser.add_argument("--fix", action="store_true", help="finish, clear or set aside what can be, then check again")
    options = parser.parse_args(arguments)
    return audit.run(options.lake, options.fix)


COMMANDS: "dict[str, Callable[[Sequence[str]], int]]" = {
    "ingest": _ingest,
    "sql": _sql,
    "feeds": _feeds,
    "rejects": _rejects,
    "compact": _compact,
    "audit": _audit,
}


def _bad_usage(prog: str, message: str) -> int:
    print(f"{prog}: {message}", file=sys.stderr)
    return BAD_USAGE


def _exit() -> NoReturn:
    sys.exit(main())


if __name__ == "__main__":
    _exit()
