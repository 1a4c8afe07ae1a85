"""Which addresses are the public Internet's."""

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.web.addresses import is_public

NOT_PUBLIC = {
    "loopback": ["127.0.0.1", "127.8.9.1", "::1"],
    "private": ["10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "fc00::1", "fd12:3456::1"],
    "link-local": ["169.254.1.1", "fe80::1", "fe80::1%eth0"],
    "metadata": ["169.254.169.254", "fd00:ec2::254", "100.100.100.200", "192.0.0.192", "168.63.129.16"],
    "unspecified": ["0.0.0.0", "0.1.2.3", "::"],
    "multicast": ["224.0.0.1", "239.255.255.250", "ff02::1", "ff0e::1"],
    "reserved": ["240.0.0.1", "255.255.255.255", "198.18.0.1", "192.0.2.1", "203.0.113.9", "100.64.0.1", "192.88.99.1"],
    "reserved in IPv6": ["2001:db8::1", "3fff::1", "fec0::1", "4000::1", "100::1", "5f00::1", "64:ff9b:1::1"],
    "IPv4 mapped": ["::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:a9fe:a9fe"],
    "IPv4 compatible": ["::127.0.0.1", "::10.0.0.1"],
    "6to4": ["2002:7f00:1::", "2002:a00:1::1", "2002:c0a8:101::"],
    "NAT64": ["64:ff9b::7f00:1", "64:ff9b::169.254.169.254"],
    "Teredo": ["2001:0:4136:e378:8000:63bf:f5ff:fffe", "2001:0:a00:1::"],
}
PUBLIC = [
    "93.184.216.34",
    "8.8.8.8",
    "172.32.0.1",
    "169.253.0.1",
    "100.128.0.1",
    "2606:2800:220:1:248:1893:25c8:1946",
    "2a00:1450:4001::200e",
    "::ffff:8.8.8.8",
    "64:ff9b::8.8.8.8",
    "2002:808:808::1",
]


@pytest.mark.parametrize("kind, address", [(kind, address) for kind in NOT_PUBLIC for address in NOT_PUBLIC[kind]])
def test_not_public(kind, address):
    assert not is_public(address), kind


@pytest.mark.parametrize("address", PUBLIC)
def test_public(address):
    assert is_public(address)


@given(st.ip_addresses(v=4))
def test_an_embedded_address_is_as_public_as_it_is_alone(address):
    number = int(address)
    forms = [
        ipaddress.IPv6Address((0xFFFF << 32) | number),
        ipaddress.IPv6Address((0x0064FF9B << 96) | number),
        ipaddress.IPv6Address((0x2002 << 112) | (number << 80) | 1),
    ]
    assert {is_public(str(form)) for form in forms} == {is_public(str(address))}


@given(st.ip_addresses(v=6))
def test_no_address_outside_of_global_unicast_is_public_but_those_that_embed_one(address):
    embeds = address.ipv4_mapped or address in ipaddress.ip_network("64:ff9b::/96") or int(address) < 2**32
    if not embeds and address not in ipaddress.ip_network("2000::/3"):
        assert not is_public(str(address))
