"""Make room for a card: what Betalingsservice was asked for is taken back, or the card stays out (PY-04, PY-11)."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.billing.actions.sync_debit import withdraw
from selvbetjening.domain.billing.lifecycle import DebitState
from selvbetjening.domain.billing.models import InvoiceCollection
from selvbetjening.domain.billing.queries.debited import live_of, with_bank
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import OrganizationId


def release_for_card(
    organization: OrganizationId, *, account: UUID, invoices: Sequence[UUID], at: datetime
) -> list[InvoiceCollection]:
    """Withdraw what is asked for of these invoices, since a card is about to pay them; what could not be is given.

    Must stand in the transaction that writes the card's attempt: the account is held until it is written, and whoever
    asks Betalingsservice waits for that. What was taken back waits: if the card pays nothing, it is asked for again.
    With anything in the answer no card may be charged; what was withdrawn all the same is asked for again by the next
    look. Records `DebitWithdrawn`.
    """
    with within(organization):
        Account.objects.select_for_update(no_key=True).get(organization_id=organization, id=account)
        asked = [row for row in live_of(organization, invoices=invoices).values() if row.state == DebitState.ASKED]
        closed = [row for row in asked if not (found := with_bank(row=row)) or not found.is_open(at)]
        if closed:
            return closed
        return [row for row in asked if withdraw(organization, row=row, reason="card", follows=True, at=at) is None]
