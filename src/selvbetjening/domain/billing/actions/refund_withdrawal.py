"""List what a withdrawal pays back, with its deadline (WDR-7)."""

from collections import defaultdict
from datetime import date, datetime
from uuid import UUID

from django.db.models import F

from selvbetjening.domain.billing.rules.law.withdrawal import refund_due_on
from selvbetjening.domain.invoicing.models import CreditNote, CreditNoteLine, Invoice
from selvbetjening.domain.payments.actions.refunds import open_refund
from selvbetjening.domain.payments.actions.use_credit import use_credit
from selvbetjening.domain.payments.models import RefundTask
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.money import Money


def refund_withdrawal(
    organization: OrganizationId, *, account: UUID, noticed_on: date, actor: Actor, at: datetime
) -> list[RefundTask]:
    """In the transaction of the withdrawal: its credit notes, those issued at `at`, settle what is open of it.

    That is their own invoices, and then every other one with a line of the same subscription: after a change the new
    invoice has taken over what an earlier one, perhaps never paid, charged. What is left then was paid, and becomes a
    refund due fourteen days after the notice, one for each currency. Records `CreditUsed` and `RefundOpened`.
    """
    with within(organization):
        first = _of_contract(organization, account, at)
        use_credit(organization, account=account, actor=actor, at=at, first=first, own_only=True)
        left: dict[str, int] = defaultdict(int)
        for note in CreditNote.objects.filter(organization_id=organization, account_id=account, issued_at=at):
            left[note.currency] += note.total_minor - note.used_minor
        return [
            open_refund(
                organization,
                account=account,
                amount=Money(minor, currency),
                reason="withdrawal",
                due_on=refund_due_on(noticed_on=noticed_on),
                actor=actor,
                at=at,
            )
            for currency, minor in sorted(left.items())
            if minor > 0
        ]


def _of_contract(organization: OrganizationId, account: UUID, at: datetime) -> list[UUID]:
    """The account's open invoices with a line of what was credited at `at`, oldest first."""
    credited = CreditNoteLine.objects.filter(
        organization_id=organization, credit_note__account_id=account, credit_note__issued_at=at
    ).values("invoice_line__subscription_id")
    found = Invoice.objects.filter(
        organization_id=organization,
        account_id=account,
        settled_minor__lt=F("total_minor"),
        lines__subscription_id__in=credited,
    )
    return list(found.order_by("number").values_list("id", flat=True).distinct())
