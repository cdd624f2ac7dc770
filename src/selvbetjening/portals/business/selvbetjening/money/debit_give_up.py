"""Let the customer pay an invoice that Betalingsservice has not answered about: shown before it is done (17.2: 7)."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from selvbetjening.domain.access.permissions import SELVBETJENING_MONEY
from selvbetjening.domain.billing.actions.ask_debit import CannotAsk
from selvbetjening.domain.billing.actions.give_up_debit import give_up_debit
from selvbetjening.domain.invoicing import queries as invoicing
from selvbetjening.kernel import clock
from selvbetjening.kernel.formatting import format_day
from selvbetjening.portals.business.confirming import Confirming, Row, confirmed, confirming, told
from selvbetjening.portals.business.requests import CompanyRequest
from selvbetjening.portals.business.selvbetjening.finding import account_of, invoice_of
from selvbetjening.portals.business.selvbetjening.money.debit_words import not_again
from selvbetjening.portals.gate import requires
from selvbetjening.ui.components.values import language


@requires(SELVBETJENING_MONEY)
@require_POST
def debit_give_up(request: CompanyRequest, organization: UUID, account: UUID, invoice: UUID) -> HttpResponse:
    """The first press shows what is given up, the second one does it, and the customer gets a mail."""
    here = request.acting.here
    found = invoice_of(here, account, invoice)
    back = reverse("business:sb_debits", args=[here])
    answer = confirmed(
        request,
        form=forms.Form(request.POST),
        book=lambda: _given_up(request, found),
        press=gettext("The customer pays"),
        frame={
            "title": gettext("Let the customer pay invoice %(number)s") % {"number": found.number},
            "warning": gettext(
                "Ask Betalingsservice first: if it has taken the amount after all, it is booked when it says so."
            ),
            "back": back,
        },
    )
    return answer or HttpResponseRedirect(back)


def _given_up(request: CompanyRequest, invoice: invoicing.Invoice) -> Confirming | None:
    here = request.acting.here

    def give_up() -> list[Row]:
        row = give_up_debit(here, invoice=invoice.id, actor=request.acting.actor, at=clock.now())
        return [
            (gettext("Invoice"), str(invoice.number)),
            (gettext("Customer"), str(account_of(here, invoice.account_id))),
            (gettext("Amount"), told(row.amount)),
            (gettext("Was to be taken on"), format_day(row.pays_on, language()) if row.pays_on else "–"),
        ]

    try:
        return confirming(request, give_up)
    except CannotAsk as cannot:
        messages.error(request, gettext("Nothing was changed: %(why)s.") % {"why": not_again(cannot.reason)})
    return None
