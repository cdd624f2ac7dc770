"""The way in that a company's own app made for its customer (LG-12, SEC-61)."""

from typing import Final

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_http_methods

from selvbetjening.domain.identity.actions.count_up import count_up
from selvbetjening.domain.identity.actions.spend_direct_link import SpentDirect, spend_direct_link
from selvbetjening.domain.identity.queries.direct import direct_page
from selvbetjening.domain.identity.rules.limits import REDEMPTIONS
from selvbetjening.kernel import clock
from selvbetjening.kernel.redirects import safe_path
from selvbetjening.portals.customer.login import cookies
from selvbetjening.portals.customer.login.answers import SIGNUP_EMAIL, SIGNUP_WANTED, client_of, too_many
from selvbetjening.portals.customer.requests import HouseRequest
from selvbetjening.portals.gate import public
from selvbetjening.portals.network import network
from selvbetjening.portals.sessions import log_in_directly

#: Clients that open a link for somebody else, or before she asked for it.
_NOT_HER: Final = frozenset({"prefetch", "scanner"})


@public
@require_http_methods(["GET", "HEAD"])
def direct_link(request: HouseRequest, token: str) -> HttpResponse:
    """Log in at once: the link was never mailed, its time is short, and it works once (SEC-61).

    A preview, a prefetch and a HEAD change nothing, and a link that was made to be mailed gets the button page. What
    the page says is in the link's language, as what is behind it is; she may choose another one there.
    """
    known = token if cookies.is_token(token) else ""
    page = direct_page(request.organization_id, token=known, at=clock.now())
    if page.language:
        translation.activate(page.language)
        request.LANGUAGE_CODE = page.language
    if page.opens and not page.is_mailed and client_of(request) not in _NOT_HER:
        return _spent(request, known)
    response = HttpResponseRedirect(reverse("customer:direct_continue"))
    response.headers["Referrer-Policy"] = "no-referrer"
    cookies.keep_link(response, link=cookies.Opened(known, None))
    if page.language:
        cookies.keep_language(response, language=page.language)
    return response


@public
@require_http_methods(["GET", "HEAD", "POST"])
def direct_continue(request: HouseRequest) -> HttpResponse:
    """The button, or that the link is over, with the way to go on: by mail, or back to where she came from."""
    token = cookies.opened(request).token
    if request.method == "POST":
        return _spent(request, token)
    return _shown(request, token)


def _spent(request: HouseRequest, token: str) -> HttpResponse:
    at = clock.now()
    if again_at := count_up(request.organization_id, limit=REDEMPTIONS, subject=network(request), at=at):
        return too_many(request, again_at=again_at)
    spent = spend_direct_link(request.organization_id, token=token, at=at)
    return _shown(request, token, refused=True) if spent is None else _let_in(request, spent)


def _let_in(request: HouseRequest, spent: SpentDirect) -> HttpResponse:
    """In, or on to the sign-up, to the wanted page and in the wanted language."""
    if spent.recipient is None:
        request.session.flush()
        request.session[SIGNUP_EMAIL] = spent.email
        if spent.wanted_path:
            request.session[SIGNUP_WANTED] = spent.wanted_path
        target = reverse("customer:signup")
    else:
        log_in_directly(request, recipient=spent.recipient, narrowed_to=spent.narrowed_to, return_url=spent.return_url)
        target = safe_path(spent.wanted_path, reverse("customer:overview"))
    response = HttpResponseRedirect(target)
    response.headers["Referrer-Policy"] = "no-referrer"
    cookies.forget(response)
    if spent.language:
        cookies.keep_language(response, language=spent.language)
    return response


def _shown(request: HouseRequest, token: str, *, refused: bool = False) -> HttpResponse:
    """200 either way, as behind a mailed link (LG-10)."""
    page = direct_page(request.organization_id, token=token, at=clock.now())
    opens = page.opens and not refused
    response = render(request, "customer/login/direct.html", {"page": page, "opens": opens})
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
