"""Disable a card, whatever gateway it came from (SB-27, CD-03, CD-05)."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.payments.actions.tell_off import tell_off_job
from selvbetjening.domain.payments.events import CardDisabled, DefaultCardChosen
from selvbetjening.domain.payments.models import PaymentCard
from selvbetjening.domain.payments.queries.cards import active_cards, as_rule
from selvbetjening.domain.payments.rules.cards import promoted
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId


def disable_card(
    organization: OrganizationId,
    *,
    account: UUID,
    card: UUID,
    by: Literal["customer", "company", "gateway", "replaced"],
    actor: Actor,
    at: datetime,
) -> PaymentCard:
    """The card pays nothing from now on. The gateway is told afterwards, in the background, as often as it takes.

    Where it was the default, the newest of the rest is it from now on. Done twice, the first counts. Records
    `CardDisabled`, and `DefaultCardChosen` for who takes over. Raises `PaymentCard.DoesNotExist`.
    """
    with within(organization):
        Account.objects.select_for_update(no_key=True).get(organization_id=organization, id=account)
        found = PaymentCard.objects.get(organization_id=organization, account_id=account, id=card)
        if found.state == "disabled":
            return found
        cards = active_cards(organization, account=account)
        heirs = {
            heir.id for heir in promoted(cards=[as_rule(card=each) for each in cards], leaving=as_rule(card=found))
        }
        tell = found.gateway_account_id is not None and by != "gateway"
        found.state, found.disabled_at, found.default_at = "disabled", at, None
        found.tell_next_at, found.told_off_at = (at, None) if tell else (None, at)
        found.save(update_fields=["state", "disabled_at", "default_at", "tell_next_at", "told_off_at"])
        fact = CardDisabled(account=account, card=card, by=by, was_last=len(cards) == 1)
        record(organization, fact=fact, actor=actor, at=at)
        for heir in (each for each in cards if each.id in heirs):
            heir.default_at = at
            heir.save(update_fields=["default_at"])
            record(organization, fact=DefaultCardChosen(account=account, card=heir.id), actor=actor, at=at)
        if tell:
            tell_off_job.defer(organization, card=str(card))
    return found
