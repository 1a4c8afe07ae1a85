"""Web addresses: read, resolved, and shown without the credentials that may stand in them."""

import re
from typing import Optional
from urllib.parse import urljoin, urlsplit

import httpx
from tld import get_fld

WEB_SCHEMES = ("http", "https")

_CREDENTIALS = re.compile(r"^([a-z][a-z0-9+.-]*:)?//[^/?#]*@", re.IGNORECASE)
# What stands in an address by mistake, and what browsers take out of one (https://url.spec.whatwg.org/#url-parsing).
_BREAKS = re.compile(r"[\t\r\n]")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


class BadAddress(ValueError):
    """It is no web address; the message shows no credentials."""


def is_web(address: str) -> bool:
    """Whether an address is one of the web, by its scheme."""
    return address.partition("://")[0].lower() in WEB_SCHEMES and "://" in address


def host_of(address: Optional[str]) -> str:
    """The host of an address in small letters; empty where it has none."""
    try:
        return (urlsplit((address or "").strip()).hostname or "").rstrip(".").lower()
    except ValueError:
        return ""


def site_of(address: Optional[str]) -> Optional[str]:
    """The registered domain of a web address, None for what is none; a host without one, as in intranets, stands for
    itself."""
    host = host_of(address)
    if not host or not is_web((address or "").strip()):
        return None
    return (get_fld(f"https://{host}/", fail_silently=True) or host.removeprefix("www.")).lower()


def without_credentials(address: str) -> str:
    """The address without user name and password."""
    return _CREDENTIALS.sub(lambda match: f"{match[1] or ''}//", address)


def parse_address(address: str, base: Optional[httpx.URL] = None) -> httpx.URL:
    """A web address, its host in the form for the network, without a fragment.

    :param base: what a relative address is resolved against.
    :raises BadAddress: it is none, or of another scheme than http and https.
    """
    try:
        url = httpx.URL(_BREAKS.sub("", address.strip()))
        url = (base.join(url) if base is not None else url).copy_with(fragment=None)
    except (httpx.InvalidURL, ValueError, TypeError) as error:
        raise BadAddress(f"{_shown(address)} is no web address: {error}") from error
    if url.scheme not in WEB_SCHEMES:
        raise BadAddress(f"{_shown(address)} is not of the schemes {' and '.join(WEB_SCHEMES)}")
    if not url.host:
        raise BadAddress(f"{_shown(address)} names no host")
    if url.port is not None and not 0 < url.port < 65536:
        raise BadAddress(f"{_shown(address)} names the port {url.port}, which is none")
    return url


def shown(url: httpx.URL) -> str:
    """An address for people, tables and logs."""
    return without_credentials(str(url))


def with_credentials_of(known: httpx.URL, target: httpx.URL) -> httpx.URL:
    """An address with the credentials of another: at the same server, and from http to its https, only."""
    same_server = target.host == known.host and (
        (target.scheme, target.port) == (known.scheme, known.port) or (target.scheme, target.port) == ("https", None)
    )
    if same_server and known.userinfo and not target.userinfo:
        return target.copy_with(username=known.username, password=known.password)
    return target


def web_address(link: Optional[str], base: Optional[str]) -> Optional[str]:
    """A link as an absolute web address; None if it is none."""
    if not link or not link.strip():
        return None
    try:
        address = urljoin(base or "", _BREAKS.sub("", link.strip()))
        host = parse_address(address).host
    except ValueError:  # "http://[": what feeds and pages hold
        return None
    return address if host and not _CONTROL.search(address) else None


def _shown(address: str) -> str:
    return without_credentials(_CONTROL.sub("", address.strip()))[:200] or "an empty text"
