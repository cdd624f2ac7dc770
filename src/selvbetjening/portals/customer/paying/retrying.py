"""Try the saved card again, at once, for an invoice whose charge failed (`retry_payment`)."""

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from selvbetjening.domain.billing.actions.retry_charge import RetryRefused, retry_now
from selvbetjening.domain.invoicing.queries import Invoice
from selvbetjening.domain.organizations import permissions
from selvbetjening.domain.payments.queries.retrying import card_to_retry
from selvbetjening.domain.payments.queries.to_pay import to_pay
from selvbetjening.kernel import clock
from selvbetjening.portals.customer.late.found import own_invoice
from selvbetjening.portals.customer.requests import VisitorRequest
from selvbetjening.portals.gate import requires

REFUSED: Final[dict[str, Promise]] = {
    "too_often": _("The card has been tried many times today. Try again tomorrow, or pay in another way."),
    "running": _("The card is being charged at this moment. Wait for the answer."),
    "paid": _("The invoice is paid already."),
    "debit": _("Betalingsservice takes this invoice, so no card is charged for it."),
    "no_card": _("No saved card can pay it. Add another card, or pay in another way."),
}
OTHER: Final = _("The card cannot be charged for this invoice now. Pay in another way, or write to us.")


@requires(permissions.RETRY_PAYMENT)
@require_http_methods(["GET", "HEAD", "POST"])
def retry(request: VisitorRequest, invoice: UUID) -> HttpResponse:
    """GET shows which card is charged and how much, POST lets a job charge it; the plan of tries stays as it is."""
    found = own_invoice(request, invoice)
    back = HttpResponseRedirect(reverse("customer:invoice", args=[invoice]))
    if request.method == "POST":
        _try(request, found)
        return back
    card = card_to_retry(
        request.organization_id,
        account=found.account_id,
        invoice=found.id,
        currency=found.currency,
        today=clock.today(),
    )
    now = to_pay(request.organization_id, invoice=found).now
    if card is None or now.minor <= 0:
        return back
    return render(request, "customer/paying/retry.html", {"invoice": found, "card": card, "now": now})


def may_retry(request: VisitorRequest, invoice: Invoice) -> bool:
    """Whether the invoice's page leads there."""
    if not request.visitor.may(permissions.RETRY_PAYMENT) or invoice.outstanding.minor <= 0:
        return False
    organization, today = request.organization_id, clock.today()
    card = card_to_retry(
        organization, account=invoice.account_id, invoice=invoice.id, currency=invoice.currency, today=today
    )
    return card is not None


def _try(request: VisitorRequest, invoice: Invoice) -> None:
    try:
        retry_now(
            request.organization_id,
            invoice=invoice.id,
            account=invoice.account_id,
            actor=request.visitor.actor,
            at=clock.now(),
        )
    except RetryRefused as refused:
        messages.warning(request, str(REFUSED.get(refused.reason, OTHER)))
    except ObjectDoesNotExist:
        messages.info(request, str(OTHER))
    else:
        messages.success(
            request, str(_("The card is being charged now. Look again in a minute; we write to you, too."))
        )
