"""What is open beside the cards: what a card could not be charged for, and what no card pays by itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from selvbetjening.domain.billing.queries.new_card import Open, new_card
from selvbetjening.domain.payments.queries.open_items import open_items
from selvbetjening.domain.payments.rules.failures import happened
from selvbetjening.portals.customer.paying.offered import Offer
from selvbetjening.portals.customer.requests import VisitorRequest


@dataclass(frozen=True, slots=True)
class Debt:
    """One invoice; `why` is what went wrong with the card, empty where nothing did; `pay` the way to pay it now."""

    open: Open
    why: str
    is_past: bool
    pay: str


@dataclass(frozen=True, slots=True)
class Outstanding:
    """`rows`, and the way to `pay_all` of them at once where they are several. `failed`: by card, what went wrong."""

    rows: list[Debt]
    pay_all: str
    failed: dict[UUID, str]


def outstanding(request: VisitorRequest, *, today: date) -> Outstanding:
    """Of the visitor's account. What a card pays by itself on its day is not in it."""
    organization, account = request.organization_id, request.visitor.account.id
    items = open_items(organization, account=account)
    found = new_card(organization, account=account, today=today, switched=False, items=items)
    mine: Sequence[Open] = (*found.at_once, *found.by_hand)
    if not mine:
        return Outstanding([], "", {})
    offer = Offer(request)
    rows = [_debt(each, offer, today) for each in mine]
    pay_all = offer.href_of_all(items[each.invoice] for each in mine) if len(mine) > 1 else ""
    return Outstanding(rows, pay_all, {row.open.card: row.why for row in rows if row.open.card and row.why})


def _debt(found: Open, offer: Offer, today: date) -> Debt:
    why = _(happened(kind=found.failure)) if found.failure else ""
    past = not found.tried_again and found.on < today
    return Debt(found, why, past, offer.href(found.invoice, found.amount))
