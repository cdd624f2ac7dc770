"""Credit an invoice in full and issue it anew for a corrected buyer (CM-07)."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.invoicing.actions.credit import credit_in_full
from selvbetjening.domain.invoicing.actions.issue import Draft, issue
from selvbetjening.domain.invoicing.documents.freeze import DebitOf
from selvbetjening.domain.invoicing.events import InvoiceCorrected
from selvbetjening.domain.invoicing.models import Correction, Invoice
from selvbetjening.domain.invoicing.rules import DraftLine
from selvbetjening.domain.invoicing.rules.correcting import buyer_fields, changed
from selvbetjening.domain.invoicing.rules.particulars import Particulars
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId, new_id

_REASON = {
    "da": "Rettet efter kundens ønske: erstattes af en ny faktura",
    "en": "Corrected at the customer's wish: replaced by a new invoice",
}


class Reissued(NamedTuple):
    """The pair that takes an invoice's place."""

    credit_note: UUID
    new_invoice: UUID
    new_number: int


def reissue(
    organization: OrganizationId,
    *,
    account: UUID,
    invoice: UUID,
    wanted: Mapping[str, str],
    debit: DebitOf | None = None,
    actor: Actor,
    at: datetime,
) -> Reissued:
    """Issue the pair: same lines, periods and due day, both dated today, each the next of its series.

    The buyer is the original's but for the `wanted` fields; nothing is taken from the account as it is today. Whether
    it may be done is asked before (`rules.correcting`); payments are moved by `payments.actions.correct_invoice`.
    `debit` says what the new one prints of Betalingsservice: the numbers as they are today.
    Records `InvoiceCorrected` beside what crediting and issuing record. Raises what they raise.
    """
    with within(organization):
        mine = Invoice.objects.filter(organization_id=organization, account_id=account)
        original = mine.prefetch_related("lines").get(id=invoice)
        fields = changed(buyer=original.snapshot["buyer"], wanted=wanted)
        reason = _REASON["en" if original.language == "en" else "da"]
        credited = credit_in_full(organization, account=account, invoice=invoice, reason=reason, actor=actor, at=at)
        draft, today = _draft(original, wanted, debit), copenhagen_day(at)
        (made,) = issue(organization, drafts=[draft], issued_on=today, due_on=original.due_on, actor=actor, at=at)
        Correction.objects.create(
            id=new_id(), organization_id=organization, original_id=invoice, credit_note_id=credited.credit_note,
            new_invoice_id=made.invoice, changed_fields=list(fields), corrected_at=at,
        )  # fmt: skip
        fact = InvoiceCorrected(
            account=account,
            invoice=invoice,
            number=original.number,
            credit_note=credited.credit_note,
            new_invoice=made.invoice,
            new_number=made.number,
            changed_fields=fields,
        )
        record(organization, fact=fact, actor=actor, at=at)
    return Reissued(credited.credit_note, made.invoice, made.number)


def _draft(original: Invoice, wanted: Mapping[str, str], debit: DebitOf | None) -> Draft:
    buyer, lines = _buyer(original, wanted), _lines(original)
    by_card = bool((original.snapshot.get("payment") or {}).get("by_card"))
    belong = [line.subscription for line in lines if line.subscription]
    says = debit(buyer, original.currency, by_card, belong) if debit else None
    kept = Particulars(
        days_to_pay=(original.due_on - original.issued_on).days, words=(str(original.snapshot.get("note", "")),)
    )
    return Draft(buyer, original.currency, lines, by_card, says, kept)


def _buyer(original: Invoice, wanted: Mapping[str, str]) -> Account:
    """The account as the original invoice knew it, corrected; never saved."""
    was = original.snapshot["buyer"]
    known = Account.objects.get(organization_id=original.organization_id, id=original.account_id)
    fields = buyer_fields(buyer=was) | {field: text.strip() for field, text in wanted.items()}
    return Account(
        id=known.id,
        organization_id=known.organization_id,
        code=was["account_code"],
        party_type=was["party_type"],
        country=was.get("country_code") or was["country"] or "DK",
        language=original.language,
        collection_method=known.collection_method,
        ean_invoicing=was.get("einvoicing", False),
        einvoicing_scheme=was.get("einvoicing_scheme", "GLN"),
        created_at=known.created_at,
        **fields,
    )


def _lines(original: Invoice) -> list[DraftLine]:
    """The lines as they were: texts and categories from the snapshot, what they belong to from the rows."""
    printed: list[dict[str, Any]] = original.snapshot["lines"]
    return [
        DraftLine(
            subscription=row.subscription_id,
            text=said["text"],
            starts_on=_day(said["starts_on"]),
            ends_on=_day(said["ends_on"]),
            quantity=said["quantity"],
            unit_price_minor=said["unit_price_minor"],
            net_minor=said["net_minor"],
            vat_basis_points=said["vat_basis_points"],
            unit=said["unit"],
            vat_category=said["vat_category"],
            discount_minor=said["discount_minor"],
            credits_line=row.credits_line_id,
            terms=row.terms_id,
            revenue_group=row.revenue_group,
        )
        for row, said in zip(original.lines.all(), printed, strict=True)
    ]


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
