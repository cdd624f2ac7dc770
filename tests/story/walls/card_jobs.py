"""What the jobs about cards carry: rows of the owner that wait for a gateway nobody calls."""

from uuid import UUID

from selvbetjening.domain.payments.actions.disable_card import disable_card
from selvbetjening.domain.payments.actions.make_attempt import Wish, make_attempt
from selvbetjening.domain.payments.models import CardCollection, CardRefund, GatewayNotice, Payment, PaymentCard
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.money import Money
from tests import make
from tests.story.portal.world import World
from tests.story.walls.card_rows import card_of, gateway_of

Carried = dict[str, str | int]


def charge_of(owner: World) -> Carried:
    """A charge that is written down and not asked for."""
    with within(owner.id):
        card = PaymentCard.objects.get(organization_id=owner.id, id=card_of(owner))
    wish = Wish(
        account=owner.account.id, gateway_account=gateway_of(owner).id, kind="charge", currency="DKK", card=card,
        parts=[(owner.invoice.id, Money(25_000, "DKK"))],
    )  # fmt: skip
    return {"attempt": str(make_attempt(owner.id, wish=wish, at=make.AT).id)}


def page_of(owner: World) -> Carried:
    """A gateway's page on which a card is to be saved."""
    wish = Wish(account=owner.account.id, gateway_account=gateway_of(owner).id, kind="save", currency="DKK")
    return {"attempt": str(make_attempt(owner.id, wish=wish, at=make.AT).id)}


def disabled_card_of(owner: World) -> Carried:
    """A card that its gateway still has to be told of."""
    card = card_of(owner)
    disable_card(owner.id, account=owner.account.id, card=card, by="customer", actor=SYSTEM, at=make.AT)
    return {"card": str(card)}


def collection_of(owner: World) -> Carried:
    """An invoice whose day to be charged has come."""
    card_of(owner)
    with within(owner.id):
        made = CardCollection.objects.create(
            organization_id=owner.id, account=owner.account, invoice=owner.invoice, first_on=make.AT.date(),
            next_on=make.AT.date(), made_at=make.AT,
        )  # fmt: skip
    return {"collections": str(made.id)}


def notice_of(owner: World) -> Carried:
    """A notice that nobody has worked on."""
    with within(owner.id):
        made = GatewayNotice.objects.create(
            organization_id=owner.id, gateway_account=gateway_of(owner), notice_id="evt_1", body=b"{}", sha256="0" * 64,
            reread=["pi_1"], next_try_at=make.AT, received_at=make.AT,
        )  # fmt: skip
    return {"notice": str(made.id)}


def payment_by_card_of(owner: World) -> UUID:
    """Money that came by card."""
    with within(owner.id):
        return Payment.objects.create(
            organization_id=owner.id, account=owner.account, invoice=owner.invoice, method="stripe", amount_minor=100,
            currency="DKK", paid_on=make.AT.date(), reference="pi_1", recorded_at=make.AT,
        ).id  # fmt: skip


def refund_of(owner: World) -> Carried:
    """Money to go back by card that the gateway has not been asked for."""
    payment = payment_by_card_of(owner)
    with within(owner.id):
        made = CardRefund.objects.create(
            organization_id=owner.id, account=owner.account, payment_id=payment, gateway_account=gateway_of(owner),
            reference="R000000001", amount_minor=100, currency="DKK", made_at=make.AT, next_look_at=make.AT,
        )  # fmt: skip
    return {"refund": str(made.id)}
