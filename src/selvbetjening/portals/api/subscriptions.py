"""subscriptions/ (fenerum-api.md 8)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Final, cast
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from selvbetjening.domain.accounts.queries.listed import account_called
from selvbetjening.domain.billing.actions.act_at_once import act_at_once
from selvbetjening.domain.billing.actions.price_subscription import price_subscription
from selvbetjening.domain.billing.queries.facts import Wish
from selvbetjening.domain.catalog.queries import PlanTerms, terms_called
from selvbetjening.domain.subscriptions import queries
from selvbetjening.domain.subscriptions.actions.note import note
from selvbetjening.domain.subscriptions.actions.set_method import set_method
from selvbetjening.domain.subscriptions.lifecycle import State
from selvbetjening.domain.subscriptions.queries import Subscription
from selvbetjening.domain.subscriptions.rules import MOST_DAYS_BEFORE
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from selvbetjening.portals.api import filters, values
from selvbetjening.portals.api.act_words import act_refusals
from selvbetjening.portals.api.call import ApiRequest, Call
from selvbetjening.portals.api.errors import invalid, missing
from selvbetjening.portals.api.listing import Listing
from selvbetjening.portals.api.resource import Resource
from selvbetjening.portals.api.subscription_out import NOTED, SubscriptionOut, subscriptions_out

resource = Resource("subscriptions")
#: Days to pay at most, as in the company's own settings.
MOST_DAYS: Final = 120
METHODS: Final = ("invoice", "payment_card", "betalingsservice", "direct_debit")
KINDS: Final = {"at_renewal": "renewal", "today": "today", "full_refund": "refund"}


class SubscriptionIn(values.Incoming):
    """What a new subscription is made of."""

    account: values.Reference
    terms: values.Reference
    collection_method: Annotated[str, values.choice(*METHODS)]
    start_date: values.Maybe[values.Day] = None
    quantity: values.Maybe[values.Number] = None
    group_on_invoice: values.Maybe[values.Flag] = None
    payment_terms: values.Maybe[values.Number] = None
    pre_renewal_invoicing: values.Maybe[bool | int] = None
    po_number: values.Maybe[Annotated[str, values.text(60, blank=True)]] = None
    invoice_supplement: values.Maybe[Annotated[str, values.text(2_000, blank=True)]] = None
    reference_person: values.Maybe[Annotated[str, values.text(120, blank=True)]] = None
    case_number: values.Maybe[Annotated[str, values.text(60, blank=True)]] = None
    custom_price: values.Maybe[Annotated[Decimal, values.decimal(2)]] = None


@values.partial
class SubscriptionChange(SubscriptionIn):
    """What is to be other than it is; terms and quantity act at once unless `change_type` says otherwise."""

    change_type: values.Maybe[Annotated[str, values.choice("immediate", "at_specified_time", "at_renewal")]] = None
    date: values.Maybe[values.Day] = None


class CancelIn(values.Incoming):
    """How it ends."""

    cancellation_type: Annotated[str, values.choice(*KINDS)]


def _status(text: str) -> Q:
    today, word = clock.today(), text.strip().casefold()
    known = {
        "scheduled": Q(state=State.ACTIVE, started_on__gt=today),
        "active": Q(state=State.ACTIVE, started_on__lte=today),
        "paused": Q(state=State.PAUSED),
        "set_to_expire": Q(state=State.CANCELLED),
        "cancelled": Q(state=State.ENDED),
    }
    return known.get(word, Q(pk__in=[]))


LISTING: Final = Listing(
    present=subscriptions_out,
    filters={
        "uuid": filters.uuid("id"),
        "account": filters.reference("account"),
        "terms": filters.reference("terms"),
        "status": filters.asked(_status),
        "collection_method": filters.choice("method", {method: method for method in METHODS}),
        "created_date": filters.instant("created_at"),
        "last_modified_date": filters.instant("modified_at"),
        "start_date": filters.day("started_on"),
        "next_renewal_date": filters.day("renews_on"),
        "end_date": filters.day("ends_on"),
    },
    ordering={
        "created_date": "created_at",
        "last_modified_date": "modified_at",
        "start_date": "started_on",
        "next_renewal_date": "renews_on",
        "quantity": "quantity",
    },
)


@resource.lists("subscriptions/", SubscriptionOut, LISTING)
def many(request: ApiRequest) -> Any:
    """All subscriptions."""
    return queries.listed(request.call.here)


@resource.creates("subscriptions/", SubscriptionOut)
def create(request: ApiRequest, body: SubscriptionIn) -> Any:
    """One more subscription; the others of the account stay as they are (T20)."""
    call = request.call
    account = account_called(call.here, reference=body.account)
    if account is None:
        raise invalid({"account": _("There is no such account.")}, code="does_not_exist")
    wish = Wish(
        act="start",
        terms=terms_of(call, body.terms).id,
        quantity=1 if body.quantity is None else body.quantity,
        starts_on=body.start_date,
        by_integration=True,
        method=body.collection_method,
        noted=_noted(body),
        own_price_minor=None if body.custom_price is None else values.minor_of(body.custom_price),
    )
    with act_refusals(), within(call.here):
        done = act_at_once(call.here, account=account.id, wish=wish, actor=call.actor, at=call.at)
    return shown(call, done.subscription)


@resource.reads("subscriptions/{uuid:subscription}/", SubscriptionOut)
def one(request: ApiRequest, subscription: UUID) -> Any:
    """One subscription."""
    return shown(request.call, subscription)


@resource.changes("subscriptions/{uuid:subscription}/", SubscriptionOut)
def change(request: ApiRequest, subscription: UUID, body: SubscriptionChange) -> Any:
    """What was sent is changed; terms and quantity at once, with proration, unless `change_type` is sent.

    `custom_price` is for what is not billed yet, or for the terms that are sent with it: other terms end the old one.
    """
    call, mine = request.call, held(request.call, subscription)
    sent = body.sent()
    if "account" in sent:
        account = account_called(call.here, reference=body.account)
        if account is None or account.id != mine.account_id:
            raise invalid({"account": _("A subscription stays with its account.")}, code="fixed")
    noted = _noted(body)
    wish = change_wish(call, mine, terms=sent.get("terms"), quantity=sent.get("quantity"), body=body)
    price = None if body.custom_price is None else values.minor_of(body.custom_price)
    moves = wish is not None and wish.terms is not None
    if wish is not None and moves:
        wish = replace(wish, own_price_minor=price)
    with act_refusals(), within(call.here):
        if "custom_price" in sent and not moves:
            price_subscription(
                call.here, account=mine.account_id, subscription=mine.id, minor=price, actor=call.actor, at=call.at
            )
        if wish is not None:
            act_at_once(
                call.here, account=mine.account_id, subscription=mine.id, wish=wish, actor=call.actor, at=call.at
            )
        if method := sent.get("collection_method"):
            set_method(call.here, account=mine.account_id, method=method, only=[mine.id], actor=call.actor, at=call.at)
        if noted:
            note(call.here, subscription=mine.id, noted=noted, actor=call.actor, at=call.at)
    return shown(call, mine.id)


@resource.acts("subscriptions/{uuid:subscription}/cancel/", SubscriptionOut, right="cancel")
def cancel(request: ApiRequest, subscription: UUID, body: CancelIn) -> Any:
    """End it; one that is cancelled or has ended stays as it is."""
    call, mine = request.call, held(request.call, subscription)
    if mine.state in (State.ACTIVE, State.PAUSED):
        wish = Wish(act="cancel", kind=KINDS[body.cancellation_type], by_integration=True)
        with act_refusals():
            act_at_once(
                call.here, account=mine.account_id, subscription=mine.id, wish=wish, actor=call.actor, at=call.at
            )
    return shown(call, mine.id)


def change_wish(
    call: Call, mine: Subscription, *, terms: str | None, quantity: int | None, body: Any, renews: bool = False
) -> Wish | None:
    """What is to be done about terms and quantity; None where both are as they were sent."""
    wanted = terms_of(call, terms) if terms else None
    moves = wanted is not None and wanted.id != mine.terms_id
    counts = quantity is not None and quantity != mine.quantity
    if not moves and not counts:
        return None
    kind = body.change_type or ("at_specified_time" if body.date else "immediate")
    return Wish(
        act="change",
        terms=wanted.id if wanted and moves else None,
        quantity=quantity if counts else None,
        by_integration=True,
        when="renewal" if kind == "at_renewal" else "now",
        on=_day(call, body) if kind == "at_specified_time" else None,
        renews=renews,
    )


def _day(call: Call, body: Any) -> date:
    """The day that it is to happen on. Raises a 400 for none and for one that has passed."""
    if body.date is None:
        raise invalid({"date": _("Give the day.")}, code="required")
    if body.date < call.today:
        raise invalid({"date": _("The day must be today or later.")}, code="date")
    return cast(date, body.date)


def terms_of(call: Call, reference: str) -> PlanTerms:
    """The terms by code or uuid. Raises a 400 at `terms`."""
    terms = terms_called(call.here, reference=reference)
    if terms is None:
        raise invalid({"terms": _("There are no such terms.")}, code="does_not_exist")
    return terms


def found(call: Call, subscription: UUID) -> Subscription:
    """The subscription. Raises a 404."""
    mine = queries.listed(call.here).filter(id=subscription).first()
    if mine is None:
        raise missing()
    return mine


def held(call: Call, subscription: UUID) -> Subscription:
    """The subscription as it is now, which nobody else changes before this call has ended. Raises a 404."""
    mine = found(call, subscription)
    queries.locked(call.here, account=mine.account_id, subscription=mine.id)
    return found(call, subscription)


def shown(call: Call, subscription: UUID) -> SubscriptionOut:
    """The subscription as it stands now. Raises a 404."""
    return subscriptions_out(call, [found(call, subscription)])[0]


def _noted(body: values.Incoming) -> dict[str, Any]:
    """What is kept with it, of what was sent. Raises a 400 for days to pay that nobody gets."""
    noted = {name: NOTED[name] if value is None else value for name, value in body.sent().items() if name in NOTED}
    if not 0 <= (noted.get("payment_terms") or 0) <= MOST_DAYS:
        raise invalid({"payment_terms": _("Give 0 to 120 days.")}, code="range")
    if not 0 <= (noted.get("pre_renewal_invoicing") or 0) <= MOST_DAYS_BEFORE:
        raise invalid({"pre_renewal_invoicing": _("Give true, false, or 0 to 60 days.")}, code="range")
    return noted
