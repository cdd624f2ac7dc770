"""What a line of another system comes to: parts of a piece, prices finer than an øre, one of three discounts. Pure.

A line of ours has whole pieces at a price in øre; what does not fit is one piece at the price of all, and says so.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final, Protocol

from selvbetjening.domain.invoicing.rules.draft_lines import LONGEST_TEXT, MOST_MINOR, MOST_PIECES, Refused

DISCOUNTS: Final = ("discount_percentage", "discount_fixed_per_quantity", "discount_fixed_total")


@dataclass(frozen=True, kw_only=True)
class Put:
    """A line as it is put. At most one of the discounts; days are the first and the last one."""

    description: str
    vat_type: str = "unknown"
    collect_vat: bool = True
    date_from: date | None = None
    date_to: date | None = None
    price: Decimal = Decimal("0.00")
    quantity: Decimal = Decimal(1)
    currency: str = "DKK"
    include_in_next_renewal_invoice: bool = False
    revenue_group: str | None = None
    discount_percentage: Decimal | None = None
    discount_fixed_per_quantity: Decimal | None = None
    discount_fixed_total: Decimal | None = None


@dataclass(frozen=True)
class Worth:
    """The line in our columns."""

    quantity: int
    unit_price_minor: int
    discount_minor: int


def worth(*, put: Put) -> Worth:
    """What the line comes to. Raises `Refused`: `text`, `quantity`, `price`, `period`, `discount`."""
    if not 0 < len(" ".join(put.description.split())) <= LONGEST_TEXT:
        raise Refused("text")
    if not 0 < put.quantity <= MOST_PIECES:
        raise Refused("quantity")
    if put.date_from and put.date_to and put.date_from > put.date_to:
        raise Refused("period")
    price = put.price * 100
    if price < 0 or price * put.quantity > MOST_MINOR:
        raise Refused("price")
    if put.quantity == put.quantity.to_integral_value() and price == price.to_integral_value():
        pieces, unit = int(put.quantity), int(price)
    else:
        pieces, unit = 1, _rounded(price * put.quantity)
    discount = _discount(put, gross=pieces * unit)
    if not 0 <= discount <= pieces * unit:
        raise Refused("discount")
    return Worth(pieces, unit, discount)


def _discount(put: Put, *, gross: int) -> int:
    given = [name for name in DISCOUNTS if getattr(put, name) is not None]
    if len(given) > 1:
        raise Refused("one_discount")
    if put.discount_percentage is not None:
        return _rounded(gross * put.discount_percentage / 100)
    if put.discount_fixed_per_quantity is not None:
        return _rounded(put.discount_fixed_per_quantity * put.quantity * 100)
    return _rounded((put.discount_fixed_total or Decimal(0)) * 100)


def _rounded(number: Decimal) -> int:
    return int(number.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def as_said(*, put: Put) -> dict[str, Any]:
    """The line as it was put, for the one who asks for it again."""
    found: dict[str, Any] = {
        "vat_type": put.vat_type,
        "collect_vat": put.collect_vat,
        "date_from": put.date_from.isoformat() if put.date_from else None,
        "date_to": put.date_to.isoformat() if put.date_to else None,
        "price": str(put.price),
        "quantity": str(put.quantity),
        "revenue_group": put.revenue_group,
    }
    return found | {name: None if getattr(put, name) is None else str(getattr(put, name)) for name in DISCOUNTS}


class Waiting(Protocol):
    """A line as it is kept, as far as it says how it was put."""

    text: str
    said: Any
    currency: str
    for_renewal: bool
    quantity: int
    unit_price_minor: int
    vat_category: str
    starts_on: date | None
    ends_on: date | None


def put_of(*, row: Waiting) -> Put:
    """The line as it was put; one that was typed in here as it would have been."""
    said = row.said or {
        "price": f"{row.unit_price_minor // 100}.{row.unit_price_minor % 100:02d}",
        "quantity": str(row.quantity),
        "collect_vat": row.vat_category == "S",
        "date_from": row.starts_on.isoformat() if row.starts_on else None,
        "date_to": (row.ends_on - timedelta(days=1)).isoformat() if row.ends_on else None,
    }
    put: dict[str, Any] = {
        name: Decimal(said[name]) for name in (*DISCOUNTS, "price", "quantity") if said.get(name) is not None
    }
    put |= {name: date.fromisoformat(said[name]) for name in ("date_from", "date_to") if said.get(name)}
    return Put(
        description=row.text,
        currency=row.currency,
        include_in_next_renewal_invoice=row.for_renewal,
        vat_type=said.get("vat_type") or "unknown",
        collect_vat=bool(said.get("collect_vat", True)),
        revenue_group=said.get("revenue_group"),
        **put,
    )


def on_paper(*, text: str, said: Mapping[str, Any], quantity: int) -> str:
    """What the invoice says: parts of a piece stand behind the text, since the line counts one."""
    if said and Decimal(said.get("quantity") or 1) != quantity:
        pieces = Decimal(said["quantity"]).normalize()
        return f"{text} ({pieces:f} × {said['price']})"
    return text
