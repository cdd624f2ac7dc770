"""What a company has to do about its documents: pay back, answer wishes for corrections, see what stands open."""

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.http import Http404, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from selvbetjening.domain.access.permissions import SELVBETJENING_MONEY
from selvbetjening.domain.accounts.queries import accounts_with_ids
from selvbetjening.domain.billing.actions.give_back_task import give_back_task
from selvbetjening.domain.billing.queries.unbilled import unbilled
from selvbetjening.domain.invoicing.queries.corrections import open_tasks
from selvbetjening.domain.invoicing.queries.credit_notes import newest_credit_notes
from selvbetjening.domain.payments import queries as payments
from selvbetjening.domain.payments.actions.correct_invoice import close_correction_task
from selvbetjening.domain.payments.actions.refunds import drop_refund, mark_refunded
from selvbetjening.domain.payments.queries.given_back import cards_for
from selvbetjening.domain.payments.queries.refunds import account_of
from selvbetjening.domain.payments.rules import Refused
from selvbetjening.kernel import clock
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.portals.business.pages import page, saved
from selvbetjening.portals.business.requests import CompanyRequest
from selvbetjening.portals.gate import requires
from selvbetjening.portals.refusal_words import refusal

REASONS = {
    "withdrawal": _("Withdrawn from the contract"),
    "overpayment": _("Paid too much"),
    "cancellation": _("Cancelled"),
    "asked": _("Asked for by the customer"),
    "other": _("Other"),
}
CORRECTED_FIELDS = {
    "name": _("Name"),
    "address_line": _("Address"),
    "address_line_2": _("Address, second line"),
    "postal_code": _("Postal code"),
    "city": _("City"),
    "cvr": _("CVR number"),
    "vat_number": _("VAT number"),
    "ean": _("EAN number"),
    "po_number": _("PO number"),
    "reference": _("Reference"),
}
UNBILLED = {
    "seller_incomplete": _("The company's own name, address or CVR number is missing"),
    "exchange_rate": _("No rate of exchange is entered for the currency"),
}
WHY = {
    "vat_treatment": _("The VAT itself would be another"),
    "period_locked": _("The accounts of that time are closed"),
    "too_late": _("More than 60 days old"),
    "corrected": _("Corrected once already"),
    "pursued": _("Reminded, disputed, put off or paid in instalments"),
}


@requires(SELVBETJENING_MONEY)
@require_http_methods(["GET", "HEAD", "POST"])
def dues(request: CompanyRequest, organization: UUID) -> HttpResponse:
    """Who cannot be billed, refunds by their deadline, wishes for corrections, balances, the newest credit notes."""
    here = request.acting.here
    if request.method == "POST" and any(request.POST.get(act) for act in _ACTS) and _done(request, here):
        return saved(request, request.path)
    today = request.acting.today
    balances = payments.balances(here)
    names = accounts_with_ids(here, ids={account for account, _amount in balances})
    tasks = open_tasks(here)
    return page(
        request,
        "business/selvbetjening/money/dues.html",
        title=gettext("Refunds and credits"),
        refunds=[
            (
                each,
                REASONS.get(each.reason, each.reason),
                each.due_on < today,
                account_of(here, refund=each),
                cards_for(here, task=each),
            )
            for each in payments.open_refunds(here)
        ],
        balances=[(names[account], amount) for account, amount in balances[:200]],
        tasks=[(each, WHY.get(each.reason, each.reason), _wanted(each.wanted)) for each in tasks],
        unbilled=[(each, UNBILLED[each.reason]) for each in unbilled(here, today=today)],
        notes=newest_credit_notes(here),
    )


#: What is pressed; the value says at which row.
_ACTS: Final = ("refunded", "by_card", "drop", "close")


def _wanted(wanted: dict[str, str]) -> list[tuple[str, str]]:
    return [(str(CORRECTED_FIELDS.get(field, field)), text) for field, text in wanted.items()]


def _done(request: CompanyRequest, here: OrganizationId) -> bool:
    who, at = request.acting.actor, clock.now()
    try:
        with transaction.atomic():
            if refund := _id(request, "refunded"):
                mark_refunded(here, refund=refund, reference=request.POST.get("reference", ""), actor=who, at=at)
            elif refund := _id(request, "by_card"):
                _by_card(request, here, refund)
            elif refund := _id(request, "drop"):
                drop_refund(here, refund=refund, actor=who, at=at)
            elif task := _id(request, "close"):
                close_correction_task(here, task=task, actor=who, at=at)
    except ObjectDoesNotExist:
        raise Http404 from None
    except Refused as error:
        messages.error(request, str(refusal(error.reason)))
        return False
    return True


def _by_card(request: CompanyRequest, here: OrganizationId, refund: UUID) -> None:
    """Carry a row of the list out by the card that the money came by."""
    if not any(each.id == refund for each in payments.open_refunds(here)):
        raise Refused("closed")
    give_back_task(here, task=refund, actor=request.acting.actor, at=clock.now())


def _id(request: CompanyRequest, name: str) -> UUID | None:
    text = request.POST.get(name, "")
    try:
        return UUID(text) if text else None
    except ValueError:
        raise Http404 from None
