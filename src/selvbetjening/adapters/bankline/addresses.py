"""To whom a line may lead: a company names the host itself, so none inside our own network is reached (SEC-70, SEC-71).

The name is looked up once, every address is judged, and the line is opened to the address that was judged.
"""

import socket
from ipaddress import ip_address

from django.conf import settings

from selvbetjening.domain.directdebit.ports import LineFailed
from selvbetjening.kernel.internet import is_outside


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
