"""An attempt to commit: what it put aside, how that is published once its articles file stands, and cleared."""

import dataclasses
import json
from dataclasses import dataclass
from typing import Mapping, Optional, Union

from transforms.lake.layout import LAYOUT, PENDING, TableFile
from transforms.lake.rows import footer_of, open_parquet
from transforms.lake.store import Store

MANIFEST = "manifest.json"
COUNTED = ("mentions", "relations")  # the tables whose rows an articles file counts in its footer
FOLLOWING = (*COUNTED, "removals")  # those whose files follow their articles file


@dataclass(frozen=True)
class Attempt:
    """One try to commit one batch; what a manifest says.

    :param attempt: 32 hex digits that no other attempt has.
    :param partition: with shard and seq: the name that its articles file is to have.
    :param batch_id: of the versions it commits.
    :param mentions: number of rows of that table; none makes no file.
    :param removals: not in the manifest, which earlier versions must be able to read; the file that is there tells.
    """

    attempt: str
    partition: str
    shard: int
    seq: int
    batch_id: str
    mentions: int
    relations: int
    removals: int = 0

    @property
    def articles(self) -> TableFile:
        """The file that is the commit."""
        return TableFile("articles", self.partition, self.shard, self.seq)

    @property
    def tables(self) -> "list[str]":
        """The tables that it has files of beside the articles."""
        return [table for table in FOLLOWING if getattr(self, table)]

    @property
    def footer(self) -> "dict[str, str]":
        """What its files say of themselves."""
        return {
            "attempt": self.attempt,
            "batch_id": self.batch_id,
            "layout": str(LAYOUT),
            "rows.mentions": str(self.mentions),
            "rows.relations": str(self.relations),
        }


def put_aside(store: Store, attempt: Attempt, files: Mapping[str, bytes]) -> None:
    """Keep what follows an attempt's articles, whole, where no reader looks; the manifest last."""
    if not attempt.tables:
        return  # nothing will have to be published
    for table in attempt.tables:
        store.write(_pending(attempt, f"{table}.parquet"), files[table])
    store.write(_pending(attempt, MANIFEST), json.dumps(_manifest(attempt)).encode())


def stands(store: Store, attempt: Attempt) -> bool:
    """Whether an attempt is committed: its articles file is there and names it."""
    try:
        with open_parquet(store, attempt.articles.name) as file:
            return footer_of(file).get("attempt") == attempt.attempt
    except FileNotFoundError:
        return False


def publish(store: Store, attempt: Attempt) -> None:
    """Bring what follows a committed attempt's articles to them, then clear it.

    Two may do this at once: what is there already counts as done and is never overwritten.
    """
    for table in attempt.tables:
        # Neither source nor target: it was published and has been merged into another file since.
        store.publish(_pending(attempt, f"{table}.parquet"), attempt.articles.of(table).name)
    clear(store, attempt)


def clear(store: Store, attempt: Attempt) -> None:
    """Delete what an attempt put aside; its manifest last, so that a crash leaves it known."""
    if not attempt.tables:
        return
    for table in attempt.tables:
        store.delete(_pending(attempt, f"{table}.parquet"))
    store.delete(_pending(attempt, MANIFEST))
    store.delete_folder(_pending(attempt, ""))


def pending_attempts(store: Store) -> "list[Attempt]":
    """The attempts that were put aside and not cleared."""
    names = [name for name in store.names(f"{PENDING}/") if name.endswith(f"/{MANIFEST}")]
    return [attempt for attempt in (_read_manifest(store, name) for name in names) if attempt]


def _read_manifest(store: Store, name: str) -> Optional[Attempt]:
    try:
        attempt = Attempt(**json.loads(store.read(name)))
        return dataclasses.replace(attempt, removals=int(store.exists(_pending(attempt, "removals.parquet"))))
    except (FileNotFoundError, ValueError):  # cleared by somebody else; cut off, and so never true
        return None


def _manifest(attempt: Attempt) -> "dict[str, Union[str, int]]":
    return {name: value for name, value in dataclasses.asdict(attempt).items() if name != "removals"}


def _pending(attempt: Attempt, name: str) -> str:
    return f"{PENDING}/{attempt.attempt}/{name}"
