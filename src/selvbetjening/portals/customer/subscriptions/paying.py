""" "Sådan betaler du": the way in force for a subscription, and what happens next (CM-05, XB-34)."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.urls import reverse

from selvbetjening.domain.invoicing.queries.electronic import sent_to
from selvbetjening.domain.invoicing.queries.invoices import numbers_of_subscription
from selvbetjening.domain.organizations import permissions
from selvbetjening.domain.payments.queries.open_items import open_items
from selvbetjening.domain.payments.rules.switching import way_in_force
from selvbetjening.kernel.money import Money
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


@dataclass(frozen=True, slots=True)
class Paying:
    """The code of the way, the electronic address where there is one, and the open invoices by their days."""

    way: str
    address: str
    events: list[Event]


def paying_of(request: VisitorRequest, subscription: "Subscription", *, today: date) -> Paying | None:
    """Read it for the visitor's own subscription; None for who may not see invoices. Three queries."""
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
    found = [
        Event(number, reverse("customer:invoice", args=[id_]), item.now, item.due_on, item.is_overdue(today=today))
        for id_, item in items.items()
        if (number := mine.get(id_)) is not None and item.now.minor > 0
    ]
    return Paying(way, address, sorted(found, key=lambda event: (event.on, event.number)))
