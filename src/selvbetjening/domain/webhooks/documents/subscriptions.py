"""A subscription as `cancel_subscription` and `renew_subscription_soon` tell it (fenerum-api.md 8 and 15)."""

from typing import Any, Final

from selvbetjening.domain.subscriptions.models import Subscription
from selvbetjening.domain.webhooks.documents.values import amount, day, instant
from selvbetjening.kernel.days import start_of_day
from selvbetjening.kernel.money import Money

_STATUS: Final = {"active": "active", "paused": "paused", "cancelled": "set_to_expire", "ended": "cancelled"}


def subscription_data(*, subscription: Subscription, unit_price: Money) -> dict[str, Any]:
    """Needs its account, terms and plan; the price is of one unit, by the account's contract."""
    terms, account = subscription.terms, subscription.account
    return {
        "uuid": str(subscription.id),
        "account": str(account.id),
        "account_code": account.code,
        "terms": str(terms.id),
        "terms_code": terms.code,
        "plan_name": terms.plan.name_da,
        "collection_method": subscription.collection_method or account.collection_method,
        "start_date": day(on=subscription.started_on),
        "quantity": subscription.quantity,
        "currency": terms.currency,
        "unit_price": amount(minor=unit_price.minor),
        "next_renewal_date": instant(at=start_of_day(subscription.renews_on)),
        "status": _STATUS[subscription.state],
        "end_date": day(on=subscription.ends_on),
        "created_date": instant(at=subscription.created_at),
    }
