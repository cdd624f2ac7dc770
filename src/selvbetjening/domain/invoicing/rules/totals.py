"""What an invoice adds up to: nets, VAT per category and rate, totals. Amounts in minor units of one currency."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from selvbetjening.kernel.law import law
from selvbetjening.kernel.money import TEN_THOUSAND, round_half_up


class DraftLine(NamedTuple):
    """One line before its invoice has a number. `net_minor` is excl. VAT and after `discount_minor`.

    `text` is in the account's language and carries no period: that is `starts_on` and `ends_on`, half-open.
    `vat_category` is a code of EN 16931 (S, Z, E, AE, O); left empty it is S where there is a rate, Z where not.
    Both days or none. A line that gives back of an earlier one names it in `credits_line`, so that no credit note takes
    the same back again (CRN-3); one that a draft line has become names that in `drafted`. `terms` are those that it is
    charged under, `revenue_group` is another system's word for it; neither is printed.
    """

    subscription: UUID | None
    text: str
    starts_on: date | None
    ends_on: date | None
    quantity: int
    unit_price_minor: int
    net_minor: int
    vat_basis_points: int
    unit: str = ""
    vat_category: str = ""
    discount_minor: int = 0
    credits_line: UUID | None = None
    drafted: UUID | None = None
    terms: UUID | None = None
    revenue_group: str = ""

    @property
    def category(self) -> str:
        """The VAT category, said or understood."""
        return self.vat_category or ("S" if self.vat_basis_points else "Z")


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


class Group(NamedTuple):
    """The subtotal of one VAT category and rate: its tax base and its VAT."""

    vat_category: str
    vat_basis_points: int
    net_minor: int
    vat_minor: int


@dataclass(frozen=True, slots=True)
class Grouped:
    """The sums of a document, with one group for each VAT category and rate, in the order in which they came up."""

    net_minor: int
    vat_minor: int
    groups: tuple[Group, ...]

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


@law("INV-8", source="momsbekendtgørelsen § 58, stk. 1, nr. 9-10")
@law("INV-9", source="momsbekendtgørelsen § 58, stk. 3")
@law("INV-14", source="momsloven § 33; EN 16931 BR-CO-17", setting="vat_rounding")
def grouped(*, nets: Iterable[tuple[str, int, int]]) -> Grouped:
    """VAT is computed once for each category and rate, half up to the minor unit; exempt and taxed stand apart.

    `nets` are (VAT category, rate in basis points, net). Only category S bears VAT. The sums agree with `totals`.
    """
    bases: dict[tuple[str, int], int] = {}
    for category, rate, net in nets:
        key = (category, rate if category == "S" else 0)
        bases[key] = bases.get(key, 0) + net
    groups = tuple(
        Group(category, rate, net, round_half_up(net * rate, TEN_THOUSAND)) for (category, rate), net in bases.items()
    )
    return Grouped(sum(bases.values()), sum(group.vat_minor for group in groups), groups)
