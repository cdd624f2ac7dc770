"""Every address of a door, filled with somebody's ids."""

import re
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

from django.urls import URLPattern, URLResolver, get_resolver

from selvbetjening.config import hosts
from selvbetjening.kernel.tokens import new_token
from tests.story.portal.world import World

_CONVERTER = re.compile(r"<(\w+):(\w+)>")


def walk(patterns: list[Any], prefix: str = "/") -> Iterator[tuple[str, Any]]:
    """Address pattern and view of everything in a url configuration."""
    for pattern in patterns:
        address = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from walk(pattern.url_patterns, address)
        elif isinstance(pattern, URLPattern):
            yield address, pattern.callback


def addresses_of(urlconf: str) -> list[str]:
    """Every address of a url configuration, converters in place; Django admin's catch-all for nothing left out."""
    return sorted({address for address, _ in walk(get_resolver(urlconf).url_patterns) if "(?P" not in address})


def portal_addresses() -> list[str]:
    """Every address of the customer portal."""
    return addresses_of(hosts.CUSTOMER)


def with_ids(addresses: list[str]) -> list[str]:
    """Those that name a row."""
    return [address for address in addresses if "<uuid:" in address]


def ids_of(owner: World) -> dict[str, str]:
    """Name in an address → id. An address with a name that is not here fails the tests: it wants a row of its own."""
    return {
        "subscription": str(owner.subscription.id),
        "invoice": str(owner.invoice.id),
        "terms": str(owner.large.id),
    }


def filled(address: str, owner: World) -> str:
    """The address with the owner's ids; a token is one that nobody was given."""
    return _CONVERTER.sub(lambda found: ids_of(owner)[found[2]] if found[1] == "uuid" else new_token(), address)


def unknown(address: str) -> str:
    """The address with ids that nobody has."""
    return _CONVERTER.sub(lambda found: str(uuid4()) if found[1] == "uuid" else new_token(), address)
