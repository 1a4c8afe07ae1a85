"""Expands inputs to the files and feeds that they name: folders, globs, buckets and addresses."""

import os
import stat
from typing import Callable, Iterator, Optional, Sequence, Union
from urllib.parse import quote, urlsplit

import obstore
from obstore.exceptions import BaseError, NotFoundError

from schemas.reasons import Reason, Stage
from schemas.records import FEED, FILE, Location, reject
from schemas.tables import Reject
from transforms.files.globs import Glob, has_wildcard
from transforms.files.suffixes import kind_of
from transforms.files.walk import Entry, walk
from transforms.media import HEAD_BYTES, looks_like_opml, looks_like_xml_feed
from transforms.opening import OBJECT_SCHEMES, is_object, local_path, read_head, store_of

WEB_SCHEMES = ("http", "https")
JSON_FEED_MARK = b"jsonfeed.org/version/"

PassedOver = Callable[[str, str], None]
Located = Iterator[Union[Location, Reject]]


class InputError(ValueError):
    """An input that names nothing; the message is one sentence."""


def check(inputs: Sequence[str]) -> None:
    """Check that every input names something, without reading any; of an object store, by one request each.

    :raises InputError: a path or object that does not exist, a glob that matches nothing, no address.
    """
    for given in inputs:
        _check(given)


def locate(inputs: Sequence[str], passed_over: PassedOver) -> Located:
    """The files and feeds that the inputs name, lazily, in the order of the inputs and then of the names.

    In memory are the names of one folder at a time.

    :param passed_over: told each file that is no input (hidden, of unknown suffix, found before), and why.
    :raises InputError: as `check`, when the input's turn comes.
    """
    for given in inputs:
        _check(given)
        if _is_web(given):
            yield Location(given, FEED)
        elif is_object(given):
            yield from _locate_objects(given, passed_over)
        else:
            yield from _locate_paths(local_path(given), passed_over)


def _check(given: str) -> None:
    scheme, mark, _ = given.partition("://")
    if _is_web(given):
        if not _host(given):
            raise InputError(f"{given} names no host")
    elif is_object(given):
        _check_object(given)
    elif mark and scheme.lower() != "file" and not os.path.exists(given):
        known = ", ".join((*WEB_SCHEMES, *OBJECT_SCHEMES, "file"))
        raise InputError(f"{given} is of none of the schemes {known}")
    else:
        _check_path(given)


def _check_path(given: str) -> None:
    path = local_path(given)
    if os.path.exists(path):
        return
    if os.path.lexists(path):
        raise InputError(f"{given} is a link to nothing")
    if not path or not has_wildcard(path):
        raise InputError(f"there is no {given}" if given else "an input is empty")
    if next(_matches(Glob(path)), None) is None:
        raise InputError(f"nothing matches {given}")


def _check_object(given: str) -> None:
    try:
        found = _object_exists(given) or any(True for _ in _object_names(given))
    except (BaseError, OSError, ValueError) as error:
        raise InputError(f"{given} can't be reached: {_first_line(error)}") from error
    if not found:
        raise InputError(f"{'nothing matches' if has_wildcard(given) else 'there is no'} {given}")


def _locate_paths(path: str, passed_over: PassedOver) -> Located:
    """What a path or glob names. A file that is named is read whatever its suffix says; a folder's are chosen by it."""
    if os.path.isdir(path):
        yield from _located(walk(path), passed_over)
    elif os.path.exists(path):
        yield _named_file(path)
    else:
        glob = Glob(path)
        for entry in _matches(glob):
            if glob.names_suffix and entry.fault is None and kind_of(entry.path) is None:
                yield _named_file(entry.path)
            else:
                yield from _located([entry], passed_over)


def _matches(glob: Glob) -> Iterator[Entry]:
    """The files that a glob matches, and those in the folders that it matches."""
    return (entry for entry in walk(glob.root, glob) if entry.hidden_by is None)


def _located(entries, passed_over: PassedOver) -> Located:
    for entry in entries:
        kind = kind_of(entry.path)
        if entry.error is not None:
            yield reject(
                Stage.READ,
                Reason.UNREADABLE,
                f"the folder can't be read: {entry.error.strerror}",
                input_uri=_uri(entry.path),
                exception=entry.error,
            )
        elif entry.skipped is not None:
            passed_over(entry.path, entry.skipped)
        elif kind is None:
            passed_over(entry.path, "unknown suffix")
        else:
            yield _file(entry.path, kind)
