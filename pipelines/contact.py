"""Whether those who are asked for feeds and pages can tell whom to write to."""

import ipaddress
import os
from typing import Optional, Sequence
from urllib.parse import urlsplit

from transforms.files.kinds import suffix_of
from transforms.web.client import CONTACT_VARIABLE
from transforms.web.urls import is_web

LIST_SUFFIX = ".opml"


def missing_contact(inputs: Sequence[str]) -> Optional[str]:
    """What to say before servers of others are asked without a contact; None if there is nothing to say.

    :param inputs: as the user names them. Lists of feeds lead to servers, too.
    """
    if os.environ.get(CONTACT_VARIABLE, "").strip():
        return None
    if not any(_asks_others(one) for one in inputs):
        return None
    return f"servers can't tell whom to write to: set {CONTACT_VARIABLE} to an address of yours"


def _asks_others(given: str) -> bool:
    if not is_web(given):
        return suffix_of(given) == LIST_SUFFIX
    try:
        host = urlsplit(given).hostname or ""
        return host != "localhost" and not ipaddress.ip_address(host).is_loopback
    except ValueError:  # a name
        return True
