"""Collect once more through Betalingsservice what failed: the day and the amount are shown before it is done."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from selvbetjening.domain.access.permissions import SELVBETJENING_MONEY
from selvbetjening.domain.billing.actions.ask_debit import CannotAsk
from selvbetjening.domain.billing.actions.collect_again import collect_again
from selvbetjening.domain.invoicing import queries as invoicing
from selvbetjening.kernel import clock
from selvbetjening.kernel.formatting import format_day
from selvbetjening.portals.business.confirming import Confirming, Row, confirmed, confirming, told
from selvbetjening.portals.business.requests import CompanyRequest
from selvbetjening.portals.business.selvbetjening.finding import account_of, invoice_of
from selvbetjening.portals.business.selvbetjening.money.debit_words import not_again
from selvbetjening.portals.gate import requires
from selvbetjening.ui.components.values import language, moment


@requires(SELVBETJENING_MONEY)
@require_POST
def debit_again(request: CompanyRequest, organization: UUID, account: UUID, invoice: UUID) -> HttpResponse:
    """The first press shows what is asked for and when it is taken, the second one asks."""
    here = request.acting.here
    found = invoice_of(here, account, invoice)
    back = reverse("business:sb_debits", args=[here])
    answer = confirmed(
        request,
        form=forms.Form(request.POST),
        book=lambda: _asked(request, found),
        press=gettext("Collect again"),
        frame={
            "title": gettext("Collect invoice %(number)s again") % {"number": found.number},
            "warning": gettext("Nothing is sent to Betalingsservice yet. The customer gets a mail with this."),
            "back": back,
        },
    )
    return answer or HttpResponseRedirect(back)


def _asked(request: CompanyRequest, invoice: invoicing.Invoice) -> Confirming | None:
    """What is asked for, done if that was confirmed; None where it cannot be, and the page's head says why."""
    here = request.acting.here

    def ask() -> list[Row]:
        made = collect_again(here, invoice=invoice.id, actor=request.acting.actor, at=clock.now())
        rows = [
            (gettext("Invoice"), str(invoice.number)),
            (gettext("Customer"), str(account_of(here, invoice.account_id))),
            (gettext("Amount"), told(made.amount)),
            (gettext("Taken on"), format_day(made.pays_on, language())),
        ]
        until = made.open_until
        return [*rows, (gettext("Can be taken back until"), str(moment(until)))] if until else rows

    try:
        return confirming(request, ask)
    except CannotAsk as cannot:
        words = {"number": invoice.number, "why": not_again(cannot.reason)}
        messages.error(request, gettext("Invoice %(number)s is not collected again: %(why)s.") % words)
    return None
