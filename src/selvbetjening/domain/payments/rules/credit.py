"""Which credit pays which invoice. Pure; amounts in minor units."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Source:
    """Something to the account's good: what is left of a credit note, whose invoice is `own`, or of an overpayment."""

    id: UUID
    currency: str
    left: int
    own: UUID | None = None
    is_payment: bool = False


class Owed(NamedTuple):
    """An open invoice and what is left to pay of it."""

    invoice: UUID
    number: int
    currency: str
    left: int


class Use(NamedTuple):
    """So much of a credit goes to an invoice."""

    source: Source
    invoice: UUID
    minor: int


def matched(
    *, sources: Sequence[Source], owed: Sequence[Owed], first: Sequence[UUID] = (), own_only: bool = False
) -> list[Use]:
    """What pays what: a credit note its own invoice, then the invoices `first`, then the others in their order.

    Only within one currency. Nothing is used twice and nothing paid twice: the uses of a source never exceed what is
    left of it, those of an invoice never what is owed. `own_only` stops after `first`, and the rest of the
    credit stays where it is.
    """
    left = {source.id: source.left for source in sources}
    due = {each.invoice: each.left for each in owed}
    uses: list[Use] = []

    def pay(source: Source, invoice: UUID) -> None:
        if (minor := min(left[source.id], due[invoice])) > 0:
            left[source.id] -= minor
            due[invoice] -= minor
            uses.append(Use(source, invoice, minor))

    for source in sources:
        if source.own in due:
            pay(source, source.own)
    if own_only:
        owed = [each for each in owed if each.invoice in first]
    rank = {id_: place for place, id_ in enumerate(first)}
    for each in sorted(owed, key=lambda each: rank.get(each.invoice, len(rank))):
        for source in sources:
            if source.currency == each.currency:
                pay(source, each.invoice)
    return uses


def unspent(*, sources: Sequence[Source], uses: Sequence[Use]) -> list[Source]:
    """What is left of the sources after these uses, for whatever is owed beside the invoices."""
    spent: dict[UUID, int] = {}
    for use in uses:
        spent[use.source.id] = spent.get(use.source.id, 0) + use.minor
    rest = [replace(source, left=source.left - spent.get(source.id, 0), own=None) for source in sources]
    return [source for source in rest if source.left > 0]
