"""What can have happened to plans and their terms."""

from dataclasses import dataclass
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
