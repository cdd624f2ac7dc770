"""Move many subscriptions to their next periods, and end those that have reached their last day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection

from selvbetjening.domain.history.actions.record import record_many
from selvbetjening.domain.subscriptions.events import (
    SubscriptionChanged,
    SubscriptionEnded,
    SubscriptionRenewed,
    SubscriptionResumed,
)
from selvbetjening.domain.subscriptions.lifecycle import LIFECYCLE, State
from selvbetjening.domain.subscriptions.models import ScheduledChange, Subscription
from selvbetjening.domain.tenancy.bulk import array
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.facts import Fact
from selvbetjening.kernel.ids import OrganizationId

_RENEW = """
    UPDATE subscriptions_subscription AS s
    SET period_starts_on = n.period_starts_on, renews_on = n.renews_on, terms_id = n.terms_id, quantity = n.quantity
    FROM unnest(%s::uuid[], %s::date[], %s::date[], %s::uuid[], %s::int[])
         AS n (id, period_starts_on, renews_on, terms_id, quantity)
    WHERE s.organization_id = %s AND s.id = n.id
"""


# Before the days move: one that is paused until a day renews on that day.
_END_PAUSE = """
    UPDATE subscriptions_subscription SET state = 'active', paused_on = NULL, paused_until = NULL
    WHERE organization_id = %s AND id = ANY(%s)
"""
# Few have any of this, so few pay for it.
_RARER = """
    UPDATE subscriptions_subscription AS s
    SET charged_until = n.charged_until, committed_until = n.committed_until, own_price_minor = n.own_price_minor
    FROM unnest(%s::uuid[], %s::date[], %s::date[], %s::bigint[])
         AS n (id, charged_until, committed_until, own_price_minor)
    WHERE s.organization_id = %s AND s.id = n.id
"""


@dataclass(frozen=True, slots=True)
class Rarer:
    """What only some renewals change: arrears, a pause that has ended, a binding that begins, its own price.

    That goes with the terms that it was agreed for.
    """

    charged_until: date | None
    committed_until: date | None
    resumed_on: date | None
    own_price_minor: int | None = None


@dataclass(frozen=True, slots=True)
class Renewal:
    """Where a subscription stands after its due periods are billed.

    `billed_from` is the first day billed now. `change` is the planned change that took effect with it, `changed_on`
    its first day.
    """

    account: UUID
    subscription: UUID
    billed_from: date
    period_starts_on: date
    renews_on: date
    from_terms: UUID
    terms: UUID
    quantity: int
    change: UUID | None = None
    changed_on: date | None = None
    from_quantity: int = 0
    rarer: Rarer | None = None


def renew_many(organization: OrganizationId, *, renewals: Sequence[Renewal], actor: Actor, at: datetime) -> None:
    """Write where the subscriptions, locked by the caller, now stand. Set-based, so good for thousands.

    Records `SubscriptionRenewed` for each, and `SubscriptionChanged` where a planned change took effect.
    """
    if not renewals:
        return
    with within(organization):
        with connection.cursor() as cursor:
            if paused := [one.subscription for one in renewals if one.rarer and one.rarer.resumed_on]:
                cursor.execute(_END_PAUSE, [organization, paused])
            cursor.execute(_RENEW, [*_columns(renewals), organization])
            if rarer := [(one.subscription, one.rarer) for one in renewals if one.rarer]:
                cursor.execute(_RARER, [*_rarer_columns(rarer), organization])
        if done := [renewal.change for renewal in renewals if renewal.change]:
            ScheduledChange.objects.filter(organization_id=organization, id__in=done).update(state="done")
        facts: list[Fact] = []
        for renewal in renewals:
            facts += _facts(renewal)
        record_many(organization, facts=facts, actor=actor, at=at)


def end_many(
    organization: OrganizationId, *, subscriptions: Sequence[UUID], today: date, actor: Actor, at: datetime
) -> int:
    """End those of these cancelled subscriptions that do not run on `today` any more, and return how many.

    Records `SubscriptionEnded` for each.
    """
    with within(organization):
        reached = Subscription.objects.filter(
            organization_id=organization,
            id__in=subscriptions,
            state__in=LIFECYCLE.sources("end"),
            ends_on__lte=today,
        )
        ending = list(reached.values_list("account_id", "id", "ends_on"))
        if not ending:
            return 0
        reached.update(state=LIFECYCLE.after(State.CANCELLED, "end"))
        facts = [
            SubscriptionEnded(account=account, subscription=id_, ended_on=ends_on)
            for account, id_, ends_on in ending
            if ends_on
        ]
        record_many(organization, facts=facts, actor=actor, at=at)
    return len(ending)


def _columns(renewals: Sequence[Renewal]) -> list[str]:
    """The new values as PostgreSQL's array texts."""
    rows = [(r.subscription, r.period_starts_on, r.renews_on, r.terms, r.quantity) for r in renewals]
    return [array(column) for column in zip(*rows, strict=True)]


def _rarer_columns(rows: Sequence[tuple[UUID, Rarer]]) -> list[list[object]]:
    return [
        [id_ for id_, _ in rows],
        [one.charged_until for _, one in rows],
        [one.committed_until for _, one in rows],
        [one.own_price_minor for _, one in rows],
    ]


def _facts(renewal: Renewal) -> list[Fact]:
    renewed = SubscriptionRenewed(
        account=renewal.account,
        subscription=renewal.subscription,
        terms=renewal.terms,
        starts_on=renewal.billed_from,
        renews_on=renewal.renews_on,
    )
    before: list[Fact] = []
    if renewal.rarer and renewal.rarer.resumed_on:
        before.append(
            SubscriptionResumed(
                account=renewal.account,
                subscription=renewal.subscription,
                resumed_on=renewal.rarer.resumed_on,
                renews_on=renewal.renews_on,
            )
        )
    if renewal.change is None or renewal.changed_on is None:
        return [*before, renewed]
    changed = SubscriptionChanged(
        account=renewal.account,
        subscription=renewal.subscription,
        from_terms=renewal.from_terms,
        to_terms=renewal.terms,
        quantity=renewal.quantity,
        effective_on=renewal.changed_on,
        from_quantity=renewal.from_quantity,
    )
    return [*before, changed, renewed]
