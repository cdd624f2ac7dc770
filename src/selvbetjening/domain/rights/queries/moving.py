"""What moves with an account: what it is and has now, and what happened before (CM-13)."""

import hashlib
import json
from collections.abc import Iterable
from typing import Any, Final
from uuid import UUID

from django.db.models import Model

from selvbetjening.domain.accounts.models import Account, Recipient
from selvbetjening.domain.billing.models import Contract
from selvbetjening.domain.directdebit.models import Mandate
from selvbetjening.domain.invoicing.models import (
    CreditNote,
    CreditNoteDocument,
    ForeignDocument,
    Invoice,
    InvoiceDocument,
    InvoiceLine,
)
from selvbetjening.domain.payments.models import Payment, PaymentCard
from selvbetjening.domain.rights.models import AccountMove
from selvbetjening.domain.rights.rules.moving import code_of
from selvbetjening.domain.subscriptions.models import ScheduledChange, Subscription
from selvbetjening.kernel.ids import OrganizationId

ACCOUNT: Final = (
    "party_type", "name", "cvr", "address_line", "address_line_2", "postal_code", "city", "country", "language",
    "billing_address_line", "billing_address_line_2", "billing_postal_code", "billing_city", "billing_country", "ean",
    "vat_number", "po_number", "reference",
)  # fmt: skip
RECIPIENT: Final = (
    "email", "name", "role", "ends_on", "receive_invoice", "receive_payment_confirmation",
    "receive_subscription_notifications", "has_self_service_access",
)  # fmt: skip
SUBSCRIPTION: Final = (
    "quantity", "state", "started_on", "anchor_day", "period_starts_on", "renews_on", "ends_on", "contracted_on",
    "committed_until", "trial_ends_on", "own_price_minor",
)  # fmt: skip
_CONTRACT: Final = (
    "party_type", "language", "contracted_at", "starts_on", "asked_to_start", "said_adult", "text_version",
    "withdrawal_exempt_reason", "words", "content_hash", "confirmation_sha256",
)  # fmt: skip
_MONEY: Final = ("issued_on", "currency", "net_minor", "vat_minor", "total_minor", "language")
_LINE: Final = (
    "position", "text", "starts_on", "ends_on", "quantity", "unit_price_minor", "net_minor", "vat_basis_points",
)  # fmt: skip


def running(organization: OrganizationId, *, account: UUID) -> list[Subscription]:
    """The subscriptions that move: all that have not ended, the oldest first."""
    mine = Subscription.objects.filter(organization_id=organization, account_id=account).exclude(state="ended")
    return list(mine.select_related("terms__plan").order_by("started_on", "id"))


def moves_of(organization: OrganizationId, *, account: UUID) -> list[AccountMove]:
    """The account's moves, the first one first."""
    return list(AccountMove.objects.filter(organization_id=organization, account_id=account).order_by("moved_at"))


def parts_of(organization: OrganizationId, *, account: Account) -> tuple[dict[str, Any], dict[str, bytes]]:
    """The account's own parts, and its documents as files by their name. In the open transaction."""
    mine = {"organization_id": organization, "account_id": account.id}
    files: dict[str, bytes] = {}
    subscriptions = running(organization, account=account.id)
    waiting = ScheduledChange.objects.filter(
        organization_id=organization, subscription__in=subscriptions, state="waiting"
    ).select_related("terms", "subscription")
    people = Recipient.objects.filter(**mine, removed_at=None).order_by("email")
    contracts = Contract.objects.filter(**mine)
    cards = PaymentCard.objects.filter(**mine).exclude(consent="").order_by("id")
    parts: dict[str, Any] = {
        "account": {
            **_some(account, ACCOUNT),
            "instance": {"code": account.code, "collection_method": account.collection_method},
        },
        "recipients": [_some(each, RECIPIENT) for each in people],
        "subscriptions": [_subscription(each) for each in subscriptions],
        "scheduled_changes": [
            {"subscription": code_of(row=each.subscription), "quantity": each.quantity,
             "own_price_minor": each.own_price_minor, "effective_on": each.effective_on, "at_day": each.at_day,
             "instance": {"terms": each.terms.code}}
            for each in waiting.order_by("effective_on", "id")
        ],
        "contracts": [_contract(each, files) for each in contracts.order_by("contracted_at", "id")],
        "mandates": [
            {**_some(each, ("customer_number", "mandate_number", "state", "made_at")),
             "pbs_number": each.agreement.pbs_number, "debtor_group": each.agreement.debtor_group}
            for each in Mandate.objects.filter(**mine).select_related("agreement").order_by("made_at", "id")
        ],
        "consents": [_some(each, ("consent", "consent_version")) for each in cards],
        "documents": [*_invoices(mine, files), *_credit_notes(mine, files), *_foreign(mine)],
        "payments": [
            {**_some(each, ("method", "amount_minor", "currency", "paid_on")), "invoice": str(each.invoice.number)}
            for each in Payment.objects.filter(organization_id=organization, invoice__account_id=account.id)
            .select_related("invoice").order_by("recorded_at", "id")
        ],
    }  # fmt: skip
    # As it will be read back: days and ids are texts on both sides.
    return json.loads(json.dumps(parts, default=str)), files


