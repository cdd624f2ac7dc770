"""From the host name to the door and the organization; an unknown host learns nothing (SB-02, LG-06, SEC-139)."""

import re
import time
from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase

from selvbetjening.config import hosts
from selvbetjening.config.errors import unknown_host
from selvbetjening.domain.organizations import queries as organizations
from selvbetjening.domain.organizations.rules.platform import PLATFORM
from selvbetjening.kernel import clock

#: How long a process may go on answering for a host name that has moved meanwhile, in seconds. What the organization
#: is and may is asked at every request all the same (LG-14).
REMEMBERED_FOR: Final = 5.0
_HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?")


def host_of(request: HttpRequest) -> str | None:
    """The request's host without its port, lower case, or None when it is no host name at all."""
    name = request.META.get("HTTP_HOST", "").lower()
    name = re.sub(r":\d{1,5}\Z", "", name).removesuffix(".")
    return name if _HOST.fullmatch(name) else None


class Hosts:
    """Sets `request.urlconf` and, on a company's host or on its pages of the business portal, `organization_id`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self._known: dict[str, tuple[float, organizations.FoundHost]] = {}

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        # The scheme is what the installation says, not what the hop from the proxy happens to speak (SEC-139): without
        # this, no Origin of a browser would match behind a proxy that ends TLS.
        request.META["wsgi.url_scheme"] = settings.PUBLIC_SCHEME
        request.organization_id = None  # type: ignore[attr-defined]
        request.door = ""  # type: ignore[attr-defined]
        if request.path in hosts.EVERY_HOST:
            request.urlconf = "selvbetjening.config.urls_every_host"  # type: ignore[attr-defined]
            return self.get_response(request)
        name = host_of(request)
        if name is None:
            return unknown_host(request)
        if urlconf := hosts.platform_urlconf(name):
            request.urlconf = urlconf  # type: ignore[attr-defined]
            if urlconf == hosts.BUSINESS:
                request.door = "business"  # type: ignore[attr-defined]
                request.organization_id = hosts.company_of(request.path)  # type: ignore[attr-defined]
            elif urlconf == hosts.API:
                request.door = "api"  # type: ignore[attr-defined]
            return self.get_response(request)
        if hosts.is_bookkeepers(name):
            request.organization_id = PLATFORM  # type: ignore[attr-defined]
            request.across_companies = hosts.reads_companies(request.path)  # type: ignore[attr-defined]
            request.urlconf = hosts.BOOKKEEPING  # type: ignore[attr-defined]
            return self.get_response(request)
        found = self._found(name)
        if found is None:
            return unknown_host(request)
        if found.moved_to:
            return _moved(request, found.moved_to)
        request.organization_id = found.organization  # type: ignore[attr-defined]
        request.urlconf = hosts.CUSTOMER  # type: ignore[attr-defined]
        return self.get_response(request)

    def _found(self, name: str) -> organizations.FoundHost | None:
        """Whose the name is. Only names in use are remembered, so that strangers' inventions fill no memory."""
        until, found = self._known.get(name, (0.0, None))
        if until > time.monotonic():
            return found
        fresh = organizations.by_host(name=name, at=clock.now())
        if fresh is None or fresh.moved_to:
            self._known.pop(name, None)
        else:
            self._known[name] = (time.monotonic() + REMEMBERED_FOR, fresh)
        return fresh


def _moved(request: HttpRequest, origin: str) -> HttpResponse:
    """LG-16: for twelve months a former host name leads to the new one, with the path kept."""
    path = request.get_full_path()
    return HttpResponsePermanentRedirect(origin + (path if path.startswith("/") else "/"))
