"""Contracts: an account's own price of some terms (section 6)."""

from dataclasses import replace
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from selvbetjening.domain.catalog.queries import terms_called
from selvbetjening.domain.contracts.actions.change_contract import change_contract
from selvbetjening.domain.contracts.actions.make_contract import Agreed, make_contract
from selvbetjening.domain.contracts.actions.remove_contract import remove_contract
from selvbetjening.domain.contracts.queries import PriceContract, listed
from selvbetjening.domain.contracts.rules.tiers import Refused
from selvbetjening.portals.api import contract_out, filters
from selvbetjening.portals.api.accounts import found_account
from selvbetjening.portals.api.call import ApiRequest, Call
from selvbetjening.portals.api.contract_out import ONE_DAY, ContractOut, contract_row
from selvbetjening.portals.api.errors import invalid, missing, refusals
from selvbetjening.portals.api.listing import Listing
from selvbetjening.portals.api.resource import Resource
from selvbetjening.portals.api.values import Day, Flag, Incoming, Maybe, Number, Reference, partial

resource = Resource("contracts")

#: What the domain calls a field → what it is called here.
NAMES: Final = {
    "starts_on": "start_date", "ends_on": "end_date", "months": "commitment_length", "terms": "plan_terms",
    "exclusive": "exclusive_tiers",
}  # fmt: skip
LISTING: Final = Listing(
    present=contract_out.rows,
    filters={
        "uuid": filters.uuid("id"),
        "plan_terms": filters.reference("terms"),
        "start_date": filters.day("starts_on"),
        "exclusive_tiers": filters.flag("exclusive"),
        "commitment_length": filters.number("commitment_months"),
        "created_date": filters.instant("created_at"),
    },
    ordering={"created_date": "created_at", "start_date": "starts_on"},
)


class ContractIn(Incoming):
    """A contract; `end_date` is its last day, `commitment_length` counts months from `start_date`."""

    plan_terms: Reference
    start_date: Day
    end_date: Maybe[Day] = None
    commitment_length: Number
    exclusive_tiers: Maybe[Flag] = None


@partial
class ContractChange(ContractIn):
    """What is to be other than it is of a contract; what is left out keeps its value."""


@resource.lists("accounts/{code}/contracts/", ContractOut, LISTING)
def list_contracts(request: ApiRequest, code: str) -> QuerySet[PriceContract]:
    """The account's contracts, the newest first."""
    call = request.call
    return listed(call.here, account=found_account(call, code=code).id)


@resource.creates("accounts/{code}/contracts/", ContractOut)
def create_contract(request: ApiRequest, code: str, data: ContractIn) -> Any:
    """Make a contract, without tiers. It holds for what is invoiced from now on."""
    call = request.call
    account = found_account(call, code=code).id
    agreed = Agreed(
        terms=_terms(call, data.plan_terms),
        starts_on=data.start_date,
        ends_on=_first_without(data.end_date),
        months=data.commitment_length,
        exclusive=bool(data.exclusive_tiers),
    )
    with refusals(Refused, fields=NAMES):
        made = make_contract(call.here, account=account, agreed=agreed, actor=call.actor, at=call.at)
    return contract_row(found_contract(call, code=code, uuid=made.id))


@resource.reads("accounts/{code}/contracts/{uuid}/", ContractOut)
def read_contract(request: ApiRequest, code: str, uuid: UUID) -> Any:
    """One contract with its tiers."""
    return contract_row(found_contract(request.call, code=code, uuid=uuid))


@resource.changes("accounts/{code}/contracts/{uuid}/", ContractOut)
def update_contract(request: ApiRequest, code: str, uuid: UUID, data: ContractChange) -> Any:
    """Change the fields that are sent, for what is not invoiced yet."""
    call, sent = request.call, data.sent()
    row = found_contract(call, code=code, uuid=uuid)
    agreed = Agreed(
        terms=row.terms_id,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        months=row.commitment_months,
        exclusive=row.exclusive,
    )
    if "plan_terms" in sent:
        agreed = replace(agreed, terms=_terms(call, data.plan_terms))
    if "end_date" in sent:
        agreed = replace(agreed, ends_on=_first_without(data.end_date))
    if "exclusive_tiers" in sent:
        agreed = replace(agreed, exclusive=bool(data.exclusive_tiers))
    if "start_date" in sent:
        agreed = replace(agreed, starts_on=data.start_date)
    if "commitment_length" in sent:
        agreed = replace(agreed, months=data.commitment_length)
    with refusals(Refused, fields=NAMES, conflicts=("contract_committed",)):
        change_contract(call.here, contract=row.id, agreed=agreed, actor=call.actor, at=call.at)
    return contract_row(found_contract(call, code=code, uuid=uuid))


@resource.deletes("accounts/{code}/contracts/{uuid}/")
def delete_contract(request: ApiRequest, code: str, uuid: UUID) -> None:
    """Remove it; 409 while subscriptions depend on its commitment."""
    call = request.call
    row = found_contract(call, code=code, uuid=uuid)
    with refusals(Refused, conflicts=("contract_committed",)):
        remove_contract(call.here, contract=row.id, actor=call.actor, at=call.at)


def found_contract(call: Call, *, code: str, uuid: UUID) -> PriceContract:
    """The contract of the path, which is the account's. Raises a 404."""
    row = listed(call.here, account=found_account(call, code=code).id).filter(id=uuid).first()
    if row is None:
        raise missing()
    return row


def _terms(call: Call, reference: str) -> UUID:
    """The terms by code or uuid. Raises a 400 at `plan_terms`."""
    found = terms_called(call.here, reference=reference)
    if found is None:
        raise invalid({"plan_terms": _("There are no such terms.")}, code="does_not_exist")
    return found.id


def _first_without(last: date | None) -> date | None:
    """The day after the last one. Raises a 400 for the last day of the calendar."""
    if last == date.max:
        raise invalid({"end_date": _("The day is too far ahead.")}, code="date")
    return last + ONE_DAY if last else None
