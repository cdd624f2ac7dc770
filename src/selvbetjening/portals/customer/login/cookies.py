"""The two short-lived cookies of a login: which browser asked, and which link was opened (SEC-58, SEC-59).

Both hold random bits only. Where there is TLS their names carry `__Host-`, which wants the path `/` (SEC-135).
"""

import re
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from selvbetjening.kernel.tokens import new_token

_YEAR: Final = 365 * 24 * 3600
#: Longer than any link lives, so that the asking browser is known as long as it matters.
_HOUR: Final = 3600
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")


def is_token(text: str) -> bool:
    """Whether the text has the form of a token; every other text is no link of ours."""
    return _TOKEN.fullmatch(text) is not None


def browser_of(request: HttpRequest) -> str:
    """The nonce of this browser, "" when it never asked for a link."""
    nonce = request.COOKIES.get(_name("login"), "")
    return nonce if is_token(nonce) else ""


def mark_browser(response: HttpResponse, *, nonce: str) -> None:
    """Let the browser keep its nonce for an hour more."""
    _set(response, "login", nonce)


def nonce_for(request: HttpRequest) -> str:
    """The browser's nonce, or a fresh one: links asked for before in this browser keep working in it."""
    return browser_of(request) or new_token()


@dataclass(frozen=True, slots=True)
class Opened:
    """The link that this browser opened, and the noted opening, if the link was known."""

    token: str
    event: UUID | None


def opened(request: HttpRequest) -> Opened:
    """What the last opened link left; an empty token when there is none."""
    token, _, event = request.COOKIES.get(_name("link"), "").partition(".")
    if not is_token(token):
        return Opened("", None)
    try:
        return Opened(token, UUID(event))
    except ValueError:
        return Opened(token, None)


def keep_link(response: HttpResponse, *, link: Opened) -> None:
    """Remember the link outside the address (SEC-58)."""
    _set(response, "link", f"{link.token}.{link.event.hex if link.event else ''}")


def forget(response: HttpResponse) -> None:
    """Somebody is in: neither cookie is needed any more."""
    for name in ("login", "link"):
        response.delete_cookie(_name(name), path=_path(), samesite="Lax")
        response.cookies[_name(name)]["secure"] = settings.HTTPS


def keep_language(response: HttpResponse, *, language: str) -> None:
    """Remember the language in this browser for a year; it is no secret, and every page reads it."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=_YEAR,
        path="/",
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _name(name: str) -> str:
    return f"__Host-{name}" if settings.HTTPS else name


def _path() -> str:
    return "/" if settings.HTTPS else "/log-ind/"


def _set(response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(
        _name(name), value, max_age=_HOUR, path=_path(), secure=settings.HTTPS, httponly=True, samesite="Lax"
    )
