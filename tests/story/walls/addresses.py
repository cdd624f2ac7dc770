"""Every address of a door, filled with somebody's ids."""

import re
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

from django.urls import URLPattern, URLResolver, get_resolver

from selvbetjening.config import hosts
from selvbetjening.kernel.tokens import new_token
from tests.story.portal.world import World
from tests.story.walls.rows import ROWS

#: No cookie opens what lies below; a token does.
PROGRAMS = "/customer-api/"
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
    """Those that name a row and are opened by a browser's login."""
    return [one for one in addresses if "<uuid:" in one and not one.startswith(PROGRAMS)]


def for_programs(addresses: list[str]) -> list[str]:
    """Those that name a row and are opened by a token of the customer's (CM-09)."""
    return [one for one in addresses if "<uuid:" in one and one.startswith(PROGRAMS)]


def ids_of(owner: World) -> dict[str, str]:
    """Name in an address → id of the owner's, of every kind of row there is."""
    return {name: str(make(owner)) for name, make in ROWS.items()}


def filled(address: str, owner: World) -> str:
    """The address with the owner's ids; a token, a code or a number is one that nobody was given.

    Rows that the address names and that are not there yet are made: ask before you compare.
    """
    return _CONVERTER.sub(
        lambda found: str(ROWS[found[2]](owner)) if found[1] == "uuid" else _nobodys(found[1]), address
    )


def unknown(address: str) -> str:
    """The address with ids that nobody has."""
    return _CONVERTER.sub(lambda found: str(uuid4()) if found[1] == "uuid" else _nobodys(found[1]), address)


def _nobodys(converter: str) -> str:
    return "987654321" if converter == "int" else new_token()
