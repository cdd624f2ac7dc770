"""Price changes: whom they concern, and what is told (CAN-6)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.accounts.queries import recipients_of
from selvbetjening.domain.billing.events import PriceChangeTold
from selvbetjening.domain.billing.models import PriceChange, PriceNotice
from selvbetjening.domain.billing.queries.orders import GUEST_PATH
from selvbetjening.domain.catalog.models import PlanTerms
from selvbetjening.domain.catalog.rules.prices import price
from selvbetjening.domain.history.models import Event
from selvbetjening.domain.messaging.queries import by_keys
from selvbetjening.domain.organizations import queries as organizations
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.money import Money, percent_of


@dataclass(frozen=True, slots=True)
class Told:
    """What one customer is told: `before` and `after` for one period incl. VAT, `way_out` a path of the portal."""

    subscription: UUID
    plan: Callable[[str], str]
    before: Money
    after: Money
    effective_on: date
    reason: str
    clause: str
    way_out: str


def told(organization: OrganizationId, *, notice: UUID) -> Told:
    """What the notice says. Raises `PriceNotice.DoesNotExist`."""
    found = PriceNotice.objects.select_related(
        "subscription", "price_change__from_terms__plan", "price_change__to_terms"
    ).get(organization_id=organization, id=notice)
    change, quantity = found.price_change, found.subscription.quantity
    return Told(
        subscription=found.subscription_id,
        plan=change.from_terms.plan.name,
        before=_each(change.from_terms, quantity),
        after=_each(change.to_terms, quantity),
        effective_on=found.effective_on,
        reason=change.reason,
        clause=change.clause,
        way_out=GUEST_PATH,
    )


def listed(organization: OrganizationId) -> list[PriceChange]:
    """The company's price changes, newest first, with their terms."""
    found = PriceChange.objects.filter(organization_id=organization)
    return list(found.select_related("from_terms__plan", "to_terms").order_by("-created_at"))


def all_terms(organization: OrganizationId) -> list[PlanTerms]:
    """Every set of terms of the company, offered or not, with its plan."""
    found = PlanTerms.objects.filter(organization_id=organization).select_related("plan")
    return list(found.order_by("plan__code", "code"))


def notices(organization: OrganizationId, *, price_change: UUID) -> list[PriceNotice]:
    """Whom one change concerns, with account and subscription."""
    found = PriceNotice.objects.filter(organization_id=organization, price_change_id=price_change)
    return list(found.select_related("account", "subscription").order_by("account__code"))


def counted(organization: OrganizationId, *, price_change: UUID) -> int:
    """How many subscriptions were told of it."""
    return PriceNotice.objects.filter(organization_id=organization, price_change_id=price_change).count()


@dataclass(frozen=True, slots=True)
class Delivered:
    """One line of the log: who was told by which mail. `state` is the mail's, empty where there is none yet."""

    account: str
    address: str
    state: str
    sent_at: datetime | None


def delivery_log(organization: OrganizationId, *, price_change: UUID, limit: int = 500) -> list[Delivered]:
    """Who was told of the change, and what became of the mail (CAN-6)."""
    mine = PriceNotice.objects.filter(organization_id=organization, price_change_id=price_change)
    accounts = list(mine.order_by("account_id").values_list("account_id", flat=True).distinct()[:limit])
    events = Event.objects.filter(
        organization_id=organization, account_id__in=accounts, name=PriceChangeTold.name,
        data__price_change=str(price_change),
    ).order_by("at", "id")  # fmt: skip
    told = {event.id: event.account_id for event in events}
    holders = Account.objects.filter(organization_id=organization).in_bulk(list(set(told.values())))
    keys = {
        f"{event}:{person.id}": (event, person.email)
        for event, account in told.items()
        if account
        for person in recipients_of(organization, account=account)
    }
    mails = by_keys(organization, keys=list(keys))
    found = [
        Delivered(str(holders[told[event]]), address, mail.state, mail.sent_at)
        for key, (event, address) in keys.items()
        if (mail := mails.get(key))
    ]
    mailed = {keys[key][0] for key in mails}
    none_yet = [
        Delivered(str(holders[account]), "", "", None) for event, account in told.items() if event not in mailed
    ]
    return [*found, *none_yet]


def least_days(organization: OrganizationId) -> int:
    """How many days before it takes effect a change must be told, by the company's own setting."""
    days: int = organizations.get(organization).choice("price_change_notice_days")
    return days


def _each(terms: PlanTerms, quantity: int) -> Money:
    net = price(pricing=terms.pricing, quantity=quantity)
    return net + percent_of(net, terms.vat_basis_points)
