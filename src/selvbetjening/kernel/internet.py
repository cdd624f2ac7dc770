"""Addresses of the open internet, told from those of our own network: where a company names a host, none inside is met.

A deny list of our own on top of Python's `is_global`, which differs between versions and lets multicast, NAT64, 6to4
and the old site-local addresses pass (SEC-71).
"""

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_network
from typing import Final

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

_NEVER: Final[tuple[Network, ...]] = tuple(
    ip_network(net)
    for net in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
        "224.0.0.0/4", "240.0.0.0/4",
        "::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "3fff::/20", "5f00::/16", "fc00::/7",
        "fe80::/10", "fec0::/10", "ff00::/8",
    )
)  # fmt: skip
_NAT64: Final = IPv6Network("64:ff9b::/96")
_LAST_32: Final = 0xFFFFFFFF


def is_outside(address: Address, *, own: Iterable[Network] = ()) -> bool:
    """Whether it is an address of the open internet; one that carries another is judged by the one inside, too.

    `own` are ranges of ours that are public, such as those of our own servers.
    """
    inner = _inside(address)
    if inner is not None and not is_outside(inner, own=own):
        return False
    if any(address.version == net.version and address in net for net in (*_NEVER, *own)):
        return False
    if inner is not None:  # mapped, NAT64, 6to4: nothing but its wrapping is left to judge
        return not (isinstance(address, IPv6Address) and address.is_link_local)
    return address.is_global


def _inside(address: Address) -> IPv4Address | None:
    """The IPv4 address that this IPv6 address stands for."""
    if isinstance(address, IPv4Address):
        return None
    if address in _NAT64:
        return IPv4Address(int(address) & _LAST_32)
    return address.ipv4_mapped or address.sixtofour
