"""Addresses of connections, kept whole for a week only (SEC-145). Pure."""

import ipaddress


def shortened(*, address: str) -> str:
    """The network of an address: /24, or /48 of IPv6; empty for what is none."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return ""
    return str(ipaddress.ip_network(f"{found}/{24 if found.version == 4 else 48}", strict=False))
