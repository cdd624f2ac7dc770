"""The tiers of a contract (section 6)."""

from dataclasses import replace
from decimal import Decimal
from typing import Annotated, Any, Final, cast
from uuid import UUID

from django.db.models import QuerySet

from selvbetjening.domain.contracts.actions.put_tier import put_tier
from selvbetjening.domain.contracts.actions.remove_tier import remove_tier
from selvbetjening.domain.contracts.queries import PriceContractTier, listed_tiers
from selvbetjening.domain.contracts.rules.tiers import Kind, Refused, Tier
from selvbetjening.domain.invoicing.rules.line_ids import bounds_of
from selvbetjening.portals.api import contract_out, filters
from selvbetjening.portals.api.call import ApiRequest, Call
from selvbetjening.portals.api.contract_out import TierOut, tier_row
from selvbetjening.portals.api.contracts import found_contract
from selvbetjening.portals.api.errors import missing, refusals
from selvbetjening.portals.api.listing import Listing
from selvbetjening.portals.api.resource import Resource
from selvbetjening.portals.api.values import Flag, Incoming, Maybe, Number, choice, decimal, minor_of, partial

resource = Resource("contracts", tag="tiers")

NAMES: Final = {
    "minimum": "minimum_quantity", "maximum": "maximum_quantity", "discount": "discount",
    "flat": "overall_flat_discount",
}  # fmt: skip
LISTING: Final = Listing(
    present=contract_out.tier_rows,
    filters={
        "minimum_quantity": filters.number("minimum_quantity"),
        "maximum_quantity": filters.number("maximum_quantity"),
        "created_date": filters.instant("created_at"),
    },
    ordering={"created_date": "created_at", "minimum_quantity": "minimum_quantity"},
)


class TierIn(Incoming):
    """A tier. A `discount` in `percent` is of the price, a `fixed` one off each unit; both excluding VAT."""

    minimum_quantity: Number
    maximum_quantity: Maybe[Number] = None
    discount: Maybe[Annotated[Decimal, decimal(2)]] = None
    discount_type: Annotated[str, choice("percent", "fixed")]
    overall_flat_discount: Maybe[Annotated[Decimal, decimal(2)]] = None
    only_apply_to_quantity_above_minimal: Maybe[Flag] = None


@partial
class TierChange(TierIn):
    """What is to be other than it is of a tier; what is left out keeps its value."""


@resource.lists("accounts/{code}/contracts/{uuid}/tiers/", TierOut, LISTING)
def list_tiers(request: ApiRequest, code: str, uuid: UUID) -> QuerySet[PriceContractTier]:
    """The contract's tiers, the newest first."""
    call = request.call
    return listed_tiers(call.here, contract=found_contract(call, code=code, uuid=uuid).id)


@resource.creates("accounts/{code}/contracts/{uuid}/tiers/", TierOut)
def create_tier(request: ApiRequest, code: str, uuid: UUID, data: TierIn) -> Any:
    """Add a tier, for what is invoiced from now on."""
    call = request.call
    contract = found_contract(call, code=code, uuid=uuid)
    tier = _with(Tier(0, None, "percent", 0), data)
    with refusals(Refused, fields=NAMES):
        made = put_tier(call.here, contract=contract.id, tier=tier, actor=call.actor, at=call.at)
    return tier_row(_found(call, contract.id, made.id))


@resource.reads("accounts/{code}/contracts/{uuid}/tiers/{id}/", TierOut)
def read_tier(request: ApiRequest, code: str, uuid: UUID, id: int) -> Any:
    """One tier."""
    return tier_row(_numbered(request.call, found_contract(request.call, code=code, uuid=uuid).id, id))


@resource.changes("accounts/{code}/contracts/{uuid}/tiers/{id}/", TierOut)
def update_tier(request: ApiRequest, code: str, uuid: UUID, id: int, data: TierChange) -> Any:
    """Change the fields that are sent, for what is not invoiced yet."""
    call = request.call
    contract = found_contract(call, code=code, uuid=uuid)
    row = _numbered(call, contract.id, id)
    with refusals(Refused, fields=NAMES):
        put_tier(
            call.here,
            contract=contract.id,
            tier=_with(row.rule, data),
            instead_of=row.id,
            actor=call.actor,
            at=call.at,
        )
    return tier_row(_found(call, contract.id, row.id))


@resource.deletes("accounts/{code}/contracts/{uuid}/tiers/{id}/")
def delete_tier(request: ApiRequest, code: str, uuid: UUID, id: int) -> None:
    """Remove it, for what is not invoiced yet."""
    call = request.call
    contract = found_contract(call, code=code, uuid=uuid)
    row = _numbered(call, contract.id, id)
    remove_tier(call.here, contract=contract.id, tier=row.id, actor=call.actor, at=call.at)


def _found(call: Call, contract: UUID, id_: UUID) -> PriceContractTier:
    return listed_tiers(call.here, contract=contract).get(id=id_)


def _numbered(call: Call, contract: UUID, number: int) -> PriceContractTier:
    """The tier with this number. Raises a 404."""
    bounds = bounds_of(number=number)
    row = listed_tiers(call.here, contract=contract).filter(id__range=bounds).first() if bounds else None
    if row is None:
        raise missing()
    return row


def _with(tier: Tier, data: TierIn) -> Tier:
    """The tier with what was sent; null is the default."""
    sent = data.sent()
    if "minimum_quantity" in sent:
        tier = replace(tier, minimum=data.minimum_quantity)
    if "maximum_quantity" in sent:
        tier = replace(tier, maximum=data.maximum_quantity)
    if "discount_type" in sent:
        tier = replace(tier, kind=cast(Kind, data.discount_type))
    if "discount" in sent:
        tier = replace(tier, discount=minor_of(data.discount or Decimal(0)))
    if "overall_flat_discount" in sent:
        tier = replace(tier, flat=minor_of(data.overall_flat_discount or Decimal(0)))
    if "only_apply_to_quantity_above_minimal" in sent:
        tier = replace(tier, above=bool(data.only_apply_to_quantity_above_minimal))
    return tier
