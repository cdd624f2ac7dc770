"""Tell what comes near, which no fact is about: renewals, and cards that expire this month (fenerum-api.md 15).

What ought to have been told minus what was: each once, however often the day is swept.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from uuid import UUID, uuid5

from selvbetjening.domain.contracts.queries import own_prices
from selvbetjening.domain.organizations import queries as organizations
from selvbetjening.domain.payments.models import PaymentCard
from selvbetjening.domain.subscriptions.models import Subscription
from selvbetjening.domain.tenancy.doorway import doorway
from selvbetjening.domain.tenancy.within import within
from selvbetjening.domain.webhooks.actions.announce import News, announce, wanted
from selvbetjening.domain.webhooks.documents.cards import card_data
from selvbetjening.domain.webhooks.documents.subscriptions import subscription_data
from selvbetjening.domain.webhooks.models import WebhookEndpoint
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId

RENEWAL = "renew_subscription_soon"
EXPIRY = "card_expires_this_month"


def foresee(organization: OrganizationId, *, today: date, at: datetime) -> int:
    """Announce renewals within the company's days, and cards that expire in `today`'s month; how many deliveries."""
    with within(organization):
        names = wanted(organization, events=[RENEWAL, EXPIRY])
        news: list[News] = []
        if RENEWAL in names:
            news += _renewals(organization, today, at)
        if EXPIRY in names:
            news += _expiries(organization, today, at)
        return announce(organization, news=news)


def foresee_all(*, at: datetime) -> int:
    """The same for every company that has an endpoint; how many companies there are."""
    with doorway(reason="renewals and expiries to be told to webhooks", actor=SYSTEM, at=at) as alias:
        mine = WebhookEndpoint.objects.using(alias).exclude(state="removed").order_by()
        found = sorted(set(mine.values_list("organization_id", flat=True)))
    for organization in found:
        foresee(OrganizationId(organization), today=copenhagen_day(at), at=at)
    return len(found)


def _renewals(organization: OrganizationId, today: date, at: datetime) -> Iterator[News]:
    company = organizations.get(organization)
    days = int(company.choice("renewal_told_days"))
    mine = Subscription.objects.select_related("account", "terms__plan").filter(
        organization_id=organization, state="active", renews_on__gt=today, renews_on__lte=today + timedelta(days=days)
    )
    rows = list(mine.order_by("renews_on", "id"))
    own = own_prices(organization, accounts={row.account_id for row in rows})
    for row in rows:
        price = own.unit_price(subscription=row, day=row.renews_on)
        data = subscription_data(subscription=row, unit_price=price, company=company, today=today)
        yield _news(row.id, f"{RENEWAL}:{row.renews_on}", RENEWAL, f"subscription:{row.id}", data, row.account_id, at)


def _expiries(organization: OrganizationId, today: date, at: datetime) -> Iterator[News]:
    mine = PaymentCard.objects.filter(
        organization_id=organization, state="active", exp_year=today.year, exp_month=today.month
    )
    for row in mine.order_by("id"):
        key = f"{EXPIRY}:{today:%Y-%m}"
        yield _news(row.id, key, EXPIRY, f"payment_card:{row.id}", card_data(card=row), row.account_id, at)


def _news(of: UUID, key: str, event: str, about: str, data: dict[str, object], account: UUID, at: datetime) -> News:
    return News(event_id=uuid5(of, key), event=event, about=about, data=data, at=at, account=account)
