"""mandates/: who has agreed to pay by Betalingsservice (BP-81). They are read only: a file or a person changes them."""

from collections.abc import Iterable
from datetime import date
from typing import Final
from uuid import UUID

from django.db.models import QuerySet

from selvbetjening.domain.directdebit.lifecycle import MandateState
from selvbetjening.domain.directdebit.queries.listed import Mandate, listed_mandates
from selvbetjening.portals.api import filters
from selvbetjening.portals.api.call import ApiRequest, Call
from selvbetjening.portals.api.errors import missing
from selvbetjening.portals.api.listing import Listing
from selvbetjening.portals.api.resource import Resource
from selvbetjening.portals.api.values import Instant, Outgoing

resource = Resource("mandates")


class MandateOut(Outgoing):
    """An agreement to be debited. `account` is the customer's code, where it is a customer of ours."""

    uuid: UUID
    pbs_number: str
    debtor_group: str
    customer_number: str
    mandate_number: str
    account: str | None
    state: str
    registers_on: date | None
    stops_on: date | None
    created_date: Instant
    last_event_date: Instant


def rows(_call: Call, found: "Iterable[Mandate]") -> list[MandateOut]:
    """These mandates."""
    return [
        MandateOut(
            uuid=row.id, pbs_number=row.agreement.pbs_number, debtor_group=row.agreement.debtor_group,
            customer_number=row.customer_number, mandate_number=row.mandate_number,
            account=row.account.code if row.account else None, state=row.state, registers_on=row.registers_on,
            stops_on=row.stops_on, created_date=row.made_at, last_event_date=row.last_event_at,
        )
        for row in found
    ]  # fmt: skip


LISTING: Final = Listing(
    present=rows,
    filters={
        "uuid": filters.uuid("id"),
        "pbs_number": filters.text("agreement__pbs_number"),
        "debtor_group": filters.text("agreement__debtor_group"),
        "customer_number": filters.text("customer_number"),
        "mandate_number": filters.text("mandate_number"),
        "account": filters.reference("account"),
        "state": filters.choice("state", {state.value: state.value for state in MandateState}),
        "created_date": filters.instant("made_at"),
        "last_event_date": filters.instant("last_event_at"),
    },
    ordering={"created_date": "made_at", "last_event_date": "last_event_at"},
)


@resource.lists("mandates/", MandateOut, LISTING)
def list_mandates(request: ApiRequest) -> "QuerySet[Mandate]":
    """All, ended ones too, the newest first."""
    return listed_mandates(request.call.here)


@resource.reads("mandates/{uuid}/", MandateOut)
def read_mandate(request: ApiRequest, uuid: UUID) -> MandateOut:
    """One mandate."""
    found = listed_mandates(request.call.here).filter(id=uuid).first()
    if found is None:
        raise missing()
    return rows(request.call, [found])[0]
