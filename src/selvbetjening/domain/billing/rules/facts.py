"""Everything that an offer is computed from, and its digest: equal digests mean equal offers (CM-02)."""

import hashlib
import json
from dataclasses import dataclass, field, fields, is_dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from selvbetjening.domain.billing.rules.charged import Charged
from selvbetjening.domain.billing.rules.policy import Policy
from selvbetjening.domain.billing.rules.quotes import Act
from selvbetjening.domain.catalog.rules.prices import Pricing, price
from selvbetjening.domain.catalog.rules.quantities import Limits
from selvbetjening.domain.contracts.rules.holding import Contract, holding
from selvbetjening.domain.contracts.rules.own import priced_by
from selvbetjening.kernel.money import Money
from selvbetjening.kernel.periods import Interval


@dataclass(frozen=True, slots=True)
class TermsFacts:
    """One set of terms as it stands for an account: names, pricing excl. VAT, conditions, whether it may be chosen.

    `contracts` are the account's own prices of them, each on its days. `sold` are the same terms as they are sold,
    where a subscription has a price of its own on them.
    """

    id: UUID
    plan_da: str
    plan_en: str
    pricing: Pricing
    interval: Interval
    vat_basis_points: int
    offered: bool
    vat_category: str = ""
    charging: str = "forward"
    trial_days: int = 0
    limits: Limits = Limits()  # noqa: RUF009 - frozen
    commitment: Interval | None = None
    notice: Interval | None = None
    unit_da: str = ""
    unit_en: str = ""
    plan: UUID | None = None
    long_binding: bool = False
    withdrawal_exempt: bool = False
    contracts: tuple[Contract, ...] = ()
    sold: "TermsFacts | None" = None

    @classmethod
    def of(cls, terms: Any, contracts: tuple[Contract, ...] = (), *, own: Money | None = None) -> "TermsFacts":
        """Those of `catalog.PlanTerms` with its plan, which this pure module does not know; `own` as in `at`."""
        plan = terms.plan
        found = cls(
            id=terms.id,
            plan_da=plan.name("da"),
            plan_en=plan.name("en"),
            pricing=terms.pricing,
            interval=terms.interval,
            vat_basis_points=terms.vat_basis_points,
            offered=plan.self_service_enabled and not terms.hidden,
            vat_category=terms.vat_category,
            charging=terms.charging,
            trial_days=terms.trial_days,
            limits=terms.limits,
            commitment=terms.commitment,
            notice=terms.notice,
            unit_da=terms.unit_da,
            unit_en=terms.unit_en,
            plan=plan.id,
            long_binding=plan.long_binding_allowed,
            withdrawal_exempt=plan.withdrawal_exempt,
            contracts=contracts,
        )
        return found.at(own)

    def at(self, own: Money | None) -> "TermsFacts":
        """The same at a subscription's own price of a unit; None: as they are sold."""
        sold = self.sold or self
        if own is None:
            return sold
        mine = priced_by(pricing=sold.pricing, contracts=sold.contracts, own=own)
        return replace(sold, pricing=mine.pricing, contracts=mine.contracts, sold=sold)

    @property
    def own_price_minor(self) -> int | None:
        """The subscription's own price of a unit, in minor units of the terms' currency; None where it has none."""
        return self.pricing.unit_price.minor if self.sold else None

    @property
    def backward(self) -> bool:
        """Whether a period is charged when it is over."""
        return self.charging == "backward"

    @property
    def category(self) -> str:
        """The VAT category, said or understood."""
        return self.vat_category or ("S" if self.vat_basis_points else "Z")

    @property
    def currency(self) -> str:
        return self.pricing.currency

    def price(self, quantity: int) -> Money:
        """What a full period costs without a contract and a discount, excluding VAT."""
        return price(pricing=self.pricing, quantity=quantity)

    def price_on(self, day: date, quantity: int) -> Money:
        """What it costs by the contract that holds on the day, if there is one; without a discount, excluding VAT."""
        found = holding(contracts=self.contracts, day=day)
        return found.price(pricing=self.pricing, quantity=quantity) if found else self.price(quantity)


@dataclass(frozen=True, slots=True)
class ScheduledFacts:
    """The change that waits, for its period or `at_day` for its very day."""

    id: UUID
    terms: TermsFacts
    quantity: int
    effective_on: date
    at_day: bool = False

    def is_on(self, *, terms: TermsFacts, quantity: int) -> bool:
        """Whether it is a change to just these terms, at the same price of its own if there is one."""
        wanted = (terms.id, quantity, terms.own_price_minor)
        return wanted == (self.terms.id, self.quantity, self.terms.own_price_minor)


