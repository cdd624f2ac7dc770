"""Everything that an offer is computed from, and its digest: equal digests mean equal offers (CM-02)."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID

from selvbetjening.domain.billing.rules.quotes import Act
from selvbetjening.domain.subscriptions.rules import Price
from selvbetjening.kernel.money import Money
from selvbetjening.kernel.periods import Interval


@dataclass(frozen=True, slots=True)
class TermsFacts:
    """One set of terms as it stands: names, price of a unit for an interval excl. VAT, whether it may be chosen."""

    id: UUID
    plan_da: str
    plan_en: str
    unit_price: Money
    interval: Interval
    vat_basis_points: int
    offered: bool

    @property
    def price(self) -> Price:
        return Price(self.unit_price, self.interval)

    @property
    def currency(self) -> str:
        return self.unit_price.currency


@dataclass(frozen=True, slots=True)
class ScheduledFacts:
    """The change that waits."""

    id: UUID
    terms: TermsFacts
    quantity: int
    effective_on: date


@dataclass(frozen=True, slots=True)
class Charged:
    """What was last charged for the days up to the renewal day, all lines together: net amount, days, VAT rate."""

    net: Money
    starts_on: date
    ends_on: date
    vat_basis_points: int


@dataclass(frozen=True, slots=True)
class SubscriptionFacts:
    """A subscription as it stands. `charged` is None where we have billed nothing for its present period."""

    id: UUID
    state: str
    terms: TermsFacts
    quantity: int
    anchor_day: int
    period_starts_on: date
    renews_on: date
    ends_on: date | None
    scheduled: ScheduledFacts | None
    charged: Charged | None


@dataclass(frozen=True, slots=True)
class Facts:
    """What somebody wants, on which day, and everything that decides what it costs."""

    act: Act
    account: UUID
    party_type: str
    payment_terms_days: int
    today: date
    subscription: SubscriptionFacts | None = None
    target: TermsFacts | None = None
    quantity: int = 1


def digest(*, facts: Facts) -> str:
    """SHA-256 over the facts as canonical JSON: sorted keys, no blanks, days and ids as text."""
    text = json.dumps(asdict(facts), sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_plain)
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    raise TypeError(f"no canonical form for a {type(value).__name__}")