def _some(row: Model, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def _subscription(row: Subscription) -> dict[str, Any]:
    terms = row.terms
    about = {
        "terms": terms.code, "plan": terms.plan.name("da"), "currency": terms.currency, "charging": terms.charging,
        "interval": [terms.interval_count, terms.interval_unit], "unit_price_minor": terms.unit_price_minor,
        "method": row.collection_method,
    }  # fmt: skip
    return {"code": code_of(row=row), **_some(row, SUBSCRIPTION), "instance": about}


def _contract(row: Contract, files: dict[str, bytes]) -> dict[str, Any]:
    kept = _file(files, bytes(row.confirmation), "pdf")
    return {**_some(row, _CONTRACT), "subscription": str(row.subscription_id), "files": kept}


def _file(files: dict[str, bytes], content: bytes, ending: str) -> list[str]:
    """Keep a document under the name of its content; nothing where its content is gone (GDP-4)."""
    if not content:
        return []
    name = f"documents/{hashlib.sha256(content).hexdigest()}.{ending}"
    files[name] = content
    return [name]


def _ending(kind: str) -> str:
    return "pdf" if kind == "pdf" else "xml"


def _invoices(mine: dict[str, Any], files: dict[str, bytes]) -> list[dict[str, Any]]:
    found = []
    for row in Invoice.objects.filter(**mine).order_by("issued_on", "number"):
        lines = InvoiceLine.objects.filter(organization_id=row.organization_id, invoice=row).order_by("position")
        stored = InvoiceDocument.objects.filter(organization_id=row.organization_id, invoice=row).order_by("kind")
        kept = [name for each in stored for name in _file(files, bytes(each.content), _ending(each.kind))]
        found.append({
            "kind": "invoice", "number": str(row.number), "due_on": row.due_on, **_some(row, _MONEY),
            "lines": [_some(line, _LINE) for line in lines], "files": kept,
        })  # fmt: skip
    return found


def _credit_notes(mine: dict[str, Any], files: dict[str, bytes]) -> list[dict[str, Any]]:
    found = []
    for row in CreditNote.objects.filter(**mine).order_by("issued_on", "number"):
        stored = CreditNoteDocument.objects.filter(organization_id=row.organization_id, credit_note=row)
        kept = [
            name for each in stored.order_by("kind") for name in _file(files, bytes(each.content), _ending(each.kind))
        ]
        found.append({
            "kind": "credit_note", "number": str(row.number), "due_on": None, **_some(row, _MONEY),
            "reason": row.reason, "of": row.original_number, "files": kept,
        })  # fmt: skip
    return found


def _foreign(mine: dict[str, Any]) -> list[dict[str, Any]]:
    """What other systems issued, without what came with a move: that stands in the move's own history."""
    names = ("source", "foreign_number", "issued_on", "due_on", "currency", "total_minor")
    rows = ForeignDocument.objects.filter(**mine).exclude(source__startswith="move:")
    return [{"kind": "foreign", **_some(row, names)} for row in rows.order_by("issued_on", "foreign_number")]
