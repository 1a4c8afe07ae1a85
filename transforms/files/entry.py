"""What a search for files comes across."""

from typing import NamedTuple, Optional

HIDDEN = "hidden"
FOUND_BEFORE = "found before"


class Entry(NamedTuple):
    """A file, or something else that stands where a file is looked for.

    :param name: its path, or an object's URI.
    :param named: the user said what it is called, so it is read whatever its suffix.
    :param identity: the same for the same file under another name; None where a file has one name only.
    :param regular: it is a file, and no pipe, socket or device.
    :param passed_over: why it is not to be read.
    :param error: why it can't be read.
    """

    name: str
    named: bool = False
    identity: Optional[int] = None
    regular: bool = True
    passed_over: Optional[str] = None
    error: Optional[Exception] = None
