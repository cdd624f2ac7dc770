"""paymentcards/ and paymentscards/, which are the same (fenerum-api.md 11)."""

from collections.abc import Callable, Iterable
from typing import Any, Final
from uuid import UUID

from django.db.models import Q

from selvbetjening.domain.payments.actions.disable_card import disable_card
from selvbetjening.domain.payments.queries.cards import PaymentCard, listed_cards
from selvbetjening.portals.api import filters, values
from selvbetjening.portals.api.call import ApiRequest, Call
from selvbetjening.portals.api.errors import missing
from selvbetjening.portals.api.listing import Listing
from selvbetjening.portals.api.resource import Resource
from selvbetjening.portals.api.values import Instant, Outgoing

resource = Resource("paymentcards")


class CardOut(Outgoing):
    """A saved card, as its gateway names it."""

    uuid: str
    account: str
    account_code: str
    gateway: str
    gateway_reference: str
    brand: str
    last_digits: str
    expiration_month: int | None
    expiration_year: int | None
    currency: str | None
    is_active: bool
    is_default: bool
    created_date: Instant
    disabled_date: Instant | None


def cards_out(_call: Call, rows: Iterable[PaymentCard]) -> list[CardOut]:
    """These rows of `payments.queries.cards.listed_cards`."""
    return [
        CardOut(
            uuid=str(row.id),
            account=str(row.account_id),
            account_code=row.account.code,
            gateway=row.gateway,
            gateway_reference=row.external_id,
            brand=row.brand,
            last_digits=row.last4,
            expiration_month=row.exp_month,
            expiration_year=row.exp_year,
            currency=row.currency or None,
            is_active=row.state == "active",
            is_default=row.default_at is not None,
            created_date=row.saved_at,
            disabled_date=row.disabled_at,
        )
        for row in rows
    ]


LISTING: Final = Listing(
    present=cards_out,
    filters={
        "uuid": filters.uuid("id"),
        "account": filters.reference("account"),
        "gateway": filters.text("gateway"),
        "is_active": filters.asked(
            lambda text: Q(state="active" if values._flag(text) else "disabled"), schema={"type": "boolean"}
        ),
        "created_date": filters.instant("saved_at"),
    },
    ordering={"created_date": "saved_at"},
)


def _offer(base: str) -> None:
    def named(view: Callable[..., Any]) -> Callable[..., Any]:
        view.__name__ = f"{view.__name__}_{base}"
        return view

    @resource.lists(f"{base}/", CardOut, LISTING)
    @named
    def many(request: ApiRequest) -> Any:
        """All saved cards, those that are disabled among them."""
        return listed_cards(request.call.here)

    @resource.reads(f"{base}/{{uuid:card}}/", CardOut)
    @named
    def one(request: ApiRequest, card: UUID) -> Any:
        """One saved card."""
        return cards_out(request.call, [_card(request.call, card)])[0]

    @resource.acts(f"{base}/{{uuid:card}}/disable/", CardOut, right="disable")
    @named
    def disable(request: ApiRequest, card: UUID) -> Any:
        """The card pays nothing any more; done twice it is done (T7)."""
        call, mine = request.call, _card(request.call, card)
        disable_card(call.here, account=mine.account_id, card=mine.id, by="company", actor=call.actor, at=call.at)
        return cards_out(call, [_card(call, card)])[0]


for _base in ("paymentcards", "paymentscards"):
    _offer(_base)


def _card(call: Call, card: UUID) -> PaymentCard:
    found = listed_cards(call.here).filter(id=card).first()
    if found is None:
        raise missing()
    return found
