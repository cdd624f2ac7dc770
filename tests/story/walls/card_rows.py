"""Cards for the walks over addresses: saved at a gateway that nobody calls."""

from dataclasses import replace
from uuid import UUID

from selvbetjening.domain.payments.actions.book_payment import book_payment
from selvbetjening.domain.payments.actions.keep_card import keep_card
from selvbetjening.domain.payments.actions.make_attempt import Wish, make_attempt
from selvbetjening.domain.payments.models import Attempt, GatewayAccount, GatewayFact, Payment, PaymentCard
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.money import Money
from tests import card_gateway
from tests.card_gateway import VISA
from tests.story.portal.world import World


def gateway_of(owner: World) -> GatewayAccount:
    """The company's account at a gateway."""
    with within(owner.id):
        found = GatewayAccount.objects.filter(organization_id=owner.id, gateway="stripe", is_active=True).first()
    return found or card_gateway.connect(owner.organization)


def card_of(owner: World, *, last4: str = "4242") -> UUID:
    """The account's card with these digits."""
    with within(owner.id):
        found = PaymentCard.objects.filter(organization_id=owner.id, account=owner.account, last4=last4).first()
    if found:
        return found.id
    known = replace(VISA, external_id=f"pm_{last4}", last4=last4, fingerprint=f"fp-{last4}")
    return keep_card(
        owner.id, account=owner.account.id, gateway_account=gateway_of(owner), instrument=known, actor=SYSTEM,
        at=clock.now(),
    ).id  # fmt: skip


def second_card_of(owner: World) -> UUID:
    """A card that is not the default, beside the one that is."""
    card_of(owner)
    return card_of(owner, last4="0006")


def saving_of(owner: World) -> UUID:
    """An attempt to save a card."""
    with within(owner.id):
        found = Attempt.objects.filter(organization_id=owner.id, account=owner.account, kind="save").first()
    if found:
        return found.id
    wish = Wish(account=owner.account.id, gateway_account=gateway_of(owner).id, kind="save", currency="DKK")
    return make_attempt(owner.id, wish=wish, at=clock.now()).id


def payment_of(owner: World) -> UUID:
    """A krone of the invoice, paid by card: it may be given back."""
    with within(owner.id):
        found = Payment.objects.filter(organization_id=owner.id, method="stripe").first()
    if found:
        return found.id
    gateway, reference, at = gateway_of(owner), f"pi_{owner.account.id.hex}", clock.now()
    with within(owner.id):
        GatewayFact.objects.create(
            organization_id=owner.id, gateway_account=gateway, dedupe_key=reference, kind="payment_succeeded",
            external_id=reference, amount_minor=100, currency="DKK", mode=gateway.mode, occurred_at=at, taken_at=at,
            outcome="booked",
        )  # fmt: skip
        return book_payment(
            owner.id, method="stripe", invoice=owner.invoice.id, amount=Money(100, "DKK"), paid_on=clock.today(),
            reference=reference, actor=SYSTEM, at=at,
        ).id  # fmt: skip
