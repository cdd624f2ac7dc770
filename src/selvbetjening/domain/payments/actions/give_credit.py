"""Credit an invoice and let the credit pay what is owed: the acts of the staff and of other parts of the product."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from selvbetjening.domain.invoicing.actions.credit import Credit, Credited, credit, credit_in_full
from selvbetjening.domain.payments.actions.put_right import put_right_of
from selvbetjening.domain.payments.actions.use_credit import use_credit
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId


def give_credit(
    organization: OrganizationId, *, account: UUID, lines: Sequence[Credit], reason: str, actor: Actor, at: datetime
) -> list[Credited]:
    """Credit the lines, pay the own invoice's rest with it, then the account's other open invoices.

    What is left stands to the account's good. Records and raises what `invoicing.actions.credit.credit` does.
    """
    with within(organization):
        issued = credit(organization, account=account, lines=lines, reason=reason, actor=actor, at=at)
        use_credit(organization, account=account, actor=actor, at=at)
        for note in issued:
            put_right_of(organization, invoice=note.invoice, actor=actor, at=at)
    return issued


def make_void(
    organization: OrganizationId, *, account: UUID, invoice: UUID, reason: str, actor: Actor, at: datetime
) -> Credited:
    """Credit all that is left of an invoice (CRN-4), and use the credit as `give_credit` does."""
    with within(organization):
        issued = credit_in_full(organization, account=account, invoice=invoice, reason=reason, actor=actor, at=at)
        use_credit(organization, account=account, actor=actor, at=at)
        put_right_of(organization, invoice=invoice, actor=actor, at=at)
    return issued
