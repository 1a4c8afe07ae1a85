"""A store that dies at a chosen step, and one in a bucket: real stores beneath."""

from obstore.store import MemoryStore

from transforms.lake.store import Store


class Crash(Exception):
    """The process dies."""


class CrashingStore(Store):
    """Dies before its n-th change to a lake, or after it, unheard; dead, it changes nothing any more.

    :param at: which change, from 0; None never dies.
    :param after: the change is made, and then it dies.
    """

    def __init__(self, store: Store, at, after: bool = False) -> None:
        self.__dict__.update(store.__dict__)
        self.changes = 0
        self._at = at
        self._after = after

    def write(self, name, data):
        return self._change(super().write, name, data)

    def note(self, name, data):
        return self._change(super().note, name, data)

    def delete_all(self, names):
        if self.root is None:
            return self._change(super().delete_all, names)
        return super().delete_all(names)

    def _exchange(self, folder, new, old, aside):
        return self._change(super()._exchange, folder, new, old, aside)

    def delete(self, name):
        return self._change(super().delete, name)

    def delete_folder(self, prefix):
        return self._change(super().delete_folder, prefix)

    def _link(self, source, target):
        return self._change(super()._link, source, target)

    def create(self, name, data):
        if self.root is None:  # on disk it is made of the changes above
            return self._change(super().create, name, data)
        return super().create(name, data)

    def _change(self, change, *arguments):
        number, self.changes = self.changes, self.changes + 1
        if self._at is None or number < self._at:
            return change(*arguments)
        if number == self._at and self._after:
            change(*arguments)
        raise Crash(f"at change {number}")


class BucketStore(Store):
    """A lake in a bucket that this process holds: another store of the same bucket sees the same."""

    def __init__(self, bucket: MemoryStore) -> None:
        self.uri = "memory://lake"
        self._root = None
        self._objects = bucket

