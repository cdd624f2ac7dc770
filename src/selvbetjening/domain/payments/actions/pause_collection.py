"""An invoice that became unpaid again rests until the company has decided what to do."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.invoicing.models import Invoice
from selvbetjening.domain.payments.events import CollectionPaused, CollectionPauseDecided
from selvbetjening.domain.payments.models import CardCollection, CollectionPause
from selvbetjening.domain.payments.rules import Refused
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM, Actor
from selvbetjening.kernel.ids import OrganizationId, new_id

Decision = Literal["collect", "settled"]


def pause_collection(organization: OrganizationId, *, invoice: UUID, reason: str, at: datetime) -> bool:
    """Neither charge nor remind it by itself; False where it rests already. Records `CollectionPaused`."""
    with within(organization):
        owner = Invoice.objects.values_list("account_id", flat=True).get(organization_id=organization, id=invoice)
        row = CollectionPause(
            id=new_id(), organization_id=organization, account_id=owner, invoice_id=invoice, reason=reason, made_at=at
        )
        CollectionPause.objects.bulk_create([row], ignore_conflicts=True)
        if not CollectionPause.objects.filter(organization_id=organization, id=row.id).exists():
            return False
        # A charge that runs runs to its end; one that is planned is not made.
        waiting = CardCollection.objects.filter(organization_id=organization, invoice_id=invoice)
        waiting.filter(state__in=["waiting", "asking"]).update(state="stopped", next_on=None, reason="paused")
        record(organization, fact=CollectionPaused(account=owner, invoice=invoice, reason=reason), actor=SYSTEM, at=at)
    return True


def decide_pause(
    organization: OrganizationId, *, pause: UUID, decision: Decision, actor: Actor, at: datetime
) -> CollectionPause:
    """The company decided: the invoice is collected as any other, or nothing more is to be done about the reversal.

    Records `CollectionPauseDecided`. Raises `Refused("closed")` where somebody was first, and
    `CollectionPause.DoesNotExist`.
    """
    with within(organization):
        mine = CollectionPause.objects.filter(organization_id=organization, id=pause)
        changed = mine.filter(lifted_at__isnull=True).update(lifted_at=at, decision=decision)
        found = mine.get()
        if not changed:
            raise Refused("closed")
        fact = CollectionPauseDecided(account=found.account_id, invoice=found.invoice_id, decision=decision)
        record(organization, fact=fact, actor=actor, at=at)
    return found
