"""What a gateway says of a saved card: it was renewed by the bank, or it is gone."""

from datetime import datetime

from django.db.models import Q

from selvbetjening.domain.payments.actions.disable_card import disable_card
from selvbetjening.domain.payments.actions.keep_card import keep_card
from selvbetjening.domain.payments.models import PaymentCard
from selvbetjening.domain.payments.ports import Fact
from selvbetjening.domain.payments.rules.matching import Verdict
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.ids import OrganizationId


def card_told(organization: OrganizationId, *, gateway: str, fact: Fact, at: datetime) -> Verdict:
    """A new expiry or new last digits of a card of ours; `ignored` for a card that is not."""
    card = _card(organization, gateway, fact)
    if card is None or card.gateway_account is None or fact.instrument is None:
        return Verdict("ignored", "not_ours")
    keep_card(
        organization,
        account=card.account_id,
        gateway_account=card.gateway_account,
        instrument=fact.instrument,
        currency=card.currency,
        actor=SYSTEM,
        at=at,
    )
    return Verdict("booked")


def card_gone(organization: OrganizationId, *, gateway: str, fact: Fact, at: datetime) -> Verdict:
    """A card of ours that the gateway does not know any more: it pays nothing here either.

    A fact without a card names a payer who was deleted there: all cards of hers are gone.
    """
    mine = PaymentCard.objects.filter(organization_id=organization, gateway=gateway)
    if fact.instrument:
        mine = mine.filter(external_id=fact.instrument.external_id)
    else:
        mine = mine.filter(Q(external_id=fact.external_id) | Q(customer_ref=fact.external_id))
    found = list(mine.order_by("saved_at", "id"))
    if not found:
        return Verdict("ignored", "not_ours")
    active = [card for card in found if card.state == "active"]
    for card in active:
        disable_card(organization, account=card.account_id, card=card.id, by="gateway", actor=SYSTEM, at=at)
    return Verdict("booked" if active else "known")


def _card(organization: OrganizationId, gateway: str, fact: Fact) -> PaymentCard | None:
    wanted = fact.instrument.external_id if fact.instrument else fact.external_id
    mine = PaymentCard.objects.filter(organization_id=organization, gateway=gateway, external_id=wanted)
    return mine.select_related("gateway_account").first()
