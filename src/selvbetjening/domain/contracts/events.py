"""What can have happened to contracts."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from selvbetjening.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class PriceContractMade(Fact):
    """An account has its own price of some terms from a day on."""

    name: ClassVar[str] = "contracts.made"
    account: UUID
    contract: UUID
    terms: UUID
    starts_on: date


@dataclass(frozen=True, kw_only=True)
class PriceContractChanged(Fact):
    """A contract, or its tiers, holds otherwise for what is not billed yet; `fields` names what changed."""

    name: ClassVar[str] = "contracts.changed"
    account: UUID
    contract: UUID
    terms: UUID
    fields: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class PriceContractRemoved(Fact):
    """What is not billed yet costs the list price again."""

    name: ClassVar[str] = "contracts.removed"
    account: UUID
    contract: UUID
    terms: UUID
