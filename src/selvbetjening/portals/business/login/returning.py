"""Back from the broker: the one place where a browser becomes somebody (BP-01, BP-17, annex A.3, SEC-50)."""

from collections.abc import Callable
from typing import Final

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import rotate_token
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from selvbetjening.domain.identity.actions.finish_login import Finished, finish_login
from selvbetjening.domain.identity.actions.keep_business_session import visit_of
from selvbetjening.domain.identity.ports import LoginRefused
from selvbetjening.domain.identity.queries import brokers
from selvbetjening.domain.identity.rules.clients import browser_name
from selvbetjening.kernel import clock
from selvbetjening.kernel.redirects import safe_path
from selvbetjening.portals.business.checking import checked
from selvbetjening.portals.business.door import TOLD
from selvbetjening.portals.business.languages import keep
from selvbetjening.portals.business.login import cookies
from selvbetjening.portals.business.refusing import minutes_until, refused
from selvbetjening.portals.business.requests import BusinessRequest
from selvbetjening.portals.business.stepping_up import WAITING
from selvbetjening.portals.gate import public
from selvbetjening.portals.network import network


@public
@require_safe
def returned(request: BusinessRequest, broker: str) -> HttpResponse:
    """Spend the attempt, and go on by what it was for. What the broker says of an error is never shown (SEC-53)."""
    if broker not in brokers.names():
        raise Http404
    try:
        finished = finish_login(
            broker=broker,
            answer=request.GET.dict(),
            cookie=cookies.secret_of(request),
            network=network(request),
            at=clock.now(),
        )
    except LoginRefused as error:
        response = _not_in(request, error)
    else:
        response = _NEXT.get(finished.attempt.purpose, _login)(request, finished)
        if finished.user is not None:
            keep(response, language=finished.user.language)
    cookies.forget(response, "oidc")
    return response


def _not_in(request: BusinessRequest, error: LoginRefused) -> HttpResponse:
    """Back to the form after an unfinished step-up, else the page that says why."""
    request.reference = error.reference or request.reference
    wait = minutes_until(error.again_at, at=clock.now())
    return refused(request, error.code, wanted=error.wanted_path, level=gettext("Substantial"), minutes=wait)


def _login(request: BusinessRequest, finished: Finished) -> HttpResponse:
    _become(request, finished)
    return HttpResponseRedirect(safe_path(finished.attempt.wanted_path, "") or reverse("business:start"))


def _stepped_up(request: BusinessRequest, finished: Finished) -> HttpResponse:
    """The same visit under a new key; the form that waited is shown once more, and only a press sends it."""
    if finished.attempt.session_digest != request.session.digest:
        return refused(request, "ACC-03")
    kept = finished.attempt.kept
    request.session[WAITING] = {"kept": kept.decode() if kept else "", "by": finished.person.given_name}
    request.session.cycle_key()
    return HttpResponseRedirect(reverse("business:confirmed"))


def _invited(request: BusinessRequest, finished: Finished) -> HttpResponse:
    _become(request, finished)
    return HttpResponseRedirect(reverse("business:invitation_answer"))


def _checked(request: BusinessRequest, finished: Finished) -> HttpResponse:
    """BP-70's check: what the login would be worth, without logging anybody in."""
    return HttpResponseRedirect(f"{reverse('business:requirements')}?svar={checked(finished.person)}")


def _become(request: BusinessRequest, finished: Finished) -> None:
    """This browser is this person's from now on, under a new key (SEC-26); nothing of an earlier visitor is left."""
    device = browser_name(user_agent=request.headers.get("User-Agent", ""))
    request.session.begin(visit_of(finished=finished, device=device))
    request.session[TOLD] = {"email": finished.person.email, "signatory": finished.person.is_signatory is True}
    rotate_token(request)


_NEXT: Final[dict[str, Callable[[BusinessRequest, Finished], HttpResponse]]] = {
    "login": _login,
    "step_up": _stepped_up,
    "invitation": _invited,
    "check": _checked,
}
