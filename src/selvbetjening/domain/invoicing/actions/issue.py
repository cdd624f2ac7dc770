"""Issue invoices: a number each, the snapshot, the lines and the fact, all in one transaction."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.history.actions.record import record_many
from selvbetjening.domain.invoicing.actions.document_batch import document_job
from selvbetjening.domain.invoicing.actions.explain_drafts import (
    Explained,
    Unexplained,
    explain_drafts,
    keep_explanations,
)
from selvbetjening.domain.invoicing.actions.numbers import INVOICES, take_numbers
from selvbetjening.domain.invoicing.actions.take_lines import give_back, take_draft_lines
from selvbetjening.domain.invoicing.documents.freeze import Debit, Letterhead, frozen
from selvbetjening.domain.invoicing.events import InvoiceIssued
from selvbetjening.domain.invoicing.rules import DraftLine, Grouped, grouped
from selvbetjening.domain.invoicing.rules.particulars import PLAIN, Particulars
from selvbetjening.domain.invoicing.rules.required import Party, missing_of_seller
from selvbetjening.domain.invoicing.rules.retention import retain_until
from selvbetjening.domain.invoicing.rules.vat import NoRate
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.tenancy.bulk import insert_many
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.formatting import format_period, language_of
from selvbetjening.kernel.ids import OrganizationId, new_id, new_ids_as_text
from selvbetjening.kernel.money import Money
from selvbetjening.kernel.periods import Period

_INVOICE = (
    "id", "organization_id", "account_id", "series", "number", "issued_on", "due_on", "currency", "net_minor",
    "vat_minor", "total_minor", "settled_minor", "language", "snapshot", "issued_at", "retain_until",
)  # fmt: skip
_LINE = (
    "id", "organization_id", "invoice_id", "position", "subscription_id", "text", "starts_on", "ends_on", "quantity",
    "unit_price_minor", "net_minor", "vat_basis_points", "credits_line_id", "terms_id", "revenue_group",
)  # fmt: skip
_FIK = ("id", "organization_id", "invoice_id", "creditor", "payload")
_LONGEST_TEXT = 200


class NotIssued(Exception):
    """Nothing was issued; `reason` is `seller` (something of the company is missing) or `exchange_rate`.

    `detail` says which: the codes `number`, `name`, `address_line`, `postal_code`, `city`, or currency and day.
    """

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason, self.detail = reason, detail


class Draft(NamedTuple):
    """An invoice before it has a number: for whom, in which currency, its lines, and whether a card is charged.

    `particulars` are what it says beside what account and company say.
    """

    account: Account
    currency: str
    lines: Sequence[DraftLine]
    by_card: bool = False
    debit: Debit | None = None
    particulars: Particulars = PLAIN


class Issued(NamedTuple):
    """An invoice that was issued, and the ids of its lines in their order."""

    invoice: UUID
    number: int
    total: Money
    lines: list[str]


def issue(
    organization: OrganizationId,
    *,
    drafts: Sequence[Draft],
    issued_on: date,
    actor: Actor,
    at: datetime,
    due_on: date | None = None,
) -> list[Issued]:
    """Issue one invoice for each draft, in their order, with consecutive numbers.

    Due after its own days to pay or the organization's, unless `due_on` says when; in the account's language, frozen
    (XB-19, XB-28), with why the amount is another than before (CM-01). Wakes the job that makes the documents. Records
    `InvoiceIssued` for each. Raises `NotIssued` for a company without number or address, a currency without a rate.
    """
    if not drafts:
        return []
    with within(organization):
        owner = _seller(organization)
        first = take_numbers(organization, series=INVOICES, count=len(drafts))
        heads = _heads(owner, drafts, issued_on, due_on)
        kept = retain_until(on=issued_on, financial_year_ends=owner.choice("financial_year_end"))
        owned, *days = map(str, (organization, issued_on, at, kept))  # once, not anew by COPY in every row
        issued, invoices, lines = [], [], []
        sums = [_summed(draft) for draft in drafts]
        explained = explain_drafts(organization, drafts=list(map(_unexplained, drafts, sums)))
        for number, (draft, summed, why) in enumerate(zip(drafts, sums, explained, strict=True), start=first):
            made, row = _invoice(draft, summed, why, number, heads[draft.particulars.days_to_pay], days)
            issued.append(made)
            invoices.append((made.invoice, owned, *row))
            lines += _lines(owned, made, draft.lines, draft.account.language)
        insert_many(table="invoicing_invoice", columns=_INVOICE, rows=invoices)
        insert_many(table="invoicing_invoiceline", columns=_LINE, rows=lines)
        _note_payment_ids(organization, next(iter(heads.values())), issued)
        keep_explanations(organization, invoices=[made.invoice for made in issued], explained=explained)
        _note_origins(organization, drafts, issued)
        record_many(organization, facts=_facts(drafts, issued, issued_on, heads), actor=actor, at=at)
        document_job.defer(organization, first=first, last=first + len(drafts) - 1)
    return issued


def _heads(
    owner: Organization, drafts: Sequence[Draft], issued_on: date, due_on: date | None
) -> dict[int | None, Letterhead]:
    """What the invoices have in common, by their days to pay."""
    wanted = {draft.particulars.days_to_pay for draft in drafts}
    return {days: Letterhead.of(owner, issued_on=issued_on, due_on=due_on, days_to_pay=days) for days in wanted}


def _facts(
    drafts: Sequence[Draft], issued: Sequence[Issued], issued_on: date, heads: Mapping[int | None, Letterhead]
) -> list[InvoiceIssued]:
    return [
        InvoiceIssued(
            account=draft.account.id,
            invoice=made.invoice,
            number=made.number,
            total=made.total,
            issued_on=issued_on,
            due_on=heads[draft.particulars.days_to_pay].due_on,
        )
        for draft, made in zip(drafts, issued, strict=True)
    ]


def _summed(draft: Draft) -> Grouped:
    return grouped(nets=[(line.category, line.vat_basis_points, line.net_minor) for line in draft.lines])


def _unexplained(draft: Draft, summed: Grouped) -> Unexplained:
    buyer = draft.account
    return Unexplained(buyer.id, draft.currency, draft.lines, summed.total_minor, buyer.language, buyer.party_type)


def _invoice(
    draft: Draft,
    summed: Grouped,
    why: Explained,
    number: int,
    letterhead: Letterhead,
    days: Sequence[str],
) -> tuple[Issued, tuple[object, ...]]:
    issued_on, at, kept = days
    total = Money(summed.total_minor, draft.currency)
    made = Issued(new_id(), number, total, new_ids_as_text(len(draft.lines)))
    try:
        snapshot = frozen(
            letterhead=letterhead,
            buyer=draft.account,
            number=number,
            currency=draft.currency,
            lines=draft.lines,
            summed=summed,
            explanation=why.sentences,
            by_card=draft.by_card,
            debit=draft.debit,
            particulars=draft.particulars,
        )
    except NoRate as missing:
        raise NotIssued("exchange_rate", str(missing)) from missing
    row = (
        draft.account.id, INVOICES, number, issued_on, str(letterhead.due_on), draft.currency, summed.net_minor,
        summed.vat_minor, summed.total_minor, 0, draft.account.language, snapshot, at, kept,
    )  # fmt: skip
    return made, row


def _seller(organization: OrganizationId) -> Organization:
    """INV-3: nobody issues without registration number, name and address."""
    owner = Organization.objects.get(id=organization)
    seller = Party(
        name=owner.name,
        number=owner.cvr,
        address_line=owner.address_line,
        postal_code=owner.postal_code,
        city=owner.city,
    )
    if lacking := missing_of_seller(seller=seller):
        raise NotIssued("seller", " ".join(lacking))
    return owner


def _lines(owned: str, made: Issued, lines: Sequence[DraftLine], language: str) -> list[tuple[object, ...]]:
    return [
        (
            id_, owned, made.invoice, position, line.subscription, _text(line, language), line.starts_on,
            line.ends_on, line.quantity, line.unit_price_minor, line.net_minor,
            line.vat_basis_points if line.category == "S" else 0,
            line.credits_line, line.terms, line.revenue_group,
        )
        for position, (id_, line) in enumerate(zip(made.lines, lines, strict=True), start=1)
    ]  # fmt: skip


def _text(line: DraftLine, language: str) -> str:
    """What the line is, and its days: a line is read in lists too, where the paper's period column is missing."""
    if line.starts_on is None or line.ends_on is None:
        return line.text[:_LONGEST_TEXT]
    return f"{line.text}, {_days(line.starts_on, line.ends_on, language)}"[:_LONGEST_TEXT]


def _note_payment_ids(organization: OrganizationId, letterhead: Letterhead, issued: Sequence[Issued]) -> None:
    """FIK-5: which invoice each payment id belongs to, for ever. Nothing for a company without a creditor number."""
    if series := letterhead.fik:
        rows = [(new_id(), organization, made.invoice, series.creditor, series.payload(made.number)) for made in issued]
        insert_many(table="invoicing_fiknumber", columns=_FIK, rows=rows)


def _note_origins(organization: OrganizationId, drafts: Sequence[Draft], issued: Sequence[Issued]) -> None:
    """Draft lines that were taken, and earlier lines that are given back of: nothing at all for most invoices."""
    made = [
        (id_, line)
        for draft, each in zip(drafts, issued, strict=True)
        for id_, line in zip(each.lines, draft.lines, strict=True)
    ]
    take_draft_lines(organization, taken={line.drafted: id_ for id_, line in made if line.drafted})
    give_back(organization, given=[(line.credits_line, -line.net_minor) for _, line in made if line.credits_line])


@lru_cache(maxsize=1024)
def _days(starts_on: date, ends_on: date, language: str) -> str:
    return format_period(Period(starts_on, ends_on), language_of(language))
