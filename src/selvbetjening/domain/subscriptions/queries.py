"""What may be asked about subscriptions; the organization first, and always the account that asks."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import Case, Count, DateField, F, IntegerField, Min, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce

from selvbetjening.domain.accounts import queries as accounts
from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.subscriptions.lifecycle import State
from selvbetjening.domain.subscriptions.models import ScheduledChange as ScheduledChange
from selvbetjening.domain.subscriptions.models import Subscription as Subscription
from selvbetjening.domain.subscriptions.rules import MOST_DAYS_BEFORE, InvoicedBefore
from selvbetjening.domain.tenancy.bulk import array
from selvbetjening.kernel.ids import OrganizationId


@dataclass(frozen=True)
class Counts:
    """How many subscriptions an account has, by state; `running` does not include the cancelled or paused ones."""

    running: int
    cancelled: int
    ended: int
    paused: int = 0


# Plain SQL, for the page that everybody opens: Django takes longer to make these queries than to run them.
_FIRST = """
    SELECT s.id, s.terms_id, s.quantity, s.state, s.started_on, s.renews_on, s.ends_on, s.trial_ends_on,
           s.own_price_minor,
           (SELECT c.effective_on FROM subscriptions_scheduledchange c
            WHERE c.organization_id = %(organization)s AND c.subscription_id = s.id AND c.state = 'waiting')
    FROM subscriptions_subscription s
    WHERE s.organization_id = %(organization)s AND s.account_id = %(account)s
      AND s.state IN ('active', 'cancelled', 'paused')
    ORDER BY s.state, s.renews_on, s.id
    LIMIT %(limit)s
"""

#: Subscriptions that a billing run has nothing to do for, whatever the day.
ASLEEP: Final = Q(state=State.ENDED) | Q(state=State.PAUSED, paused_until__isnull=True)
#: As `InvoicedBefore.days`, by the database; the parameters are `asked` and `unasked`.
DAYS_BEFORE: Final = f"""
    CASE noted->>'pre_renewal_invoicing' WHEN 'true' THEN %s WHEN 'false' THEN 0 ELSE
    LEAST({MOST_DAYS_BEFORE}, GREATEST(0, COALESCE((noted->>'pre_renewal_invoicing')::numeric, %s)))::int END
"""

# Plain SQL, because Django spells out thousands of ids one parameter each.
_LOCK_DUE = f"""
    SELECT id, account_id, terms_id, quantity, state, anchor_day, started_on, period_starts_on, renews_on, ends_on,
           charged_until, trial_ends_on, committed_until, own_price_minor, collection_method,
           CASE WHEN noted = '{{}}' THEN '' ELSE noted::text END
    FROM subscriptions_subscription
    WHERE organization_id = %s AND account_id = ANY(%s::uuid[]) AND renews_on <= %s AND state <> 'ended'
      AND (renews_on <= %s OR renews_on - {DAYS_BEFORE} <= %s)
      AND (state <> 'paused' OR paused_until IS NOT NULL) AND (%s::uuid IS NULL OR id = %s)
    ORDER BY id FOR NO KEY UPDATE
"""  # noqa: S608 - constants


class DueRow(NamedTuple):
    """The columns of a locked subscription that billing needs; `noted` as JSON text, empty for nothing."""

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
    charged_until: date | None
    trial_ends_on: date | None
    committed_until: date | None
    own_price_minor: int | None = None
    collection_method: str = ""
    noted: str = ""


def search(organization: OrganizationId, *, words: str = "", state: str = "", today: date) -> QuerySet[Subscription]:
    """Subscriptions of all accounts with account, terms and plan, the latest started first; lazy.

    The words are how an account's number, name or address or the subscription's own code begins. `state` is one of the
    lifecycle, `trial` (still free) or empty: all but the ended.
    """
    found = Subscription.objects.filter(organization_id=organization).select_related("account", "terms__plan")
    if state == "trial":
        found = found.filter(trial_ends_on__gt=today).exclude(state="ended")
    else:
        found = found.filter(state=state) if state else found.exclude(state="ended")
    if text := words.strip():
        mine = accounts.search(organization, words=text).values("id")
        found = found.filter(Q(account_id__in=mine) | Q(code=text))
    return found.order_by("-started_on", "id")


def listed(organization: OrganizationId) -> QuerySet[Subscription]:
    """All subscriptions with account, terms and plan, as other systems list them; lazy.

    `modified_at` is when one was changed last, or made; `method` how it is collected.
    """
    found = Subscription.objects.filter(organization_id=organization).select_related("account", "terms__plan")
    own = Case(When(collection_method="", then=F("account__collection_method")), default=F("collection_method"))
    return found.annotate(modified_at=Coalesce("last_modified_at", "created_at"), method=own).order_by()


def listed_changes(organization: OrganizationId, *, subscription: UUID) -> QuerySet[ScheduledChange]:
    """Every change that was ever planned for the subscription, with its terms; lazy."""
    found = ScheduledChange.objects.filter(organization_id=organization, subscription_id=subscription)
    return found.select_related("terms").order_by()


def of_account(organization: OrganizationId, *, account: UUID, limit: int | None = None) -> list[Subscription]:
    """The account's subscriptions, running ones first, by their next renewal; one query.

    Each has its terms and plan, and of the change that waits for it, or None, `change_on`,
    `change_terms_id` and `change_quantity`.
    """
    waiting = ScheduledChange.objects.filter(
        organization_id=organization, subscription_id=OuterRef("id"), state="waiting"
    )
    rank = Case(
        When(state=State.ACTIVE, then=Value(0)),
        When(state=State.CANCELLED, then=Value(1)),
        When(state=State.PAUSED, then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )
    found = (
        _of(organization, account)
        .annotate(
            change_on=Subquery(waiting.values("effective_on")[:1]),
            change_terms_id=Subquery(waiting.values("terms_id")[:1]),
            change_quantity=Subquery(waiting.values("quantity")[:1]),
        )
        .order_by(rank, "renews_on", "id")
    )
    return list(found if limit is None else found[:limit])


def first(organization: OrganizationId, *, account: UUID, limit: int) -> list[tuple[Subscription, date | None]]:
    """The first `limit` subscriptions that have not ended, in the order of `of_account`; one query.

    Each with the day of the change that waits for it. They carry what a list shows, the id of their terms and not the
    terms, and are not for saving.
    """
    with connection.cursor() as cursor:
        cursor.execute(_FIRST, {"organization": organization, "account": account, "limit": limit})
        found = cursor.fetchall()
    names = (
        "id", "terms_id", "quantity", "state", "started_on", "renews_on", "ends_on", "trial_ends_on", "own_price_minor",
    )  # fmt: skip
    return [(Subscription(**dict(zip(names, row[:-1], strict=True))), row[-1]) for row in found]


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
        paused=Count("id", filter=Q(state=State.PAUSED)),
    )
    return Counts(**by_state)


def plans_of(
    organization: OrganizationId, *, account: UUID, subscriptions: Collection[UUID], language: str
) -> dict[UUID, str]:
    """The names of the plans that these of the account's subscriptions are on; one query."""
    return {one.id: one.terms.plan.name(language) for one in _of(organization, account).filter(id__in=subscriptions)}


