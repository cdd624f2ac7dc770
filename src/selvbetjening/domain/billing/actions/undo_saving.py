"""Undo what saving a card while paying did, in one place (SB-32)."""

from datetime import datetime
from uuid import UUID

from selvbetjening.domain.billing.actions.save_effects import stop_paying_by_card
from selvbetjening.domain.payments.actions.disable_card import disable_card
from selvbetjening.domain.payments.models import Attempt
from selvbetjening.domain.payments.queries.receipts import paid_with
from selvbetjening.domain.payments.rules.attempts import may_undo_saving
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId


def undo_saving(organization: OrganizationId, *, attempt: UUID, actor: Actor, at: datetime) -> bool:
    """The account and its subscriptions are asked by invoice again, and the card is disabled if this attempt made it.

    The payment stands. False where there is nothing to undo: no card was saved, it is gone already, or it was too long
    ago. Raises `Attempt.DoesNotExist`.
    """
    with within(organization):
        found = Attempt.objects.get(organization_id=organization, id=attempt)
        card = paid_with(organization, attempt=found).saved
        if card is None or not may_undo_saving(
            saved=found.save_card, state=found.state, closed_at=found.closed_at, at=at
        ):
            return False
        stop_paying_by_card(organization, account=found.account_id, actor=actor, at=at)
        if card.saved_at >= found.made_at:
            disable_card(organization, account=found.account_id, card=card.id, by="customer", actor=actor, at=at)
    return True
