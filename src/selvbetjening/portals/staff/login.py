"""How operators come in: a link made on the server, a button that spends it, no password anywhere (SEC-34)."""

from typing import Any

from django.contrib.auth import authenticate, login
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from selvbetjening.domain.identity.actions.spend_staff_link import spend_staff_link
from selvbetjening.kernel import clock
from selvbetjening.portals.gate import public


class StaffLinkBackend(ModelBackend):
    """Knows operators by their link alone. A name and a password never let anybody in."""

    def authenticate(  # type: ignore[override]
        self, request: HttpRequest | None, *, staff_token: str | None = None, **_credentials: Any
    ) -> User | None:
        """The operator whose link this is, once; the link is spent by asking."""
        if not staff_token:
            return None
        found: User | None = spend_staff_link(token=staff_token, at=clock.now())
        return found


@public
@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows a button and changes nothing (mail scanners open links); POST spends the link and logs in."""
    if request.method != "POST":
        return render(request, "staff/link.html", {"dead": False})
    operator = authenticate(request, staff_token=token)
    if operator is None:
        return render(request, "staff/link.html", {"dead": True})
    request.session.flush()
    login(request, operator, backend="selvbetjening.portals.staff.login.StaffLinkBackend")
    return HttpResponseRedirect(reverse("admin:index"))
