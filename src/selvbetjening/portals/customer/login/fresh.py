"""Acts that give others access want a login that is fifteen minutes old at most (XB-37): a mail, and on it goes.

Never for cancelling or withdrawing: that would be a hindrance.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from selvbetjening.kernel.redirects import safe_path
from selvbetjening.portals import sessions
from selvbetjening.portals.customer.login.asking import ask
from selvbetjening.portals.customer.requests import VisitorRequest
from selvbetjening.portals.gate import logged_in

View = TypeVar("View", bound=Callable[..., HttpResponse])


def fresh(view: View) -> View:
    """Let the view run after a fresh login only; else the page says why, and sends a link that leads back here."""

    @wraps(view)
    def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if sessions.is_fresh(request):
            return view(request, *args, **kwargs)
        return render(request, "customer/login/again.html", {"wanted": request.path})

    return guarded  # type: ignore[return-value]


@logged_in
@require_POST
def again(request: VisitorRequest) -> HttpResponse:
    """Send a login link to the visitor's own address; the one pressed in this browser leads back to the act."""
    wanted = safe_path(request.POST.get("next", ""), "")
    if sessions.is_fresh(request):
        return HttpResponseRedirect(wanted or reverse("customer:overview"))
    return ask(request, email=request.visitor.recipient.email, wanted_path=wanted)
