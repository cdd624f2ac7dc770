"""The page behind a mailed link: opening it does nothing, its button spends it (LG-08 to LG-10, SEC-58, CM-11)."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST

from selvbetjening.domain.identity.actions.count_up import count_up
from selvbetjening.domain.identity.actions.open_link import open_link
from selvbetjening.domain.identity.actions.renew_link import renew_link
from selvbetjening.domain.identity.actions.spend_link import spend_link
from selvbetjening.domain.identity.queries import link_page
from selvbetjening.domain.identity.rules.limits import LOGIN_REQUESTS
from selvbetjening.kernel import clock
from selvbetjening.kernel.formatting import language_of
from selvbetjening.portals.customer.login import cookies
from selvbetjening.portals.customer.login.answers import browser_name_of, client_of, let_in, too_many
from selvbetjening.portals.customer.login.asking import wrong_code
from selvbetjening.portals.customer.login.forms import CodeForm
from selvbetjening.portals.customer.requests import HouseRequest
from selvbetjening.portals.gate import public
from selvbetjening.portals.network import network


@public
@require_http_methods(["GET", "HEAD"])
def login_link(request: HouseRequest, token: str) -> HttpResponse:
    """Move the token from the address into a short-lived cookie and go to a clean address (SEC-58)."""
    response = HttpResponseRedirect(reverse("customer:login_continue"))
    response.headers["Referrer-Policy"] = "no-referrer"
    known = cookies.opened(request)
    if known.token == token:
        return response  # the same browser again: its first opening is the one that counts
    event = None
    if cookies.is_token(token):
        event = open_link(request.organization_id, token=token, client_class=client_of(request), at=clock.now())
    cookies.keep_link(response, link=cookies.Opened(token if cookies.is_token(token) else "", event))
    return response


@public
@require_http_methods(["GET", "HEAD", "POST"])
def login_continue(request: HouseRequest) -> HttpResponse:
    """The button page. A post spends the link: alone in the browser that asked, with the code in any other (LG-09)."""
    link, refused = cookies.opened(request), False
    form = CodeForm(request.POST if request.method == "POST" and "code" in request.POST else None)
    if request.method == "POST":
        spent = spend_link(
            request.organization_id,
            token=link.token,
            browser=cookies.browser_of(request),
            code=form.cleaned_data["code"] if form.is_bound and form.is_valid() else "",
            network=network(request),
            client_class=client_of(request),
            at=clock.now(),
        )
        if spent.again_at:
            return too_many(request, again_at=spent.again_at)
        if spent.result in ("logged_in", "choose", "signup"):
            return let_in(request, spent)
        if spent.result == "wrong_code":
            form.add_error("code", wrong_code())
        refused = spent.result == "dead"
    return _shown(request, link, form, refused=refused)


def _shown(request: HouseRequest, link: cookies.Opened, form: CodeForm, *, refused: bool) -> HttpResponse:
    """The button, or what became of the link; 200 either way (LG-10).

    `refused`: the press came to nothing, though the link itself may be in order: the person may not come in any more.
    """
    page = link_page(
        request.organization_id,
        token=link.token,
        browser=cookies.browser_of(request),
        opening=link.event,
        at=clock.now(),
    )
    template = "open" if page.state == "open" and not refused else "dead"
    response = render(request, f"customer/login/link_{template}.html", {"page": page, "form": form})
    # The page corrects this with a meta element for its own form: without any origin, no browser could post it.
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@public
@require_POST
def login_renew(request: HouseRequest) -> HttpResponse:
    """A fresh mail in place of a dead link (LG-10), with the same neutral answer as any request."""
    at, place = clock.now(), network(request)
    if again_at := count_up(request.organization_id, limit=LOGIN_REQUESTS, subject=place, at=at):
        return too_many(request, again_at=again_at)
    nonce = cookies.nonce_for(request)
    renewed = renew_link(
        request.organization_id,
        token=cookies.opened(request).token,
        language=language_of(get_language()),
        browser=nonce,
        browser_name=browser_name_of(request),
        network=place,
        at=at,
    )
    if not renewed:
        return HttpResponseRedirect(reverse("customer:login"))
    response = HttpResponseRedirect(reverse("customer:login_sent"))
    cookies.mark_browser(response, nonce=nonce)
    return response
