"""Bring in subscriptions that began in another system, many at once."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.catalog.models import PlanTerms
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.subscriptions.events import SubscriptionsImported
from selvbetjening.domain.tenancy.bulk import Merged, merge_many
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId, new_id

_COLUMNS: Final = (
    "id", "organization_id", "account_id", "terms_id", "code", "quantity", "state", "started_on", "anchor_day",
    "period_starts_on", "renews_on", "ends_on", "collection_method", "created_at",
    "contracted_on", "committed_until", "trial_ends_on", "own_price_minor",
)  # fmt: skip
_AS_THE_ACCOUNT: Final = ""
"""It is collected as everything else of its account: the files name the account's way only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedSubscription:
    """One subscription by its code, of the account and on the terms with these codes.

    `renews_on` is the first day that is not billed yet: everything before it was billed elsewhere.
    """

    code: str
    account_code: str
    terms_code: str
    quantity: int
    state: str
    started_on: date
    anchor_day: int
    period_starts_on: date
    renews_on: date
    ends_on: date | None
    contracted_on: date | None = None
    committed_until: date | None = None
    trial_ends_on: date | None = None
    own_price_minor: int | None = None


def bring_in(
    organization: OrganizationId, *, rows: Iterable[ImportedSubscription], actor: Actor, at: datetime
) -> Merged:
    """Make the subscriptions whose code is new; those that exist stay as they are.

    They live on here (changes, renewals), so an older file must not set them back. No mail follows: records one
    `subscriptions.imported`. Accounts and terms must exist: KeyError else.
    """
    with within(organization):
        merged = merge_many(
            organization,
            table="subscriptions_subscription",
            columns=_COLUMNS,
            key=("code",),
            update=(),
            rows=_with_parents(organization, rows, at),
        )
        if merged.created:
            record(organization, fact=SubscriptionsImported(created=merged.created), actor=actor, at=at)
    return merged


def _with_parents(
    organization: OrganizationId, rows: Iterable[ImportedSubscription], at: datetime
) -> Iterator[tuple[Any, ...]]:
    # Asked before the first row: the connection can answer nothing while rows are copied into it.
    accounts = dict(Account.objects.filter(organization_id=organization).values_list("code", "id").iterator())
    terms = dict(PlanTerms.objects.filter(organization_id=organization).values_list("code", "id"))
    return (
        (
            *(new_id(), organization, accounts[row.account_code], terms[row.terms_code], row.code, row.quantity),
            *(row.state, row.started_on, row.anchor_day, row.period_starts_on, row.renews_on, row.ends_on),
            *(_AS_THE_ACCOUNT, at, row.contracted_on, row.committed_until, row.trial_ends_on, row.own_price_minor),
        )
        for row in rows
    )
