"""What can have happened to a subscription. Ids and days only."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from selvbetjening.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class SubscriptionStarted(Fact):
    """A subscription was made; its first period starts on `starts_on`."""

    name = "subscriptions.started"
    subscription: UUID
    terms: UUID
    quantity: int
    starts_on: date


@dataclass(frozen=True, kw_only=True)
class SubscriptionChanged(Fact):
    """It moved from one set of terms to another, from `effective_on` on."""

    name = "subscriptions.changed"
    subscription: UUID
    from_terms: UUID
    to_terms: UUID
    quantity: int
    effective_on: date


@dataclass(frozen=True, kw_only=True)
class ChangeScheduled(Fact):
    """A change was planned for the next period's start (SU-06)."""

    name = "subscriptions.change_scheduled"
    subscription: UUID
    to_terms: UUID
    quantity: int
    effective_on: date


@dataclass(frozen=True, kw_only=True)
class ScheduledChangeRemoved(Fact):
    """The planned change was taken away: by the customer, by another change, or by a cancellation."""

    name = "subscriptions.scheduled_change_removed"
    subscription: UUID
    to_terms: UUID


@dataclass(frozen=True, kw_only=True)
class SubscriptionCancelled(Fact):
    """It was cancelled and runs until, not including, `ends_on`."""

    name = "subscriptions.cancelled"
    subscription: UUID
    ends_on: date


@dataclass(frozen=True, kw_only=True)
class SubscriptionReactivated(Fact):
    """Its cancellation was taken back."""

    name = "subscriptions.reactivated"
    subscription: UUID
    renews_on: date


@dataclass(frozen=True, kw_only=True)
class SubscriptionRenewed(Fact):
    """It was billed for the days from `starts_on` to `renews_on`, one period or more."""

    name = "subscriptions.renewed"
    subscription: UUID
    terms: UUID
    starts_on: date
    renews_on: date


@dataclass(frozen=True, kw_only=True)
class SubscriptionEnded(Fact):
    """A cancelled subscription reached its last day."""

    name = "subscriptions.ended"
    subscription: UUID
    ended_on: date


@dataclass(frozen=True, kw_only=True)
class SubscriptionsImported(Fact):
    """Subscriptions came from the company's files, begun and billed so far in another system."""

    name = "subscriptions.imported"
    created: int
