"""What may be asked about subscriptions; the organization first, and always the account that asks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import Case, Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When

from selvbetjening.domain.catalog.models import Plan, PlanTerms
from selvbetjening.domain.subscriptions.lifecycle import State
from selvbetjening.domain.subscriptions.models import ScheduledChange
from selvbetjening.domain.subscriptions.models import Subscription as Subscription
from selvbetjening.kernel.ids import OrganizationId


@dataclass(frozen=True)
class Counts:
    """How many subscriptions an account has, by state; `running` does not include the cancelled ones."""

    running: int
    cancelled: int
    ended: int


@dataclass(frozen=True)
class Opening:
    """The subscriptions that an overview shows, each with the day of the change that waits for it, and the counts."""

    rows: list[tuple[Subscription, date | None]]
    counts: Counts


# Plain SQL: the page that everybody opens spends more time on Django's making of this query than on all others.
_OPENING = """
    WITH mine AS (
        SELECT s.id, s.terms_id, s.quantity, s.state, s.started_on, s.renews_on, s.ends_on,
               count(*) FILTER (WHERE s.state = 'active') OVER () AS running,
               count(*) FILTER (WHERE s.state = 'cancelled') OVER () AS cancelled,
               count(*) FILTER (WHERE s.state = 'ended') OVER () AS ended
        FROM subscriptions_subscription s
        WHERE s.organization_id = %(organization)s AND s.account_id = %(account)s
        ORDER BY s.state = 'ended', s.state = 'cancelled', s.renews_on, s.id
        LIMIT %(limit)s
    )
    SELECT mine.running, mine.cancelled, mine.ended, c.effective_on,
           mine.id, mine.quantity, mine.state, mine.started_on, mine.renews_on, mine.ends_on,
           t.id, t.interval_unit, t.interval_count, t.unit_price_minor, t.currency, t.vat_basis_points,
           t.unit_da, t.unit_en, p.name_da, p.name_en
    FROM mine
    JOIN catalog_planterms t ON t.organization_id = %(organization)s AND t.id = mine.terms_id
    JOIN catalog_plan p ON p.organization_id = %(organization)s AND p.id = t.plan_id
    LEFT JOIN subscriptions_scheduledchange c
      ON c.organization_id = %(organization)s AND c.subscription_id = mine.id AND c.state = 'waiting'
    ORDER BY mine.state = 'ended', mine.state = 'cancelled', mine.renews_on, mine.id
"""
_TERMS = ("id", "interval_unit", "interval_count", "unit_price_minor", "currency", "vat_basis_points",
          "unit_da", "unit_en")  # fmt: skip

# Plain SQL, because Django spells out thousands of ids one parameter each.
_LOCK_DUE = """
    SELECT id, account_id, terms_id, quantity, state, anchor_day, started_on, period_starts_on, renews_on, ends_on
    FROM subscriptions_subscription
    WHERE organization_id = %s AND account_id = ANY(%s) AND renews_on <= %s AND state <> 'ended'
      AND (%s::uuid IS NULL OR id = %s)
    ORDER BY id FOR NO KEY UPDATE
"""


class DueRow(NamedTuple):
    """The columns of a locked subscription that billing needs."""

    id: UUID
    account_id: UUID
    terms_id: UUID
    quantity: int
    state: str
    anchor_day: int
    started_on: date
    period_starts_on: date
    renews_on: date
    ends_on: date | None


def of_account(organization: OrganizationId, *, account: UUID, limit: int | None = None) -> list[Subscription]:
    """The account's subscriptions, running ones first, by their next renewal; one query.

    Each has its terms and plan, and `change_on` and `change_terms_id` of the change that waits for it, or None.
    """
    waiting = ScheduledChange.objects.filter(
        organization_id=organization, subscription_id=OuterRef("id"), state="waiting"
    )
    rank = Case(
        When(state=State.ACTIVE, then=Value(0)),
        When(state=State.CANCELLED, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    found = (
        _of(organization, account)
        .annotate(
            change_on=Subquery(waiting.values("effective_on")[:1]),
            change_terms_id=Subquery(waiting.values("terms_id")[:1]),
        )
        .order_by(rank, "renews_on", "id")
    )
    return list(found if limit is None else found[:limit])


def opening(organization: OrganizationId, *, account: UUID, limit: int) -> Opening:
    """The first `limit` subscriptions in the order of `of_account`, and how many there are of each state; one query.

    The rows carry what a list shows and are not for saving.
    """
    with connection.cursor() as cursor:
        cursor.execute(_OPENING, {"organization": organization, "account": account, "limit": limit})
        found = cursor.fetchall()
    if not found:
        return Opening([], Counts(running=0, cancelled=0, ended=0))
    rows = []
    for _, _, _, change_on, key, quantity, state, started_on, renews_on, ends_on, *terms, name_da, name_en in found:
        plan = Plan(name_da=name_da, name_en=name_en)
        priced = PlanTerms(plan=plan, **dict(zip(_TERMS, terms, strict=True)))
        mine = Subscription(id=key, terms=priced, quantity=quantity, state=state, started_on=started_on)
        mine.renews_on, mine.ends_on = renews_on, ends_on
        rows.append((mine, change_on))
    return Opening(rows, Counts(*found[0][:3]))


def get(organization: OrganizationId, *, account: UUID, subscription: UUID) -> Subscription:
    """One subscription of this account, with terms and plan. Raises `Subscription.DoesNotExist`."""
    return _of(organization, account).get(id=subscription)


def scheduled_change(organization: OrganizationId, *, subscription: UUID) -> ScheduledChange | None:
    """The change that waits for the subscription's next period (SU-06), with its terms and plan."""
    return (
        ScheduledChange.objects.filter(organization_id=organization, subscription_id=subscription, state="waiting")
        .select_related("terms__plan")
        .first()
    )


def counts(organization: OrganizationId, *, account: UUID) -> Counts:
    """How many subscriptions of each state the account has; one query."""
    by_state = Subscription.objects.filter(organization_id=organization, account_id=account).aggregate(
        running=Count("id", filter=Q(state=State.ACTIVE)),
        cancelled=Count("id", filter=Q(state=State.CANCELLED)),
        ended=Count("id", filter=Q(state=State.ENDED)),
    )
    return Counts(**by_state)


def locked(organization: OrganizationId, *, account: UUID, subscription: UUID) -> Subscription:
    """The same as `get`, its row locked until the transaction ends. Raises `Subscription.DoesNotExist`.

    Locked first and read afterwards: a row that has changed its terms while we waited would fall out of the join.
    """
    mine = Subscription.objects.filter(organization_id=organization, account_id=account)
    mine.select_for_update(no_key=True).only("id").get(id=subscription)
    return get(organization, account=account, subscription=subscription)


def lock_due(
    organization: OrganizationId, *, accounts: Sequence[UUID], today: date, only: UUID | None = None
) -> list[DueRow]:
    """Lock what these accounts have to renew or to end by `today`, in one order for everybody, as it then stands.

    What another run has just renewed is not among them: PostgreSQL asks again after having waited for a lock. `only`
    narrows it to one subscription.
    """
    with connection.cursor() as cursor:
        cursor.execute(_LOCK_DUE, [organization, list(accounts), today, only, only])
        return [DueRow._make(row) for row in cursor.fetchall()]


def _of(organization: OrganizationId, account: UUID) -> QuerySet[Subscription]:
    return Subscription.objects.filter(organization_id=organization, account_id=account).select_related("terms__plan")
