"""Invoice what waits on an account now; the invoice says what there is to say of Betalingsservice."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from selvbetjening.domain.billing.queries.debit_terms import debit_today
from selvbetjening.domain.invoicing.actions.issue import Issued
from selvbetjening.domain.payments.actions import issue_now as paying
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId


def issue_now(
    organization: OrganizationId,
    *,
    account: UUID,
    issued_on: date,
    actor: Actor,
    at: datetime,
    for_renewal: Sequence[bool] = (True, False),
) -> list[Issued]:
    """`payments.actions.issue_now`, with the numbers of Betalingsservice printed (betalingsservice.md 2)."""
    return paying.issue_now(
        organization, account=account, issued_on=issued_on, debit=debit_today(organization, today=issued_on),
        actor=actor, at=at, for_renewal=for_renewal,
    )  # fmt: skip
