"""Choose the card that is charged first (CD-05)."""

from datetime import datetime
from uuid import UUID

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.payments.events import DefaultCardChosen
from selvbetjening.domain.payments.models import PaymentCard
from selvbetjening.domain.payments.queries.cards import active_cards, as_rule
from selvbetjening.domain.payments.rules.cards import default_of
from selvbetjening.domain.payments.rules.cards_refusal import CardRefused
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId


def choose_default(
    organization: OrganizationId, *, account: UUID, card: UUID, actor: Actor, at: datetime
) -> PaymentCard:
    """From now on this card of the account is charged first, in every currency that it pays.

    Records `DefaultCardChosen`. Raises `CardRefused` (`disabled`, `no_gateway`, `expired`) and
    `PaymentCard.DoesNotExist`.
    """
    with within(organization):
        Account.objects.select_for_update(no_key=True).get(organization_id=organization, id=account)
        found = PaymentCard.objects.get(organization_id=organization, account_id=account, id=card)
        if found.state != "active":
            raise CardRefused("disabled")
        if found.gateway_account_id is None:
            raise CardRefused("no_gateway")
        if found.expires_on is not None and copenhagen_day(at) >= found.expires_on:
            raise CardRefused("expired")
        found.default_at = at
        found.save(update_fields=["default_at"])
        record(organization, fact=DefaultCardChosen(account=account, card=card), actor=actor, at=at)
    return found


def charge_first(organization: OrganizationId, *, card: PaymentCard, currency: str, actor: Actor, at: datetime) -> None:
    """Make a card that was saved in order to be used the default, where it is not that already and can be charged."""
    rules = [as_rule(card=each) for each in active_cards(organization, account=card.account_id)]
    chosen = default_of(cards=rules, currency=currency)
    mine = as_rule(card=card)
    if mine.pays(currency) and not mine.is_expired(today=copenhagen_day(at)) and (not chosen or chosen.id != card.id):
        choose_default(organization, account=card.account_id, card=card.id, actor=actor, at=at)
