"""Posts come from our own pages only (SEC-136), on top of Django's CSRF token."""

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from selvbetjening.config.errors import csrf_failure

SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})


class SameSitePosts:
    """Refuses an unsafe request that the browser itself marks as sent by another site."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method not in SAFE:
            site = request.headers.get("Sec-Fetch-Site", "same-origin")
            if site not in {"same-origin", "none"} and request.path != "/csp-report":
                return csrf_failure(request)
        return self.get_response(request)
