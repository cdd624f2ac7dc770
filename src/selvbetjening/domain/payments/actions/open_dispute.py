"""Let a customer say no to one line of an invoice (CM-06)."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.invoicing.models import Invoice, InvoiceLine
from selvbetjening.domain.invoicing.queries.late import handed_over
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.payments.actions.write_in_dispute import keep_message
from selvbetjening.domain.payments.events import DisputeOpened
from selvbetjening.domain.payments.models import Dispute
from selvbetjening.domain.payments.queries.disputes import disputable
from selvbetjening.domain.payments.rules.disputes import (
    REASONS,
    DisputeRefused,
    Upload,
    answer_by,
    checked_files,
    checked_text,
)
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId, new_id


def open_dispute(
    organization: OrganizationId,
    *,
    account: UUID,
    line: UUID,
    reason: str,
    text: str,
    files: Sequence[Upload] = (),
    actor: Actor,
    at: datetime,
) -> Dispute:
    """Dispute what is left of the line; from now on that amount is neither reminded nor collected.

    A line is disputed once; once more only after the customer took it back. Records `DisputeOpened`. Raises
    `DisputeRefused`, and `InvoiceLine.DoesNotExist`, also for another account's line.
    """
    if reason not in REASONS:
        raise DisputeRefused("reason")
    words, kept = checked_text(text=text), checked_files(files=files)
    with within(organization):
        Account.objects.select_for_update(no_key=True).get(organization_id=organization, id=account)
        made = _opened(organization, account, line, reason, at)
        keep_message(organization, dispute=made, author="customer", text=words, files=kept, at=at)
        fact = DisputeOpened(
            account=account,
            dispute=made.id,
            invoice=made.invoice_id,
            amount=made.amount,
            answer_by_on=made.answer_by_on,
        )
        record(organization, fact=fact, actor=actor, at=at)
    return made


def _opened(organization: OrganizationId, account: UUID, line: UUID, reason: str, at: datetime) -> Dispute:
    mine = InvoiceLine.objects.filter(organization_id=organization, invoice__account_id=account)
    found, today = mine.select_related("invoice").get(id=line), copenhagen_day(at)
    days = Organization.objects.get(id=organization).choice("dispute_answer_days")
    made = Dispute(
        id=new_id(),
        organization_id=organization,
        account_id=account,
        invoice=found.invoice,
        invoice_line=found,
        amount_minor=_amount(organization, found.invoice, found),
        currency=found.invoice.currency,
        reason=reason,
        opened_on=today,
        opened_at=at,
        answer_by_on=answer_by(opened_on=today, days=days),
    )
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        raise DisputeRefused("already") from None
    return made


def _amount(organization: OrganizationId, invoice: Invoice, line: InvoiceLine) -> int:
    """What is disputed, incl. VAT. Raises `DisputeRefused` where nothing can be."""
    if handed_over(organization, invoices=[invoice.id]):
        raise DisputeRefused("handed_over")
    wanted = {each.line.id: each for each in disputable(organization, invoice=invoice)}
    if line.id not in wanted:
        raise DisputeRefused("nothing_left")
    if wanted[line.id].disputed_before:
        raise DisputeRefused("already")
    return wanted[line.id].amount.minor
