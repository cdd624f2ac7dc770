"""Everything that is to be booked of a period, read as it is sent."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.invoicing.models import (
    ClaimWaiver,
    CreditNote,
    CreditNoteDocument,
    Invoice,
    InvoiceDocument,
    LateClaim,
    ReminderDocument,
)
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.payments.models import Payment, PaymentReversal, RefundTask
from selvbetjening.domain.payments.rules.postings import ACCOUNTS, Kind, VatPart, Voucher, postings
from selvbetjening.domain.payments.rules.saft import Company, saft
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.days import copenhagen_day, start_of_day
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.tables import as_csv, decimal

_BATCH: Final = 500
_HEAD: Final = (
    "date", "voucher", "number", "document_id", "sha256", "original", "customer", "account", "purpose", "vat_code",
    "debit", "credit", "currency",
)  # fmt: skip


def vouchers(organization: OrganizationId, *, first: date, last: date) -> Iterator[Voucher]:
    """Invoices, credit notes, late claims, waivers, payments, refunds and reversals of these days, both included.

    By kind, then in their order. Some hundred rows in memory at a time, each batch in a transaction of its own, so that
    it may be sent as it comes.
    """
    for model, days, key, make, extra in _SOURCES:
        wanted = Q(**{f"{days}__range": (first, last)}) if days else _closed_between(first, last)
        after: Any = None
        while rows := _batch(organization, model.objects.filter(wanted, **extra), key, after):
            yield from (make(row) for row in rows)
            after = getattr(rows[-1], key)


def postings_csv(organization: OrganizationId, *, first: date, last: date) -> Iterator[bytes]:
    """The postings as CSV: one line each, with document id and hash (BOK-2); some hundred lines at a time."""
    numbers = _company(organization).numbers
    lines: list[tuple[str | int | None, ...]] = [_HEAD]
    begun = False
    for voucher in vouchers(organization, first=first, last=last):
        lines += [
            (
                voucher.on.isoformat(), voucher.kind, voucher.number, str(voucher.id), voucher.sha256,
                voucher.original, voucher.customer, numbers[line.account], line.account, line.vat_code,
                decimal(line.minor) if line.minor > 0 else "", decimal(-line.minor) if line.minor < 0 else "",
                voucher.currency,
            )
            for line in postings(voucher=voucher)
        ]  # fmt: skip
        if len(lines) > _BATCH:
            yield as_csv(lines, mark=not begun)
            lines, begun = [], True
    yield as_csv(lines, mark=not begun)


def saft_file(organization: OrganizationId, *, first: date, last: date, at: datetime) -> Iterator[bytes]:
    """The SAF-T file of these days (BOK-3), a piece at a time."""
    company = _company(organization)
    found = vouchers(organization, first=first, last=last)
    pieces = saft(company=company, customers=_customers(organization), vouchers=found, first=first, last=last, at=at)
    return (piece.encode() for piece in pieces)


def _batch(organization: OrganizationId, found: QuerySet[Any], key: str, after: Any) -> list[Any]:
    with within(organization):
        mine = found.filter(organization_id=organization)
        if after is not None:
            mine = mine.filter(**{f"{key}__gt": after})
        return list(mine.order_by(key)[:_BATCH])


def _customers(organization: OrganizationId) -> Iterator[tuple[str, str]]:
    after: str | None = None
    while rows := _batch(organization, Account.objects.only("id", "code", "name"), "code", after):
        yield from ((row.code, row.name) for row in rows)
        after = rows[-1].code


def _company(organization: OrganizationId) -> Company:
    with within(organization):
        owner = Organization.objects.get(id=organization)
    return Company(
        cvr=owner.cvr,
        name=owner.name,
        address=owner.address_line,
        postal_code=owner.postal_code,
        city=owner.city,
        country=owner.country,
        numbers={purpose: owner.choice(f"ledger_account_{purpose}") for purpose in ACCOUNTS},
        version=owner.choice("saft_version"),
    )


def _closed_between(first: date, last: date) -> Q:
    after = start_of_day(date.fromordinal(last.toordinal() + 1))
    return Q(closed_at__gte=start_of_day(first), closed_at__lt=after)


def _parts(snapshot: dict[str, Any]) -> tuple[VatPart, ...]:
    return tuple(
        VatPart(group["vat_category"], group["vat_basis_points"], group["net_minor"], group["vat_minor"])
        for group in snapshot["vat_groups"]
    )


def _of_invoice(row: Any) -> Voucher:
    return Voucher(
        "invoice", row.id, str(row.number), row.issued_on, row.sha256 or "", row.snapshot["buyer"]["account_code"],
        row.currency, row.total_minor, _parts(row.snapshot),
    )  # fmt: skip


def _of_note(row: Any) -> Voucher:
    return Voucher(
        "credit_note", row.id, str(row.number), row.issued_on, row.sha256 or "",
        row.snapshot["buyer"]["account_code"], row.currency, row.total_minor, _parts(row.snapshot),
        row.original_number,
    )  # fmt: skip


def _of_claim(row: Any) -> Voucher:
    return Voucher(
        "late_claim", row.id, _claim_number(row, row.id), row.claimed_on, row.sha256 or "", row.invoice.account.code,
        row.currency, row.amount_minor, (), str(row.invoice.number),
    )  # fmt: skip


def _of_waiver(row: Any) -> Voucher:
    invoice = row.claim.invoice
    return Voucher(
        "waiver", row.id, _claim_number(row.claim, row.id), row.waived_on, "", invoice.account.code, row.currency,
        row.amount_minor, (), str(invoice.number),
    )  # fmt: skip


def _claim_number(claim: Any, id_: UUID) -> str:
    """Claims have no series of their own: the invoice, what it is, and the end of the id."""
    return f"{claim.invoice.number}-{claim.kind}-{id_.hex[-8:]}"


def _of_payment(row: Any) -> Voucher:
    return Voucher(
        "payment", row.id, row.reference, row.paid_on, "", row.invoice.account.code, row.currency, row.amount_minor,
        (), str(row.invoice.number),
    )  # fmt: skip


def _of_refund(row: Any) -> Voucher:
    return Voucher(
        "refund", row.id, row.reference, copenhagen_day(row.closed_at), "", row.account.code, row.currency,
        row.amount_minor,
    )  # fmt: skip


def _of_reversal(row: Any) -> Voucher:
    kind: Kind = "reversal" if row.amount_minor > 0 else "regained"
    return Voucher(
        kind, row.id, row.reference, row.reversed_on, "", row.invoice.account.code, row.currency,
        abs(row.amount_minor), (), str(row.invoice.number),
    )  # fmt: skip


class _Hashed:
    """Rows with the SHA-256 of their stored PDF as `sha256`."""

    def __init__(self, model: type[Any], document: type[Any], of: str) -> None:
        stored = document.objects.filter(**{"organization_id": OuterRef("organization_id"), of: OuterRef("id")})
        self.hashed = Subquery(stored.filter(kind="pdf").values("sha256")[:1])
        self.model = model

    @property
    def objects(self) -> QuerySet[Any]:
        found: QuerySet[Any] = self.model.objects.annotate(sha256=self.hashed)
        return found


class _With:
    """Rows with what they point to."""

    def __init__(self, model: type[Any], *names: str) -> None:
        self.model, self.names = model, names

    @property
    def objects(self) -> QuerySet[Any]:
        found: QuerySet[Any] = self.model.objects.select_related(*self.names)
        return found


class _OfLetters(_With):
    """The same with the SHA-256 of the letter that they came with as `sha256`."""

    @property
    def objects(self) -> QuerySet[Any]:
        stored = ReminderDocument.objects.filter(
            organization_id=OuterRef("organization_id"), reminder_id=OuterRef("reminder_id")
        )
        found: QuerySet[Any] = super().objects.annotate(sha256=Subquery(stored.values("sha256")[:1]))
        return found


_SOURCES: Final[tuple[tuple[Any, str, str, Any, dict[str, Any]], ...]] = (
    (_Hashed(Invoice, InvoiceDocument, "invoice_id"), "issued_on", "number", _of_invoice, {"series": "invoice"}),
    (_Hashed(CreditNote, CreditNoteDocument, "credit_note_id"), "issued_on", "number", _of_note, {}),
    (_OfLetters(LateClaim, "invoice__account"), "claimed_on", "id", _of_claim, {}),
    (_With(ClaimWaiver, "claim__invoice__account"), "waived_on", "id", _of_waiver, {}),
    (_With(Payment, "invoice__account"), "paid_on", "id", _of_payment, {}),
    (_With(RefundTask, "account"), "", "id", _of_refund, {"state": "refunded"}),
    (_With(PaymentReversal, "invoice__account"), "reversed_on", "id", _of_reversal, {}),
)
