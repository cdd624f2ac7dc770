"""What an explanation is made from and of: lines of invoices, and reasons (CM-01). Pure."""

from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Literal, NamedTuple
from uuid import UUID

from selvbetjening.domain.invoicing.rules.line_texts import read_text
from selvbetjening.kernel.money import TEN_THOUSAND, round_half_up

Kind = Literal[
    "first_invoice", "plan", "quantity", "price", "days", "discount_start", "discount_end", "discount_change",
    "vat_rate", "one_off", "fee", "interest", "rounding",
]  # fmt: skip


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
    """One reason and what it makes, incl. VAT. `old` and `new` are what changed: names, numbers, minor units.

    `form` says which sentence of its kind it is told with, where that is not the usual one.
    """

    kind: Kind
    amount_minor: int
    line_key: str
    product: str
    old: str | int | None = None
    new: str | int | None = None
    rate: int = 0
    form: str = ""


class Priced(NamedTuple):
    """A line taken apart: pieces, price of one before discount, discount, rate."""

    product: str
    pieces: int
    price: Fraction
    discount: int
    rate: int
    days: int
    off: str = ""

    def gross(self) -> int:
        """What it comes to, incl. VAT."""
        net = self.price * self.pieces - self.discount
        return round_half_up(net.numerator * (TEN_THOUSAND + self.rate), net.denominator * TEN_THOUSAND)


def taken_apart(*, item: Item) -> Priced:
    """The line by product, pieces and price."""
    return _priced(item.text, item.quantity, item.unit_price_minor, item.net_minor, item.rate, item.days)


def gross_of(*, item: Item) -> int:
    """What the line comes to, incl. VAT."""
    return taken_apart(item=item).gross()


# Thousands of customers of one run have the same line, and the same change of it.
@lru_cache(maxsize=4096)
def _priced(text: str, quantity: int, unit_price_minor: int, net_minor: int, rate: int, days: int) -> Priced:
    read = read_text(text=text)
    pieces, listed = quantity, quantity * unit_price_minor
    if read.kind != "whole":  # the unit price is that of a whole period
        listed = net_minor
    if quantity == 1:
        pieces = read.pieces
    price = Fraction(listed, pieces) if pieces else Fraction(0)
    name = text if read.kind == "back" else read.product
    return Priced(name, pieces, price, listed - net_minor, rate, days, read.off)
