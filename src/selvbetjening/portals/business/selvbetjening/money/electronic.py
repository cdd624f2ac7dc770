"""E-invoices of a company: which customers lack a reference, what was sent and what not, what breaks a rule."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from selvbetjening.domain.access.permissions import SELVBETJENING_MONEY
from selvbetjening.domain.invoicing.queries import electronic
from selvbetjening.domain.invoicing.queries.electronic import DocumentCheck, EInvoiceDelivery
from selvbetjening.portals.business.pages import page
from selvbetjening.portals.business.requests import CompanyRequest
from selvbetjening.portals.gate import requires

MISSING: Final = {"ean": _("EAN number"), "reference": _("Reference person"), "po_number": _("PO number")}
REASONS: Final = {
    "receiver": _("Nobody answers for the receiver's number"),
    "content": _("The file was not understood"),
    "hash": _("The file was changed on its way"),
    "no_access_point": _("No access point is set up, so e-invoices cannot be sent"),
    "folder": _("The folder for e-invoices cannot be written"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """An e-invoice that needs somebody; `account` and `invoice` are None for a credit note's."""

    words: str
    address: str
    why: str
    account: UUID | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """An e-invoice that was sent: when, to which number, and what the access point answered."""

    words: str
    customer: str
    account: UUID | None
    address: str
    at: datetime
    state: str
    receipt: str


@requires(SELVBETJENING_MONEY)
@require_safe
def electronic_page(request: CompanyRequest, organization: UUID) -> HttpResponse:
    """What is amiss, three lists that are empty where all is well; then what was sent."""
    here = request.acting.here
    warned = [
        (each, ", ".join(str(MISSING[code]) for code in each.missing))
        for each in electronic.public_without_references(here)
    ]
    return page(
        request,
        "business/selvbetjening/money/electronic.html",
        title=gettext("E-invoices"),
        warned=warned,
        unsent=[_unsent(each) for each in electronic.unsent(here)],
        sent=[_sent(each) for each in electronic.sent(here)],
        broken=[_broken(each) for each in electronic.broken(here)],
    )


def _unsent(delivery: EInvoiceDelivery) -> Row:
    issued = delivery.invoice or delivery.credit_note
    return Row(
        words=_name(delivery),
        address=f"{delivery.scheme}:{delivery.address}",
        why=str(REASONS.get(delivery.reason, delivery.reason)),
        account=issued.account_id if issued else None,
    )


def _sent(delivery: EInvoiceDelivery) -> Sent:
    issued = delivery.invoice or delivery.credit_note
    return Sent(
        words=_name(delivery),
        customer=str(issued.account) if issued else "",
        account=issued.account_id if issued else None,
        address=f"{delivery.scheme}:{delivery.address}",
        at=delivery.ended_at or delivery.created_at,
        state=gettext("Taken") if delivery.state == EInvoiceDelivery.State.ACCEPTED else gettext("On its way"),
        receipt=delivery.receipt,
    )


def _broken(check: DocumentCheck) -> Row:
    fatal = [each for each in check.findings if each["fatal"]]
    return Row(words=_name(check), address="", why="; ".join(each["text"] for each in fatal[:3]))


def _name(row: EInvoiceDelivery | DocumentCheck) -> str:
    if row.invoice:
        return gettext("Invoice %(number)s") % {"number": row.invoice.number}
    return gettext("Credit note %(number)s") % {"number": row.credit_note}
