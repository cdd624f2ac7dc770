"""Sessions of the doors: 256 random bits in the browser, their digest in the table (SEC-26, LG-13, BP-07).

Which table, the host says: inside an organization's transaction the row is a `PortalSession`, on the operator's host a
`StaffSession`, on the business host a `BusinessSession`. A visitor gets a row only when something is to be remembered.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.csrf import rotate_token

from selvbetjening.domain.identity import queries
from selvbetjening.domain.identity.actions import keep_session as rows
from selvbetjening.domain.tenancy.within import current
from selvbetjening.kernel import clock
from selvbetjening.portals.sessions.business import BusinessStore
from selvbetjening.portals.sessions.store import (
    PORTAL_ABSOLUTE,
    PORTAL_IDLE,
    STAFF_ABSOLUTE,
    STAFF_IDLE,
    SessionStore,
)

__all__ = [
    "FRESH",
    "PORTAL_ABSOLUTE",
    "PORTAL_IDLE",
    "STAFF_ABSOLUTE",
    "STAFF_IDLE",
    "BusinessStore",
    "SessionStore",
    "Sessions",
    "choose",
    "is_fresh",
    "log_in",
    "log_in_directly",
    "log_in_mailbox",
    "log_out",
    "log_out_everywhere",
]

#: XB-37: how old the login may be for acts that give others access.
FRESH = timedelta(minutes=15)


class Sessions:
    """Puts `request.session` in place, keeps it when it changed, and sets or removes the cookie."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        name = settings.SESSION_COOKIE_NAME
        request.session = _store(request, request.COOKIES.get(name))
        response = self.get_response(request)
        session = request.session
        if response.status_code >= 500:
            return response
        if session.accessed and session.is_empty():
            if name in request.COOKIES:
                session.delete(request.COOKIES[name])
                response.delete_cookie(name, path="/", samesite="Lax")
                response.cookies[name]["secure"] = settings.SESSION_COOKIE_SECURE
            return response
        if session.modified:
            session.save()
            response.set_cookie(
                name,
                session.session_key or "",
                path="/",
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
                samesite="Lax",
            )
        return response


def _store(request: HttpRequest, key: str | None) -> SessionStore:
    if getattr(request, "door", "") == "business":
        return BusinessStore(key)
    return SessionStore(key, organization=getattr(request, "organization_id", None))


def log_in(request: HttpRequest, *, recipient: UUID) -> None:
    """Let this browser be this recipient, under a new key; whatever an earlier visitor left is gone (SEC-26)."""
    request.session.flush()
    request.session[queries.RECIPIENT] = str(recipient)
    request.session[queries.PROVEN_AT] = clock.now().isoformat()
    rotate_token(request)


def log_in_directly(
    request: HttpRequest, *, recipient: UUID, narrowed_to: Sequence[str] | None, return_url: str
) -> None:
    """Let this browser be the recipient whom a company's own app sent (LG-12), with fewer permissions if it said so.

    No mailbox was proven, so what wants a fresh login (XB-37) still asks for one.
    """
    request.session.flush()
    request.session[queries.RECIPIENT] = str(recipient)
    if narrowed_to is not None:
        request.session[queries.NARROWED_TO] = list(narrowed_to)
    if return_url:
        request.session[queries.RETURN_URL] = return_url
    rotate_token(request)


def log_in_mailbox(request: HttpRequest, *, identity: UUID) -> None:
    """Let this browser be whoever reads this proven mailbox; which account it is for is chosen next (XB-06, XB-07)."""
    request.session.flush()
    request.session[queries.IDENTITY] = str(identity)
    request.session[queries.PROVEN_AT] = clock.now().isoformat()
    rotate_token(request)


def choose(request: HttpRequest, *, recipient: UUID) -> None:
    """Let a proven mailbox be this recipient from now on, under a new key that lives no longer (SEC-26, LG-13)."""
    request.session[queries.RECIPIENT] = str(recipient)
    request.session.cycle_key()
    rotate_token(request)


def is_fresh(request: HttpRequest) -> bool:
    """Whether the login is fifteen minutes old at most, for acts that want it so (XB-37)."""
    said = request.session.get(queries.PROVEN_AT, "")
    try:
        proven_at = datetime.fromisoformat(said)
    except (TypeError, ValueError):
        return False
    return clock.now() - proven_at <= FRESH


def log_out(request: HttpRequest) -> None:
    """End this browser's session."""
    request.session.flush()


def log_out_everywhere(request: HttpRequest, *, recipient: UUID) -> int:
    """End every session of the recipient, this one included, and return how many there were (LG-13)."""
    organization = current()
    if organization is None:
        raise RuntimeError("recipients log out on their company's host")
    ended = rows.remove_of_recipient(organization, recipient=recipient)
    if identity := request.session.get(queries.IDENTITY):
        ended += rows.remove_of_identity(organization, identity=UUID(identity))
    request.session.flush()
    return ended
