"""What the pages of a login have in common: letting somebody in, and asking them to wait."""

from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from selvbetjening.domain.identity.rules.clients import browser_name, client_class
from selvbetjening.domain.identity.rules.links import Spent
from selvbetjening.kernel import clock
from selvbetjening.kernel.redirects import safe_path
from selvbetjening.portals.customer.login import cookies
from selvbetjening.portals.customer.requests import HouseRequest
from selvbetjening.portals.sessions import log_in, log_in_mailbox

#: Under this key the session holds an address that was proven by a sign-up link (LG-11).
SIGNUP_EMAIL = "signup_email"
#: And under this one the page that was wanted, for after the sign-up (XB-18).
SIGNUP_WANTED = "signup_wanted"


def let_in(request: HouseRequest, spent: Spent) -> HttpResponse:
    """Log in or go on to the sign-up form, under a new session key (LG-13), to the page that was wanted (XB-05)."""
    target = safe_path(spent.wanted_path, reverse("customer:overview"))
    if spent.result == "logged_in" and spent.recipient:
        log_in(request, recipient=spent.recipient)
    elif spent.result == "choose" and spent.identity:
        log_in_mailbox(request, identity=spent.identity)
        target = reverse("customer:choose") + "?" + urlencode({"next": target})
    else:
        request.session.flush()
        request.session[SIGNUP_EMAIL] = spent.email
        if spent.wanted_path:
            request.session[SIGNUP_WANTED] = spent.wanted_path
        target = reverse("customer:signup")
    response = HttpResponseRedirect(target)
    cookies.forget(response)
    return response


def too_many(request: HouseRequest, *, again_at: datetime) -> HttpResponse:
    """429, whatever the address was (LG-15, SEC-64)."""
    wait = max(again_at - clock.now(), timedelta(minutes=1))
    minutes = -(-int(wait.total_seconds()) // 60)
    response = render(request, "customer/login/too_many.html", {"minutes": minutes}, status=429)
    response.headers["Retry-After"] = str(minutes * 60)
    return response


def client_of(request: HouseRequest) -> str:
    """The kind of client, for the statistics of CM-11."""
    headers = {name.lower(): value for name, value in request.headers.items()}
    return client_class(method=request.method or "", headers=headers)


def browser_name_of(request: HouseRequest) -> str:
    """The kind of browser, for the mail that says who asked (SEC-62)."""
    return browser_name(user_agent=request.headers.get("User-Agent", ""))
