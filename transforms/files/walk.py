"""Finds the files below a folder."""

import errno
import os
import stat
from typing import Iterator, Optional, Sequence, Tuple

from transforms.files.entry import FOUND_BEFORE, HIDDEN, Entry
from transforms.files.globs import Glob, is_hidden

# How far a glob has got, or None within a folder that is wanted as a whole.
States = Optional["frozenset[int]"]

# A link to nothing or in a circle, and what vanished meanwhile.
_NOTHING_THERE = (errno.ENOENT, errno.ENOTDIR, errno.ELOOP)


def walk(root: str, glob: Optional[Glob] = None) -> Iterator[Entry]:
    """The files below a folder in the order of their names, folder by folder, lazily.

    In memory are the names of one folder and of those it lies in. Links are followed, to each folder once,
    so that no circle of them is endless. Hidden names are passed over.

    :param glob: only what it matches: files, and all that the folders among it hold; its root is the folder.
        What it does not match, hidden names among it, is left out without a word.
    """
    entered = set()
    levels = [iter([(root, glob.start if glob else None)])]
    while levels:
        path, states = next(levels[-1], (None, None))
        if path is None:
            levels.pop()
            continue
        if states is None and len(levels) > 1 and is_hidden(os.path.basename(path)):
            yield Entry(path, passed_over=HIDDEN)
            continue
        wanted = states is None or glob.accepts(states)
        try:
            status = os.stat(path or os.curdir)
            if not stat.S_ISDIR(status.st_mode):
                if states is None or (wanted and not glob.folders_only):
                    yield _file(path, status, named=states is not None and glob.names_suffix)
                continue
            # A folder that a glob reaches in two ways may match in one of them only.
            visit = (identity(status), None if wanted else states)
            if visit not in entered:
                entered.add(visit)
                names = sorted(os.listdir(path or os.curdir))
                levels.append(_all(path, names) if wanted else _matching(path, names, glob, states))
            elif wanted:
                yield Entry(path, passed_over=FOUND_BEFORE)
        except OSError as error:
            # A glob might match something below what can't be read.
            if wanted or error.errno not in _NOTHING_THERE:
                yield Entry(path, error=error)


def identity(status: os.stat_result) -> int:
    """A number for a file or folder that is the same under each of its names."""
    return status.st_dev << 64 | status.st_ino


def _file(path: str, status: os.stat_result, named: bool) -> Entry:
    return Entry(path, named, identity(status), stat.S_ISREG(status.st_mode))


def _all(folder: str, names: Sequence[str]) -> Iterator[Tuple[str, States]]:
    return ((os.path.join(folder, name), None) for name in names)


def _matching(folder: str, names: Sequence[str], glob: Glob, states: "frozenset[int]") -> Iterator[Tuple[str, States]]:
    for name in names:
        after = glob.after(states, name)
        if after:
            yield os.path.join(folder, name), after