@dataclass(frozen=True, slots=True)
class DiscountFacts:
    """So much off each period, by days: a share in basis points or an amount excl. VAT, up to `ends_on` or for good."""

    percent_basis_points: int | None
    amount: Money | None
    starts_on: date
    ends_on: date | None = None
    coupon: UUID | None = None

    def covers(self, day: date) -> bool:
        """Whether the day is discounted."""
        return self.starts_on <= day and (self.ends_on is None or day < self.ends_on)


@dataclass(frozen=True, slots=True)
class CouponWish:
    """A coupon that somebody wants to use: what it takes off, and for how many periods (None: for good)."""

    id: UUID
    code: str
    percent_basis_points: int | None
    amount: Money | None
    periods: int | None
    refused: str = ""
    repeats: bool = False


@dataclass(frozen=True, slots=True)
class WithdrawalFacts:
    """What is known of how a contract came about (ORD-4, ORD-5), for the right to withdraw from it."""

    started_on_request: bool = False
    informed_on: date | None = None
    exempt_reason: str = ""


@dataclass(frozen=True, slots=True)
class SubscriptionFacts:
    """A subscription as it stands.

    `charged` is what was billed for its present period and for the next, where that is invoiced before it begins (up
    to `ahead_to`), and is not given back: one stretch for each invoice. For a withdrawal it is all that ever was.
    `elsewhere` says that another system billed the present period. The days are those of the model.
    """

    id: UUID
    state: str
    terms: TermsFacts
    quantity: int
    anchor_day: int
    period_starts_on: date
    renews_on: date
    ends_on: date | None
    scheduled: ScheduledFacts | None
    charged: tuple[Charged, ...] = ()
    elsewhere: bool = False
    ahead_to: date | None = None
    discounts: tuple[DiscountFacts, ...] = ()
    started_on: date | None = None
    contracted_on: date | None = None
    committed_until: date | None = None
    trial_ends_on: date | None = None
    paused_on: date | None = None
    paused_until: date | None = None
    charged_until: date | None = None
    changed_on: date | None = None

    @property
    def own_price_minor(self) -> int | None:
        """Its own price of a unit, in front of the terms' and the contract's."""
        return self.terms.own_price_minor

    @property
    def begun_on(self) -> date:
        """Its first day."""
        return self.started_on or self.period_starts_on

    @property
    def agreed_on(self) -> date:
        """The day of the contract."""
        return self.contracted_on or self.begun_on


@dataclass(frozen=True, slots=True)
class Facts:
    """What somebody wants, on which day, and everything that decides what it costs.

    `on` is the day that a change is asked for, `kind` how a cancellation ends, `until` when a pause does,
    `starts_on` when a new one starts. `move` is what the company has said about the move to `target`: when it
    happens, or `refused`. `noticed_on` is the day on which a cancellation came that is registered only now (CAN-5),
    `free_on` the day from which a price holds that the customer was told of and may leave for (CAN-6).
    `trial_used`: the account has had its free trial of the plan. `party_type` is who the customer was when the
    contract was made (PTY-1). `owed_by` is the day by which days should have been paid that the act charges again:
    nobody gets longer to pay by giving them back first. `is_archived`: the company has put the account away, and
    nothing begins on it.
    """

    act: Act
    account: UUID
    party_type: str
    payment_terms_days: int
    today: date
    subscription: SubscriptionFacts | None = None
    target: TermsFacts | None = None
    quantity: int | None = None
    kind: str = ""
    until: date | None = None
    starts_on: date | None = None
    on: date | None = None
    coupon: CouponWish | None = None
    move: str = ""
    policy: Policy = field(default_factory=Policy)
    withdrawal: WithdrawalFacts = field(default_factory=WithdrawalFacts)
    noticed_on: date | None = None
    free_on: date | None = None
    trial_used: bool = False
    owed_by: date | None = None
    is_archived: bool = False

    @property
    def due_on(self) -> date:
        """The day to pay what is charged today."""
        usual = self.today + timedelta(days=self.payment_terms_days)
        return min(usual, self.owed_by) if self.owed_by else usual


def digest(*, facts: Facts) -> str:
    """SHA-256 over the facts as canonical JSON: sorted keys, no blanks, days and ids as text.

    Which rows hold what was charged does not count, only how much it is: the billing run may have been here since.
    """
    text = json.dumps(_plain(facts), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, Charged):
        return [[_plain(part) for part in line.digested] for line in value.lines]
    if is_dataclass(value) and not isinstance(value, type):
        return {each.name: _plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if value is None or isinstance(value, str | int | bool):
        return value
    raise TypeError(f"no canonical form for a {type(value).__name__}")
