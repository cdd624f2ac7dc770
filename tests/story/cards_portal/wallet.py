"""Cards for the pages' tests, saved as a gateway's fact saves them, and what the pages lead to."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.history.models import Event
from selvbetjening.domain.payments.actions.keep_card import keep_card
from selvbetjening.domain.payments.models import Attempt, CardCollection, GatewayAccount, PaymentCard
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM
from tests import card_gateway
from tests.card_gateway import VISA
from tests.story.portal.world import NOW, World


def saved(
    owner: World, at_gateway: GatewayAccount, last4: str = "4242", *, currency: str = "", **told: Any
) -> PaymentCard:
    """A card of the owner's account. `told` is what the gateway says of it."""
    said = {"external_id": f"pm_{last4}", "last4": last4, "fingerprint": f"fp-{last4}", **told}
    return keep_card(
        owner.id, account=owner.account.id, gateway_account=at_gateway, instrument=replace(VISA, **said),
        currency=currency, actor=SYSTEM, at=NOW,
    )  # fmt: skip


def foreign(owner: World, last4: str = "9999", **values: Any) -> PaymentCard:
    """A card of a gateway that we have no adapter for, as it came with an import."""
    with within(owner.id):
        return PaymentCard.objects.create(
            organization_id=owner.id, account=owner.account, gateway="reepay", external_id=f"x_{last4}",
            brand="mastercard", last4=last4, exp_month=1, exp_year=2031, saved_at=NOW, **values,
        )  # fmt: skip


def card(owner: World, id_: UUID) -> PaymentCard:
    """As it stands now."""
    with within(owner.id):
        return PaymentCard.objects.get(id=id_)


def by_card(owner: World) -> None:
    """Account and subscription are collected by card."""
    with within(owner.id):
        Account.objects.filter(id=owner.account.id).update(collection_method="payment_card")
    owner.account.collection_method = "payment_card"


def ways(owner: World) -> tuple[str, str]:
    """The account's own way, and the subscription's."""
    with within(owner.id):
        return Account.objects.get(id=owner.account.id).collection_method, owner.reload().collection_method


def collected(owner: World, **values: Any) -> CardCollection:
    """The world's invoice waits for a charge on its due day."""
    fields: dict[str, Any] = {"first_on": owner.invoice.due_on, "next_on": owner.invoice.due_on, **values}
    with within(owner.id):
        return CardCollection.objects.create(
            organization_id=owner.id, account=owner.account, invoice=owner.invoice, made_at=NOW, **fields
        )


def attempts(owner: World) -> list[Attempt]:
    """Every attempt, the oldest first."""
    with within(owner.id):
        return list(Attempt.objects.filter(organization_id=owner.id).order_by("made_at", "reference"))


def facts(owner: World) -> list[str]:
    """The names of what was recorded about the account, in order."""
    with within(owner.id):
        found = Event.objects.filter(organization_id=owner.id, account_id=owner.account.id)
        return list(found.order_by("at", "id").values_list("name", flat=True))


def stripe(owner: World) -> GatewayAccount:
    """The company takes cards by Stripe."""
    return card_gateway.connect(owner.organization)


def quickpay(owner: World) -> GatewayAccount:
    """The company takes cards by QuickPay."""
    return card_gateway.connect(owner.organization, "quickpay")
