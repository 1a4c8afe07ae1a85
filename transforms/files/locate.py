"""Expands inputs to the files and feeds that they name: folders, globs, buckets and addresses."""

import os
from typing import Callable, Iterable, Iterator, Sequence, Union

from schemas.reasons import Stage
from schemas.records import FEED, FILE, Location, reject
from schemas.tables import Reject
from transforms.files.entry import FOUND_BEFORE, Entry
from transforms.files.globs import Glob, has_wildcard
from transforms.files.kinds import is_no_feed, kind_of, kind_of_named
from transforms.files.objects import find_objects
from transforms.files.walk import walk
from transforms.opening import OBJECT_SCHEMES, READ_ERRORS, is_object, local_path, read_failure, uri_of
from transforms.web.urls import WEB_SCHEMES, host_of, is_web, without_credentials

PassedOver = Callable[[str, str], None]
Located = Iterator[Union[Location, Reject]]


class InputError(ValueError):
    """An input that names nothing; the message is one sentence."""


def check(inputs: Sequence[str]) -> None:
    """Check that every input names something, without reading any; of a bucket, by two requests each.

    :raises InputError: a path or object that does not exist, a glob that matches nothing, no address.
    """
    for given in inputs:
        scheme, mark, _ = given.partition("://")
        if is_web(given):
            if not host_of(given):
                raise InputError(f"{without_credentials(given)} names no host")
        elif is_object(given):
            _check_object(given)
        elif mark and scheme.lower() != "file" and not os.path.lexists(given):
            known = ", ".join((*WEB_SCHEMES, *OBJECT_SCHEMES, "file"))
            raise InputError(f"{without_credentials(given)} is of none of the schemes {known}")
        else:
            _check_path(given)


def locate(inputs: Sequence[str], passed_over: PassedOver) -> Located:
    """The files and feeds that the inputs name, lazily, in the order of the inputs and then of the names.

    A file that is named, by a path or by a glob that says the suffix, is an input whatever it is: a feed or
    a file of articles by its suffix, else by its content. In folders and by other globs, files are chosen by
    their suffixes; those named .xml or .json are passed over if they are plainly no feed.

    A file that one input reaches in several ways, by links, is read once: in memory are the names of one
    folder at a time, and a number for each file found.

    :param passed_over: told each file that is no input, and why.
    """
    for given in inputs:
        if is_web(given):
            yield Location(given, FEED)
            continue
        try:
            yield from _located(_entries(given), passed_over)
        except READ_ERRORS as error:  # a bucket that can't be listed to its end
            yield _unreadable(given, error)


def _check_path(given: str) -> None:
    path = local_path(given)
    if os.path.exists(path):
        return
    if os.path.lexists(path):
        raise InputError(f"{given} is a link to nothing")
    if not has_wildcard(path):
        raise InputError(f"there is no {given}" if given else "an input is empty")
    if not os.path.isdir(Glob(path).root or os.curdir) or _is_empty(_entries(given)):
        raise InputError(f"nothing matches {given}")


def _check_object(given: str) -> None:
    try:
        empty = _is_empty(find_objects(given))
    except READ_ERRORS as error:
        raise InputError(f"{given}: {read_failure(error)[1]}") from error
    if empty:
        raise InputError(f"{'nothing matches' if has_wildcard(given) else 'there is no'} {given}")


def _is_empty(entries: Iterator[Entry]) -> bool:
    return next(entries, None) is None


def _entries(given: str) -> Iterator[Entry]:
    """What an input names: a file, what is in a folder, or what matches a glob."""
    if is_object(given):
        return find_objects(given)
    path = local_path(given)
    if os.path.isdir(path):
        return walk(path)
    if has_wildcard(path) and not os.path.lexists(path):
        glob = Glob(path)
        return walk(glob.root, glob)
    return iter([Entry(path, named=True)])


def _located(entries: Iterable[Entry], passed_over: PassedOver) -> Located:
    found = set()
    for entry in entries:
        uri = uri_of(entry.name)
        if entry.error is not None:
            yield _unreadable(uri, entry.error)
        elif entry.passed_over is not None:
            passed_over(uri, entry.passed_over)
        elif entry.regular and not entry.named and kind_of(uri) is None:
            passed_over(uri, "unknown suffix")
        elif entry.identity is not None and entry.identity in found:
            passed_over(uri, FOUND_BEFORE)
        elif entry.regular and not entry.named and is_no_feed(uri):
            passed_over(uri, "no feed")
        else:
            found.add(entry.identity)
            # What is no regular file is rejected when its turn comes to be opened.
            yield Location(uri, kind_of_named(uri) if entry.regular else FILE)


def _unreadable(uri: str, error: Exception) -> Reject:
    reason, message = read_failure(error)
    return reject(Stage.READ, reason, message, input_uri=uri, exception=error)
