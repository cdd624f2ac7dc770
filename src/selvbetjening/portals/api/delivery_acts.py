"""What can be done about a file that was sent: see what it may repeat, and take it back (BM-06, annex D.3, BP-81).

Sending a possible duplicate all the same, and approving, want a person with MitID: they are in the portal alone.
"""

from typing import Any, Final
from uuid import UUID

from selvbetjening.domain.deliveries.actions.withdraw import withdraw
from selvbetjening.domain.deliveries.queries import Delivery
from selvbetjening.domain.deliveries.rules import differing
from selvbetjening.domain.deliveries.rules.refused import Refused
from selvbetjening.portals.api.call import ApiRequest, Call
from selvbetjening.portals.api.deliveries import file_transfer, found, resource
from selvbetjening.portals.api.delivery_out import DeliveryDetailOut, DeliveryOut, delivery_detail, delivery_rows
from selvbetjening.portals.api.errors import conflict, missing
from selvbetjening.portals.api.values import DecimalText, Incoming, Outgoing, amount
from selvbetjening.portals.file_refusals import said as worded

#: The files' resource with these beside what `deliveries` declared.
acts: Final = resource


class ColumnOut(Outgoing):
    """A fact in which the two files differ. Amounts are texts, lists are in order."""

    field: str
    this: str | int | list[str]
    earlier: str | int | list[str]


class PaymentsOut(Outgoing):
    """How many collections, and what they ask for in all."""

    count: int
    total: DecimalText


class DayOut(Outgoing):
    """A payment day of a PBS number on which the two files differ; null where a file has nothing then."""

    pbs_number: str
    payment_date: str
    this: PaymentsOut | None
    earlier: PaymentsOut | None


class DuplicateOut(Outgoing):
    """`reason`: `content` where the bytes are the same, `identity` where a delivery in it has been here before.

    `shared_keys` are those deliveries: data supplier, subsystem, type and identification.
    """

    reason: str
    shared_keys: list[str]
    earlier: DeliveryOut
    differences: list[ColumnOut]
    days: list[DayOut]


class WithdrawIn(Incoming):
    """Nothing is asked for."""


@resource.reads("deliveries/{uuid}/duplicate/", DuplicateOut)
def read_duplicate(request: ApiRequest, uuid: UUID) -> Any:
    """What a possible duplicate is held against, and in what the two differ; 404 for a file that repeats none."""
    call = file_transfer(request.call)
    row = found(call, uuid)
    if row.duplicate_of_id is None:
        raise missing()
    return _compared(call, row, found(call, row.duplicate_of_id))


@resource.acts("deliveries/{uuid}/withdraw/", DeliveryDetailOut, right="create")
def withdraw_delivery(request: ApiRequest, uuid: UUID, data: WithdrawIn) -> Any:
    """Take a file back while nothing has been done with it: held, waiting for approval, or in its undo window.

    A 409 `not_now` afterwards. Whoever may send may take back, as on the page.
    """
    call = file_transfer(request.call)
    row = found(call, uuid)
    why = "duplicate" if row.state == "held_duplicate" else "sender"
    try:
        withdraw(call.here, delivery=row.id, actor=call.actor, at=call.at, why=why)
    except Refused as refused:
        raise conflict(worded(refused).words, code=refused.code) from refused
    return delivery_detail(call, found(call, uuid))


def _compared(call: Call, row: Delivery, first: Delivery) -> DuplicateOut:
    this, earlier = ({name: getattr(each, name) for name in differing.COMPARED} for each in (row, first))
    return DuplicateOut(
        reason="content" if row.sha256 == first.sha256 else "identity",
        shared_keys=sorted({*row.keys} & {*first.keys}),
        earlier=delivery_rows(call, [first])[0],
        differences=[
            ColumnOut(field=_FIELDS.get(name, name), this=_value(name, this), earlier=_value(name, earlier))
            for name in differing.columns(this=this, earlier=earlier)
        ],
        days=[
            DayOut(pbs_number=day.pbs_number, payment_date=day.pays_on, this=_payments(day.this),
                   earlier=_payments(day.earlier))
            for day in differing.days(this=row.content, earlier=first.content)
        ],
    )  # fmt: skip


_FIELDS = {"total_minor": "total"}


def _value(name: str, facts: dict[str, Any]) -> Any:
    return amount(facts[name]) if name == "total_minor" else facts[name]


def _payments(of: differing.Payments | None) -> PaymentsOut | None:
    return None if of is None else PaymentsOut(count=of.count, total=amount(of.minor))
