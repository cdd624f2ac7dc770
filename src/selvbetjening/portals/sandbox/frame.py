"""The frame around the demo's pages, and the language they are read in."""

from collections.abc import Callable
from functools import wraps
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from selvbetjening.ui.components.values import language
from selvbetjening.ui.page import Frame, Speech, Way

LANGUAGES: Final = {"da": "Dansk", "en": "English"}
_YEAR: Final = 365 * 24 * 3600


def frame_of(request: HttpRequest) -> Frame:
    """Menu of the demo, the page at hand marked."""
    ways = (
        (gettext("Start"), reverse("sandbox:start")),
        (gettext("Mailbox"), reverse("sandbox:mailbox")),
        (gettext("Clock"), reverse("sandbox:clock")),
        (gettext("Components"), reverse("sandbox:gallery")),
    )
    here = request.path
    menu = [Way(text, href, current=here == href or (href != "/" and here.startswith(href))) for text, href in ways]
    return Frame(name=gettext("Selvbetjening's demo"), home_url=reverse("sandbox:start"), menu=menu,
                 languages=_speeches(request))  # fmt: skip


def in_language(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """`?language=da` or `en` chooses the language of this page and of the next ones in this browser."""

    @wraps(view)
    def answer(request: HttpRequest, **values: object) -> HttpResponse:
        chosen = request.GET.get("language", "")
        if chosen not in LANGUAGES:
            return view(request, **values)
        with translation.override(chosen):
            response = view(request, **values)
        response.headers["Content-Language"] = chosen
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, chosen, max_age=_YEAR, path="/",
            secure=settings.LANGUAGE_COOKIE_SECURE, httponly=True, samesite="Lax",
        )  # fmt: skip
        return response

    return answer


def policy(**wider: str) -> str:
    """The product's content security policy with some directives widened, for the demo's own needs."""
    rules = {
        "default-src": "'none'", "script-src": "'self'", "style-src": "'self'", "img-src": "'self' data:",
        "font-src": "'self'", "connect-src": "'self'", "form-action": "'self'", "base-uri": "'none'",
        "object-src": "'none'", "frame-ancestors": "'none'", **wider,
    }  # fmt: skip
    return "; ".join(f"{directive} {sources}" for directive, sources in rules.items())


def _speeches(request: HttpRequest) -> list[Speech]:
    speeches = []
    for code, name in LANGUAGES.items():
        query = request.GET.copy()
        query["language"] = code
        speeches.append(Speech(code, name, f"?{query.urlencode()}", current=language() == code))
    return speeches
