"""The parameters of the Flex Template: the options of `newslake ingest`, as its own parser defines them.

`python -m deploy.dataflow.parameters` prints metadata.json; a test compares the file with it.
"""

import argparse
import json
from typing import Iterable

from pipelines.options import ingest_parser

NAME = "newslake"
DESCRIPTION = "Reads news articles, cleans them, finds names and relations, and writes them to a lake of Parquet files."

# What a template does not offer: the launcher names the runner, nobody reads a template's output, --workers counts
# processes of the machine that the command is typed on, and only there a single run knows what was read before.
NOT_OFFERED = frozenset({"--help", "--runner", "--json", "--workers", "--whole"})

# A template names its parameters once each: `--input` stands for the inputs and has to be there.
REQUIRED = frozenset({"--input", "--output"})

NUMBER = r"^[0-9]+(\.[0-9]+)?$"


def offered() -> "list[argparse.Action]":
    """The named options of `newslake ingest` that a template offers, in the parser's order."""
    return [action for action in ingest_parser()._actions if action.option_strings and _flag(action) not in NOT_OFFERED]


def metadata() -> dict:
    """The Flex Template's metadata.json."""
    return {"name": NAME, "description": DESCRIPTION, "parameters": [_parameter(action) for action in offered()]}


def command_line(arguments: Iterable[str]) -> "list[str]":
    """A template's `--name=value` as `newslake ingest` takes it: its options without a value have none.

    :raises ValueError: such an option is given anything but true or false.
    """
    switches = {_flag(action) for action in offered() if action.nargs == 0}
    line = []
    for argument in arguments:
        name, equals, value = argument.partition("=")
        if name not in switches or not equals:
            line.append(argument)
        elif value.lower() == "true":
            line.append(name)
        elif value.lower() != "false":
            raise ValueError(f"{name} is true or false, not {value}")
    return line


def _flag(action: argparse.Action) -> str:
    return max(action.option_strings, key=len)


def _parameter(action: argparse.Action) -> dict:
    flag = _flag(action)
    parameter = {
        "name": flag[2:],
        "label": flag[2:].replace("-", " ").capitalize(),
        "helpText": _help(action),
        "paramType": "BOOLEAN" if action.nargs == 0 else "TEXT",
        "isOptional": flag not in REQUIRED,
    }
    if action.nargs == 0:
        parameter["defaultValue"] = "false"
    elif action.default not in (None, []):
        parameter["defaultValue"] = str(action.default)
    if isinstance(action.default, (int, float)) and action.nargs != 0:
        parameter["regexes"] = [NUMBER]
    return parameter


def _help(action: argparse.Action) -> str:
    if _flag(action) == "--input":
        return "A feed or web page URL, an OPML or feed file, a folder, a file or a glob; stored ones as gs:// URIs."
    return str(action.help) % vars(action) if action.help else ""


if __name__ == "__main__":
    print(json.dumps(metadata(), indent=2, ensure_ascii=False))
