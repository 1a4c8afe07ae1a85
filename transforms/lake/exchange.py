"""Has two folders change names in one step, where the operating system can."""

import ctypes
import os
import sys
from pathlib import Path

_AT_FDCWD = -100  # paths as they are, from <fcntl.h>
_RENAME_EXCHANGE = 2  # renameat2(2), Linux 3.15
_RENAME_SWAP = 2  # renamex_np(2), macOS 10.12


def exchange(one: Path, other: Path) -> bool:
    """Have two folders of a file system change names; whether it was done.

    False where the system or the file system can't do it.

    :raises FileNotFoundError: one of them does not exist.
    """
    paths = os.fsencode(one), os.fsencode(other)
    libc = ctypes.CDLL(None, use_errno=True)
    if sys.platform == "darwin" and hasattr(libc, "renamex_np"):
        failed = libc.renamex_np(*paths, _RENAME_SWAP)
    elif hasattr(libc, "renameat2"):
        failed = libc.renameat2(_AT_FDCWD, paths[0], _AT_FDCWD, paths[1], _RENAME_EXCHANGE)
    else:
        return False
    if failed and not (one.is_dir() and other.is_dir()):
        raise FileNotFoundError(f"there is no folder {one} or {other}")
    return not failed
