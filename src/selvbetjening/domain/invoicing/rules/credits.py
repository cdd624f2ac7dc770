"""What may be credited of an invoice, and what that makes in VAT. Pure; amounts in minor units of one currency."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

from selvbetjening.domain.invoicing.rules.totals import Group, Grouped
from selvbetjening.kernel.law import law
from selvbetjening.kernel.money import TEN_THOUSAND, round_half_up

LONGEST_REASON = 200
Key = tuple[str, int]


class NotCredited(Exception):
    """Nothing was credited; `reason` is `nothing`, `unknown_line`, `more_than_left`, `below_zero` or `reason`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Creditable(NamedTuple):
    """An invoice line as it stands: its net, what credit notes took back, what later lines gave back (`offset`)."""

    id: UUID
    net_minor: int
    credited_minor: int
    offset_minor: int
    vat_category: str
    vat_basis_points: int

    @property
    def left(self) -> int:
        """What may still be credited, with the sign of the net."""
        return self.net_minor - self.credited_minor - self.offset_minor

    @property
    def key(self) -> Key:
        """Its VAT group."""
        return self.vat_category, self.vat_basis_points if self.vat_category == "S" else 0


@law("CRN-1", source="momsbekendtgørelsen § 58, stk. 4")
def check_reason(*, reason: str) -> str:
    """A credit note says why, and which invoice it amends. Returns the reason; raises `NotCredited("reason")`."""
    words = " ".join(reason.split())
    if not 0 < len(words) <= LONGEST_REASON:
        raise NotCredited("reason")
    return words


@law("CRN-3", source="momsloven § 27, stk. 4; momsbekendtgørelsen § 58, stk. 4")
def check_credits(*, lines: Sequence[Creditable], credits: Mapping[UUID, int]) -> None:
    """Never more than what is left of a line, and with the line's own sign. Raises `NotCredited`."""
    known = {line.id: line for line in lines}
    if not any(credits.values()):
        raise NotCredited("nothing")
    for id_, net in credits.items():
        if id_ not in known:
            raise NotCredited("unknown_line")
        left = known[id_].left
        if not (0 <= net <= left or left <= net <= 0):
            raise NotCredited("more_than_left")


@law("CRN-4", source="bogføringsloven § 11; momsbekendtgørelsen § 58, stk. 4")
def void(*, lines: Sequence[Creditable]) -> dict[UUID, int]:
    """An invoice is made void by crediting all that is left of it: there is no other way. Line ids and nets."""
    return {line.id: line.left for line in lines if line.left}


def credit_totals(*, lines: Sequence[Creditable], credits: Mapping[UUID, int], vat: Mapping[Key, int]) -> Grouped:
    """The sums of a credit note, one group for each VAT category and rate that it touches.

    `lines` are all lines of the invoice, `vat` the VAT of its groups. The VAT of a note is what all notes so far and
    this one make, minus what those before made: so all credits of an invoice never add up to more than its VAT, and
    a full credit undoes it to the øre (INV-14). Where an invoice has lines below nothing, its lines above nothing
    set the limit until those below are credited too. Raises `NotCredited("below_zero")`.
    """
    groups = []
    for key in dict.fromkeys(line.key for line in lines if line.id in credits):
        own = [line for line in lines if line.key == key]
        before = sum(line.credited_minor for line in own)
        net = sum(credits.get(line.id, 0) for line in own)
        groups.append(Group(*key, net, _vat(own, key, before + net, vat) - _vat(own, key, before, vat)))
    summed = Grouped(sum(group.net_minor for group in groups), sum(group.vat_minor for group in groups), tuple(groups))
    if summed.total_minor < 0 or summed.net_minor < 0:
        raise NotCredited("below_zero")
    return summed


def _vat(own: Sequence[Creditable], key: Key, credited: int, vat: Mapping[Key, int]) -> int:
    """The VAT of what is credited of a group: all of it once the whole group is, to the øre."""
    if key[0] != "S":
        return 0
    whole = sum(line.net_minor for line in own)
    if credited == whole:
        return vat.get(key, 0)
    found = round_half_up(credited * key[1], TEN_THOUSAND)
    return found if any(line.net_minor < 0 for line in own) else min(found, vat.get(key, 0))
