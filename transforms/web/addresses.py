"""Which addresses of the network are the public Internet's, and which are somebody's own."""

import ipaddress
from typing import Iterator, Union

Address = Union[ipaddress.IPv4Address, ipaddress.IPv6Address]

# Public by the IANA registries, but not for strangers: relays of 6to4 (RFC 7526), and the address at which
# Azure's machines find their own configuration.
_NOT_PUBLIC = tuple(
    ipaddress.ip_network(block) for block in ("192.0.0.0/24", "192.88.99.0/24", "100.64.0.0/10", "168.63.129.16/32")
)
# All that is allotted for global unicast (RFC 4291, section 2.4), and what is set aside within it (IANA's registry
# of special addresses). Teredo and 6to4 are within the exceptions: the address they carry decides.
_GLOBAL_UNICAST = ipaddress.ip_network("2000::/3")
_SPECIAL = tuple(
    ipaddress.ip_network(block)
    for block in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "2620:4f:8000::/48")
)
_NAT64 = ipaddress.ip_network("64:ff9b::/96")  # RFC 6052; 64:ff9b:1::/48 is for local use
_COMPATIBLE = ipaddress.ip_network("::/96")  # IPv4-compatible, RFC 4291, section 2.5.5.1


def is_public(address: str) -> bool:
    """Whether a numeric address is one of the public Internet, together with any that is embedded in it.

    Private, loopback, link-local, multicast, unspecified, reserved and metadata addresses are not.

    :raises ValueError: it is no numeric address.
    """
    parsed = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(parsed, ipaddress.IPv4Address):
        return _is_public_4(parsed)
    embedded = list(_embedded(parsed))
    if embedded:
        return all(_is_public_4(one) for one in embedded)
    return parsed in _GLOBAL_UNICAST and not any(parsed in block for block in _SPECIAL) and parsed.is_global


def _is_public_4(address: ipaddress.IPv4Address) -> bool:
    return (
        address.is_global
        and not (address.is_multicast or address.is_reserved)
        and not any(address in block for block in _NOT_PUBLIC)
    )


def _embedded(address: ipaddress.IPv6Address) -> Iterator[ipaddress.IPv4Address]:
    """The IPv4 addresses that a connection to an IPv6 address may end at."""
    if address.ipv4_mapped is not None:
        yield address.ipv4_mapped
    if address.sixtofour is not None:
        yield address.sixtofour
    if address.teredo is not None:
        yield from address.teredo  # the server, the client
    if address in _NAT64 or address in _COMPATIBLE:
        yield ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
