"""What can have happened to money that goes back by card, and to what a gateway told that did not fit."""

from dataclasses import dataclass
from uuid import UUID

from selvbetjening.kernel.facts import Fact
from selvbetjening.kernel.money import Money


@dataclass(frozen=True, kw_only=True)
class CardRefundOrdered(Fact):
    """A gateway is to give money of a payment back; whether it did, the gateway says."""

    name = "payments.card_refund_ordered"
    refund: UUID
    payment: UUID
    amount: Money


@dataclass(frozen=True, kw_only=True)
class CardRefundFailed(Fact):
    """Money could not be given back by card; `came_back` says that it had left, and is here again."""

    name = "payments.card_refund_failed"
    refund: UUID
    payment: UUID
    amount: Money
    came_back: bool


@dataclass(frozen=True, kw_only=True)
class CollectionPaused(Fact):
    """An invoice became unpaid again and is neither charged nor reminded until the company has decided."""

    name = "payments.collection_paused"
    invoice: UUID
    reason: str


@dataclass(frozen=True, kw_only=True)
class CollectionPauseDecided(Fact):
    """The company decided: `collect` it as any other invoice, or `settled`."""

    name = "payments.collection_pause_decided"
    invoice: UUID
    decision: str


@dataclass(frozen=True, kw_only=True)
class FactResolved(Fact):
    """Somebody looked at what a gateway told that did not fit; what they wrote stays in the row."""

    name = "payments.fact_resolved"
    fact: UUID
