"""Every address of a door, filled with somebody's ids."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.urls import URLPattern, URLResolver, get_resolver

from selvbetjening.config import hosts
from selvbetjening.domain.accounts.models import AccountantGrant, RecipientInvitation
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from selvbetjening.kernel.tokens import new_token
from tests.story.late.rows import dispute_of, file_of, letter_of
from tests.story.portal.world import NOW, World

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
        "recipient": str(owner.recipient.id),
        **people_of(owner),
    }


def people_of(owner: World) -> dict[str, str]:
    """An open invitation and a bookkeeper's grant of the account, made at the first asking."""
    with within(owner.id):
        mine = {"organization_id": owner.id, "account": owner.account}
        by, days = owner.recipient.id, {"starts_on": clock.today(), "ends_on": clock.today() + timedelta(days=30)}
        grant, _ = AccountantGrant.objects.get_or_create(
            **mine, defaults={"name": "Bo", "email": "b@example.com", "scopes": ["documents"], "granted_by": by,
                              "created_at": clock.now(), **days},
        )  # fmt: skip
        invitation, _ = RecipientInvitation.objects.get_or_create(
            **mine, defaults={"name": "Bo", "email": "b@example.com", "role": "reader", "receive_invoice": True,
                              "receive_payment_confirmation": True, "receive_subscription_notifications": True,
                              "invited_by": by, "token_digest": uuid4().bytes * 2, "created_at": clock.now(),
                              "expires_at": clock.now() + timedelta(days=3)},
        )  # fmt: skip
    return {"grant": str(grant.id), "invitation": str(invitation.id)}


#: Rows that are made when an address asks for them: most tests need none.
_MADE = {"reminder": letter_of, "dispute": dispute_of, "file": file_of}


def filled(address: str, owner: World) -> str:
    """The address with the owner's ids; a token is one that nobody was given."""

    def id_of(name: str) -> str:
        if make := _MADE.get(name):
            return str(make(owner.id, invoice=owner.invoice.id, at=NOW))
        return ids_of(owner)[name]

    return _CONVERTER.sub(lambda found: id_of(found[2]) if found[1] == "uuid" else new_token(), address)


def unknown(address: str) -> str:
    """The address with ids that nobody has."""
    return _CONVERTER.sub(lambda found: str(uuid4()) if found[1] == "uuid" else new_token(), address)
