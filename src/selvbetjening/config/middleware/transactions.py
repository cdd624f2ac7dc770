"""One request of an organization's host is one transaction, with its organization set (SEC-09, SEC-10)."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import Resolver404, resolve

from selvbetjening.config.errors import busy
from selvbetjening.domain.tenancy.again import Collided, collided, whole
from selvbetjening.domain.tenancy.within import within

REFUSALS: Final = (Http404, PermissionDenied, BadRequest, SuspiciousOperation)
#: What was read of the request's body: it comes only once.
_BODY: Final = ("_body", "_read_started", "_stream", "_post", "_files", "_post_parse_error")


class OrganizationTransaction:
    """Wraps view, rendering and session in one transaction; an error or a 5xx answer rolls it back.

    It must stand outside the session's middleware, so that everything a request writes is in the transaction.
    Pages that read several companies open a transaction for each instead (SEC-17, CM-08); the few that write by
    calling a gateway, or that take a file's bytes, open one before and one after it (G2, `portals.gate.calls_out`).
    Streaming answers would run outside it: doors answer with complete bodies.

    What the database gave up for another transaction's sake is done again, whole, as the API does (`tenancy.again`):
    the request is as it came, and nothing of the first try was kept.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if _stands_alone(request):
            return self.get_response(request)
        came, environment = dict(request.__dict__), dict(request.META)

        def tried() -> HttpResponseBase:
            _as_it_came(request, came, environment)
            return self._in_one_transaction(request)

        try:
            return whole(tried)
        except Collided:
            return busy(request)

    def _in_one_transaction(self, request: HttpRequest) -> HttpResponseBase:
        with within(request.organization_id):  # type: ignore[attr-defined]
            response = self.get_response(request)
            # Whoever looks as a customer leaves nothing behind, whatever a page writes when it is read (CM-12).
            if response.status_code >= 500 or getattr(request, "only_reads", False):
                transaction.set_rollback(True)
        if getattr(request, "collided", False):
            raise Collided
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A view's error, before Django makes a page of it: whatever was written goes.

        A refusal is an answer and no error: the session that ends with it must still be written. What the database
        gave up is no page either, as long as it may be tried again.
        """
        if _stands_alone(request) or isinstance(exception, REFUSALS):
            return None
        transaction.set_rollback(True)
        if not collided(error=exception):
            return None
        request.collided = True  # type: ignore[attr-defined]
        return HttpResponse(status=503)


def _as_it_came(request: HttpRequest, came: Mapping[str, Any], environment: Mapping[str, Any]) -> None:
    """Forget whatever an earlier try put on the request, but for its body."""
    body = {name: request.__dict__[name] for name in _BODY if name in request.__dict__}
    request.__dict__.clear()
    request.__dict__.update({**came, **body})
    request.META.clear()
    request.META.update(environment)
    for _, files in body["_files"].lists() if "_files" in body else ():
        for file in files:
            file.seek(0)


def _stands_alone(request: HttpRequest) -> bool:
    """Whether no transaction is around the request: no company's host, several companies, or a call to a gateway."""
    if request.organization_id is None or getattr(request, "across_companies", False):  # type: ignore[attr-defined]
        return True
    if request.method in {"GET", "HEAD", "OPTIONS"}:
        return False
    try:
        found = resolve(request.path_info, getattr(request, "urlconf", None))
    except Resolver404:
        return False
    return bool(getattr(found.func, "calls_out", False))
