"""Let a customer correct an issued invoice (CM-07): done at once where it may be, else asked of the company."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.invoicing.actions.reissue import Reissued, reissue
from selvbetjening.domain.invoicing.documents.freeze import DebitOf
from selvbetjening.domain.invoicing.events import CorrectionAsked, CorrectionTaskClosed
from selvbetjening.domain.invoicing.models import Correction, CorrectionTask, Invoice
from selvbetjening.domain.invoicing.rules.correcting import (
    ASKS_THE_COMPANY,
    Refusal,
    Standing,
    changed,
    correction_refusal,
)
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.payments.actions.use_credit import use_credit
from selvbetjening.domain.payments.queries.pursued import pursued
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId, new_id


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it: the new pair, or why not; `asked` says that the company was given the wish as a task."""

    made: Reissued | None
    refused: Refusal | None = None
    asked: bool = False


def correct_invoice(
    organization: OrganizationId,
    *,
    account: UUID,
    invoice: UUID,
    wanted: Mapping[str, str],
    debit: DebitOf | None = None,
    actor: Actor,
    at: datetime,
) -> Outcome:
    """Credit the invoice and issue it anew with the `wanted` buyer fields, and move what was paid across.

    The account's balance and the VAT of the period are as before. Where `rules.correcting` refuses for a reason that
    the company can judge, the wish is kept as a task and `CorrectionAsked` recorded, once for an invoice while it is
    open. Two at once make one pair. `debit` says what the new one prints of Betalingsservice:
    `billing.actions.correct_invoice` knows. Raises `Invoice.DoesNotExist` for another account's invoice.
    """
    with within(organization):
        Account.objects.select_for_update(no_key=True).get(organization_id=organization, id=account)
        found = Invoice.objects.get(organization_id=organization, account_id=account, id=invoice)
        refusal = _refusal(organization, found, wanted, at)
        if refusal is None:
            made = reissue(
                organization, account=account, invoice=invoice, wanted=wanted, debit=debit, actor=actor, at=at
            )
            use_credit(organization, account=account, first=[made.new_invoice], actor=actor, at=at)
            return Outcome(made)
        if refusal in ASKS_THE_COMPANY:
            _ask(organization, found, wanted, refusal, actor, at)
            return Outcome(None, refusal, asked=True)
    return Outcome(None, refusal)


def close_correction_task(organization: OrganizationId, *, task: UUID, actor: Actor, at: datetime) -> None:
    """Note that the company has dealt with a wish; again does nothing. Records `CorrectionTaskClosed`."""
    with within(organization):
        mine = CorrectionTask.objects.filter(organization_id=organization, id=task)
        if not mine.filter(closed_at__isnull=True).update(closed_at=at):
            return
        found = mine.select_related("invoice").defer("invoice__snapshot").get()
        fact = CorrectionTaskClosed(account=found.invoice.account_id, task=found.id, invoice=found.invoice_id)
        record(organization, fact=fact, actor=actor, at=at)


def _refusal(organization: OrganizationId, invoice: Invoice, wanted: Mapping[str, str], at: datetime) -> Refusal | None:
    owner = Organization.objects.get(id=organization)
    closed = owner.choice("accounts_closed_until")
    standing = Standing(
        issued_on=invoice.issued_on,
        # A line that a later invoice gives back of cannot be credited whole any more.
        credited=invoice.credited_minor > 0 or invoice.lines.exclude(offset_minor=0).exists(),
        corrected=Correction.objects.filter(organization_id=organization, original_id=invoice.id).exists()
        or Correction.objects.filter(organization_id=organization, new_invoice_id=invoice.id).exists(),
        pursued=pursued(organization, invoice=invoice.id),
        reverse_charge=any(group["vat_category"] == "AE" for group in invoice.snapshot["vat_groups"]),
    )
    return correction_refusal(
        buyer=invoice.snapshot["buyer"],
        wanted=wanted,
        standing=standing,
        today=copenhagen_day(at),
        locked_until=date.fromisoformat(closed) if closed else None,
    )


def _ask(
    organization: OrganizationId,
    invoice: Invoice,
    wanted: Mapping[str, str],
    reason: Refusal,
    actor: Actor,
    at: datetime,
) -> None:
    fields = changed(buyer=invoice.snapshot["buyer"], wanted=wanted)
    task = CorrectionTask(
        id=new_id(),
        organization_id=organization,
        invoice_id=invoice.id,
        reason=reason,
        wanted={field: wanted[field].strip() for field in fields},
        asked_at=at,
    )
    open_one = CorrectionTask.objects.filter(organization_id=organization, invoice=invoice, closed_at__isnull=True)
    if open_one.exists():
        return
    task.save(force_insert=True)
    fact = CorrectionAsked(
        account=invoice.account_id, task=task.id, invoice=invoice.id, number=invoice.number, reason=reason
    )
    record(organization, fact=fact, actor=actor, at=at)
