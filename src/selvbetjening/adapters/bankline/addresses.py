"""To whom a line may lead: a company names the host itself, so none inside our own network is reached (SEC-70, SEC-71).

The name is looked up once, every address is judged, and the line is opened to the address that was judged.
"""

import socket
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Final

from django.conf import settings

from selvbetjening.domain.directdebit.ports import LineFailed

#: What `is_global` lets pass, or judges otherwise in another version of Python.
_NEVER: Final = tuple(
    map(ip_network, ["100.64.0.0/10", "192.88.99.0/24", "224.0.0.0/4", "240.0.0.0/4", "ff00::/8", "fec0::/10", "::/96"])
)
_NAT64: Final = ip_network("64:ff9b::/96")


def is_outside(address: IPv4Address | IPv6Address) -> bool:
    """Whether it is an address of the open internet; one that carries another is judged by the one inside, too."""
    if isinstance(address, IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if inner is None and address in _NAT64:
            inner = IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_outside(inner)
    if any(address.version == net.version and address in net for net in _NEVER):
        return False
    return address.is_global


def outside(host: str, port: int) -> str:
    """The address to connect to. Raises `LineFailed`: `unreachable` for an unknown name, `inner_host` for one of ours.

    `settings.BANK_LINE_INNER_HOSTS` lets all be reached: where the way to Betalingsservice is a private line.
    """
    try:
        found = [ip_address(each[4][0]) for each in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except (OSError, UnicodeError, ValueError):
        raise LineFailed("unreachable") from None
    if not settings.BANK_LINE_INNER_HOSTS and not all(is_outside(each) for each in found):
        raise LineFailed("inner_host", is_permanent=True)
    return str(found[0])
