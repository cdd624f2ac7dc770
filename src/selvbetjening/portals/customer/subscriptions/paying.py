""" "Sådan betaler du": the way in force for a subscription, and what happens next (CM-05, XB-34)."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.urls import reverse

from selvbetjening.domain.billing.queries.charged_by_card import charged_by_card
from selvbetjening.domain.invoicing.queries.electronic import sent_to
from selvbetjening.domain.invoicing.queries.invoices import numbers_of_subscription
from selvbetjening.domain.organizations import permissions
from selvbetjening.domain.payments.queries.cards import card_to_charge
from selvbetjening.domain.payments.queries.open_items import open_items
from selvbetjening.domain.payments.rules.switching import way_in_force
from selvbetjening.kernel import clock
from selvbetjening.kernel.money import Money
from selvbetjening.portals.customer.cards.words import called_until
from selvbetjening.portals.customer.paying.debited import through_bank
from selvbetjening.portals.customer.requests import VisitorRequest

if TYPE_CHECKING:
    from selvbetjening.domain.subscriptions.queries import Subscription


@dataclass(frozen=True, slots=True)
class Event:
    """An invoice in the timeline: what is to be paid of it, and by when."""

    number: int
    href: str
    amount: Money
    on: date
    is_overdue: bool
    charged_on: date | None = None
    """The day on which a card is charged for it, None where it is paid by hand."""
    debited_on: date | None = None
    """The day on which Betalingsservice takes it."""


@dataclass(frozen=True, slots=True)
class Paying:
    """The code of the way, the electronic address where there is one, and the open invoices by their days.

    `card` is the one that is charged, with its expiry, empty where none can be. `change` is where one changes the way.
    """

    way: str
    address: str
    events: list[Event]
    card: str = ""
    change: str = ""


def paying_of(request: VisitorRequest, subscription: "Subscription", *, today: date) -> Paying | None:
    """Read it for the visitor's own subscription; None for who may not see invoices. Five queries, more by card."""
    organization, account = request.organization_id, request.visitor.account
    if not request.visitor.may(permissions.VIEW_INVOICES):
        return None
    address = sent_to(organization, account=account.id)
    items = open_items(organization, account=account.id)
    mine = numbers_of_subscription(organization, subscription=subscription.id, among=list(items))
    way = way_in_force(
        collection_method=subscription.collection_method or account.collection_method,
        party_type=account.party_type,
        sent_electronically=bool(address),
    )
    among = [items[id_] for id_ in mine if id_ in items]
    by_card = charged_by_card(organization, account=account.id, items=among, today=today)
    through = through_bank(organization, invoices=[item.invoice for item in among], items=items, at=clock.now())
    found = [
        Event(
            number,
            reverse("customer:invoice", args=[id_]),
            item.now,
            item.due_on,
            item.is_overdue(today=today),
            by_card[id_].on if id_ in by_card and by_card[id_].is_promised else None,
            debit.on if (debit := through.of(id_)) else None,
        )
        for id_, item in items.items()
        if (number := mine.get(id_)) is not None and item.now.minor > 0
    ]
    return Paying(
        way,
        address,
        sorted(found, key=lambda event: (event.on, event.number)),
        _card(request, subscription, today) if way == "payment_card" else "",
        _change(request, subscription, way),
    )


def _card(request: VisitorRequest, subscription: "Subscription", today: date) -> str:
    currency, account = subscription.terms.currency, request.visitor.account.id
    card = card_to_charge(request.organization_id, account=account, currency=currency, today=today)
    return called_until(card) if card else ""


def _change(request: VisitorRequest, subscription: "Subscription", way: str) -> str:
    """Where there is something to change to, and this visitor may (CM-05)."""
    can = way not in ("invoice", "e_invoice") or request.visitor.account.party_type != "public"
    if subscription.state == "ended" or not can or not request.visitor.may(permissions.CHANGE_COLLECTION_METHOD):
        return ""
    return reverse("customer:subscription_method", args=[subscription.id])
