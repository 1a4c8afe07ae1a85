"""Finds the objects of a bucket that an input names."""

from typing import Iterator, Optional

import obstore

from transforms.files.entry import HIDDEN, Entry
from transforms.files.globs import Glob, has_wildcard, is_hidden
from transforms.opening import store_of


def find_objects(given: str) -> Iterator[Entry]:
    """The object of that name; if there is none, those whose names it is the folder of, or that it matches.

    They come in the order that the store lists them in, which is that of their names.

    :param given: an object's URI, the beginning of some objects' URIs up to a slash, or a glob.
    :raises READ_ERRORS: the store can't be reached.
    """
    store, name = store_of(given)
    if name and not name.endswith("/") and _exists(store, name):
        yield Entry(given, named=True)
        return
    glob = Glob(name) if has_wildcard(name) else None
    folder = (glob.root if glob else name).strip("/")
    bucket = given[: len(given) - len(name)].rstrip("/")
    for page in obstore.list(store, folder or None):
        for found in page:
            below = found["path"][len(folder) :].lstrip("/").split("/")
            entry = _entry(f"{bucket}/{found['path']}", below, glob)
            if entry is not None:
                yield entry


def _entry(uri: str, below: "list[str]", glob: Optional[Glob]) -> Optional[Entry]:
    """The entry of an object; None if the glob does not match it.

    :param below: its name below the folder that was listed, part by part.
    """
    states = glob.start if glob else None
    while below and states is not None and not glob.accepts(states):
        states = glob.after(states, below.pop(0))
    if states is not None and not glob.accepts(states):
        return None
    if any(map(is_hidden, below)):
        return Entry(uri, passed_over=HIDDEN)
    if glob and not below:
        return None if glob.folders_only else Entry(uri, named=glob.names_suffix)
    return Entry(uri)


def _exists(store, name: str) -> bool:
    try:
        obstore.head(store, name)
    except FileNotFoundError:
        return False
    return True
