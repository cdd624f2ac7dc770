"""Let a program in by its token: asked anew at every call, as if the person stood in the door herself (CM-09)."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse

from selvbetjening.domain.accounts.actions.customer_tokens import admit
from selvbetjening.domain.accounts.queries.tokens import CustomerToken
from selvbetjening.domain.organizations.rules.platform import PLATFORM
from selvbetjening.kernel import clock
from selvbetjening.portals.customer.visitor import Visitor, visitor
from selvbetjening.portals.network import network


@dataclass(frozen=True, slots=True)
class Caller:
    """Whose program it is: what it may is what she may."""

    token: CustomerToken
    visitor: Visitor


def caller(request: Any, *, secret: str, kind: str, permission: str) -> Caller | int | None:
    """The caller, the seconds to wait where this was one call too many, or None for everything that does not fit.

    A portal that is closed, a person who was removed or suspended, a permission that is off: all are as a wrong token.
    """
    here, at = request.organization_id, clock.now()
    if here == PLATFORM:
        return None
    admitted = admit(here, token=secret, kind=kind, network=network(request), at=at)
    if admitted.again_at is not None:
        return max(1, int((admitted.again_at - at).total_seconds()))
    if admitted.token is None:
        return None
    found = visitor(request.house, recipient=admitted.token.recipient, today=clock.today())
    return Caller(admitted.token, found) if found is not None and found.may(permission) else None


def quiet(response: HttpResponse) -> HttpResponse:
    """What a program reads is kept by nobody on the way, and no page that it leads to learns the address."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
