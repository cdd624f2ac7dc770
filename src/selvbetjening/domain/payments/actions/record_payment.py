"""Record a payment that somebody has seen on a bank statement."""

from datetime import date, datetime
from uuid import UUID

from selvbetjening.domain.payments.actions.book_payment import book_payment
from selvbetjening.domain.payments.models import Payment
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId
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
    """`book_payment` of what a person saw; `reference` is the bank's or the payer's own id."""
    return book_payment(
        organization,
        method=METHOD,
        invoice=invoice,
        amount=amount,
        paid_on=paid_on,
        reference=reference,
        actor=actor,
        at=at,
    )
