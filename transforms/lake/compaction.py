"""One compaction: files of a partition's shard that change places with one that has their rows.

Like a commit it is put aside first, then becomes true with its articles file (or rejects file), and is
finished by whoever finds it unfinished. For each table the change is one step on disk; see
`Store.change_places` for buckets. Rows don't change and articles are never absent, so a reader who joins
the tables meanwhile finds the same.
"""

import dataclasses
import json
import uuid
from dataclasses import dataclass
from typing import Optional, Sequence

from transforms.lake.guard import merging
from transforms.lake.layout import COMPACTED, COMPACTION, TableFile, folder, table_files
from transforms.lake.rows import footer_of, open_parquet
from transforms.lake.store import Store

MANIFEST = "manifest.json"


@dataclass(frozen=True)
class Compaction:
    """What a compaction's manifest says.

    :param compaction: 32 hex digits that no other compaction or attempt has.
    :param tables: those that it has a merged file of; the first of them decides whether it is true.
    :param family: all tables that its files may be of.
    :param sources: the numbers of the files that it merges.
    :param seq: the number that the merged files are to have.
    """

    compaction: str
    family: Sequence[str]
    tables: Sequence[str]
    partition: str
    shard: int
    sources: Sequence[int]
    seq: int

    def target(self, table: str) -> TableFile:
        """The merged file of a table."""
        return TableFile(table, self.partition, self.shard, self.seq)

    def olds(self, table: str) -> "list[str]":
        """The names of the files of a table that it merges."""
        return [TableFile(table, self.partition, self.shard, seq).name for seq in self.sources]

    def staged(self, name: str) -> str:
        """The name of something that it has put aside."""
        return f"{COMPACTION}/{self.compaction}/{name}"


def take_effect(store: Store, compaction: Compaction) -> Optional[Compaction]:
    """Carry out a compaction whose merged files are put aside; None if its sources are not as they were.

    Its number is chosen here: the next that the shard has, so that a writer who has not seen the merged
    file runs into it instead of taking a name that merging has freed.
    """
    with merging(store, compaction.partition):
        while True:
            files = table_files(store, compaction.family[0], compaction.partition)
            seqs = [file.seq for file in files if file.shard == compaction.shard]
            compaction = dataclasses.replace(compaction, seq=max(seqs, default=0) + 1)
            if not set(compaction.sources) <= set(seqs) or _others_stand(store, compaction):
                return None
            store.write(compaction.staged(MANIFEST), json.dumps(dataclasses.asdict(compaction)).encode())
            if _change(store, compaction, compaction.tables[0]):
                break
        _finish(store, compaction)
    return compaction


def finish_compactions(store: Store) -> int:
    """Finish what is true and was cut off; how many there were. What is not true yet is left alone."""
    found = [compaction for compaction in compactions(store) if stands(store, compaction)]
    for compaction in found:
        with merging(store, compaction.partition):
            if stands(store, compaction):
                _finish(store, compaction)
    return len(found)


def compactions(store: Store) -> "list[Compaction]":
    """The compactions that were put aside and not cleared."""
    names = [name for name in store.names(f"{COMPACTION}/") if name.endswith(f"/{MANIFEST}")]
    return [found for found in (_read_manifest(store, name) for name in names) if found]


def stands(store: Store, compaction: Compaction) -> bool:
    """Whether a compaction has become true: its first file is there and names it."""
    try:
        with open_parquet(store, compaction.target(compaction.tables[0]).name) as file:
            return footer_of(file).get("attempt") == compaction.compaction
    except FileNotFoundError:
        return False


def clear(store: Store, compaction: Compaction) -> None:
    """Delete what a compaction has put aside; its manifest last, so that a crash leaves it known."""
    store.delete_all([compaction.staged(f"{table}.parquet") for table in compaction.tables])
    store.delete(compaction.staged(MANIFEST))
    store.delete_folder(compaction.staged(""))


def _change(store: Store, compaction: Compaction, table: str) -> bool:
    """Have a table's files change places with the merged one; whether it stands now."""
    target = compaction.target(table).name
    olds = compaction.olds(table)
    # Before the change: who has read the partition before it is to read it again after it.
    store.write(f"{COMPACTED}/{table}/{compaction.partition}", compaction.compaction.encode())
    if store.root is None and not store.create(target, store.read(compaction.staged(f"{table}.parquet"))):
        if not _is_of(store, target, compaction):
            return False  # a writer has taken the number; on disk nobody writes now
    store.change_places(
        folder(table, compaction.partition),
        {target: compaction.staged(f"{table}.parquet")},
        olds,
        compaction.staged(f"{table}-{uuid.uuid4().hex}/"),
    )
    return True


def _is_of(store: Store, name: str, compaction: Compaction) -> bool:
    with open_parquet(store, name) as file:
        return footer_of(file).get("attempt") == compaction.compaction


def _finish(store: Store, compaction: Compaction) -> None:
    for table in compaction.tables:
        here = {file.name for file in table_files(store, table, compaction.partition)}
        if compaction.target(table).name not in here or here & set(compaction.olds(table)):
            _change(store, compaction, table)
    clear(store, compaction)


def _others_stand(store: Store, compaction: Compaction) -> bool:
    """Whether another compaction of the same partition has become true and is not finished."""
    others = [other for other in compactions(store) if other.compaction != compaction.compaction]
    return any(_place(other) == _place(compaction) and stands(store, other) for other in others)


def _place(compaction: Compaction) -> "tuple[str, str, int]":
    return compaction.family[0], compaction.partition, compaction.shard


def _read_manifest(store: Store, name: str) -> Optional[Compaction]:
    try:
        return Compaction(**json.loads(store.read(name)))
    except (FileNotFoundError, ValueError):  # cleared by somebody else; cut off, and so never true
        return None
