"""Record a payment that somebody has seen on a bank statement."""

from datetime import date, datetime
from uuid import UUID

from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.invoicing.actions.settle import settle
from selvbetjening.domain.payments.events import PaymentRecorded
from selvbetjening.domain.payments.models import Payment
from selvbetjening.domain.payments.rules import Refused, check_payment
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId, new_id
from selvbetjening.kernel.money import Money

METHOD = "manual"


def record_manual_payment(
    organization: OrganizationId,
    *,
    invoice: UUID,
    amount: Money,
    paid_on: date,
    reference: str,
    actor: Actor,
    at: datetime,
) -> Payment:
    """Record that `amount` came in for the invoice and settle it by that much; a part is fine, too much is not.

    `reference` is the bank's or the payer's own id and is used once: the same payment again returns the first, two at
    once record one. Records `PaymentRecorded`. Raises `payments.rules.Refused` (`amount`, `reference`,
    `reference_used` when it belongs to another payment), `invoicing.actions.settle.NotSettled` (`currency`,
    `more_than_outstanding`) and `Invoice.DoesNotExist`.
    """
    check_payment(amount=amount, reference=reference)
    with within(organization):
        made = Payment(
            id=new_id(),
            organization_id=organization,
            invoice_id=invoice,
            method=METHOD,
            amount_minor=amount.minor,
            currency=amount.currency,
            paid_on=paid_on,
            reference=reference.strip(),
            recorded_at=at,
        )
        # The row first: a second one with this reference waits here for the first one's commit, and then yields.
        Payment.objects.bulk_create([made], ignore_conflicts=True)
        kept = Payment.objects.get(organization_id=organization, method=METHOD, reference=made.reference)
        if kept.id == made.id:
            _settle(organization, made, amount, actor, at)
        elif (kept.invoice_id, kept.amount_minor, kept.currency) != (invoice, amount.minor, amount.currency):
            raise Refused("reference_used")
    return kept


def _settle(organization: OrganizationId, made: Payment, amount: Money, actor: Actor, at: datetime) -> None:
    settled = settle(organization, invoice=made.invoice_id, amount=amount)
    fact = PaymentRecorded(
        account=settled.account_id,
        payment=made.id,
        invoice=made.invoice_id,
        amount=amount,
        paid_on=made.paid_on,
        settled=settled.outstanding.is_zero,
    )
    record(organization, fact=fact, actor=actor, at=at)
