"""Mends what an audit has found, as far as that loses nothing: the rest needs the source or a backup."""

from typing import Iterator

from transforms.lake.audit import Audit
from transforms.lake.compact import clear_leftovers
from transforms.lake.guard import merging
from transforms.lake.layout import parse_name
from transforms.lake.store import Store

SET_ASIDE = "_newslake/set_aside"


def fix(store: Store, found: Audit) -> "Iterator[str]":
    """Clear leftovers and take out of the tables what should not be there; says what it did.

    What is taken out is kept below `_newslake/set_aside/`, under its name.
    """
    cleared = clear_leftovers(store)
    if cleared:
        yield f"{cleared} leftovers cleared"
    names = dict.fromkeys(name for finding in found.findings for name in finding.set_aside)
    for name in names:
        file = parse_name(name)
        with merging(store, file.partition if file else ""):
            if _set_aside(store, name):
                yield f"{name} set aside"


def _set_aside(store: Store, name: str) -> bool:
    """Move an object out of the tables; whether it was there. Half-written files only the disk knows."""
    target = f"{SET_ASIDE}/{name}"
    if store.root is not None:
        path = store.root / name
        if not path.is_file():
            return False
        (store.root / target).parent.mkdir(parents=True, exist_ok=True)
        path.replace(store.root / target)
        return True
    if not store.exists(name):
        return False
    store.write(target, store.read(name))
    store.delete(name)
    return True
