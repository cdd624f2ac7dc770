"""Record a payment that was seen on a bank statement."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext

from selvbetjening.domain.invoicing import queries as invoicing
from selvbetjening.domain.invoicing.actions.settle import NotSettled
from selvbetjening.domain.invoicing.models import Invoice
from selvbetjening.domain.payments.actions import record_manual_payment
from selvbetjening.domain.payments.queries.to_pay import to_pay
from selvbetjening.domain.payments.rules import Refused
from selvbetjening.kernel import clock
from selvbetjening.kernel.formatting import AmountNotUnderstood, parse_amount
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.money import Money
from selvbetjening.portals.staff.customer_forms import PaymentForm
from selvbetjening.portals.staff.looking import actor_of, look
from selvbetjening.portals.staff.pages import page, saved
from selvbetjening.portals.staff.price_fields import typed_amount
from selvbetjening.portals.staff.words import refusal


def payment(request: HttpRequest, organization: UUID, account: UUID, invoice: UUID) -> HttpResponse:
    """What is to be paid of the invoice with what was claimed beside it, and the form that settles it."""
    here = OrganizationId(organization)
    with look(request, organization, at_what=f"invoice {invoice}") as company:
        try:
            found = invoicing.get(here, account=account, invoice=invoice)
        except Invoice.DoesNotExist:
            raise Http404 from None
        due = to_pay(here, invoice=found)
        proposed = {"paid_on": clock.today(), "amount": typed_amount(due.now.minor) if due.now.minor > 0 else ""}
        form = PaymentForm(request.POST if request.method == "POST" else None, initial=proposed)
        back = reverse("admin:account", args=[organization, account])
        if request.method == "POST" and form.is_valid() and _recorded(request, here, found, form):
            return saved(request, back)
        title = gettext("Payment of invoice %(number)s") % {"number": found.number}
        return page(request, "staff/payment.html", title=title, form=form, organization=company, due=due, back=back)


def _recorded(request: HttpRequest, organization: OrganizationId, invoice: Invoice, form: PaymentForm) -> bool:
    values = form.cleaned_data
    try:
        record_manual_payment(
            organization,
            invoice=invoice.id,
            amount=Money(parse_amount(values["amount"]), invoice.currency),
            paid_on=values["paid_on"],
            reference=values["reference"],
            actor=actor_of(request),
            at=clock.now(),
        )
    except AmountNotUnderstood:
        form.add_error("amount", gettext("Write the amount as 199,00."))
    except (Refused, NotSettled) as error:
        form.add_error(None, refusal(error.reason))
    else:
        return True
    return False