def locked(organization: OrganizationId, *, account: UUID, subscription: UUID) -> Subscription:
    """The same as `get`, its row locked until the transaction ends. Raises `Subscription.DoesNotExist`.

    Locked first and read afterwards: a row that has changed its terms while we waited would fall out of the join.
    """
    mine = Subscription.objects.filter(organization_id=organization, account_id=account)
    mine.select_for_update(no_key=True).only("id").get(id=subscription)
    return get(organization, account=account, subscription=subscription)


def lock_all(organization: OrganizationId, *, account: UUID) -> None:
    """Lock every subscription of the account until the transaction ends, in one order for everybody."""
    mine = Subscription.objects.filter(organization_id=organization, account_id=account).order_by("id")
    list(mine.select_for_update(no_key=True).values_list("id"))


def with_something_due(organization: OrganizationId, *, before: InvoicedBefore, today: date) -> QuerySet[Subscription]:
    """What is to be renewed, taken up or ended by `today`, or invoiced so many days before that; lazy, in no order."""
    mine = Subscription.objects.filter(organization_id=organization).exclude(ASLEEP).order_by()
    most = _most_days(organization, before)
    mine = mine.filter(renews_on__lte=today + timedelta(days=most))
    return mine.alias(invoiced_on=_invoiced_on(before)).filter(invoiced_on__lte=today) if most else mine


def next_day_of(organization: OrganizationId, *, account: UUID, before: InvoicedBefore) -> date | None:
    """The next day on which a run may have to do with a subscription of the account."""
    mine = Subscription.objects.filter(organization_id=organization, account_id=account).exclude(ASLEEP).order_by()
    found: date | None = mine.aggregate(on=Min(_invoiced_on(before)))["on"]
    return found


def _invoiced_on(before: InvoicedBefore) -> RawSQL:
    """The day on which a subscription's next period is invoiced, for a query of subscriptions alone."""
    return RawSQL(f"renews_on - {DAYS_BEFORE}", [before.asked, before.unasked], output_field=DateField())  # noqa: S611 - constant


def _most_days(organization: OrganizationId, before: InvoicedBefore) -> int:
    """The most days before a renewal on which any of the company's subscriptions can be due."""
    return MOST_DAYS_BEFORE if says_when_invoiced(organization) else before.unasked


def says_when_invoiced(organization: OrganizationId) -> bool:
    """Whether any subscription of the company says itself how early it is invoiced; one query, by an index."""
    found = Subscription.objects.filter(organization_id=organization, noted__has_key="pre_renewal_invoicing")
    return found.order_by().exists()


def lock_due(
    organization: OrganizationId,
    *,
    accounts: Sequence[Account],
    before: InvoicedBefore,
    today: date,
    only: UUID | None = None,
) -> list[DueRow]:
    """Lock what these accounts have to renew or to end by `today`, or to invoice so many days before that.

    In one order for everybody, and as it then stands.

    What another run has just renewed is not among them: PostgreSQL asks again after having waited for a lock. `only`
    narrows it to one subscription.
    """
    with connection.cursor() as cursor:
        most = today + timedelta(days=_most_days(organization, before))
        ids, days = array([each.id for each in accounts]), (before.asked, before.unasked)
        cursor.execute(_LOCK_DUE, [organization, ids, most, today, *days, today, only, only])
        return [DueRow._make(row) for row in cursor.fetchall()]


def _of(organization: OrganizationId, account: UUID) -> QuerySet[Subscription]:
    return Subscription.objects.filter(organization_id=organization, account_id=account).select_related("terms__plan")
