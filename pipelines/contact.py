"""Whether those who are asked for feeds and pages can tell whom to write to."""

import ipaddress
import os
from typing import Optional, Sequence
from urllib.parse import urlsplit

from schemas.records import Location
from transforms.feeds.read import open_list
from transforms.files.kinds import suffix_of
from transforms.opening import BODY_CAP
from transforms.web.client import CONTACT_VARIABLE
from transforms.web.load import load_stored
from transforms.web.urls import is_web

LIST_SUFFIX = ".opml"


def missing_contact(inputs: Sequence[str]) -> Optional[str]:
    """What to say before servers of others are asked without a contact; None if there is nothing to say.

    :param inputs: as the user names them. Lists of feeds lead to servers, too.
    """
    if os.environ.get(CONTACT_VARIABLE, "").strip():
        return None
    if not any(_is_of_others(address) for one in inputs for address in _addresses(one)):
        return None
    return f"servers can't tell whom to write to: set {CONTACT_VARIABLE} to an address of yours"


def _addresses(given: str) -> "list[str]":
    """The web addresses that an input names itself, or as a list of feeds."""
    if is_web(given):
        return [given]
    if suffix_of(given) != LIST_SUFFIX:
        return []
    listed = open_list(given, lambda path: load_stored(path, BODY_CAP))
    return [one.uri for one in listed if isinstance(one, Location) and is_web(one.uri)]


def _is_of_others(address: str) -> bool:
    try:
        host = urlsplit(address).hostname or ""
        return host != "localhost" and not ipaddress.ip_address(host).is_loopback
    except ValueError:  # a name
        return True
