"""Opsig eller fortryd uden login: address and number, one neutral answer, a mailed link, the same steps (XB-29)."""

from typing import Final

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from selvbetjening.domain.billing.actions.request_ending import request_ending
from selvbetjening.domain.billing.actions.spend_guest_link import spend_guest_link
from selvbetjening.domain.billing.queries.guests import guest_page
from selvbetjening.domain.billing.queries.price_changes import NUMBER
from selvbetjening.domain.billing.rules.limits import GUEST_REQUESTS
from selvbetjening.domain.identity.actions.count_up import count_up
from selvbetjening.kernel import clock
from selvbetjening.kernel.formatting import language_of
from selvbetjening.kernel.tokens import new_token
from selvbetjening.portals.customer.law import case as cases
from selvbetjening.portals.customer.law import ending, refund_account, withdraw
from selvbetjening.portals.customer.law.forms import GuestForm
from selvbetjening.portals.customer.login import cookies
from selvbetjening.portals.customer.login.answers import too_many
from selvbetjening.portals.customer.login.asking import wrong_code
from selvbetjening.portals.customer.login.forms import CodeForm
from selvbetjening.portals.customer.requests import HouseRequest
from selvbetjening.portals.customer.withdrawals import label_of
from selvbetjening.portals.gate import public
from selvbetjening.portals.network import network

#: Under this key the session holds the token of the link that this browser opened (SEC-58).
OPENED: Final = "ending_link"
#: Under this key it holds the nonce of the browser that asked (SEC-59).
BROWSER: Final = "ending_browser"


@public
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HouseRequest) -> HttpResponse:
    """The form. A post does the same work for every address: one count, one row, one job, one redirect (SEC-63).

    A mail's link carries the contract's number; whoever is logged in and has that contract goes straight to the act.
    """
    number = request.GET.get(NUMBER, "")[:60]
    if number and request.method != "POST" and (own := cases.own_by_number(request, number)):
        return HttpResponseRedirect(reverse("customer:cancel", args=[own]))
    form = GuestForm(request.POST if request.method == "POST" else None, initial={"number": number})
    if not form.is_valid():
        return render(request, "customer/law/guest.html", {"form": form, "label": label_of(request.organization)})
    at, place = clock.now(), network(request)
    if again_at := count_up(request.organization_id, limit=GUEST_REQUESTS, subject=place, at=at):
        return too_many(request, again_at=again_at)
    # Kept in the session, not in the login's cookie: that one goes to the login's pages only.
    nonce = request.session.setdefault(BROWSER, new_token())
    request_ending(
        request.organization_id,
        email=form.cleaned_data["email"],
        reference=form.cleaned_data["number"],
        language=language_of(get_language()),
        browser=nonce,
        network=place,
        at=at,
    )
    return HttpResponseRedirect(reverse("customer:guest_sent"))


@public
@require_safe
def sent(request: HouseRequest) -> HttpResponse:
    """The neutral page, whatever was typed."""
    return render(request, "customer/law/guest_sent.html", {"minutes": request.organization.login_link_minutes})


@public
@require_safe
def link(request: HouseRequest, token: str) -> HttpResponse:
    """Move the token from the address into the session and go to a clean address; nothing is spent (SEC-58)."""
    if cookies.is_token(token):
        request.session[OPENED] = token
    response = HttpResponseRedirect(reverse("customer:guest_continue"))
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@public
@require_http_methods(["GET", "HEAD", "POST"])
def go_on(request: HouseRequest) -> HttpResponse:
    """The button page. A post spends the link: alone in the browser that asked, with the code in any other."""
    token = str(request.session.get(OPENED, ""))
    form = CodeForm(request.POST if request.method == "POST" and "code" in request.POST else None)
    if request.method == "POST":
        guest = spend_guest_link(
            request.organization_id,
            token=token,
            browser=_browser(request),
            code=form.cleaned_data["code"] if form.is_bound and form.is_valid() else "",
            network=network(request),
            at=clock.now(),
        )
        if guest.again_at:
            return too_many(request, again_at=guest.again_at)
        if guest.result == "in" and guest.account and guest.subscription:
            cases.keep_guest(request, account=guest.account, subscription=guest.subscription, email=guest.email)
            return HttpResponseRedirect(reverse("customer:guest_choice"))
        if guest.result == "wrong_code":
            form.add_error("code", wrong_code())
    page = guest_page(request.organization_id, token=token, browser=_browser(request), at=clock.now())
    response = render(request, "customer/law/guest_link.html", {"page": page, "form": form})
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@public
@require_safe
def choice(request: HouseRequest) -> HttpResponse:
    """What the guest may do with the contract: cancel it, or withdraw from it while that is open."""
    case = cases.of_guest(request)
    if case is None:
        return _again()
    open_still = case.withdrawal(clock.today())
    context = {
        "case": case,
        "withdrawal": open_still if open_still.open else None,
        "label": label_of(request.organization),
        "cancels": case.subscription.state not in ("cancelled", "ended"),
    }
    return render(request, "customer/law/guest_choice.html", context)


@public
@require_http_methods(["GET", "HEAD", "POST"])
def guest_withdraw(request: HouseRequest) -> HttpResponse:
    """The first step of a withdrawal, for a guest."""
    case = cases.of_guest(request)
    return withdraw.declare(request, case) if case else _again()


@public
@require_http_methods(["GET", "HEAD", "POST"])
def guest_withdraw_confirm(request: HouseRequest) -> HttpResponse:
    """The second step of a withdrawal, for a guest."""
    case = cases.of_guest(request)
    return withdraw.confirm_step(request, case) if case else _again()


@public
@require_safe
def guest_withdrawn(request: HouseRequest) -> HttpResponse:
    """The receipt of a withdrawal, for a guest."""
    case = cases.of_guest(request)
    return withdraw.receipt(request, case) if case else _again()


@public
@require_http_methods(["GET", "HEAD", "POST"])
def guest_refund_account(request: HouseRequest) -> HttpResponse:
    """Where a guest's withdrawal is paid back to."""
    case = cases.of_guest(request)
    if case is None:
        return _again()
    refund, back = withdraw.refund_of(case), case.page("withdrawn")
    if refund is None:
        return HttpResponseRedirect(back)
    return refund_account.ask(request, refund, actor=case.actor, back=back)


@public
@require_http_methods(["GET", "HEAD", "POST"])
def guest_cancel(request: HouseRequest) -> HttpResponse:
    """Preview and confirm of a cancellation, for a guest."""
    case = cases.of_guest(request)
    return ending.cancel(request, case) if case else _again()


@public
@require_safe
def guest_cancelled(request: HouseRequest) -> HttpResponse:
    """The receipt of a cancellation, for a guest."""
    case = cases.of_guest(request)
    return ending.receipt(request, case) if case else _again()


def _browser(request: HouseRequest) -> str:
    return str(request.session.get(BROWSER, ""))


def _again() -> HttpResponseRedirect:
    """Nothing is proven in this browser, or not any more."""
    return HttpResponseRedirect(reverse("customer:guest"))
