"""Why an invoice's amount differs from the one before it (CM-01). Pure; exact to the minor unit.

Lines are matched by subscription and product; each pair's difference is taken apart in one order: plan, quantity,
price or days, discount, VAT. Every step is what the line would have come to, incl. VAT, after it minus before it, so
the steps of a pair add up by themselves; what the VAT of a whole group is rounded otherwise is the rounding.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Any, Final, Literal, NamedTuple
from uuid import UUID

from selvbetjening.kernel.money import TEN_THOUSAND, round_half_up

Kind = Literal[
    "first_invoice", "plan", "quantity", "price", "days", "discount_start", "discount_end", "discount_change",
    "vat_rate", "one_off", "fee", "interest", "rounding",
]  # fmt: skip

# What billing writes before a product's name on a line that is not a whole period of it.
_PART: Final = re.compile(
    r"^(?:Resten af perioden på|Rest of the period on|\d+ af \d+ dage på|\d+ of \d+ days on) (?=\S)"
)
_COUNT: Final = re.compile(r"^(\d{1,6}) × (?=\S)")


class Item(NamedTuple):
    """A line as the explanation sees it: excl. VAT in minor units; `rate` is 0 where no VAT is charged."""

    subscription: UUID | None
    text: str
    starts_on: date | None
    ends_on: date | None
    quantity: int
    unit_price_minor: int
    net_minor: int
    rate: int
    outside: bool = False

    @property
    def days(self) -> int:
        """How many days it is for, 0 for none."""
        return (self.ends_on - self.starts_on).days if self.starts_on and self.ends_on else 0


class Delta(NamedTuple):
    """One reason and what it makes, incl. VAT. `old` and `new` are what changed: names, numbers, minor units."""

    kind: Kind
    amount_minor: int
    line_key: str
    product: str
    old: str | int | None = None
    new: str | int | None = None
    rate: int = 0


class NotExplained(ArithmeticError):
    """The reasons do not add up to the difference within a minor unit for each line: a fault of ours."""


class _Priced(NamedTuple):
    """A line taken apart: pieces, price of one before discount, discount, rate."""

    product: str
    pieces: int
    price: Fraction
    discount: int
    rate: int
    days: int

    def gross(self) -> int:
        net = self.price * self.pieces - self.discount
        return round_half_up(net.numerator * (TEN_THOUSAND + self.rate), net.denominator * TEN_THOUSAND)


def explain(
    *, current: Sequence[Item], total_minor: int, previous: Sequence[Item] | None, previous_total_minor: int = 0
) -> tuple[Delta, ...]:
    """The reasons for `total_minor` minus `previous_total_minor`, both incl. VAT; they sum to it exactly.

    None for `previous` means that there is no invoice to compare with. Nothing changed gives no reasons. Raises
    `NotExplained` where more than one minor unit per line would have to be called rounding.
    """
    if previous is None:
        kind: Kind = "first_invoice" if any(item.subscription for item in current) else "one_off"
        names = ", ".join(dict.fromkeys(_taken_apart(item).product for item in current))
        return (Delta(kind, total_minor, "", names),)
    if total_minor == previous_total_minor and _same(current, previous):
        return ()
    found = [delta for old, new in _pairs(previous, current) for delta in _steps(old, new)]
    rest = total_minor - previous_total_minor - sum(delta.amount_minor for delta in found)
    if abs(rest) > len(current) + len(previous):
        raise NotExplained(f"{rest} minor units are left over")
    if rest:
        found.append(Delta("rounding", rest, "", ""))
    return tuple(found)


def subscriptions_of(*, items: Iterable[Item]) -> frozenset[UUID]:
    """The subscriptions that the lines belong to."""
    return frozenset(item.subscription for item in items if item.subscription)


def _same(current: Sequence[Item], previous: Sequence[Item]) -> bool:
    if len(current) != len(previous):
        return False
    return all(
        (a.subscription, a.text, a.quantity, a.unit_price_minor, a.net_minor, a.rate)
        == (b.subscription, b.text, b.quantity, b.unit_price_minor, b.net_minor, b.rate)
        for a, b in zip(current, previous, strict=True)
    )


def _pairs(previous: Sequence[Item], current: Sequence[Item]) -> Iterator[tuple[Item | None, Item | None]]:
    """Lines that belong together: the same product of a subscription, then another product of the same one."""
    gone = list(previous)
    unmatched = []
    for new in current:
        old = _first(gone, new, product=_product(new))
        if old:
            gone.remove(old)
            yield old, new
        else:
            unmatched.append(new)
    for new in unmatched:
        old = _first(gone, new) if new.subscription and new.net_minor > 0 else None
        if old:
            gone.remove(old)
        yield old, new
    for old in gone:
        yield old, None


def _first(items: Iterable[Item], like: Item, *, product: str = "") -> Item | None:
    for item in items:
        same_sign = (item.net_minor < 0) == (like.net_minor < 0)
        if item.subscription == like.subscription and same_sign and product in ("", _product(item)):
            return item
    return None


def _product(item: Item) -> str:
    return _taken_apart(item).product


def _taken_apart(item: Item) -> _Priced:
    return _priced(item.text, item.quantity, item.unit_price_minor, item.net_minor, item.rate, item.days)


# Thousands of customers of one run have the same line, and the same change of it.
@lru_cache(maxsize=4096)
def _priced(text: str, quantity: int, unit_price_minor: int, net_minor: int, rate: int, days: int) -> _Priced:
    name = _PART.sub("", text)
    pieces, listed = quantity, quantity * unit_price_minor
    if (many := _COUNT.match(name)) and quantity == 1:
        name, pieces = name[many.end() :], int(many[1])
    price = Fraction(listed, pieces) if pieces else Fraction(0)
    return _Priced(name, pieces, price, listed - net_minor, rate, days)


def _steps(old: Item | None, new: Item | None) -> Iterator[Delta]:
    if old is None or new is None:
        yield from _alone(old, new)
        return
    key = str(new.subscription or "")
    for delta in _differences(_taken_apart(old), _taken_apart(new)):
        yield delta._replace(line_key=key)


@lru_cache(maxsize=4096)
def _differences(was: _Priced, now: _Priced) -> tuple[Delta, ...]:
    """What each step makes, in the order of attribution; steps that make nothing are left out."""
    found: list[Delta] = []
    at = was

    def step(kind: Kind, old: str | int | None, new: str | int | None, **changed: Any) -> None:
        nonlocal at
        after = at._replace(**changed)
        amount, at = after.gross() - at.gross(), after
        if amount:
            found.append(Delta(kind, amount, "", now.product, old, new, now.rate))

    if was.product != now.product:
        step("plan", was.product, now.product, price=now.price)
    step("quantity", was.pieces, now.pieces, pieces=now.pieces)
    step(*_of_price(was, now), price=now.price)
    step(_of_discount(was.discount, now.discount), was.discount, now.discount, discount=now.discount)
    step("vat_rate", was.rate, now.rate, rate=now.rate)
    return tuple(found)


def _of_price(was: _Priced, now: _Priced) -> tuple[Kind, int, int]:
    """Other days at the same price a day, the price of another length of period, or another price."""
    if was.days and now.days and was.days != now.days:
        if abs(now.price * was.days - was.price * now.days) <= was.days + now.days:
            return "days", was.days, now.days
        if not (2 * was.days < 3 * now.days and 2 * now.days < 3 * was.days):
            return "plan", was.days, now.days
    return "price", _unit(was), _unit(now)


def _unit(of: _Priced) -> int:
    return round_half_up(of.price.numerator, of.price.denominator)


def _of_discount(old: int, new: int) -> Kind:
    if old <= 0 < new:
        return "discount_start"
    return "discount_end" if new <= 0 < old else "discount_change"


def _alone(old: Item | None, new: Item | None) -> Iterator[Delta]:
    """A line that stands on one of the two invoices only."""
    item = new or old
    if item is None or not (amount := _taken_apart(item).gross()):
        return
    kind: Kind = "one_off"
    if item.subscription:
        kind = "days"
    elif item.outside:
        kind = "interest" if re.search("rente|interest", item.text, re.IGNORECASE) else "fee"
    side = "new" if new else "old"
    yield Delta(kind, amount if new else -amount, str(item.subscription or ""), item.text, side, None)
