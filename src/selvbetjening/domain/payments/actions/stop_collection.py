"""Stop charging a card for invoices that are to be paid in another way (CM-05)."""

from collections.abc import Sequence
from typing import Literal
from uuid import UUID

from selvbetjening.domain.payments.lifecycle import COLLECTION
from selvbetjening.domain.payments.models import CardCollection
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import OrganizationId


def stop_collection(
    organization: OrganizationId,
    *,
    account: UUID,
    invoices: Sequence[UUID] | None,
    reason: Literal["method", "no_card"],
) -> int:
    """No charge is planned for these invoices any more, or for any of the account's; how many that changed.

    A charge that runs at this moment runs to its end: nobody knows yet whether it took the money. Nothing is recorded:
    whoever stops it records why. Twice is once.
    """
    # A move from "running" would let go of money that may be on its way.
    sources = [state for state in COLLECTION.sources("stop") if state in ("waiting", "asking")]
    with within(organization):
        mine = CardCollection.objects.filter(organization_id=organization, account_id=account, state__in=sources)
        if invoices is not None:
            mine = mine.filter(invoice_id__in=list(invoices))
        return mine.update(state=COLLECTION.after(sources[0], "stop"), next_on=None, reason=reason)
