"""paymentcards/ and paymentscards/, which are the same (fenerum-api.md 11)."""

from collections.abc import Callable
from typing import Annotated, Any, Final
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from selvbetjening.domain.payments.actions.adopt_card import CardRefused, adopt_card
from selvbetjening.domain.payments.actions.disable_card import disable_card
from selvbetjening.domain.payments.ports import GatewayRefused, NotReached
from selvbetjening.domain.payments.queries.cards import PaymentCard, listed_cards
from selvbetjening.domain.payments.queries.gateways import NAMES
from selvbetjening.domain.tenancy.within import within
from selvbetjening.portals.api import filters, values
from selvbetjening.portals.api.accounts import given_account
from selvbetjening.portals.api.call import ApiRequest, Call
from selvbetjening.portals.api.card_out import CardOut, cards_out
from selvbetjening.portals.api.errors import invalid, missing, said
from selvbetjening.portals.api.listing import Listing
from selvbetjening.portals.api.resource import Resource
from selvbetjening.portals.api.values import Incoming, Reference, choice, text

resource = Resource("paymentcards")


class CardIn(Incoming):
    """A card that the company's own program had a customer enter at the gateway, which calls it `token`."""

    account: Reference
    gateway: Annotated[str, choice(*NAMES)]
    token: Annotated[str, text(255)]


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

    @resource.creates(f"{base}/", CardOut, calls_out=True)
    @named
    def take(request: ApiRequest, data: CardIn) -> Any:
        """Take over a card that was made at the gateway. It is read there first; the same one again is the same."""
        return _taken(request.call, data)

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


def _taken(call: Call, data: CardIn) -> CardOut:
    with within(call.here):
        account = given_account(call, reference=data.account)
    try:
        made = adopt_card(
            call.here, account=account.id, gateway=data.gateway, token=data.token.strip(), actor=call.actor, at=call.at
        )
    except CardRefused as refused:
        raise invalid({refused.field: _why(refused.reason)}, code=f"card_{refused.reason}") from refused
    except (NotReached, GatewayRefused) as silent:
        words = _("The gateway did not answer. Nothing was kept. Try again.")
        raise said(503, words, code="gateway_silent", headers={"Retry-After": "10"}) from silent
    with within(call.here):
        return cards_out(call, [_card(call, made.id)])[0]


def _why(reason: str) -> str:
    return {
        "not_connected": _("The company is not connected with this gateway."),
        "keys": _("The gateway does not take the company's keys. Look at them in the business portal."),
        "unknown": _("The gateway does not know this, or it cannot be charged any more."),
        "no_card": _("This is no card."),
        "mode": _("A card of the test mode does not pay here, nor one of the live mode in a test."),
        "other_payer": _("This belongs to another customer."),
        "declined": _("The card's bank said no."),
        "currency": _("The card pays in a currency that cannot be taken."),
        "disabled": _("The card was disabled. Let the customer enter it again."),
    }[reason]
