"""What a site's robots.txt allows (RFC 9309)."""

import threading
import time
from collections import OrderedDict
from dataclasses import dataclass
from typing import Callable, Optional

import httpx
from protego import Protego

from schemas.reasons import Reason
from schemas.records import Response
from transforms.web.failures import FetchFailed
from transforms.web.urls import shown

ROBOT = "newslake"
# RFC 9309, section 2.4: no longer than a day. Rules change rarely, but some are put up in anger.
KEPT_SECONDS = 4 * 3600.0
# A server that can't be asked is asked again soon, but not for every page of a feed.
FAILURE_KEPT_SECONDS = 600.0
KEPT_SITES = 4096
# RFC 9309, section 2.5: at least so much is to be read; the rest of a longer one counts for nothing.
READ_BYTES = 500 * 1024
# A site that asks for more between two requests is not asked at all: a feed's pages would take days.
MAX_CRAWL_DELAY = 60.0

REFUSALS = range(400, 500)
# "Come back later" is no answer to what is allowed, as in the 5xx.
TOO_MANY_REQUESTS = 429


@dataclass(frozen=True)
class _Rules:
    """:param rules: None if there are none, so that everything is allowed.
    :param failure: reason, message and HTTP status why they can't be had, so that nothing is allowed.
    """

    expires: float
    rules: Optional[Protego] = None
    failure: "Optional[tuple[Reason, str, Optional[int]]]" = None


class Robots:
    """Rules of the sites that were asked; may be used by several threads at once.

    :param get: gives what stands at an address, or raises FetchFailed.
    """

    def __init__(self, get: Callable[[str], Response], clock: Callable[[], float] = time.monotonic) -> None:
        self._get = get
        self._clock = clock
        self._lock = threading.Lock()
        self._sites: "OrderedDict[str, _Rules]" = OrderedDict()

    def permit(self, url: httpx.URL) -> float:
        """Seconds that the site wants between two requests, if the page may be fetched.

        :raises FetchFailed: it may not, or nobody can say so.
        """
        site = self._rules(url)
        if site.failure is not None:
            raise FetchFailed(*site.failure)
        if site.rules is None:
            return 0.0
        if not site.rules.can_fetch(str(url), ROBOT):
            raise FetchFailed(Reason.ROBOTS, f"{shown(url)} may not be fetched, says the site's robots.txt")
        delay = site.rules.crawl_delay(ROBOT) or 0.0
        if not delay <= MAX_CRAWL_DELAY:
            wants = f"the site wants {delay:g} s between requests, more than {MAX_CRAWL_DELAY:g}"
            raise FetchFailed(Reason.ROBOTS, f"{shown(url)} is not fetched: {wants}")
        return delay

    def _rules(self, url: httpx.URL) -> _Rules:
        address = str(url.copy_with(raw_path=b"/robots.txt"))
        with self._lock:
            known = self._sites.get(address)
        if known is None or known.expires <= self._clock():
            known = self._ask(address)
            with self._lock:
                self._sites[address] = known
                while len(self._sites) > KEPT_SITES:
                    self._sites.popitem(last=False)
        return known

    def _ask(self, address: str) -> _Rules:
        now = self._clock()
        try:
            body = self._get(address).body[:READ_BYTES]
            return _Rules(now + KEPT_SECONDS, Protego.parse(body.decode("utf-8-sig", "replace")))
        except FetchFailed as failure:
            if _says_there_is_none(failure):
                return _Rules(now + KEPT_SECONDS)
            # What its pages would fail of, too, is their reason; a server that only fails to say what it allows,
            # allows nothing.
            reason = Reason.ROBOTS if failure.reason == Reason.HTTP_ERROR else failure.reason
            message = f"the site's robots.txt can't be had: {failure}"
            return _Rules(now + FAILURE_KEPT_SECONDS, failure=(reason, message, failure.status))


def _says_there_is_none(failure: FetchFailed) -> bool:
    refused = failure.status in REFUSALS and failure.status != TOO_MANY_REQUESTS
    return refused or failure.reason == Reason.TOO_MANY_REDIRECTS
