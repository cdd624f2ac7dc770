"""What a company has decided about changes, as the engine reads it from the settings register. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal, Self

from selvbetjening.domain.subscriptions.rules import InvoicedBefore

Timing = Literal["now", "renewal"]
CANCEL_KINDS = ("renewal", "today", "refund")


@dataclass(frozen=True, slots=True)
class Policy:
    """When each direction of change happens (SU-02, XB-08), and what limits it (XB-09).

    `interval` is for a move between intervals of one plan: `price` leaves it to the direction of the price.
    `cancel_kinds` are offered besides the end at the renewal, which always is (SU-04). `none_of_it`: a quantity of 0 is
    taken, which the company's own system may keep for later (fenerum-api.md 8). `invoice_days_before` is the
    subscription's own, where it says it.
    """

    upgrade: Timing = "now"
    downgrade: Timing = "renewal"
    interval: str = "price"
    quantity_up: Timing = "now"
    quantity_down: Timing = "renewal"
    cooldown_days: int = 0
    full_period: bool = False
    cancel_kinds: tuple[str, ...] = ()
    pause_most_days: int = 0
    invoice_days_before: int = 0
    consumer_notice_to: str = "any_day"
    offer_withdrawal_b2b: bool = False
    unknown_party_as: str = "consumer"
    none_of_it: bool = False

    def lifted(self, *, when: Timing, renews: bool = False) -> Self:
        """For the company's own system: each change happens at this time, whatever customers are offered."""
        return replace(
            self,
            upgrade=when,
            downgrade=when,
            interval="price",
            quantity_up=when,
            quantity_down=when,
            cooldown_days=0,
            full_period=renews,
            cancel_kinds=CANCEL_KINDS,
            none_of_it=True,
        )

    @classmethod
    def of(cls, choice: Callable[[str], Any], *, noted: Mapping[str, Any]) -> Self:
        """The policy of a company, read by `Organization.choice`, for a subscription that says this of itself."""
        return cls(
            upgrade=choice("timing_upgrade"),
            downgrade=choice("timing_downgrade"),
            interval=choice("timing_interval"),
            quantity_up=choice("timing_quantity_up"),
            quantity_down=choice("timing_quantity_down"),
            cooldown_days=choice("change_cooldown_days"),
            full_period=choice("upgrade_full_period"),
            cancel_kinds=tuple(choice("cancel_kinds")),
            pause_most_days=choice("pause_most_days"),
            invoice_days_before=InvoicedBefore.of(choice).days(wanted=noted.get("pre_renewal_invoicing")),
            consumer_notice_to=choice("consumer_notice_to"),
            offer_withdrawal_b2b=choice("offer_withdrawal_b2b"),
            unknown_party_as=choice("unknown_party_as"),
        )
