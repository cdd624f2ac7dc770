"""What can have happened to cards, and to money at a gateway. Ids, codes and amounts only."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from selvbetjening.kernel.facts import Fact
from selvbetjening.kernel.money import Money


@dataclass(frozen=True, kw_only=True)
class GatewayConnected(Fact):
    """The company's account at a gateway was set up or changed; its keys are in no fact."""

    name = "payments.gateway_connected"
    gateway_account: UUID
    gateway: str
    mode: str


@dataclass(frozen=True, kw_only=True)
class GatewayDisconnected(Fact):
    """The company takes no new cards or payments through this gateway account any more."""

    name = "payments.gateway_disconnected"
    gateway_account: UUID
    gateway: str


@dataclass(frozen=True, kw_only=True)
class CardSaved(Fact):
    """A card was saved on the account (SB-32); `while_paying` says with a payment, `attempt` in which."""

    name = "payments.card_saved"
    card: UUID
    gateway: str
    while_paying: bool
    attempt: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class CardDisabled(Fact):
    """A card pays no more; `by` is `customer`, `company`, `gateway` or `replaced` (CD-03)."""

    name = "payments.card_disabled"
    card: UUID
    by: str
    was_last: bool


@dataclass(frozen=True, kw_only=True)
class DefaultCardChosen(Fact):
    """From now on this card is charged first (CD-05)."""

    name = "payments.default_card_chosen"
    card: UUID


@dataclass(frozen=True, kw_only=True)
class CardExpiring(Fact):
    """A card that pays something expires in so many days (XB-41)."""

    name = "payments.card_expiring"
    card: UUID
    days: int
    expires_on: date


@dataclass(frozen=True, kw_only=True)
class ChargeFailed(Fact):
    """Money could not be taken by card. `next_on` is the day of the next try, None for none (gateways.md 1).

    `attempt` is None where there was no card to charge.
    """

    name = "payments.charge_failed"
    attempt: UUID | None
    invoice: UUID
    amount: Money
    failure: str
    asks_new_card: bool
    next_on: date | None


@dataclass(frozen=True, kw_only=True)
class ChargeNeedsCustomer(Fact):
    """The payer's bank wants the payer to confirm a charge (SCA)."""

    name = "payments.charge_needs_customer"
    attempt: UUID
    invoice: UUID
    amount: Money


@dataclass(frozen=True, kw_only=True)
class ChargeRetried(Fact):
    """Somebody asked for a failed charge to be tried again at once."""

    name = "payments.charge_retried"
    invoice: UUID


@dataclass(frozen=True, kw_only=True)
class CollectionGivenUp(Fact):
    """The last try to charge an invoice failed; what happens then is the company's choice (`after_last_try`)."""

    name = "payments.collection_given_up"
    invoice: UUID
    amount: Money
    failure: str


@dataclass(frozen=True, kw_only=True)
class PaymentReversed(Fact):
    """Money of a payment left again (`refund`, `chargeback`) or came back (`refund_failed`, `chargeback_won`)."""

    name = "payments.reversed"
    payment: UUID
    invoice: UUID
    amount: Money
    reason: str


@dataclass(frozen=True, kw_only=True)
class ChargebackOpened(Fact):
    """The payer's bank disputes a card payment."""

    name = "payments.chargeback_opened"
    payment: UUID
    amount: Money


@dataclass(frozen=True, kw_only=True)
class ChargebackClosed(Fact):
    """The bank has decided; `won` by the company or not."""

    name = "payments.chargeback_closed"
    payment: UUID
    amount: Money
    won: bool


@dataclass(frozen=True, kw_only=True)
class FactParked(Fact):
    """A gateway told something that does not fit what was asked for: nothing was booked, somebody must look (G5)."""

    name = "payments.fact_parked"
    fact: UUID
    gateway: str
    reason: str
