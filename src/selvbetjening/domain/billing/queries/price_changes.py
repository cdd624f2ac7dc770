"""Price changes: whom they concern, and what is told (CAN-6)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, QuerySet

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.accounts.queries import recipients_of
from selvbetjening.domain.billing.events import PriceChangeTold
from selvbetjening.domain.billing.models import PriceChange, PriceNotice
from selvbetjening.domain.billing.queries.orders import GUEST_PATH
from selvbetjening.domain.billing.rules.law.cancelling import Unlawful, earliest_price_change
from selvbetjening.domain.billing.rules.law.declarations import contract_number
from selvbetjening.domain.catalog import queries as catalog
from selvbetjening.domain.catalog.models import PlanTerms
from selvbetjening.domain.contracts.queries import ByTerms, by_terms
from selvbetjening.domain.contracts.rules.holding import price_on
from selvbetjening.domain.history.models import Event
from selvbetjening.domain.messaging.queries import by_keys
from selvbetjening.domain.organizations import queries as organizations
from selvbetjening.domain.subscriptions.models import Subscription
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.money import Money, percent_of

#: The page for ending a contract takes the contract's number from its address under this name.
NUMBER: Final = "aftale"


@dataclass(frozen=True, slots=True)
class Told:
    """What one customer is told: `before` and `after` for one period incl. VAT, `way_out` a path of the portal.

    `number` is the contract's, as the page at `way_out` asks for it; the path carries it along.
    """

    subscription: UUID
    number: str
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
    own, day = by_terms(organization, account=found.subscription.account_id), found.effective_on
    number = contract_number(subscription=found.subscription_id, code=found.subscription.code)
    return Told(
        subscription=found.subscription_id,
        number=number,
        plan=change.from_terms.plan.name,
        before=_each(change.from_terms, quantity, own, day),
        after=_each(change.to_terms, quantity, own, day),
        effective_on=found.effective_on,
        reason=change.reason,
        clause=change.clause,
        way_out=f"{GUEST_PATH}?{urlencode({NUMBER: number})}",
    )


def listed(organization: OrganizationId) -> list[PriceChange]:
    """The company's price changes, newest first, with their terms."""
    found = PriceChange.objects.filter(organization_id=organization)
    return list(found.select_related("from_terms__plan", "to_terms").order_by("-created_at"))


@dataclass(frozen=True, slots=True)
class Move:
    """A price change that could be told: `running` subscriptions of `accounts` customers are on `before`."""

    before: PlanTerms
    after: PlanTerms
    running: int
    accounts: int


def possible(organization: OrganizationId) -> list[Move]:
    """From each set of terms that somebody pays the price of, to each other one of its plan, interval and currency."""
    running = Subscription.objects.filter(organization_id=organization, own_price_minor=None).exclude(state="ended")
    counts = {
        terms: (all_, accounts)
        for terms, all_, accounts in running.order_by()
        .values("terms_id")
        .annotate(all_=Count("id"), accounts=Count("account_id", distinct=True))
        .values_list("terms_id", "all_", "accounts")
    }
    every = list(
        PlanTerms.objects.filter(organization_id=organization).select_related("plan").order_by("plan__code", "code")
    )
    return [
        Move(before, after, *counts[before.id])
        for before in every
        if before.id in counts
        for after in every
        if before.id != after.id and _alike(before, after)
    ]


def checked(
    organization: OrganizationId,
    *,
    from_terms: UUID,
    to_terms: UUID,
    effective_on: date,
    clause: str,
    reason: str,
    today: date,
) -> tuple[PlanTerms, PlanTerms]:
    """The terms before and after a price change that may be told today (CAN-6).

    Raises `Unlawful` (`too_soon`, `no_clause`, `no_reason`, `other_terms`) and `PlanTerms.DoesNotExist`.
    """
    before, after = (catalog.terms(organization, terms=one) for one in (from_terms, to_terms))
    if before.id == after.id or not _alike(before, after):
        raise Unlawful("other_terms", "CAN-6")
    if effective_on < earliest_price_change(noticed_on=today, notice_days=least_days(organization)):
        raise Unlawful("too_soon", "CAN-6")
    if not clause.strip():
        raise Unlawful("no_clause", "CAN-6")
    if not reason.strip():
        raise Unlawful("no_reason", "CAN-6")
    return before, after


def not_told(organization: OrganizationId, *, change: PriceChange) -> QuerySet[Subscription]:
    """Running subscriptions that the change concerns and that have no notice yet.

    One with a price of its own does not pay the terms' price, so it is not concerned.
    """
    known = PriceNotice.objects.filter(
        organization_id=organization, price_change=change, subscription_id=OuterRef("id")
    )
    running = Subscription.objects.filter(
        ~Exists(known), organization_id=organization, terms_id=change.from_terms_id, created_at__lte=change.created_at,
        own_price_minor=None,
    )  # fmt: skip
    return running.exclude(state="ended")


def notices(organization: OrganizationId, *, price_change: UUID) -> list[PriceNotice]:
    """Whom one change concerns, with account and subscription."""
    found = PriceNotice.objects.filter(organization_id=organization, price_change_id=price_change)
    return list(found.select_related("account", "subscription").order_by("account__code"))


def counted(organization: OrganizationId, *, change: PriceChange) -> tuple[int, int]:
    """How many subscriptions were told of it, and how many still wait for the job that tells them."""
    told = PriceNotice.objects.filter(organization_id=organization, price_change=change).count()
    return told, not_told(organization, change=change).count()


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


def _alike(before: PlanTerms, after: PlanTerms) -> bool:
    same = (before.plan_id, before.currency, before.interval)
    return same == (after.plan_id, after.currency, after.interval)


def _each(terms: PlanTerms, quantity: int, own: ByTerms, day: date) -> Money:
    net = price_on(pricing=terms.pricing, quantity=quantity, contracts=own.get(terms.id, ()), day=day)
    return net + percent_of(net, terms.vat_basis_points)
