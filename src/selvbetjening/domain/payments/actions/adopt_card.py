"""Take over a card that the company's own program had a customer enter at the gateway (fenerum-api.md 11)."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.payments.actions.keep_card import keep_card
from selvbetjening.domain.payments.models import GatewayAccount, GatewayPayer, PaymentCard
from selvbetjening.domain.payments.ports import AdoptOrder, CardNotTaken, GatewayRefused, Instrument, Payer
from selvbetjening.domain.payments.queries.gateways import active, adapter
from selvbetjening.domain.tenancy.within import one_at_a_time, within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.formatting import language_of
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.sealed import SealBroken


class CardRefused(Exception):
    """Nothing was kept; `field` is `gateway` or `token`, `reason` a code: `not_connected`, `keys`, `other_payer`,
    `disabled`, `currency`, or one of `ports.NotTaken`."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}")
        self.field, self.reason = field, reason


def adopt_card(
    organization: OrganizationId, *, account: UUID, gateway: str, token: str, actor: Actor, at: datetime
) -> PaymentCard:
    """The card that the gateway knows by `token`, kept as the account's own; the same one again is the same row.

    The gateway is asked outside every transaction, and what it says counts: its words for the card, whose it is, and
    whether it can be charged. Records `CardSaved` for a new one. Raises `CardRefused`, `NotReached`, `GatewayRefused`
    (too many calls) and `Account.DoesNotExist`.
    """
    connected, payer = _asking(organization, account, gateway)
    try:
        asked = adapter(account=connected)
        card, currency = asked.adopt(AdoptOrder(token=token, payer=payer))
    except CardNotTaken as refused:
        raise CardRefused("token", refused.code) from refused
    except SealBroken as broken:
        raise CardRefused("gateway", "keys") from broken
    except GatewayRefused as refused:
        if refused.failure.kind == "config_error":
            raise CardRefused("gateway", "keys") from refused
        raise
    if currency and currency not in asked.capabilities().currencies:
        raise CardRefused("token", "currency")
    with within(organization):
        # Of two accounts at once that name the same payer there, the second sees the first.
        one_at_a_time(organization, what=f"adopted cards:{gateway}")
        _hold_owner(organization, account, connected, card)
        kept = keep_card(
            organization, account=account, gateway_account=connected, instrument=card, currency=currency, actor=actor,
            at=at,
        )  # fmt: skip
        _note_payer(organization, account, connected, card)
        return kept


def _asking(organization: OrganizationId, account: UUID, gateway: str) -> tuple[GatewayAccount, Payer]:
    with within(organization):
        holder = Account.objects.get(organization_id=organization, id=account)
        connected = next((each for each in active(organization) if each.gateway == gateway), None)
        if connected is None:
            raise CardRefused("gateway", "not_connected")
        known = GatewayPayer.objects.filter(
            organization_id=organization, gateway_account=connected, account_id=account
        ).first()
    payer = Payer(
        account=str(holder.id), name=holder.name, email="", language=language_of(holder.language),
        customer_ref=known.external_id if known else "",
    )  # fmt: skip
    return connected, payer


def _hold_owner(organization: OrganizationId, account: UUID, connected: GatewayAccount, card: Instrument) -> None:
    """Raises `CardRefused` where card or payer are another account's here, or the card was disabled."""
    here = PaymentCard.objects.filter(organization_id=organization, gateway=connected.gateway)
    same = here.filter(external_id=card.external_id).first()
    mine = card.customer_ref and (
        here.filter(customer_ref=card.customer_ref).exclude(account_id=account).exists()
        or GatewayPayer.objects.filter(organization_id=organization, external_id=card.customer_ref)
        .exclude(account_id=account)
        .exists()
    )
    if mine or (same is not None and same.account_id != account):
        raise CardRefused("token", "other_payer")
    if same is not None and same.state != "active":
        raise CardRefused("token", "disabled")


def _note_payer(organization: OrganizationId, account: UUID, connected: GatewayAccount, card: Instrument) -> None:
    """The gateway's own number of the payer; and a card that came by an import is connected from now on."""
    PaymentCard.objects.filter(
        Q(gateway_account=None), organization_id=organization, gateway=connected.gateway, external_id=card.external_id
    ).update(gateway_account=connected)
    if card.customer_ref:
        row = GatewayPayer(
            organization_id=organization, gateway_account=connected, account_id=account, external_id=card.customer_ref
        )
        GatewayPayer.objects.bulk_create([row], ignore_conflicts=True)
