"""Subscriptions that are alike in what is charged when: what an outlook counts, however many there are."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any, Final, NamedTuple
from uuid import UUID

from django.db import connection

from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.subscriptions.queries import DAYS_BEFORE, says_when_invoiced
from selvbetjening.domain.subscriptions.rules import InvoicedBefore
from selvbetjening.kernel.ids import OrganizationId


class Group(NamedTuple):
    """An account's subscriptions that are alike in what is charged when: how many they are, each of what quantity.

    `percent_basis_points` and the three after it say what is taken off each period, and for which days; `amount_minor`
    is in the terms' currency, as are the own prices of a unit. `collection_method` is empty where the account's own
    counts. They are invoiced `days_before` a period begins; of those that are ahead the period from `renews_on` on is.
    """

    state: str
    renews_on: date
    ends_on: date | None
    anchor_day: int
    terms_id: UUID
    quantity: int
    how_many: int
    change_on: date | None
    next_terms_id: UUID | None
    next_quantity: int | None
    period_starts_on: date
    charged_until: date | None
    trial_ends_on: date | None
    paused_until: date | None
    percent_basis_points: int | None
    amount_minor: int | None
    discount_starts_on: date | None
    discount_ends_on: date | None
    own_price_minor: int | None
    next_own_price_minor: int | None
    collection_method: str
    days_before: int = 0
    is_ahead: bool = False
    account_id: UUID | None = None


_DAYS: Final = DAYS_BEFORE.replace("%s", "%(asked)s", 1).replace("%s", "%(unasked)s")
_AHEAD: Final = """
    EXISTS (SELECT 1 FROM billing_billedperiod b WHERE b.organization_id = %(organization)s
            AND b.subscription_id = s.id AND b.starts_on = s.renews_on)
"""
# Plain SQL, for the page that everybody opens: Django takes longer to make these queries than to run them. What has
# ended is counted only, and no table is joined that a second, smaller query can answer: PostgreSQL spends more on
# planning a join of four than on running it.
_GROUPS_OF = """
    SELECT s.state, s.renews_on, s.ends_on, s.anchor_day, s.terms_id, s.quantity, count(*),
           c.effective_on, c.terms_id, c.quantity, s.period_starts_on, s.charged_until, s.trial_ends_on, s.paused_until,
           d.percent_basis_points, d.amount_minor, d.starts_on, d.ends_on, s.own_price_minor, c.own_price_minor,
           s.collection_method, {days} AS days_before, {ahead} AS is_ahead{more}
    FROM subscriptions_subscription s
    LEFT JOIN subscriptions_scheduledchange c
      ON c.organization_id = %(organization)s AND c.subscription_id = s.id AND c.state = 'waiting'
    LEFT JOIN subscriptions_subscriptiondiscount d
      ON d.organization_id = %(organization)s AND d.subscription_id = s.id
      AND (d.ends_on IS NULL OR d.ends_on > s.period_starts_on)
    WHERE s.organization_id = %(organization)s AND {whose}
    GROUP BY s.state, s.renews_on, s.ends_on, s.anchor_day, s.terms_id, s.quantity, c.effective_on, c.terms_id,
             c.quantity, s.period_starts_on, s.charged_until, s.trial_ends_on, s.paused_until,
             d.percent_basis_points, d.amount_minor, d.starts_on, d.ends_on, s.own_price_minor, c.own_price_minor,
             s.collection_method, days_before, is_ahead{by}
"""
# The company's choices stand in each row, so that they need no query of their own.
_CHOICES = ", (SELECT o.choices FROM organizations_organization o WHERE o.id = %(organization)s)"
_GROUPS = _GROUPS_OF.format(
    days="s.noted->>'pre_renewal_invoicing'", ahead=_AHEAD, more=_CHOICES, by="", whose="s.account_id = %(account)s"
)
_APART: Final = ", CASE WHEN s.account_id = ANY(%(apart)s::uuid[]) THEN s.account_id END"
_COMPANY: Final = {"more": _APART, "by": _APART, "whose": "s.state <> 'ended'"}
_GROUPS_OF_COMPANY = _GROUPS_OF.format(days=_DAYS, ahead=_AHEAD, **_COMPANY)
# Of a company that invoices nothing early, so that nothing is looked up a million times.
_NEVER_EARLY = _GROUPS_OF.format(days="0::integer", ahead="false", **_COMPANY)


def groups(organization: OrganizationId, *, account: UUID) -> list[Group]:
    """All of the account's subscriptions, alike ones together; one query, some dozens of rows for a thousand."""
    with connection.cursor() as cursor:
        cursor.execute(_GROUPS, {"organization": organization, "account": account})
        rows = cursor.fetchall()
    if not rows:
        return []
    before = InvoicedBefore.of(Organization(choices=json.loads(rows[0][-1])).choice)
    return [
        Group._make((*row[:-3], before.days(wanted=json.loads(row[-3] or "null")), row[-2], account)) for row in rows
    ]


def groups_of_company(organization: OrganizationId, *, apart: Sequence[UUID]) -> list[Group]:
    """As `groups`, of all accounts, without what has ended; three queries, and as many rows as there are differences.

    Only the accounts that are to be `apart` are told from others, and named.
    """
    owner = _owner(organization)
    early = "invoice_days_before" in owner.choices or says_when_invoiced(organization)
    with connection.cursor() as cursor:
        asked: dict[str, Any] = {"organization": organization, "apart": list(apart), **_days(owner)}
        cursor.execute(_GROUPS_OF_COMPANY if early else _NEVER_EARLY, asked)
        return [Group(*row) for row in cursor.fetchall()]


def _owner(organization: OrganizationId) -> Organization:
    return Organization.objects.only("choices").filter(id=organization).first() or Organization()


def _days(owner: Organization) -> dict[str, int]:
    before = InvoicedBefore.of(owner.choice)
    return {"asked": before.asked, "unasked": before.unasked}
