"""What can have happened to a subscription. Ids and days only."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from selvbetjening.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class SubscriptionNoted(Fact):
    """What its invoices say has changed, such as days to pay or an order number; `fields` says what, not to what."""

    name = "subscriptions.noted"
    subscription: UUID
    fields: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class SubscriptionPriced(Fact):
    """It got a price of its own, another one, or none: of a unit excl. VAT, in minor units of the terms' currency."""

    name = "subscriptions.priced"
    subscription: UUID
    before_minor: int | None
    after_minor: int | None


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
    """It moved from one set of terms or quantity to another, from `effective_on` on."""

    name = "subscriptions.changed"
    subscription: UUID
    from_terms: UUID
    to_terms: UUID
    quantity: int
    effective_on: date
    from_quantity: int = 0


@dataclass(frozen=True, kw_only=True)
class ChangeScheduled(Fact):
    """A change was planned for the next period's start (SU-06)."""

    name = "subscriptions.change_scheduled"
    subscription: UUID
    to_terms: UUID
    quantity: int
    effective_on: date


@dataclass(frozen=True, kw_only=True)
class ScheduledChangeFailed(Fact):
    """A change that was to happen on this day could not; `reason` is a code of `rules.Refused`."""

    name = "subscriptions.scheduled_change_failed"
    subscription: UUID
    to_terms: UUID
    quantity: int
    effective_on: date
    reason: str


@dataclass(frozen=True, kw_only=True)
class ScheduledChangeRemoved(Fact):
    """The planned change was taken away: by the customer, by another change, or by a cancellation."""

    name = "subscriptions.scheduled_change_removed"
    subscription: UUID
    to_terms: UUID


@dataclass(frozen=True, kw_only=True)
class SubscriptionCancelled(Fact):
    """It was cancelled and runs until, not including, `ends_on`; `kind` as in `billing.rules.policy.CANCEL_KINDS`."""

    name = "subscriptions.cancelled"
    subscription: UUID
    ends_on: date
    kind: str = ""


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


@dataclass(frozen=True, kw_only=True)
class SubscriptionPaused(Fact):
    """It costs nothing from `paused_on` until it is taken up again, by itself on `resumes_on` where that is given."""

    name = "subscriptions.paused"
    subscription: UUID
    paused_on: date
    resumes_on: date | None


@dataclass(frozen=True, kw_only=True)
class SubscriptionResumed(Fact):
    """It was taken up again, and is charged from `resumed_on` on."""

    name = "subscriptions.resumed"
    subscription: UUID
    resumed_on: date
    renews_on: date


@dataclass(frozen=True, kw_only=True)
class SubscriptionDiscounted(Fact):
    """A coupon takes something off from `starts_on` on."""

    name = "subscriptions.discounted"
    subscription: UUID
    coupon: UUID
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True, kw_only=True)
class SubscriptionWithdrawn(Fact):
    """The customer withdrew from the contract; it does not run from `ends_on` on."""

    name = "subscriptions.withdrawn"
    subscription: UUID
    ends_on: date


@dataclass(frozen=True, kw_only=True)
class ActUndone(Fact):
    """An act was undone: the subscription is as it was before it (CM-03)."""

    name = "subscriptions.act_undone"
    subscription: UUID
    act: str


@dataclass(frozen=True, kw_only=True)
class CancellationExplained(Fact):
    """The customer said why, after the cancellation and freely; `reason` is a code of a short list (XB-43)."""

    name = "subscriptions.cancellation_explained"
    subscription: UUID
    reason: str


@dataclass(frozen=True, kw_only=True)
class SubscriptionMethodChanged(Fact):
    """From now on the subscription is collected in another way (SB-32); empty is the account's own."""

    name = "subscriptions.method_changed"
    subscription: UUID
    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class SubscriptionHandedOver(Fact):
    """Another system bills it from `ends_on` on; it ends here without anybody having cancelled it (CM-13)."""

    name = "subscriptions.handed_over"
    subscription: UUID
    ends_on: date
