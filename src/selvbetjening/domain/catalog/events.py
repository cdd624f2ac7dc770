"""What can have happened to plans and their terms."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from selvbetjening.kernel.facts import Fact
from selvbetjening.kernel.money import Money


@dataclass(frozen=True, kw_only=True)
class PlanCreated(Fact):
    """A new plan, closed to self-service."""

    name: ClassVar[str] = "catalog.plan_created"
    plan: UUID
    code: str


@dataclass(frozen=True, kw_only=True)
class TermsAdded(Fact):
    """A plan can be bought on one more set of terms."""

    name: ClassVar[str] = "catalog.terms_added"
    plan: UUID
    terms: UUID
    code: str
    unit_price: Money


@dataclass(frozen=True, kw_only=True)
class PlanEnabledForSelfService(Fact):
    """Customers can find the plan in the portal, with all its terms (SB-14, SB-15)."""

    name: ClassVar[str] = "catalog.plan_enabled_for_self_service"
    plan: UUID


@dataclass(frozen=True, kw_only=True)
class PlanDisabledForSelfService(Fact):
    """The plan is not offered in the portal any more; who has it keeps it."""

    name: ClassVar[str] = "catalog.plan_disabled_for_self_service"
    plan: UUID


@dataclass(frozen=True, kw_only=True)
class CatalogImported(Fact):
    """Plans or terms came from the company's files."""

    name: ClassVar[str] = "catalog.imported"
    kind: str
    created: int
    updated: int


@dataclass(frozen=True, kw_only=True)
class PlanChanged(Fact):
    """A plan's texts, or its exceptions from a consumer's rights, were changed; `changed` names the columns."""

    name: ClassVar[str] = "catalog.plan_changed"
    plan: UUID
    changed: str


@dataclass(frozen=True, kw_only=True)
class TermsChanged(Fact):
    """How terms are offered was changed, never their price; `changed` names the columns."""

    name: ClassVar[str] = "catalog.terms_changed"
    plan: UUID
    terms: UUID
    changed: str


@dataclass(frozen=True, kw_only=True)
class MovesSet(Fact):
    """It was said which moves may be made from these terms, and when they happen (XB-10)."""

    name: ClassVar[str] = "catalog.moves_set"
    terms: UUID
    limited: bool
    moves: int


@dataclass(frozen=True, kw_only=True)
class CouponCreated(Fact):
    """There is a new coupon."""

    name: ClassVar[str] = "catalog.coupon_created"
    coupon: UUID
    code: str


@dataclass(frozen=True, kw_only=True)
class CouponEnded(Fact):
    """A coupon can be used no more from this day."""

    name: ClassVar[str] = "catalog.coupon_ended"
    coupon: UUID
    ended_on: date


@dataclass(frozen=True, kw_only=True)
class CouponRedeemed(Fact):
    """A coupon was used; `used` counts the uses so far."""

    name: ClassVar[str] = "catalog.coupon_redeemed"
    coupon: UUID
    used: int


@dataclass(frozen=True, kw_only=True)
class CouponGivenBack(Fact):
    """What a coupon was used for was undone; `used` counts the uses that are left."""

    name: ClassVar[str] = "catalog.coupon_given_back"
    coupon: UUID
    used: int
