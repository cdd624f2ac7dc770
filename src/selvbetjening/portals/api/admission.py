"""Who calls: the token, the organization, the minute, and the right (sections 1 and 2)."""

from typing import Final

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from selvbetjening.domain.identity.actions.admit_api_call import Admitted, admit_api_call
from selvbetjening.domain.identity.rules.api import Budget, parts_of
from selvbetjening.kernel import clock
from selvbetjening.kernel.actors import Actor
from selvbetjening.portals.api.call import UNKNOWN_CLIENT, Call, header
from selvbetjening.portals.api.errors import Problem, forbidden, said

_WHO: Final = {"WWW-Authenticate": "Token"}


def admitted(request: HttpRequest, *, language: str) -> tuple[Call, Budget]:
    """The call. Raises a 401, a 403 for an organization that is not active, or a 429."""
    scheme, _space, token = request.headers.get("Authorization", "").strip().partition(" ")
    if not token:
        raise said(401, _("Authentication credentials were not provided."), code="not_authenticated", headers=_WHO)
    parts = parts_of(token=token.strip()) if scheme.lower() == "token" else None
    at = clock.now()
    found = parts and admit_api_call(parts[0], secret=parts[1], per_minute=settings.API_CALLS_A_MINUTE, at=at)
    if not parts or not found:
        raise said(401, _("Invalid token."), code="authentication_failed", headers=_WHO)
    if not found.organization.is_active:
        raise forbidden(_("The organization is not active."), code="organization_inactive")
    if found.budget.exceeded:
        raise _too_many(found.budget)
    client = header(request, "X-Client-System", most=80) or UNKNOWN_CLIENT
    return Call(
        here=parts[0],
        organization=found.organization,
        api_user=found.api_user,
        token=found.token,
        rights=found.rights,
        is_read_only=found.is_read_only,
        actor=_actor(request, found, client),
        caller=header(request, "X-User", most=120),
        at=at,
        language=language,
    ), found.budget


def _actor(request: HttpRequest, found: Admitted, client: str) -> Actor:
    return Actor("api", str(found.api_user), client=client, call=getattr(request, "reference", ""))


def allowed(call: Call, *, right: str) -> None:
    """Raises a 403 where the API user has not this right, or its token only reads."""
    if call.may(right):
        return
    if call.is_read_only and not right.endswith(".read"):
        raise forbidden(_("This token can only read."), code="read_only_token")
    raise forbidden(_("You do not have permission to perform this action."), code="permission_missing")


def headers_of(budget: Budget) -> dict[str, str]:
    """What is left of the minute."""
    return {
        "X-RateLimit-Limit": str(budget.limit),
        "X-RateLimit-Remaining": str(budget.left),
        "X-RateLimit-Reset": str(budget.seconds),
    }


def _too_many(budget: Budget) -> Problem:
    words = _("Request was throttled. Expected available in %(seconds)s seconds.") % {"seconds": budget.seconds}
    headers = {"Retry-After": str(budget.seconds), **headers_of(budget)}
    return said(429, words, code="throttled", headers=headers)
