"""Where an endpoint may be (SEC-69). Pure: what the name leads to is judged when it is met, each time (SEC-70)."""

import re
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

PORTS: Final = (443, 8443)
LONGEST: Final = 2_000
_LABEL: Final = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)")


class AddressRefused(ValueError):
    """`code` says what is wrong with the address.

    `form`, `long`, `https`, `port`, `user_info`, `bare_ip`, `host`, `fragment`.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Target:
    """An address that was looked at, and its host in small letters, as it is asked for in the DNS."""

    url: str
    host: str
    port: int


def checked(*, url: str, inner: bool) -> Target:
    """The address as it is kept. `inner` is for the demo: http, any port and bare addresses too. Raises
    `AddressRefused`."""
    wanted = url.strip()
    if len(wanted) > LONGEST:
        raise AddressRefused("long")
    if re.search(r"[\x00-\x20\x7f\\]", wanted) or not wanted.isascii():
        raise AddressRefused("form")
    try:
        parts = urlsplit(wanted)
        port = parts.port
    except ValueError:
        raise AddressRefused("form") from None
    secure = parts.scheme == "https"
    if not secure and not (inner and parts.scheme == "http"):
        raise AddressRefused("https")
    if "@" in parts.netloc:
        raise AddressRefused("user_info")
    if "#" in wanted:
        raise AddressRefused("fragment")
    host = (parts.hostname or "").rstrip(".")
    _check_host(host, inner)
    port = port if port is not None else (443 if secure else 80)
    if port == 0 or (not inner and port not in PORTS):
        raise AddressRefused("port")
    return Target(wanted, host, port)


def _check_host(host: str, inner: bool) -> None:
    if _is_number(host):
        if not inner:
            raise AddressRefused("bare_ip")
        return
    labels = host.split(".")
    if len(host) > 253 or not all(_LABEL.fullmatch(label) for label in labels) or (len(labels) < 2 and not inner):
        raise AddressRefused("host")
    # 2130706433, 0x7f.1 and the like: programs differ in whether these are addresses, so they are none.
    if re.fullmatch(r"0x[0-9a-f]*|[0-9]+", labels[-1]):
        raise AddressRefused("bare_ip")


def _is_number(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
