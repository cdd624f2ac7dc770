"""Tell running subscriptions of another price, in time and with a way out (CAN-6)."""

from datetime import date, datetime
from uuid import UUID

from selvbetjening.domain.billing.events import PriceChangeTold
from selvbetjening.domain.billing.models import PriceChange, PriceNotice
from selvbetjening.domain.billing.queries.price_changes import checked, least_days, not_told
from selvbetjening.domain.billing.rules.law.cancelling import earliest_price_change
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.subscriptions.models import Subscription
from selvbetjening.domain.tenancy.jobs import job
from selvbetjening.domain.tenancy.within import one_at_a_time, within
from selvbetjening.kernel.actors import SYSTEM, Actor
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId, new_id

BATCH = 200


def tell_price_change(
    organization: OrganizationId,
    *,
    from_terms: UUID,
    to_terms: UUID,
    effective_on: date,
    clause: str,
    reason: str,
    actor: Actor,
    at: datetime,
) -> PriceChange:
    """Begin a price change for everybody on `from_terms`; a job tells them, batch by batch.

    `clause` is where the company's own terms allow it, `reason` what the customers are told. Both sets of terms are of
    one plan, currency and interval. Raises `Unlawful` (`too_soon`, `no_clause`, `no_reason`, `other_terms`).
    """
    today = copenhagen_day(at)
    with within(organization):
        before, after = checked(
            organization, from_terms=from_terms, to_terms=to_terms, effective_on=effective_on,
            clause=clause, reason=reason, today=today,
        )  # fmt: skip
        made = PriceChange.objects.create(
            id=new_id(), organization_id=organization, from_terms=before, to_terms=after, noticed_on=today,
            effective_on=effective_on, clause=clause.strip()[:200], reason=reason.strip()[:300], created_at=at,
        )  # fmt: skip
        tell_job.defer(organization, price_change=str(made.id), by=actor.id)
    return made


def tell_all(organization: OrganizationId, *, price_change: UUID, actor: Actor, at: datetime) -> int:
    """Tell whoever has not been told yet, and return how many. May be run again; each batch is one transaction.

    Records `PriceChangeTold` for each subscription, which mails the news. Who is told late, since a job was lost, gets
    the new price later: everybody has the whole notice (CAN-6). Nobody who begins later is told: they order at the
    new price or are told by a change of their own.
    """
    told = 0
    while True:
        with within(organization):
            one_at_a_time(organization, what=f"price change {price_change}")
            change = PriceChange.objects.get(organization_id=organization, id=price_change)
            batch = list(not_told(organization, change=change).order_by("id")[:BATCH])
            for subscription in batch:
                _tell(organization, change, subscription, actor, at)
        if not batch:
            return told
        told += len(batch)


@job(name="billing.tell_price_change")
def tell_job(organization: OrganizationId, *, at: datetime, price_change: str, by: str) -> None:
    """The wake-up for one price change."""
    tell_all(organization, price_change=UUID(price_change), actor=Actor("staff", by) if by else SYSTEM, at=at)


def _effective_on(organization: OrganizationId, change: PriceChange, at: datetime) -> date:
    today = copenhagen_day(at)
    if today == change.noticed_on:
        return change.effective_on
    soonest = earliest_price_change(noticed_on=today, notice_days=least_days(organization))
    return max(change.effective_on, soonest)


def _tell(
    organization: OrganizationId, change: PriceChange, subscription: Subscription, actor: Actor, at: datetime
) -> None:
    notice = PriceNotice.objects.create(
        id=new_id(), organization_id=organization, price_change=change, account_id=subscription.account_id,
        subscription=subscription, effective_on=_effective_on(organization, change, at),
    )  # fmt: skip
    fact = PriceChangeTold(
        account=subscription.account_id, price_change=change.id, notice=notice.id, subscription=subscription.id,
        to_terms=change.to_terms_id, effective_on=notice.effective_on,
    )  # fmt: skip
    record(organization, fact=fact, actor=actor, at=at)
