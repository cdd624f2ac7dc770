"""Which addresses are of the open internet (SEC-71): a table, the same on every Python."""

from ipaddress import ip_address, ip_network

import pytest

from selvbetjening.kernel.internet import is_outside

OUTSIDE = (
    "8.8.8.8", "93.184.216.34", "1.1.1.1", "2a00:1450:400f:80d::200e", "2606:4700::1111", "64:ff9b::808:808",
    "::ffff:8.8.8.8", "2002:808:808::1",
)  # fmt: skip
INSIDE = (
    "0.0.0.0", "10.1.2.3", "100.64.0.1", "127.0.0.1", "127.8.8.8", "169.254.169.254", "172.16.0.1", "172.31.255.255",
    "192.0.0.170", "192.0.2.1", "192.88.99.1", "192.168.1.1", "198.18.0.1", "198.51.100.1", "203.0.113.1",
    "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255", "::", "::1", "::10.0.0.1", "::8.8.8.8",
    "::ffff:10.0.0.1", "::ffff:169.254.169.254", "64:ff9b::a00:1", "64:ff9b:1::1", "100::1", "2001::1", "2001:db8::1",
    "2002:a00:1::", "2002:7f00:1::", "3fff::1", "fc00::1", "fd00:ec2::254", "fe80::1", "fec0::1", "ff02::1", "ff0e::1",
)  # fmt: skip


@pytest.mark.parametrize("address", OUTSIDE)
def test_the_open_internet(address: str) -> None:
    assert is_outside(ip_address(address))


@pytest.mark.parametrize("address", INSIDE)
def test_inside_in_every_form_sec_71(address: str) -> None:
    """SEC-71: private, shared, link-local with the clouds' metadata, multicast, and what carries such an address."""
    assert not is_outside(ip_address(address))


def test_public_addresses_of_our_own_are_inside_sec_71() -> None:
    """SEC-71: own public ranges, also wrapped."""
    own = [ip_network("93.184.216.0/24")]
    assert not is_outside(ip_address("93.184.216.34"), own=own)
    assert not is_outside(ip_address("::ffff:93.184.216.34"), own=own)
    assert is_outside(ip_address("93.184.217.1"), own=own)
