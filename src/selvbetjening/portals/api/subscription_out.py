"""A subscription as it goes out (fenerum-api.md 8)."""

from collections.abc import Iterable
from datetime import date
from typing import Final
from uuid import UUID

from selvbetjening.domain.contracts.queries import OwnPrices, own_prices
from selvbetjening.domain.history.queries import latest
from selvbetjening.domain.subscriptions.events import SubscriptionCancelled
from selvbetjening.domain.subscriptions.lifecycle import State
from selvbetjening.domain.subscriptions.queries import Subscription
from selvbetjening.domain.webhooks.documents.subscriptions import NOTED as NOTED
from selvbetjening.domain.webhooks.documents.subscriptions import noted_of
from selvbetjening.kernel.days import copenhagen_day, start_of_day
from selvbetjening.portals.api.call import Call
from selvbetjening.portals.api.values import DecimalText, Instant, Outgoing, amount

_STATUS: Final = {State.PAUSED: "paused", State.CANCELLED: "set_to_expire", State.ENDED: "cancelled"}


class SubscriptionOut(Outgoing):
    """One subscription; `account` and `terms` are uuids, their codes stand beside them."""

    uuid: str
    account: str
    account_code: str
    terms: str
    terms_code: str
    plan_name: str
    status: str
    quantity: int
    currency: str
    unit_price: DecimalText
    collection_method: str
    start_date: date
    next_renewal_date: Instant | None
    end_date: date | None
    cancelled_date: date | None
    group_on_invoice: bool
    payment_terms: int
    pre_renewal_invoicing: bool | int
    po_number: str | None
    invoice_supplement: str | None
    reference_person: str | None
    case_number: str | None
    custom_price: DecimalText | None
    created_date: Instant
    last_modified_date: Instant


def status_of(mine: Subscription, *, today: date) -> str:
    """Where it stands, in the API's words."""
    if mine.state == State.ACTIVE:
        return "scheduled" if mine.started_on > today else "active"
    return _STATUS[State(mine.state)]


def subscriptions_out(call: Call, rows: Iterable[Subscription]) -> list[SubscriptionOut]:
    """These rows of `subscriptions.queries.listed`."""
    found = list(rows)
    own = own_prices(call.here, accounts={row.account_id for row in found})
    cancelled = _cancelled(call, found)
    return [_out(call, row, own, cancelled.get(row.id)) for row in found]


def _cancelled(call: Call, rows: Iterable[Subscription]) -> dict[UUID, date | None]:
    """The day on which each was cancelled, by the book; of one that ended elsewhere, its last day."""
    ends = [row for row in rows if row.state in (State.CANCELLED, State.ENDED)]
    if not ends:
        return {}
    name, accounts = SubscriptionCancelled.name, {row.account_id for row in ends}
    told = latest(call.here, name=name, field="subscription", accounts=accounts)
    found = ((row, told.get(str(row.id))) for row in ends)
    return {row.id: copenhagen_day(at) if at else row.ends_on for row, at in found}


def _out(call: Call, mine: Subscription, own: OwnPrices, cancelled: date | None) -> SubscriptionOut:
    renews = mine.state == State.ACTIVE or mine.paused_until is not None or _renews_before_its_end(mine)
    return SubscriptionOut(
        uuid=str(mine.id),
        account=str(mine.account_id),
        account_code=mine.account.code,
        terms=str(mine.terms_id),
        terms_code=mine.terms.code,
        plan_name=mine.terms.plan.name(call.language),
        status=status_of(mine, today=call.today),
        quantity=mine.quantity,
        currency=mine.terms.currency,
        unit_price=amount(own.unit_price(subscription=mine, day=call.today).minor),
        collection_method=mine.collection_method or mine.account.collection_method,
        start_date=mine.started_on,
        next_renewal_date=start_of_day(mine.renews_on) if renews else None,
        end_date=mine.ends_on,
        cancelled_date=cancelled,
        created_date=mine.created_at,
        last_modified_date=mine.last_modified_at or mine.created_at,
        custom_price=None if mine.own_price_minor is None else amount(mine.own_price_minor),
        **noted_of(subscription=mine, company=call.organization),
    )


def _renews_before_its_end(mine: Subscription) -> bool:
    """Whether a cancelled one has that day ahead: the last of what is paid, or a renewal of its notice."""
    return mine.state == State.CANCELLED and mine.ends_on is not None and mine.renews_on <= mine.ends_on
