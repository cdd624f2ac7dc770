"""Draft invoice lines (section 12): one, or thousands at once, all or nothing."""

from collections.abc import Sequence
from dataclasses import fields
from decimal import Decimal
from typing import Annotated, Any, Final
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from ninja import Body, Status

from selvbetjening.domain.invoicing.actions.draft_lines import drop_draft_line
from selvbetjening.domain.invoicing.actions.put_draft_lines import change_draft_line, put_draft_lines
from selvbetjening.domain.invoicing.queries.issued import DraftLine, listed_drafts
from selvbetjening.domain.invoicing.rules.draft_lines import Refused
from selvbetjening.domain.invoicing.rules.put_lines import Put, worth
from selvbetjening.portals.api import filters
from selvbetjening.portals.api.accounts import given_account
from selvbetjening.portals.api.call import ApiRequest, Call
from selvbetjening.portals.api.draft_out import DraftLineOut, draft_row, rows
from selvbetjening.portals.api.errors import Problem, invalid, missing, refusals
from selvbetjening.portals.api.listing import Listing
from selvbetjening.portals.api.resource import Resource
from selvbetjening.portals.api.values import (
    Day,
    Faulty,
    Flag,
    Incoming,
    Maybe,
    OneOrMany,
    Reference,
    choice,
    decimal,
    partial,
    text,
)
from selvbetjening.portals.api.wording import by_field

resource = Resource("draftinvoicelines")

MOST: Final = 10_000
VAT_TYPES: Final = ("physical", "services", "unknown")
CURRENCIES: Final = ("DKK", "EUR", "SEK", "NOK", "USD", "GBP", "CHF", "PLN")
#: What the domain's refusals are about → what it is called here.
_AT: Final = {
    "text": "description", "quantity": "quantity", "price": "price", "period": "date_to",
    "discount": "discount_fixed_total", "one_discount": "non_field_errors",
}  # fmt: skip

LISTING: Final = Listing(
    present=rows,
    filters={
        "uuid": filters.uuid("id"),
        "account": filters.reference("account"),
        "currency": filters.text("currency__iexact"),
        "include_in_next_renewal_invoice": filters.flag("for_renewal"),
        "created_date": filters.instant("added_at"),
        "last_modified_date": filters.instant("modified_at"),
        "date_from": filters.day("starts_on"),
    },
    ordering={"created_date": "added_at", "last_modified_date": "modified_at"},
)


class DraftLineIn(Incoming):
    """A line that waits for an invoice."""

    account: Reference
    description: Annotated[str, text(160)]
    vat_type: Annotated[str, choice(*VAT_TYPES)]
    collect_vat: Maybe[Flag] = None
    date_from: Maybe[Day] = None
    date_to: Maybe[Day] = None
    price: Maybe[Annotated[Decimal, decimal(4)]] = None
    quantity: Maybe[Annotated[Decimal, decimal(4)]] = None
    currency: Maybe[Annotated[str, choice(*CURRENCIES)]] = None
    include_in_next_renewal_invoice: Maybe[Flag] = None
    revenue_group: Maybe[Annotated[str, text(128)]] = None
    discount_percentage: Maybe[Annotated[Decimal, decimal(4)]] = None
    discount_fixed_per_quantity: Maybe[Annotated[Decimal, decimal(4)]] = None
    discount_fixed_total: Maybe[Annotated[Decimal, decimal(2)]] = None


@partial
class DraftLineChange(DraftLineIn):
    """What is to be other than it is of a line; what is left out keeps its value."""


_DEFAULTS: Final = {each.name: each.default for each in fields(Put)}


@resource.lists("draftinvoicelines/", DraftLineOut, LISTING)
def list_draft_lines(request: ApiRequest) -> QuerySet[DraftLine]:
    """The lines that wait for an invoice, the newest first."""
    return listed_drafts(request.call.here)


