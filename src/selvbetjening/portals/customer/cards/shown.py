"""The account's cards as the pages show them (CD-01)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _

from selvbetjening.domain.billing.queries.paid_by_card import NextOnCard, PaidByCard, paid_by_card
from selvbetjening.domain.payments.queries.cards import ShownCard, active_cards, cards_of
from selvbetjening.domain.payments.queries.gateways import active
from selvbetjening.portals.customer.cards.words import called, expiry, gateway_name
from selvbetjening.portals.customer.requests import VisitorRequest
from selvbetjening.ui.components.values import language

if TYPE_CHECKING:
    from selvbetjening.domain.subscriptions.queries import Subscription


@dataclass(frozen=True, slots=True)
class Paid:
    """A subscription that a card pays."""

    id: UUID
    name: str
    renews_on: date
    state: str


@dataclass(frozen=True, slots=True)
class Row:
    """One card. `default` says what it is charged first for, empty for nothing; `only` the one currency it pays;
    `failed` why its last charge did not go through."""

    id: UUID
    name: str
    expiry: str
    gateway: str
    is_expired: bool
    default: str
    only: str
    can_be_default: bool
    pays: list[Paid]
    coming: list[NextOnCard]
    failed: str = ""


@dataclass(frozen=True, slots=True)
class Cards:
    """All of them, and what they pay. `uncharged` are subscriptions by card that no card can pay."""

    rows: list[Row]
    work: PaidByCard
    uncharged: list[Paid]
    can_add: bool


def cards_shown(request: VisitorRequest, *, today: date, failed: Mapping[UUID, str] | None = None) -> Cards:
    """Read them for the visitor's account; `failed` says by card what went wrong when it was charged last."""
    organization, account = request.organization_id, request.visitor.account.id
    work = paid_by_card(organization, account=account, today=today)
    currencies = currencies_of(request, work)
    found = cards_of(organization, account=account, currencies=currencies, today=today)
    return Cards(
        rows=[_row(each, work, currencies, (failed or {}).get(each.card.id, "")) for each in found],
        work=work,
        uncharged=[paid(each.subscription) for each in work.subscriptions if each.card is None],
        can_add=bool(active(organization)),
    )


def currencies_of(request: VisitorRequest, work: PaidByCard) -> tuple[str, ...]:
    """The currencies that the account pays in, and those that its cards are for; kroner where there is neither."""
    cards = active_cards(request.organization_id, account=request.visitor.account.id)
    found = [*work.currencies, *(card.currency for card in cards if card.currency)]
    return tuple(dict.fromkeys(found)) or ("DKK",)


def paid(subscription: "Subscription") -> Paid:
    """What a card's row says of a subscription."""
    name = subscription.terms.plan.name(language())
    return Paid(subscription.id, name, subscription.renews_on, subscription.state)


def _row(shown: ShownCard, work: PaidByCard, currencies: Sequence[str], failed: str) -> Row:
    card = shown.card
    able = [currency for currency in currencies if card.currency in ("", currency)]
    return Row(
        id=card.id,
        name=called(card),
        expiry=expiry(card),
        gateway=gateway_name(card.gateway),
        is_expired=shown.is_expired,
        default=_default(shown.default_for, currencies),
        only=card.currency,
        can_be_default=bool(card.gateway_account_id and not shown.is_expired and set(able) - set(shown.default_for)),
        pays=[paid(each) for each in work.by(card=card.id)],
        coming=work.next_of(card=card.id),
        failed=failed,
    )


def _default(default_for: Sequence[str], currencies: Sequence[str]) -> str:
    if not default_for:
        return ""
    if len(currencies) == len(default_for):
        return _("Default card")
    return _("Default card for %(currencies)s") % {"currencies": ", ".join(default_for)}
