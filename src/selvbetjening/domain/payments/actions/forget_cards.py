"""Forget the cards of somebody who is erased (GDP-4)."""

from datetime import datetime
from uuid import UUID

from selvbetjening.domain.payments.actions.disable_card import disable_card
from selvbetjening.domain.payments.models import GatewayPayer, PaymentCard
from selvbetjening.domain.payments.queries.cards import active_cards
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId


def forget_cards(organization: OrganizationId, *, account: UUID, actor: Actor, at: datetime) -> int:
    """Disable every card of the account, and blank what a card says of its holder; how many were disabled.

    The gateway's own key of a card stays until the gateway has been told, which goes on in the background (CD-03).
    Records `CardDisabled` for each.
    """
    with within(organization):
        cards = active_cards(organization, account=account)
        for card in cards:
            disable_card(organization, account=account, card=card.id, by="company", actor=actor, at=at)
        mine = {"organization_id": organization, "account_id": account}
        PaymentCard.objects.filter(**mine).update(
            brand="",
            last4="",
            exp_month=None,
            exp_year=None,
            fingerprint="",
            country="",
            consent="",
            consent_version="",
        )
        GatewayPayer.objects.filter(**mine).delete()
    return len(cards)
