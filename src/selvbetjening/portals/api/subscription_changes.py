"""subscriptions/{uuid}/changes/ (fenerum-api.md 8)."""

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Any, Final
from uuid import UUID

from django.utils.translation import gettext as _

from selvbetjening.domain.billing.actions.act_at_once import act_at_once
from selvbetjening.domain.billing.actions.remove_scheduled_change import remove_scheduled_change
from selvbetjening.domain.subscriptions.queries import ScheduledChange, listed_changes
from selvbetjening.portals.api import values
from selvbetjening.portals.api.act_words import act_refusals, refusal_words
from selvbetjening.portals.api.call import ApiRequest, Call
from selvbetjening.portals.api.errors import conflict, invalid, missing
from selvbetjening.portals.api.listing import Listing
from selvbetjening.portals.api.resource import Resource
from selvbetjening.portals.api.subscriptions import change_wish, found, held
from selvbetjening.portals.api.values import Instant, Outgoing

resource = Resource("subscriptions", tag="subscription changes")
_STATES: Final = {"waiting": "scheduled", "done": "applied", "removed": "cancelled", "failed": "errored"}


class ChangeIn(values.Incoming):
    """What is to change, and when."""

    change_type: Annotated[str, values.choice("immediate", "at_specified_time", "at_renewal")]
    date: values.Maybe[values.Day] = None
    terms: values.Maybe[values.Reference] = None
    quantity: values.Maybe[values.Number] = None
    early_renewal: values.Maybe[values.Flag] = None


class ChangeOut(Outgoing):
    """A change; one that happened at once waited for nothing, so it has no id of its own."""

    id: str | None
    subscription: str
    change_type: str
    date: date
    terms: str
    quantity: int
    early_renewal: bool
    state: str
    error: str | None = None
    created_date: Instant


def _changes(_call: Call, rows: Iterable[ScheduledChange]) -> list[ChangeOut]:
    return [
        ChangeOut(
            id=str(row.id),
            subscription=str(row.subscription_id),
            change_type="at_specified_time" if row.at_day else "at_renewal",
            date=row.effective_on,
            terms=str(row.terms_id),
            quantity=row.quantity,
            early_renewal=False,
            state=_STATES[row.state],
            error=refusal_words(row.reason) if row.reason else None,
            created_date=row.created_at,
        )
        for row in rows
    ]


LISTING: Final = Listing(present=_changes, filters={})


@resource.lists("subscriptions/{uuid:subscription}/changes/", ChangeOut, LISTING)
def changes(request: ApiRequest, subscription: UUID) -> Any:
    """Every change that was ever planned."""
    mine = found(request.call, subscription)
    return listed_changes(request.call.here, subscription=mine.id)


@resource.creates("subscriptions/{uuid:subscription}/changes/", ChangeOut, right="update")
def plan_change(request: ApiRequest, subscription: UUID, body: ChangeIn) -> Any:
    """Change it at once, on a day or at its renewal; what was planned before is replaced."""
    call, mine = request.call, held(request.call, subscription)
    wish = change_wish(call, mine, terms=body.terms, quantity=body.quantity, body=body, renews=bool(body.early_renewal))
    if wish is None:
        raise invalid({"terms": _("Give other terms, another quantity, or both.")}, code="same_terms")
    with act_refusals():
        act_at_once(call.here, account=mine.account_id, subscription=mine.id, wish=wish, actor=call.actor, at=call.at)
    waiting = listed_changes(call.here, subscription=mine.id).filter(state="waiting").first()
    if waiting is not None:
        return _changes(call, [waiting])[0]
    now = found(call, mine.id)
    return ChangeOut(
        id=None, subscription=str(now.id), change_type=body.change_type, date=call.today, terms=str(now.terms_id),
        quantity=now.quantity, early_renewal=bool(body.early_renewal), state="applied", created_date=call.at,
    )  # fmt: skip


@resource.reads("subscriptions/{uuid:subscription}/changes/{uuid:change}/", ChangeOut)
def one_change(request: ApiRequest, subscription: UUID, change: UUID) -> Any:
    """One planned change."""
    return _changes(request.call, [_planned(request.call, subscription, change)])[0]


@resource.acts("subscriptions/{uuid:subscription}/changes/{uuid:change}/cancel/", ChangeOut)
def cancel_change(request: ApiRequest, subscription: UUID, change: UUID) -> Any:
    """Take it away while it waits; one that was taken away stays so, one that has happened cannot be."""
    call, mine = request.call, held(request.call, subscription)
    row = _planned(call, subscription, change)
    if row.state == "done":
        raise conflict(_("The change has happened."), code="applied")
    if row.state == "failed":
        raise conflict(_("The change could not be made."), code="errored")
    if row.state == "waiting":
        with act_refusals():
            remove_scheduled_change(
                call.here, account=mine.account_id, subscription=mine.id, actor=call.actor, at=call.at
            )
    return _changes(call, [_planned(call, subscription, change)])[0]


def _planned(call: Call, subscription: UUID, change: UUID) -> ScheduledChange:
    row = listed_changes(call.here, subscription=found(call, subscription).id).filter(id=change).first()
    if row is None:
        raise missing()
    return row
