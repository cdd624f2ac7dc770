"""The language of the pages: a browser's cookie, and a person's own choice that every login brings along (BP-79)."""

from typing import Final

from django.conf import settings
from django.http import HttpResponse

LANGUAGES: Final = (("da", "Dansk"), ("en", "English"))
_YEAR: Final = 365 * 24 * 3600


def keep(response: HttpResponse, *, language: str) -> None:
    """Let the browser keep the language; one that is not ours is ignored."""
    if language in dict(LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            max_age=_YEAR,
            path="/",
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
