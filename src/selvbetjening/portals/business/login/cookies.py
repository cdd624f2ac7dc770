"""Two short-lived cookies: which browser went to the broker, and which invitation it opened (SEC-52, SEC-58).

Both hold random bits only. Where there is TLS their names carry `__Host-`, which wants the path `/` (SEC-135).
"""

import re
from typing import Final
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse

_TEN_MINUTES, _HOUR = 600, 3600
_TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{43}")


def is_token(text: str) -> bool:
    """Whether the text has the form of a token; every other text is no link of ours."""
    return _TOKEN.fullmatch(text) is not None


def secret_of(request: HttpRequest) -> str:
    """The secret of the way to the broker that this browser began last, "" without one."""
    return request.COOKIES.get(_name("oidc"), "")


def mark(response: HttpResponse, *, secret: str) -> None:
    """Let the browser keep the secret of this way to the broker."""
    _set(response, "oidc", secret, _TEN_MINUTES)


def invitation_of(request: HttpRequest) -> tuple[UUID, str] | None:
    """Company and token of the invitation that this browser opened."""
    company, _, token = request.COOKIES.get(_name("invitation"), "").partition(".")
    if not is_token(token):
        return None
    try:
        return UUID(company), token
    except ValueError:
        return None


def keep_invitation(response: HttpResponse, *, organization: UUID, token: str) -> None:
    """Remember the invitation outside the address (SEC-58)."""
    _set(response, "invitation", f"{organization.hex}.{token}", _HOUR)


def forget(response: HttpResponse, *names: str) -> None:
    """These are needed no more."""
    for name in names:
        response.delete_cookie(_name(name), path="/", samesite="Lax")
        response.cookies[_name(name)]["secure"] = settings.HTTPS


def _name(name: str) -> str:
    return f"__Host-{name}" if settings.HTTPS else name


def _set(response: HttpResponse, name: str, value: str, seconds: int) -> None:
    response.set_cookie(
        _name(name), value, max_age=seconds, path="/", secure=settings.HTTPS, httponly=True, samesite="Lax"
    )
