"""Invoices, their lines, and what is invoiced of drafts (sections 5, 12 and 13)."""

from typing import Annotated, Any, Final
from uuid import UUID

from django.db.models import Q, QuerySet

from selvbetjening.domain.accounts.queries import Account
from selvbetjening.domain.billing.actions.issue_now import issue_now
from selvbetjening.domain.invoicing.actions.issue import NotIssued
from selvbetjening.domain.invoicing.actions.note_kickback import note_kickback
from selvbetjening.domain.invoicing.queries.issued import (
    IssuedDocument,
    IssuedLine,
    issued_documents,
    issued_lines,
    line_numbered,
    listed_drafts,
    with_subscription,
)
from selvbetjening.domain.invoicing.rules.draft_lines import Refused
from selvbetjening.domain.subscriptions.rules import Refused as NotNow
from selvbetjening.portals.api import filters
from selvbetjening.portals.api.accounts import found_account
from selvbetjening.portals.api.act_words import act_refusals
from selvbetjening.portals.api.call import ApiRequest, Call
from selvbetjening.portals.api.errors import missing
from selvbetjening.portals.api.invoice_out import (
    InvoiceDetailOut,
    InvoiceLineOut,
    InvoiceOut,
    detail,
    document_rows,
    line_rows,
)
from selvbetjening.portals.api.listing import Listing
from selvbetjening.portals.api.resource import Resource
from selvbetjening.portals.api.values import Incoming, Maybe, text

resource = Resource("invoices")


def _of_account(value: str) -> Q:
    """By the account's code first, then by its id."""
    if "\x00" in value:
        return Q(pk__in=[])
    try:
        return Q(account_code=value) | Q(account_id=UUID(value))
    except ValueError:
        return Q(account_code=value)


def _of_document(value: str) -> Q:
    try:
        return Q(document_id=UUID(value))
    except ValueError:
        return Q(pk__in=[])


_DAYS: Final = {
    "date": filters.day("issued_on"),
    "created_date": filters.instant("created_at"),
}
DOCUMENTS: Final = Listing(
    present=document_rows,
    filters={
        "uuid": filters.uuid("id"),
        "account": filters.asked(_of_account),
        "subscription": filters.asked(lambda _value: Q()),  # list_invoices
        "invoice_number": filters.text("number"),
        "type": filters.choice("kind", {"invoice": "invoice", "credit_note": "credit_note"}),
        "is_paid": filters.flag("is_paid"),
        "currency": filters.text("currency__iexact"),
        "kickback_status": filters.text("kickback_status"),
        "amount": filters.amount("net_minor"),
        "total": filters.amount("total_minor"),
        "outstanding": filters.amount("outstanding_minor"),
        "due_date": filters.day("due_on"),
        "last_modified_date": filters.instant("modified_at"),
        **_DAYS,
    },
    ordering={
        "created_date": "created_at", "last_modified_date": "modified_at", "date": "issued_on", "due_date": "due_on",
        "amount": "net_minor", "total": "total_minor",
    },
)  # fmt: skip
LINES: Final = Listing(
    present=line_rows,
    filters={
        "invoice": filters.asked(_of_document),
        "account": filters.asked(_of_account),
        "subscription": filters.uuid("subscription_id"),
        "amount": filters.amount("net_minor"),
        "date_from": filters.day("starts_on"),
        **_DAYS,
    },
    ordering={"created_date": "created_at", "date": "issued_on", "amount": "net_minor"},
)


class InvoiceChange(Incoming):
    """What can be set on an invoice that was issued: nothing of it, only what is noted beside it."""

    kickback_status: Maybe[Annotated[str, text(32)]] = None


@resource.lists("invoices/", InvoiceOut, DOCUMENTS)
def list_invoices(request: ApiRequest) -> QuerySet[IssuedDocument]:
    """Invoices and credit notes, the newest first; without their PDF."""
    here, wanted = request.call.here, request.GET.get("subscription", "")
    found = issued_documents(here)
    if not wanted:
        return found
    try:
        return found.filter(id__in=with_subscription(here, subscription=UUID(wanted)))
    except ValueError:
        return found.none()


@resource.reads("invoices/{uuid}/", InvoiceDetailOut)
def read_invoice(request: ApiRequest, uuid: UUID) -> Any:
    """One invoice or credit note with its PDF."""
    return detail(request.call, _found(request.call, uuid))


@resource.changes("invoices/{uuid}/", InvoiceDetailOut)
def change_invoice(request: ApiRequest, uuid: UUID, data: InvoiceChange) -> Any:
    """Set `kickback_status`; every other field is ignored."""
    call = request.call
    found = _found(call, uuid)
    if "kickback_status" in data.model_fields_set:
        status = data.kickback_status or ""
        note_kickback(call.here, document=found.id, status=status, actor=call.actor, at=call.at)
    return detail(call, _found(call, uuid))


@resource.lists("invoicelines/", InvoiceLineOut, LINES)
def list_invoice_lines(request: ApiRequest) -> QuerySet[IssuedLine]:
    """The lines of invoices and credit notes, the newest first."""
    return issued_lines(request.call.here)


@resource.reads("invoicelines/{int:id}/", InvoiceLineOut)
def read_invoice_line(request: ApiRequest, id: int) -> Any:
    """One line."""
    found = line_numbered(request.call.here, number=id)
    if found is None:
        raise missing()
    return line_rows(request.call, [found])[0]


@resource.acts("accounts/{code}/generate_invoice/", list[InvoiceOut], status=201, right="invoices.create")
def generate_invoice(request: ApiRequest, code: str) -> Any:
    """Invoice the account's draft lines now, one invoice for each currency; those for the next renewal stay."""
    call = request.call
    account: Account = found_account(call, code=code)
    if not listed_drafts(call.here).filter(account_id=account.id, for_renewal=False).exists():
        return []
    try:
        issued = issue_now(
            call.here, account=account.id, issued_on=call.today, actor=call.actor, at=call.at, for_renewal=(False,)
        )
    except Refused:
        return []  # another call has them
    except NotIssued as missing_:
        reason = "seller_incomplete" if missing_.reason == "seller" else missing_.reason
        with act_refusals():
            raise NotNow(reason) from missing_
    made = issued_documents(call.here).filter(id__in=[each.invoice for each in issued]).order_by("currency")
    return document_rows(call, list(made))


def _found(call: Call, uuid: UUID) -> IssuedDocument:
    found = issued_documents(call.here).filter(id=uuid).first()
    if found is None:
        raise missing()
    return found
