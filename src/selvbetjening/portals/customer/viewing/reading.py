"""Whoever looks as a customer reads, and nothing else: no press, no way into paying, and nothing is written (CM-12)."""

from contextlib import AbstractContextManager, nullcontext
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from selvbetjening.domain.accounts import queries as accounts
from selvbetjening.domain.billing.actions.look_ahead import look_ahead
from selvbetjening.domain.billing.rules.ahead import FARTHEST, evening
from selvbetjening.domain.tenancy.within import current, within
from selvbetjening.kernel import clock
from selvbetjening.portals.sessions.viewing import Viewing, may_look, viewing_of

#: The visit's own pages: coming in anew, ending, and the page after the end.
OWN: Final = frozenset({"viewing", "viewing_end", "viewing_over"})
#: Pages for the customer alone, also to read: they lead to a gateway, log somebody in, or give the customer's data out.
_CUSTOMERS_ALONE: Final = frozenset(
    {
        *("pay_link", "pay_link_status", "pay_link_stop", "pay_link_undo", "pay_link_pdf", "pay_chosen", "pay_status"),
        *("pay_stop", "pay_undo", "invoice_pay", "invoice_retry", "card_add", "card_status", "to_card"),
        *("login", "login_sent", "login_link", "login_continue", "login_renew", "login_again", "choose"),
        *("invitation", "invitation_answer", "logout", "logout_everywhere", "my_data_file"),
    }
)
_SAFE: Final = frozenset({"GET", "HEAD"})


def recognise(request: Any) -> None:
    """Set `request.viewing` where this browser looks as a customer; a visit that is over ends here, for good."""
    request.viewing, request.viewing_over = viewing_of(request), None
    if request.viewing is None:
        return
    # Around a page that calls a gateway there is no transaction, and without one no row of the company is seen (G2).
    with _inside(request):
        if not may_look(request.organization_id, viewing=request.viewing):
            request.session.flush()
            request.viewing, request.viewing_over = None, request.viewing


def go_ahead(request: Any) -> None:
    """Where the visit looks from a day ahead: let the days pass, and take that day for the present (CM-12).

    Only for a page that is read, whose transaction is thrown away at its end; the clock comes back with `own_time`.
    """
    viewing: Viewing | None = request.viewing
    if viewing is None or viewing.day is None or request.method not in _SAFE or current() is None:
        return
    if request.resolver_match is None or request.resolver_match.url_name in OWN:
        return
    request.only_reads = True
    person = accounts.get_recipient(request.organization_id, recipient=viewing.recipient)
    today = clock.today()
    if person is not None and today < viewing.day <= today + FARTHEST:
        look_ahead(request.organization_id, account=person.account_id, today=today, until=viewing.day)
        clock.look_from(evening(day=viewing.day))


def stopped(request: Any) -> HttpResponseBase | None:
    """Where the request ends when somebody looks as a customer; None lets it go on, and undoes whatever it writes."""
    name: str = request.resolver_match.url_name
    if name in OWN:
        return None
    if request.viewing_over is not None or (request.viewing is not None and request.visitor is None):
        return to_the_end()
    if request.viewing is None:
        return None
    # Some pages write when they are read: quotes, files, when one was here. A look leaves nothing behind.
    request.only_reads = True
    if request.method in _SAFE and name not in _CUSTOMERS_ALONE:
        return None
    with _inside(request):
        return render(request, "customer/viewing/only_read.html", {"back": reverse("customer:overview")}, status=403)


def _inside(request: Any) -> AbstractContextManager[object]:
    return within(request.organization_id) if current() is None else nullcontext()


def to_the_end(account: str = "") -> HttpResponseRedirect:
    """To the page after the end, with the way back to the account's page of the business portal."""
    return HttpResponseRedirect(
        reverse("customer:viewing_over") + (f"?{urlencode({'konto': account})}" if account else "")
    )
