"""What an invoice adds up to: nets, VAT per rate, totals. Amounts in minor units of one currency."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from selvbetjening.kernel.money import TEN_THOUSAND, round_half_up


class DraftLine(NamedTuple):
    """One line before its invoice has a number. `net_minor` is `quantity` times `unit_price_minor`; excl. VAT.

    `text` is in the account's language and carries no period: that is `starts_on` and `ends_on`, half-open.
    """

    subscription: UUID | None
    text: str
    starts_on: date
    ends_on: date
    quantity: int
    unit_price_minor: int
    net_minor: int
    vat_basis_points: int
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Totals:
    """`groups` maps each rate in basis points to its net and its VAT; the sums are exact."""

    net_minor: int
    vat_minor: int
    groups: dict[int, tuple[int, int]]

    @property
    def total_minor(self) -> int:
        """What is to be paid."""
        return self.net_minor + self.vat_minor


def totals(*, nets: Iterable[tuple[int, int]]) -> Totals:
    """Add up (rate in basis points, net) pairs: VAT once per rate group, half up to the minor unit (INV-14)."""
    by_rate: dict[int, int] = {}
    for rate, net in nets:
        by_rate[rate] = by_rate.get(rate, 0) + net
    groups = {rate: (net, round_half_up(net * rate, TEN_THOUSAND)) for rate, net in by_rate.items()}
    return Totals(net_minor=sum(by_rate.values()), vat_minor=sum(vat for _, vat in groups.values()), groups=groups)
