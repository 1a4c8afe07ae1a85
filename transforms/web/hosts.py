"""One request at a time per host, over all threads of the process."""

import contextlib
import threading
from dataclasses import dataclass, field
from typing import Iterator


@dataclass
class _Host:
    lock: threading.Lock = field(default_factory=threading.Lock)
    waiting: int = 0


class Hosts:
    """The hosts that requests are under way to."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._hosts: "dict[str, _Host]" = {}

    @contextlib.contextmanager
    def turn(self, name: str) -> Iterator[None]:
        """Wait until no other thread is at a host, and keep others waiting meanwhile."""
        with self._lock:
            host = self._hosts.setdefault(name, _Host())
            host.waiting += 1
        try:
            with host.lock:
                yield
        finally:
            with self._lock:
                host.waiting -= 1
                if not host.waiting:
                    del self._hosts[name]


# The process's: clients share it, since a server sees the process and not the client.
HOSTS = Hosts()
