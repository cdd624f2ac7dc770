"""What was charged for some days and is not given back: by invoice line, with what is left of each (CRN-3). Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from selvbetjening.domain.invoicing.rules import Grouped, grouped
from selvbetjening.domain.invoicing.rules.credits import Creditable, Key, credit_totals
from selvbetjening.kernel.money import Money, sum_money
from selvbetjening.kernel.periods import Period


class Paper(NamedTuple):
    """The invoice that a line stands on: all its lines and the VAT of its groups, from which a credit note's follow."""

    lines: tuple[Creditable, ...]
    vat: Mapping[Key, int]


class ChargedLine(NamedTuple):
    """One line of an invoice: what may still be given back of it, excluding VAT, and the days it was charged for."""

    line: UUID
    left: Money
    starts_on: date
    ends_on: date
    vat_category: str
    vat_basis_points: int
    paper: Paper | None = None

    @property
    def digested(self) -> tuple[object, ...]:
        """Everything but which row it is, and what else stands on the invoice."""
        return self[1:-1]


@dataclass(frozen=True, slots=True)
class Charged:
    """One stretch of days that was charged in one go: its lines in their order, at least one.

    `net` is what all of them hold together.
    """

    lines: tuple[ChargedLine, ...]

    @property
    def starts_on(self) -> date:
        return min(line.starts_on for line in self.lines)

    @property
    def ends_on(self) -> date:
        return max(line.ends_on for line in self.lines)

    @property
    def days(self) -> Period:
        """From the first day charged to the last."""
        return Period(self.starts_on, self.ends_on)

    @property
    def net(self) -> Money:
        return sum_money((line.left for line in self.lines), self.lines[0].left.currency)


def given_back(*, charged: Charged, amount: Money) -> list[tuple[ChargedLine, Money]]:
    """Which lines give back how much of `amount`: the last line first, none more than is left of it (CRN-3).

    Raises ValueError for more than is left of all.
    """
    found, need = [], amount
    for line in reversed(charged.lines):
        taken = min(line.left, need)
        need -= taken
        found.append((line, taken))
    if not need.is_zero:
        raise ValueError("more than is left")
    return found[::-1]


def credit_note_totals(*, taken: Iterable[tuple[ChargedLine, Money]]) -> tuple[Grouped, ...]:
    """The sums of the credit notes that take back so much of these lines: one for each invoice (CRN-1)."""
    papers: dict[int, list[tuple[ChargedLine, Money]]] = {}
    for line, net in taken:
        papers.setdefault(id(line.paper), []).append((line, net))
    return tuple(_note(found) for found in papers.values())


def _note(taken: list[tuple[ChargedLine, Money]]) -> Grouped:
    paper = taken[0][0].paper
    if paper is None:
        return grouped(nets=((line.vat_category, line.vat_basis_points, net.minor) for line, net in taken))
    credits = {line.line: net.minor for line, net in taken if net.minor}
    return credit_totals(lines=paper.lines, credits=credits, vat=paper.vat)
