"""How much of which line is credited so that a credit note comes to an amount incl. VAT. Pure."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from selvbetjening.domain.payments.rules.incoming import Refused
from selvbetjening.kernel.money import TEN_THOUSAND, round_half_up


class Left(NamedTuple):
    """A line and what may still be credited of it, excl. VAT; the rate is nothing where no VAT is charged."""

    id: UUID
    net_minor: int
    basis_points: int


def nets_for(*, lines: Sequence[Left], gross_minor: int) -> dict[UUID, int]:
    """The nets to credit, the first lines first. The note may be an øre off: its VAT is rounded as a whole.

    Raises `Refused("too_much")` where less is left to credit.
    """
    nets: dict[UUID, int] = {}
    rest = gross_minor
    for line in lines:
        if line.net_minor <= 0 or rest <= 0:
            continue
        whole = line.net_minor + round_half_up(line.net_minor * line.basis_points, TEN_THOUSAND)
        part = min(rest, whole)
        taken = round_half_up(part * TEN_THOUSAND, TEN_THOUSAND + line.basis_points)
        nets[line.id] = line.net_minor if part == whole else min(line.net_minor, taken)
        rest -= part
    # An øre for each line is what rounding line by line and all at once can differ by.
    if rest > len(lines):
        raise Refused("too_much")
    return {id_: net for id_, net in nets.items() if net}
