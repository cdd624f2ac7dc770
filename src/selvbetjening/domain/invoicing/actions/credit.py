"""Credit lines of issued invoices: one credit note for each invoice that they stand on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import F

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.invoicing.actions.credit_rows import Given, lines_to_store, note_to_store
from selvbetjening.domain.invoicing.actions.document_credit_note import credit_note_job
from selvbetjening.domain.invoicing.actions.numbers import CREDIT_NOTES, take_numbers
from selvbetjening.domain.invoicing.actions.take_lines import give_back
from selvbetjening.domain.invoicing.documents.crediting import categories_of, vat_of
from selvbetjening.domain.invoicing.events import CreditNoteIssued
from selvbetjening.domain.invoicing.models import CreditNote, CreditNoteLine, Invoice, InvoiceLine
from selvbetjening.domain.invoicing.rules.credits import (
    Creditable,
    NotCredited,
    check_credits,
    check_reason,
    credit_totals,
    void,
)
from selvbetjening.domain.invoicing.rules.retention import retain_until
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """What to take back of one invoice line: `net_minor` excl. VAT, with the line's own sign, in its currency.

    `text` is in the language of the invoice; empty is the line's own. The days, half-open, both or none, say which
    part of the line's period it is.
    """

    invoice_line: UUID
    net_minor: int
    text: str = ""
    starts_on: date | None = None
    ends_on: date | None = None


class Credited(NamedTuple):
    """A credit note that was issued. `total` is incl. VAT and positive."""

    credit_note: UUID
    invoice: UUID
    number: int
    total: Money


class _Original(NamedTuple):
    """An invoice, locked, with all its lines."""

    invoice: Invoice
    lines: list[InvoiceLine]
    creditable: list[Creditable]


def credit(
    organization: OrganizationId, *, account: UUID, lines: Sequence[Credit], reason: str, actor: Actor, at: datetime
) -> list[Credited]:
    """Issue one credit note for each invoice that the lines stand on, in the invoices' order (CRN-1 to CRN-4).

    Parties, language and tax state are the original's (CRN-2); the number is of the series `credit_note` (NUM-1). The
    same line may be named several times, for several days. Nothing is settled or paid back here: call
    `payments.actions.use_credit` in the same transaction. Records `CreditNoteIssued` for each. Raises `NotCredited`
    (`nothing`, `unknown_line`, also for another account's; `more_than_left`, `below_zero`, `reason`).
    """
    words = check_reason(reason=reason)
    with within(organization):
        _hold(organization, account)
        wanted: dict[UUID, list[Credit]] = {}
        for each in lines:
            wanted.setdefault(each.invoice_line, []).append(each)
        found = InvoiceLine.objects.filter(organization_id=organization, invoice__account_id=account, id__in=wanted)
        invoices = dict(found.values_list("id", "invoice_id"))
        if not wanted or len(invoices) != len(wanted):
            raise NotCredited("unknown_line" if wanted else "nothing")
        originals = _locked(organization, list(set(invoices.values())))
        return [_issue(organization, original, wanted, words, actor, at) for original in originals]


def credit_in_full(
    organization: OrganizationId, *, account: UUID, invoice: UUID, reason: str, actor: Actor, at: datetime
) -> Credited:
    """Make an invoice void: credit all that is left of it, under a number of its own (CRN-4).

    As `credit`. Raises `NotCredited` (`nothing` where all is credited already, `unknown_line` for another account's).
    """
    with within(organization):
        _hold(organization, account)
        found = _locked(organization, [invoice])
        if not found or found[0].invoice.account_id != account:
            raise NotCredited("unknown_line")
        left = void(lines=found[0].creditable)
        wanted = {id_: [Credit(invoice_line=id_, net_minor=net)] for id_, net in left.items()}
        return _issue(organization, found[0], wanted, check_reason(reason=reason), actor, at)


def _hold(organization: OrganizationId, account: UUID) -> None:
    """The account before its invoices: everybody who settles or credits locks in this order."""
    Account.objects.select_for_update(no_key=True).filter(organization_id=organization, id=account).first()


def _locked(organization: OrganizationId, invoices: Sequence[UUID]) -> list[_Original]:
    """The invoices in the order of their numbers, locked: two at once credit one after the other."""
    mine = Invoice.objects.select_for_update(no_key=True).filter(organization_id=organization, id__in=invoices)
    originals = []
    for invoice in mine.order_by("number"):
        lines = list(InvoiceLine.objects.filter(organization_id=organization, invoice_id=invoice.id))
        categories = categories_of(invoice.snapshot)
        creditable = [
            Creditable(line.id, line.net_minor, line.credited_minor, line.offset_minor, category, line.vat_basis_points)
            for line, category in zip(lines, categories, strict=True)
        ]
        originals.append(_Original(invoice, lines, creditable))
    return originals


def _issue(
    organization: OrganizationId,
    original: _Original,
    wanted: dict[UUID, list[Credit]],
    reason: str,
    actor: Actor,
    at: datetime,
) -> Credited:
    nets = {line.id: sum(each.net_minor for each in wanted[line.id]) for line in original.lines if line.id in wanted}
    check_credits(lines=original.creditable, credits=nets)
    note = _stored(organization, original, nets, wanted, reason, at)
    _take_off(organization, original, nets, note)
    full = all(line.net_minor == line.credited_minor + nets.get(line.id, 0) for line in original.creditable)
    fact = CreditNoteIssued(
        account=note.account_id,
        credit_note=note.id,
        invoice=note.invoice_id,
        number=note.number,
        original_number=original.invoice.number,
        total=note.total,
        full=full,
    )
    record(organization, fact=fact, actor=actor, at=at)
    credit_note_job.defer(organization, credit_note=str(note.id))
    return Credited(note.id, note.invoice_id, note.number, note.total)


def _stored(
    organization: OrganizationId,
    original: _Original,
    nets: dict[UUID, int],
    wanted: dict[UUID, list[Credit]],
    reason: str,
    at: datetime,
) -> CreditNote:
    """The credit note and its lines, under the next number of their series (NUM-1)."""
    owner, today = Organization.objects.get(id=organization), copenhagen_day(at)
    given = [
        Given(line, made.vat_category, each.net_minor, each.text, each.starts_on, each.ends_on)
        for line, made in zip(original.lines, original.creditable, strict=True)
        for each in wanted.get(line.id, ())
        if each.net_minor
    ]
    note = note_to_store(
        organization,
        invoice=original.invoice,
        given=given,
        summed=credit_totals(lines=original.creditable, credits=nets, vat=vat_of(original.invoice.snapshot)),
        number=take_numbers(organization, series=CREDIT_NOTES, count=1),
        reason=reason,
        issued_on=today,
        at=at,
        kept=retain_until(on=today, financial_year_ends=owner.choice("financial_year_end")),
    )
    CreditNote.objects.bulk_create([note])
    CreditNoteLine.objects.bulk_create(lines_to_store(organization, note=note, given=given))
    return note


def _take_off(organization: OrganizationId, original: _Original, nets: dict[UUID, int], note: CreditNote) -> None:
    """Count on the invoice and its lines what was credited; the database refuses more than there is (CRN-3)."""
    for id_, net in nets.items():
        mine = InvoiceLine.objects.filter(organization_id=organization, id=id_)
        mine.update(credited_minor=F("credited_minor") + net)
    # A line that gave back of an earlier one does so no longer once it is credited itself.
    undone = [(line.credits_line_id, nets[line.id]) for line in original.lines if line.id in nets]
    give_back(organization, given=[(id_, net) for id_, net in undone if id_])
    Invoice.objects.filter(organization_id=organization, id=note.invoice_id).update(
        credited_minor=F("credited_minor") + note.total_minor
    )
