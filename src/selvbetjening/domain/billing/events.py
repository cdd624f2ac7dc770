"""What can have happened with contracts, legal acts, price changes and Betalingsservice.

Ids, codes, days and amounts only.
"""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from selvbetjening.kernel.facts import Fact
from selvbetjening.kernel.money import Money


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


@dataclass(frozen=True, kw_only=True)
class MandateLinked(Fact):
    """A mandate turned out to be this account's; `follows` says whether it pays by it now (`debit`), or goes on by
    `card`, as before (`same`), or by e-invoice (`public`)."""

    name: ClassVar[str] = "billing.mandate_linked"
    mandate: UUID
    follows: str
    by_person: bool


@dataclass(frozen=True, kw_only=True)
class MandateLeft(Fact):
    """The account's mandate ended; `paid_by_it` says that it pays by invoice from now on."""

    name: ClassVar[str] = "billing.mandate_left"
    mandate: UUID
    paid_by_it: bool


@dataclass(frozen=True, kw_only=True)
class DebitAsked(Fact):
    """An invoice is collected through Betalingsservice on a day; `is_late`: the deadline of its due day was missed.

    `again`: it was asked for before, with another amount or day, or failed then.
    """

    name: ClassVar[str] = "billing.debit_asked"
    invoice: UUID
    amount: Money
    pays_on: date
    is_late: bool
    again: bool


@dataclass(frozen=True, kw_only=True)
class DebitWithdrawn(Fact):
    """An invoice is not collected through Betalingsservice after all; `reason` says why."""

    name: ClassVar[str] = "billing.debit_withdrawn"
    invoice: UUID
    amount: Money
    reason: str


@dataclass(frozen=True, kw_only=True)
class DebitNotAsked(Fact):
    """An invoice that was to be collected through Betalingsservice cannot be: it is paid in another way."""

    name: ClassVar[str] = "billing.debit_not_asked"
    invoice: UUID
    reason: str


@dataclass(frozen=True, kw_only=True)
class DebitsUnanswered(Fact):
    """So many invoices were asked for, and nobody has answered a week after they could be refused."""

    name: ClassVar[str] = "billing.debits_unanswered"
    count: int


@dataclass(frozen=True, kw_only=True)
class DebitFailed(Fact):
    """The money of an invoice did not come, or left again: `rejected`, `cancelled`, `unpaid`, `charged_back` or
    `unanswered`.

    No reason is told with it (U21).
    """

    name: ClassVar[str] = "billing.debit_failed"
    invoice: UUID
    amount: Money
    outcome: str
    on: date
