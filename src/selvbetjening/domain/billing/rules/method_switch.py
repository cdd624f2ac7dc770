"""A change of how an account or a subscription pays, as it is shown and as it is done (CM-05, XB-34). Pure."""

from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from uuid import UUID

from selvbetjening.domain.payments.rules.switching import Step
from selvbetjening.kernel.money import Money


class NotSwitched(Exception):
    """Nothing can be changed; `reason` is `same`, `no_card` (none can be charged) or `method` (there is no such)."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class SwitchedInvoice:
    """What becomes of one open invoice. `on`: the day to pay by, or the day on which the card is charged."""

    invoice: UUID
    number: int
    amount: Money
    step: Step
    on: date


@dataclass(frozen=True, slots=True)
class MethodSwitch:
    """The whole of it. `subscription` is None for the account with all that runs on it, `subscriptions`.

    `cards` are those that will be charged, by currency; empty where no card is.
    """

    to: str
    subscription: UUID | None
    subscriptions: tuple[UUID, ...]
    cards: tuple[tuple[str, UUID], ...]
    invoices: tuple[SwitchedInvoice, ...]

    @property
    def freed(self) -> list[UUID]:
        """The invoices that no card is charged for any more."""
        leaving = self.to != "payment_card"
        return [each.invoice for each in self.invoices if leaving and each.step != "old_way"]

    @property
    def digest(self) -> str:
        """The same for the same change: what was shown is what is done, or nothing is."""
        parts = [self.to, str(self.subscription), *map(str, self.subscriptions)]
        parts += [f"{currency}:{card}" for currency, card in self.cards]
        parts += [f"{each.invoice}:{each.amount.minor}:{each.step}:{each.on}" for each in self.invoices]
        return sha256("\n".join(parts).encode()).hexdigest()


class SwitchStale(Exception):
    """Something is not as it was shown; nothing was changed. `now` is what would happen instead."""

    def __init__(self, now: MethodSwitch) -> None:
        super().__init__("stale")
        self.now = now
