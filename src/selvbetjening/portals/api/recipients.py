"""Recipients (section 10)."""

from dataclasses import replace
from typing import Annotated, Any, Final
from uuid import UUID

from django.db.models import QuerySet

from selvbetjening.domain.accounts.actions import recipients as people
from selvbetjening.domain.accounts.actions.recipients import RecipientDetails
from selvbetjening.domain.accounts.queries import Recipient
from selvbetjening.domain.accounts.queries.listed import listed_recipients
from selvbetjening.domain.accounts.rules import Refused
from selvbetjening.portals.api import filters, recipient_out
from selvbetjening.portals.api.accounts import given_account
from selvbetjening.portals.api.call import ApiRequest, Call
from selvbetjening.portals.api.errors import missing, refusals
from selvbetjening.portals.api.listing import Listing
from selvbetjening.portals.api.recipient_out import RecipientOut, recipient_row
from selvbetjening.portals.api.resource import Resource
from selvbetjening.portals.api.values import Email, Flag, Incoming, Maybe, Reference, choice, partial, text

resource = Resource("recipients")

LISTING: Final = Listing(
    present=recipient_out.rows,
    filters={
        "uuid": filters.uuid("id"),
        "account": filters.reference("account"),
        "email": filters.text("email__iexact"),
        "created_date": filters.instant("created_at"),
    },
    ordering={"created_date": "created_at", "name": "name", "email": "email"},
)


class RecipientIn(Incoming):
    """A new recipient."""

    account: Reference
    name: Annotated[str, text(120)]
    email: Email
    receive_invoice: Maybe[Flag] = None
    receive_payment_confirmation: Maybe[Flag] = None
    receive_subscription_notifications: Maybe[Flag] = None
    has_self_service_access: Maybe[Flag] = None
    role: Maybe[Annotated[str, choice("owner", "billing", "reader")]] = None


@partial
class RecipientChange(RecipientIn):
    """What is to be other than it is of a recipient; what is left out keeps its value."""


_DETAILS: Final = (
    "name", "email", "receive_invoice", "receive_payment_confirmation", "receive_subscription_notifications", "role",
)  # fmt: skip


@resource.lists("recipients/", RecipientOut, LISTING)
def list_recipients(request: ApiRequest) -> QuerySet[Recipient]:
    """Everybody who gets mail about an account, the newest first."""
    return listed_recipients(request.call.here)


@resource.creates("recipients/", RecipientOut)
def create_recipient(request: ApiRequest, data: RecipientIn) -> Any:
    """Put somebody on an account."""
    call = request.call
    account = given_account(call, reference=data.account)
    given = {name: value for name, value in data.sent().items() if name in _DETAILS and value is not None}
    with refusals(Refused):
        saved = people.add(
            call.here, account=account.id, details=RecipientDetails(**given), actor=call.actor, at=call.at
        )
    _set_access(call, saved.recipient, data.has_self_service_access)
    return _out(call, saved)


@resource.reads("recipients/{uuid}/", RecipientOut)
def read_recipient(request: ApiRequest, uuid: UUID) -> Any:
    """One recipient."""
    found = _found(request.call, uuid)
    return recipient_row(found, account=found.account)


@resource.changes("recipients/{uuid}/", RecipientOut)
def change_recipient(request: ApiRequest, uuid: UUID, data: RecipientChange) -> Any:
    """Change the fields that are sent. A recipient stays on its account."""
    call = request.call
    found = _found(call, uuid)
    given = {name: value for name, value in data.sent().items() if name in _DETAILS and value is not None}
    before = RecipientDetails(ends_on=found.ends_on, **{name: getattr(found, name) for name in _DETAILS})
    with refusals(Refused):
        saved = people.change(
            call.here, recipient=found.id, details=replace(before, **given), actor=call.actor, at=call.at
        )
    _set_access(call, saved.recipient, data.has_self_service_access)
    return _out(call, saved)


@resource.deletes("recipients/{uuid}/")
def delete_recipient(request: ApiRequest, uuid: UUID) -> None:
    """Take somebody off an account."""
    call = request.call
    with refusals(Refused, conflicts=("last_owner",)):
        people.remove(call.here, recipient=_found(call, uuid).id, actor=call.actor, at=call.at)


def _found(call: Call, uuid: UUID) -> Recipient:
    found = listed_recipients(call.here).filter(id=uuid).first()
    if found is None:
        raise missing()
    return found


def _set_access(call: Call, person: Recipient, wanted: bool | None) -> None:
    if wanted is None or wanted == person.has_self_service_access:
        return
    act = people.admit if wanted else people.bar
    act(call.here, recipient=person.id, actor=call.actor, at=call.at)


def _out(call: Call, saved: people.Saved) -> dict[str, Any]:
    found = _found(call, saved.recipient.id)
    warnings = ["duplicate_email"] if saved.same_address_as is not None else []
    return recipient_row(found, account=found.account) | {"warnings": warnings}
