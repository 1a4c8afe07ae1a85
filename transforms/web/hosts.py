"""One request at a time per host, and some time between two, over all threads and processes of this machine."""

import contextlib
import fcntl
import os
import tempfile
import time
import zlib
from pathlib import Path
from typing import Callable, Iterator, Optional

# Hosts share them: one for each would never end. Two hosts that share one wait for each other needlessly.
SLOTS = 1024


class Hosts:
    """The hosts that requests are under way to, or were lately.

    A slot is a file: its lock, which the operating system takes from a process that dies, is held during a
    request, and its time is that of the last request's end.

    :param folder: where the slots are; this user's in the folder for temporary files unless given.
    """

    def __init__(
        self,
        folder: Optional[Path] = None,
        clock: Callable[[], float] = time.time,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._folder = folder
        self._clock = clock
        self._sleep = sleep

    @contextlib.contextmanager
    def turn(self, name: str, delay: float = 0.0) -> Iterator[None]:
        """Wait until nobody is at a host and the last was so many seconds ago; others wait meanwhile."""
        with open(self._slot(name), "ab") as slot:
            fcntl.flock(slot, fcntl.LOCK_EX)
            state = os.stat(slot.fileno())
            # A file that was just made says nothing of a request; a clock that was put back must not make us wait.
            last = state.st_mtime if state.st_size else 0.0
            wait = min(last + delay - self._clock(), delay)
            if wait > 0:
                self._sleep(wait)
            try:
                yield
            finally:
                if not state.st_size:
                    os.write(slot.fileno(), b"x")
                os.utime(slot.fileno(), (self._clock(),) * 2)

    def _slot(self, name: str) -> Path:
        if self._folder is None:
            self._folder = _own_folder()
        return self._folder / f"{zlib.crc32(name.encode()) % SLOTS:04d}"


def _own_folder() -> Path:
    """A folder that all of this user's processes share and nobody else can write to."""
    folder = Path(tempfile.gettempdir()) / f"newslake-hosts-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    state = folder.lstat()
    if folder.is_symlink() or state.st_uid != os.getuid() or state.st_mode & 0o022:
        return Path(tempfile.mkdtemp(prefix="newslake-hosts-"))  # somebody else's: this process is on its own
    return folder


# The process's: clients share it, since a server sees the machine and not the client.
HOSTS = Hosts()
