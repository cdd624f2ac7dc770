"""A reference for every request, and one log line about it without personal data (SEC-143 to SEC-146)."""

import time
from collections.abc import Callable
from secrets import token_hex

import structlog
from django.http import HttpRequest
from django.http.response import HttpResponseBase

log = structlog.get_logger("selvbetjening.request")


class RequestLog:
    """Gives the request an id, binds it to every log line meanwhile, and logs route, status and time."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        reference = token_hex(6)
        request.reference = reference  # type: ignore[attr-defined]
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(reference=reference)
        begun = time.perf_counter()
        response = self.get_response(request)
        match = request.resolver_match
        log.info(
            "request",
            method=request.method if request.method in _METHODS else "other",
            route=match.view_name if match else "none",
            organization=str(getattr(request, "organization_id", None) or ""),
            status=response.status_code,
            milliseconds=round((time.perf_counter() - begun) * 1000, 1),
        )
        response.headers["X-Request-Reference"] = reference
        return response


_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
