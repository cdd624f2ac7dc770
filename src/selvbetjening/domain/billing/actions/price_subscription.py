"""Agree on a subscription's own price (fenerum-api.md 8: `custom_price`)."""

from datetime import datetime
from uuid import UUID

from selvbetjening.domain.billing.actions.bill_due import close_undos
from selvbetjening.domain.billing.queries.contracts import legal_standing
from selvbetjening.domain.billing.queries.facts import standing_of
from selvbetjening.domain.billing.rules.own_prices import check_own_price
from selvbetjening.domain.subscriptions import queries as subscriptions
from selvbetjening.domain.subscriptions.actions.set_own_price import set_own_price
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId


def price_subscription(
    organization: OrganizationId,
    *,
    account: UUID,
    subscription: UUID,
    minor: int | None,
    actor: Actor,
    at: datetime,
) -> None:
    """Let a unit cost so much excl. VAT, in minor units of its terms' currency, or as its terms say (None).

    For what is not billed yet: nothing billed is billed anew. An act before it cannot be undone any more. Records
    `SubscriptionPriced` where that is another price. Raises `Refused` (`ended`, `own_price`, `own_price_notice`) and
    `Subscription.DoesNotExist`.
    """
    today = copenhagen_day(at)
    with within(organization):
        mine = subscriptions.locked(organization, account=account, subscription=subscription)
        if mine.own_price_minor == minor:
            return
        facts, _ = standing_of(organization, subscription=mine, today=today)
        law = legal_standing(organization, subscription=mine)
        check_own_price(mine=facts, minor=minor, is_consumer=law.is_consumer, today=today)
        set_own_price(organization, subscription=mine, minor=minor, actor=actor, at=at)
        close_undos(organization, subscriptions=[mine.id], reason="later_act", at=at)
