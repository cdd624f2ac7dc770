"""How a draft line goes out (section 12)."""

from datetime import date
from typing import Any
from uuid import UUID

from selvbetjening.domain.invoicing.queries.issued import DraftLine
from selvbetjening.domain.invoicing.rules.put_lines import DISCOUNTS, put_of
from selvbetjening.portals.api.call import Call
from selvbetjening.portals.api.values import DecimalText, Instant, Outgoing


class DraftLineOut(Outgoing):
    """A line that waits for an invoice."""

    uuid: UUID
    account: UUID
    account_code: str
    description: str
    vat_type: str
    collect_vat: bool
    date_from: date | None
    date_to: date | None
    price: DecimalText
    quantity: DecimalText
    currency: str
    include_in_next_renewal_invoice: bool
    revenue_group: str | None
    discount_percentage: DecimalText | None
    discount_fixed_per_quantity: DecimalText | None
    discount_fixed_total: DecimalText | None
    created_date: Instant
    last_modified_date: Instant


def draft_row(row: DraftLine) -> dict[str, Any]:
    """The line as it was put."""
    put = put_of(row=row)
    return {
        "uuid": row.id,
        "account": row.account_id,
        "account_code": row.account.code,
        "description": put.description,
        "vat_type": put.vat_type,
        "collect_vat": put.collect_vat,
        "date_from": put.date_from,
        "date_to": put.date_to,
        "price": _places(str(put.price)),
        "quantity": str(put.quantity.normalize() if put.quantity != put.quantity.to_integral() else int(put.quantity)),
        "currency": put.currency,
        "include_in_next_renewal_invoice": put.include_in_next_renewal_invoice,
        "revenue_group": put.revenue_group,
        **{name: None if getattr(put, name) is None else str(getattr(put, name)) for name in DISCOUNTS},
        "created_date": row.added_at,
        "last_modified_date": row.last_modified_at or row.added_at,
    }


def _places(number: str) -> str:
    """At least two decimals, and no more than there are."""
    whole, _point, rest = number.partition(".")
    return f"{whole}.{rest.rstrip('0').ljust(2, '0')}"


def rows(_call: Call, lines: list[DraftLine]) -> list[dict[str, Any]]:
    """The lines of a page."""
    return [draft_row(line) for line in lines]