@resource.creates("draftinvoicelines/", DraftLineOut | list[DraftLineOut])
def create_draft_lines(request: ApiRequest, data: Annotated[OneOrMany[DraftLineIn], Body()]) -> Any:
    """One line, or an array of at most 10,000: all or nothing, with what is wrong by place."""
    call = request.call
    given = data if isinstance(data, list) else [data]
    if len(given) > MOST:
        raise invalid({"non_field_errors": _("At most 10,000 lines at once.")}, code="too_many")
    lines = _checked(call, given, many=isinstance(data, list))
    made = put_draft_lines(call.here, lines=lines, actor=call.actor, at=call.at)
    ids = [row.id for row in made]
    by_id = {row.id: row for row in listed_drafts(call.here).filter(id__in=ids)}
    out = [draft_row(by_id[id_]) for id_ in ids]
    return Status(201, out if isinstance(data, list) else out[0])


@resource.reads("draftinvoicelines/{uuid}/", DraftLineOut)
def read_draft_line(request: ApiRequest, uuid: UUID) -> Any:
    """One line."""
    return draft_row(_found(request.call, uuid))


@resource.changes("draftinvoicelines/{uuid}/", DraftLineOut)
def change_line(request: ApiRequest, uuid: UUID, data: DraftLineChange) -> Any:
    """Change the fields that are sent; 409 once an invoice has the line."""
    call, values = request.call, _values(data.sent())
    found = _found(call, uuid)
    if "account" in values:
        values["account"] = given_account(call, reference=values["account"]).id
    if values.get("currency", "") is None:
        values["currency"] = "DKK"
    try:
        change_draft_line(call.here, draft_line=found.id, values=values, actor=call.actor, at=call.at)
    except Refused as refused:
        raise _problem(refused) from refused
    return draft_row(_found(call, uuid))


@resource.deletes("draftinvoicelines/{uuid}/")
def delete_draft_line(request: ApiRequest, uuid: UUID) -> None:
    """Do not charge it after all; 409 once an invoice has the line."""
    call = request.call
    found = _found(call, uuid)
    with refusals(Refused, conflicts=("gone",)):
        drop_draft_line(call.here, draft_line=found.id, actor=call.actor, at=call.at)


def _found(call: Call, uuid: UUID) -> DraftLine:
    found = listed_drafts(call.here, taken=True).filter(id=uuid).first()
    if found is None:
        raise missing()
    return found


def _values(sent: dict[str, Any]) -> dict[str, Any]:
    """Null is the default; text of Decimal stays exact."""
    return {name: _DEFAULTS.get(name) if value is None else value for name, value in sent.items()}


def _checked(call: Call, given: Sequence[DraftLineIn | Faulty], *, many: bool) -> list[tuple[UUID, Put]]:
    known: dict[str, UUID] = {}
    lines, wrong = [], dict[str, Any]()
    for place, each in enumerate(given):
        if isinstance(each, Faulty):
            wrong[str(place)] = by_field(each.errors, skip=0)
            continue
        values = _values(each.sent())
        reference = values.pop("account")
        try:
            if reference not in known:
                known[reference] = given_account(call, reference=reference).id
            put = Put(**{"currency": "DKK", **values})
            worth(put=put)
            lines.append((known[reference], put))
        except Refused as refused:
            wrong[str(place)] = _problem(refused).body
        except Problem as problem:
            wrong[str(place)] = problem.body
    if wrong:
        raise invalid(wrong if many else next(iter(wrong.values())))
    return lines


def _problem(refused: Refused) -> Problem:
    if refused.reason == "gone":
        with refusals(Refused, conflicts=("gone",)):
            raise refused
    words = {
        "text": _("Write what the line is for, in at most 160 characters."),
        "quantity": _("The quantity must be more than nothing and at most 10,000."),
        "price": _("The price must not be below nothing, and the line at most 10 million."),
        "period": _("The last day must not be before the first."),
        "discount": _("The discount must not be below nothing or more than the line."),
        "one_discount": _("Give one of the three discounts only."),
    }
    return invalid({_AT[refused.reason]: words[refused.reason]}, code=refused.reason)
