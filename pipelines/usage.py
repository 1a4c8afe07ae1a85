"""How a command ends, and how it says that it was asked for something impossible."""

import argparse
from typing import NoReturn

DONE = 0
DONE_WITH_FAULTS = 1  # too much rejected, an account that does not add up, a promise broken
BAD_USAGE = 2
INTERRUPTED = 130


class UsageError(ValueError):
    """The command line asks for something that can't be done; the message is one sentence."""


class Parser(argparse.ArgumentParser):
    """An argument parser whose errors are raised as one sentence."""

    def error(self, message: str) -> NoReturn:
        """Raise what is wrong with the command line.

        :raises UsageError: always.
        """
        raise UsageError(message)
