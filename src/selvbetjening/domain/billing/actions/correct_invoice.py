"""Let a customer correct an issued invoice (CM-07); the new one says what there is to say of Betalingsservice."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from selvbetjening.domain.billing.queries.debit_terms import debit_today
from selvbetjening.domain.payments.actions import correct_invoice as paying
from selvbetjening.domain.payments.actions.correct_invoice import Outcome
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId


def correct_invoice(
    organization: OrganizationId,
    *,
    account: UUID,
    invoice: UUID,
    wanted: Mapping[str, str],
    actor: Actor,
    at: datetime,
) -> Outcome:
    """`payments.actions.correct_invoice`, with the numbers of Betalingsservice printed (betalingsservice.md 2)."""
    return paying.correct_invoice(
        organization, account=account, invoice=invoice, wanted=wanted,
        debit=debit_today(organization, today=copenhagen_day(at)), actor=actor, at=at,
    )  # fmt: skip
