"""Ask for a link, and the one answer that everybody gets (LG-04, LG-05, SEC-63)."""

from typing import Final
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods

from selvbetjening.domain.identity.actions.count_up import count_up
from selvbetjening.domain.identity.actions.request_login import request_login
from selvbetjening.domain.identity.actions.spend_link import spend_code
from selvbetjening.domain.identity.rules.limits import LOGIN_REQUESTS
from selvbetjening.domain.organizations.permissions import CREATE_ACCOUNT
from selvbetjening.domain.organizations.rules.platform import PLATFORM
from selvbetjening.kernel import clock
from selvbetjening.kernel.formatting import language_of
from selvbetjening.kernel.redirects import safe_path
from selvbetjening.portals.customer.login import cookies
from selvbetjening.portals.customer.login.answers import browser_name_of, client_of, let_in, too_many
from selvbetjening.portals.customer.login.forms import CodeForm, EmailForm
from selvbetjening.portals.customer.requests import HouseRequest
from selvbetjening.portals.gate import public
from selvbetjening.portals.network import network

LONGEST_WANTED = 500
#: In the login page's address: whoever comes to become a customer (LG-11).
NEW: Final = "ny"


@public
@require_http_methods(["GET", "HEAD", "POST"])
def login(request: HouseRequest) -> HttpResponse:
    """The login page. A post does the same work for every address: one count, one row, one job, one redirect."""
    wanted = safe_path(request.POST.get("next") or request.GET.get("next", ""), "")
    wanted = wanted if len(wanted) <= LONGEST_WANTED and not wanted.startswith(request.path) else ""
    if request.visitor is not None:  # a link from outside finds the way also for who is in already (XB-18)
        return HttpResponseRedirect(wanted or reverse("customer:overview"))
    if request.proven:
        return HttpResponseRedirect(reverse("customer:choose") + (f"?{urlencode({'next': wanted})}" if wanted else ""))
    form = EmailForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return _page(request, form, wanted)
    return ask(request, email=form.cleaned_data["email"], wanted_path=wanted)


def _page(request: HouseRequest, form: EmailForm, wanted: str) -> HttpResponse:
    """The form, with words for who it is for: customers, customers to be where one may sign up (SB-12), bookkeepers."""
    house = request.house
    may_sign_up = CREATE_ACCOUNT in house.organization.allowed_acts and house.closed is None
    context = {
        "form": form,
        "wanted": wanted,
        "goodbye": "farvel" in request.GET,
        "may_sign_up": may_sign_up,
        "wants_to_sign_up": may_sign_up and NEW in {*request.GET, *request.POST},
        "new": NEW,
        "for_bookkeepers": request.organization_id == PLATFORM,
    }
    return render(request, "customer/login/login.html", context)


def ask(request: HouseRequest, *, email: str, wanted_path: str) -> HttpResponse:
    """Take the request down, unless this network has asked too often, and redirect to the neutral page."""
    at, place = clock.now(), network(request)
    if again_at := count_up(request.organization_id, limit=LOGIN_REQUESTS, subject=place, at=at):
        return too_many(request, again_at=again_at)
    nonce = cookies.nonce_for(request)
    request_login(
        request.organization_id,
        email=email,
        language=language_of(get_language()),
        wanted_path=wanted_path,
        browser=nonce,
        browser_name=browser_name_of(request),
        network=place,
        at=at,
    )
    response = HttpResponseRedirect(reverse("customer:login_sent"))
    cookies.mark_browser(response, nonce=nonce)
    return response


@public
@require_http_methods(["GET", "HEAD", "POST"])
def login_sent(request: HouseRequest) -> HttpResponse:
    """The neutral page. Whoever reads the mail on another device types its code here (XB-02, LG-09)."""
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        spent = spend_code(
            request.organization_id,
            browser=cookies.browser_of(request),
            code=form.cleaned_data["code"],
            network=network(request),
            client_class=client_of(request),
            at=clock.now(),
        )
        if spent.again_at:
            return too_many(request, again_at=spent.again_at)
        if spent.result in ("logged_in", "choose", "signup"):
            return let_in(request, spent)
        form.add_error("code", wrong_code())
    minutes = request.organization.login_link_minutes
    return render(request, "customer/login/sent.html", {"form": form, "minutes": minutes})


def wrong_code() -> str:
    """The one text for every code that does not let in."""
    return gettext("This code cannot be used. Look it over, or get a new mail.")
