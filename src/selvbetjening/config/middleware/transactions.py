"""One request of an organization's host is one transaction, with its organization set (SEC-09, SEC-10)."""

from collections.abc import Callable
from typing import Final

from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.db import transaction
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import Resolver404, resolve

from selvbetjening.domain.tenancy.within import within

REFUSALS: Final = (Http404, PermissionDenied, BadRequest, SuspiciousOperation)


class OrganizationTransaction:
    """Wraps view, rendering and session in one transaction; an error or a 5xx answer rolls it back.

    It must stand outside the session's middleware, so that everything a request writes is in the transaction.
    Pages that read several companies open a transaction for each instead (SEC-17, CM-08); the few that write by
    calling a gateway, or that take a file's bytes, open one before and one after it (G2, `portals.gate.calls_out`).
    Streaming answers would run outside it: doors answer with complete bodies.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if _stands_alone(request):
            return self.get_response(request)
        with within(request.organization_id):  # type: ignore[attr-defined]
            response = self.get_response(request)
            # Whoever looks as a customer leaves nothing behind, whatever a page writes when it is read (CM-12).
            if response.status_code >= 500 or getattr(request, "only_reads", False):
                transaction.set_rollback(True)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """A view's error, before Django makes a page of it: whatever was written goes.

        A refusal is an answer and no error: the session that ends with it must still be written.
        """
        if not _stands_alone(request) and not isinstance(exception, REFUSALS):
            transaction.set_rollback(True)


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
