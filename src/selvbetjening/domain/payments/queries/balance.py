"""What stands to an account's good, where it came from and where it went (XB-22)."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection
from django.db.models import F, Q

from selvbetjening.domain.invoicing.models import CreditNote
from selvbetjening.domain.payments.models import CreditUse, Payment, PaymentReversal
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.money import Money

_BALANCES = """
    SELECT account_id, currency, sum(left_minor) FROM (
        SELECT account_id, currency, total_minor - used_minor AS left_minor FROM invoicing_creditnote
        WHERE organization_id = %s AND used_minor < total_minor
        UNION ALL
        SELECT account_id, currency, overpaid_minor - used_minor FROM payments_payment
        WHERE organization_id = %s AND used_minor < overpaid_minor
    ) AS good GROUP BY account_id, currency ORDER BY currency, sum(left_minor) DESC, account_id
"""


@dataclass(frozen=True, slots=True)
class Good:
    """Where money to the account's good came from: a credit note with its number, or an overpayment (None)."""

    on: date
    number: int | None
    credit_note: UUID | None
    invoice: UUID
    invoice_number: int
    total: Money
    left: Money


@dataclass(frozen=True, slots=True)
class Spent:
    """What became of it: it paid an invoice, or what was claimed beside it (`beside`), or goes back (`refund`).

    `left` where the payment that it came from left again. Negative where a refund was dropped, or it came back.
    """

    at: datetime
    amount: Money
    invoice: UUID | None
    invoice_number: int | None
    refund: UUID | None
    beside: bool = False
    left: bool = False


def balance(organization: OrganizationId, *, account: UUID) -> list[Money]:
    """What stands to the account's good now, one amount for each currency that has any, by currency."""
    sums: dict[str, int] = {}
    for good in good_of(organization, account=account):
        sums[good.left.currency] = sums.get(good.left.currency, 0) + good.left.minor
    return [Money(minor, currency) for currency, minor in sorted(sums.items())]


def balances(organization: OrganizationId) -> list[tuple[UUID, Money]]:
    """Every account of the company with something to its good, largest first within each currency; one query."""
    with connection.cursor() as cursor:
        cursor.execute(_BALANCES, [organization, organization])
        return [(account, Money(int(minor), currency)) for account, currency, minor in cursor.fetchall()]


def good_of(organization: OrganizationId, *, account: UUID, with_used: bool = False) -> list[Good]:
    """The credit notes and overpayments of which something is left, oldest first; `with_used` gives all of them."""
    notes = CreditNote.objects.filter(organization_id=organization, account_id=account).select_related("invoice")
    paid = Payment.objects.filter(organization_id=organization, account_id=account).filter(
        Q(overpaid_minor__gt=0) | Q(used_minor__lt=0)
    )
    if not with_used:
        notes = notes.filter(used_minor__lt=F("total_minor"))
        paid = paid.filter(used_minor__lt=F("overpaid_minor"))
    found = [
        Good(note.issued_on, note.number, note.id, note.invoice_id, note.invoice.number, note.total, note.unused)
        for note in notes.defer("snapshot", "invoice__snapshot")
    ]
    found += [
        Good(
            each.paid_on,
            None,
            None,
            each.invoice_id,
            each.invoice.number,
            Money(each.overpaid_minor - min(0, each.used_minor), each.currency),
            Money(each.overpaid_minor - each.used_minor, each.currency),
        )
        for each in paid.select_related("invoice").defer("invoice__snapshot")
    ]
    return sorted(found, key=lambda good: (good.on, good.number or 0))


def spent_of(organization: OrganizationId, *, account: UUID) -> list[Spent]:
    """Where the account's credit went, newest first."""
    uses = CreditUse.objects.filter(organization_id=organization, account_id=account).select_related("invoice")
    found = [
        Spent(
            use.used_at,
            Money(use.amount_minor, use.currency),
            use.invoice_id,
            use.invoice.number if use.invoice else None,
            use.refund_id,
            use.claim_id is not None,
        )
        for use in uses.defer("invoice__snapshot").order_by("-used_at", "id")
    ]
    gone = PaymentReversal.objects.filter(organization_id=organization, payment__account_id=account)
    found += [
        Spent(row.recorded_at, Money(minor, row.currency), None, None, None, left=True)
        for row in gone
        if (minor := row.amount_minor - row.unsettled_minor - row.claims_minor)
    ]
    return sorted(found, key=lambda spent: spent.at, reverse=True)


def credits_on(organization: OrganizationId, *, invoice: UUID) -> list[tuple[datetime, Money]]:
    """The credit from elsewhere that paid this invoice, oldest first; its own credit notes stand for themselves."""
    uses = CreditUse.objects.filter(organization_id=organization, invoice_id=invoice).order_by("used_at", "id")
    uses = uses.filter(Q(credit_note=None) | ~Q(credit_note__invoice_id=invoice))
    return [(use.used_at, Money(use.amount_minor, use.currency)) for use in uses]
