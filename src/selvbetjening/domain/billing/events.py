"""What can have happened with contracts, legal acts and price changes. Ids, codes, days and amounts only."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from selvbetjening.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class ContractMade(Fact):
    """An order became a contract; its words, consents and confirmation are kept (ORD-1, ORD-4, ORD-5)."""

    name: ClassVar[str] = "billing.contract_made"
    contract: UUID
    subscription: UUID
    content_hash: str


@dataclass(frozen=True, kw_only=True)
class LegalActRecorded(Fact):
    """A cancellation or withdrawal was declared and its receipt made (CM-04); `channel` is how it came."""

    name: ClassVar[str] = "billing.legal_act_recorded"
    legal_act: UUID
    subscription: UUID
    kind: str
    channel: str
    effective_on: date
    content_hash: str


@dataclass(frozen=True, kw_only=True)
class PriceChangeTold(Fact):
    """A customer was told of a new price for one subscription, and of the way out (CAN-6)."""

    name: ClassVar[str] = "billing.price_change_told"
    price_change: UUID
    notice: UUID
    subscription: UUID
    to_terms: UUID
    effective_on: date
