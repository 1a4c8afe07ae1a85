"""A store that does to a lake what machines do: kills its process, fails, stalls, fills up, tears writes.

What it does is told by the environment variable NEWSLAKE_CHAOS, as JSON of `Chaos`'s fields.
"""

import dataclasses
import errno
import json
import os
import random
import re
import signal
import time
from dataclasses import dataclass

import transforms.lake.store
from transforms.lake.store import Store

VARIABLE = "NEWSLAKE_CHAOS"
_SEQ = re.compile(r"-(\d+)\.parquet$")


@dataclass(frozen=True)
class Chaos:
    """How likely each harm is, per change of the lake.

    :param kill: the process is killed (SIGKILL), half the time before the change, half after it.
    :param fail: the change fails.
    :param torn: a write leaves half of its bytes and fails.
    :param slow: the change is late by up to 20 ms, so that others come between.
    :param full_after: every write fails from this one on, as on a full disk; 0 never.
    :param exclusive: creating is exclusive; without it, two writers get a file each.
    """

    seed: int
    kill: float = 0.0
    fail: float = 0.0
    torn: float = 0.0
    slow: float = 0.0
    full_after: int = 0
    exclusive: bool = True


class ChaosStore(Store):
    """A lake's store, harmed as the environment says."""

    def __init__(self, uri: str, create: bool = False) -> None:
        super().__init__(uri, create)
        self._chaos = Chaos(**json.loads(os.environ[VARIABLE]))
        self._chance = random.Random(self._chaos.seed)
        self._writes = 0

    def write(self, name, data):
        return self._write(super().write, name, data)

    def note(self, name, data):
        return self._write(super().note, name, data)

    def _write(self, write, name, data):
        self._writes += 1
        is_full = 0 < self._chaos.full_after <= self._writes
        if is_full or self._chance.random() < self._chaos.torn:
            # Under the name that the client writes to first and, because others may do without one, its own.
            half = name if name.startswith("_newslake/") and self._chance.random() < 0.5 else f"{name}#1"
            if not self.exists(half.partition("#")[0]):
                path = self.root / half
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data[: len(data) // 2])
            raise OSError(errno.ENOSPC, "no space left on device")
        return self._harm(write, name, data)

    def create(self, name, data):
        if self._chaos.exclusive:
            return super().create(name, data)
        while self.exists(name):
            name = _SEQ.sub(lambda found: f"-{int(found[1]) + 1:06d}.parquet", name)
        time.sleep(self._chance.uniform(0, 0.02))
        self.write(name, data)
        return True

    def delete(self, name):
        return self._harm(super().delete, name)

    def delete_folder(self, prefix):
        return self._harm(super().delete_folder, prefix)

    def _link(self, source, target):
        return self._harm(super()._link, source, target)

    def _exchange(self, folder, new, old, aside):
        return self._harm(super()._exchange, folder, new, old, aside)

    def _harm(self, change, *arguments):
        draw = self._chance.random()
        if draw < self._chaos.kill / 2:
            os.kill(os.getpid(), signal.SIGKILL)
        if self._chance.random() < self._chaos.slow:
            time.sleep(self._chance.uniform(0, 0.02))
        if self._chance.random() < self._chaos.fail:
            raise OSError(errno.EIO, f"input/output error: {arguments[0]}")
        result = change(*arguments)
        if draw > 1 - self._chaos.kill / 2:
            os.kill(os.getpid(), signal.SIGKILL)
        return result


def install(chaos: Chaos) -> None:
    """Have the stores that this process shares between its transforms be like this."""
    os.environ[VARIABLE] = json.dumps(dataclasses.asdict(chaos))
    transforms.lake.store.Store = ChaosStore  # what shared_store makes
