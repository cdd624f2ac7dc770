"""How contracts and their tiers go out (section 6)."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from selvbetjening.domain.contracts.queries import PriceContract, PriceContractTier
from selvbetjening.domain.invoicing.rules.line_ids import number_of
from selvbetjening.portals.api.call import Call
from selvbetjening.portals.api.values import DecimalText, Instant, Outgoing, amount

ONE_DAY = timedelta(days=1)


class TierOut(Outgoing):
    """What is taken off for quantities from `minimum_quantity` to `maximum_quantity`, both included."""

    id: int
    minimum_quantity: int
    maximum_quantity: int | None
    discount: DecimalText
    discount_type: str
    overall_flat_discount: DecimalText
    only_apply_to_quantity_above_minimal: bool
    created_date: Instant
    last_modified_date: Instant


class ContractOut(Outgoing):
    """An account's own price of some terms; `end_date` is its last day."""

    uuid: UUID
    account: UUID
    account_code: str
    plan_terms: UUID
    plan_terms_code: str
    start_date: date
    end_date: date | None
    commitment_length: int
    exclusive_tiers: bool
    tiers: list[TierOut]
    created_date: Instant
    last_modified_date: Instant


def tier_row(tier: PriceContractTier) -> dict[str, Any]:
    """One tier."""
    return {
        "id": number_of(id_=tier.id),
        "minimum_quantity": tier.minimum_quantity,
        "maximum_quantity": tier.maximum_quantity,
        "discount": amount(tier.discount),
        "discount_type": tier.kind,
        "overall_flat_discount": amount(tier.flat_minor),
        "only_apply_to_quantity_above_minimal": tier.above_minimum,
        "created_date": tier.created_at,
        "last_modified_date": tier.last_modified_at or tier.created_at,
    }


def tier_rows(_call: Call, tiers: Iterable[PriceContractTier]) -> list[dict[str, Any]]:
    """The tiers of a page."""
    return [tier_row(tier) for tier in tiers]


def contract_row(row: PriceContract) -> dict[str, Any]:
    """One contract of `contracts.queries.listed`."""
    return {
        "uuid": row.id,
        "account": row.account_id,
        "account_code": row.account.code,
        "plan_terms": row.terms_id,
        "plan_terms_code": row.terms.code,
        "start_date": row.starts_on,
        "end_date": row.ends_on - ONE_DAY if row.ends_on else None,
        "commitment_length": row.commitment_months,
        "exclusive_tiers": row.exclusive,
        "tiers": [tier_row(tier) for tier in row.tiers.all()],
        "created_date": row.created_at,
        "last_modified_date": row.last_modified_at or row.created_at,
    }


def rows(_call: Call, contracts: Iterable[PriceContract]) -> list[dict[str, Any]]:
    """The contracts of a page."""
    return [contract_row(row) for row in contracts]
