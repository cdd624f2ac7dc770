"""Where a request comes from; forwarded addresses are believed from known proxies only (SEC-139)."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

Ip = IPv4Address | IPv6Address


def client_ip(request: HttpRequest) -> Ip | None:
    """The address of the client, or None when the server knows none (a unix socket without a proxy we trust).

    `X-Forwarded-For` is read from the right, and only past hops that stand in `TRUSTED_PROXIES` (addresses or
    networks): whatever a client wrote into it stays unread.
    """
    hops = [request.META.get("REMOTE_ADDR", "")]
    hops = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") + hops
    found: Ip | None = None
    for hop in reversed(hops):
        address = _parse(hop.strip())
        if address is None:
            return found
        found = address
        if not _trusted(address):
            return found
    return found


def network(request: HttpRequest) -> str:
    """What limits count by: the IPv4 address, the /64 of an IPv6 one (security.md 5.2), "unknown" without any."""
    address = client_ip(request)
    if address is None:
        return "unknown"
    if isinstance(address, IPv6Address):
        return str(ip_network((address, 64), strict=False))
    return str(address)


def _parse(text: str) -> Ip | None:
    try:
        address = ip_address(text)
    except ValueError:
        return None
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        return address.ipv4_mapped
    return address


def _trusted(address: Ip) -> bool:
    return any(address in ip_network(proxy, strict=False) for proxy in settings.TRUSTED_PROXIES)
