"""Record a payment that was seen on a bank statement."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from selvbetjening.domain.access.permissions import SELVBETJENING_MONEY
from selvbetjening.domain.invoicing import queries as invoicing
from selvbetjening.domain.invoicing.actions.settle import NotSettled
from selvbetjening.domain.payments.actions import record_manual_payment
from selvbetjening.domain.payments.queries.given_back import Payment
from selvbetjening.domain.payments.queries.to_pay import ToPay, to_pay
from selvbetjening.domain.payments.rules import Refused
from selvbetjening.kernel import clock
from selvbetjening.kernel.formatting import AmountNotUnderstood, format_day, parse_amount
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.money import Money
from selvbetjening.portals.business.confirming import Confirming, Row, confirmed, confirming, told
from selvbetjening.portals.business.pages import page
from selvbetjening.portals.business.requests import CompanyRequest
from selvbetjening.portals.business.selvbetjening.amounts import typed_amount
from selvbetjening.portals.business.selvbetjening.finding import invoice_of
from selvbetjening.portals.business.selvbetjening.money.credit_forms import PaymentForm
from selvbetjening.portals.business.selvbetjening.money.debit_parts import tries_of
from selvbetjening.portals.gate import requires
from selvbetjening.portals.refusal_words import refusal
from selvbetjening.ui.components.values import language


@requires(SELVBETJENING_MONEY)
@require_http_methods(["GET", "HEAD", "POST"])
def payment(request: CompanyRequest, organization: UUID, account: UUID, invoice: UUID) -> HttpResponse:
    """What is to be paid of the invoice with what was claimed beside it; what a payment does is shown before it is."""
    here = request.acting.here
    found = invoice_of(here, account, invoice)
    due = to_pay(here, invoice=found)
    proposed = {"paid_on": request.acting.today, "amount": typed_amount(due.now.minor) if due.now.minor > 0 else ""}
    form = PaymentForm(request.POST if request.method == "POST" else None, initial=proposed)
    frame: dict[str, Any] = {
        "title": gettext("Payment of invoice %(number)s") % {"number": found.number},
        "form": form,
        "back": reverse("business:sb_account", args=[here, account]),
    }
    answer = confirmed(
        request,
        form=form,
        book=lambda: _recorded(request, here, found, form),
        press=gettext("Record the payment"),
        frame=frame,
    )
    one = [here, account, invoice]
    ways: dict[str, Any] = {
        "claims_url": reverse("business:sb_claims", args=one),
        "credit_url": reverse("business:sb_credit", args=one),
        "tries": tries_of(here, invoice=invoice),
    }
    return answer or page(request, "business/selvbetjening/money/payment.html", due=due, **ways, **frame)


def _recorded(
    request: CompanyRequest, organization: OrganizationId, invoice: invoicing.Invoice, form: PaymentForm
) -> Confirming | None:
    """What the payment comes to, recorded if that was confirmed; None where it cannot be, and the form says why."""
    values, at = form.cleaned_data, clock.now()

    def record() -> list[Row]:
        before = to_pay(organization, invoice=invoice)
        made = record_manual_payment(
            organization,
            invoice=invoice.id,
            amount=Money(parse_amount(values["amount"]), invoice.currency),
            paid_on=values["paid_on"],
            reference=values["reference"],
            actor=request.acting.actor,
            at=at,
        )
        if made.recorded_at != at:
            raise Refused("recorded")
        return _told(organization, invoice, made, before)

    try:
        return confirming(request, record)
    except AmountNotUnderstood:
        form.add_error("amount", gettext("Write the amount as 199,00."))
    except (Refused, NotSettled) as error:
        form.add_error("reference" if error.reason in {"reference_used", "recorded"} else None, refusal(error.reason))
    return None


def _told(organization: OrganizationId, invoice: invoicing.Invoice, made: Payment, before: ToPay) -> list[Row]:
    """Where the money went: the invoice, then what was claimed beside it, then the customer's credit."""
    after = to_pay(organization, invoice=invoicing.get(organization, account=invoice.account_id, invoice=invoice.id))
    amount, more = Money(made.amount_minor, made.currency), Money(made.overpaid_minor, made.currency)
    beside = Money(sum(part.amount_minor for part in made.claim_payments.all()), made.currency)
    waived = before.claims.total - beside - after.claims.total
    rows: list[tuple[str, Money]] = [
        (gettext("Amount"), amount),
        (gettext("Of this for the invoice"), amount - beside - more),
        (gettext("Of this for fees and interest"), beside),
        (gettext("Too much: to the customer's credit, which pays other open invoices first"), more),
        (gettext("Fees and interest that are waived, by the day it was paid"), waived),
    ]
    left = (gettext("Left to pay afterwards"), told(after.now))
    words = [(label, told(amount)) for label, amount in rows if not amount.is_zero]
    day = (gettext("Day"), format_day(made.paid_on, language()))
    return [*words[:1], day, (gettext("The bank's reference"), made.reference), *words[1:], left]
