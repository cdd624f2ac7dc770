"""A company's accounts at card gateways, and the adapters that speak to them."""

from typing import Final, cast
from uuid import UUID

from django.conf import settings
from django.utils.module_loading import import_string

from selvbetjening.domain.payments.models import GatewayAccount
from selvbetjening.domain.payments.ports import CardGateway, Credentials, Mode
from selvbetjening.domain.payments.rules.credentials import Keys
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import sealed
from selvbetjening.kernel.ids import OrganizationId

#: As people call them.
NAMES: Final = {"stripe": "Stripe", "quickpay": "QuickPay"}


def sealing_purpose(organization: OrganizationId, *, gateway_account: UUID) -> str:
    """What the keys of this account are sealed for: no other row, and no other company, can use them."""
    return f"{organization}:payments.gateway_account:keys:{gateway_account}"


def active(organization: OrganizationId) -> list[GatewayAccount]:
    """The accounts that take new cards and payments, by gateway; at most one of each (SB-26)."""
    return list(GatewayAccount.objects.filter(organization_id=organization, is_active=True).order_by("gateway"))


def get(organization: OrganizationId, *, gateway_account: UUID) -> GatewayAccount:
    """One of the company's accounts, active or not. Raises `GatewayAccount.DoesNotExist`."""
    return GatewayAccount.objects.get(organization_id=organization, id=gateway_account)


def of_company(organization: OrganizationId) -> list[GatewayAccount]:
    """All of them, the active ones first, then the newest."""
    return list(GatewayAccount.objects.filter(organization_id=organization).order_by("-is_active", "-created_at"))


def can_pay(organization: OrganizationId, *, currency: str) -> list[GatewayAccount]:
    """The active accounts that take this currency, by gateway."""
    return [
        account for account in active(organization) if currency in adapter(account=account).capabilities().currencies
    ]


def keys_of(*, account: GatewayAccount) -> Keys:
    """The account's keys, opened. Raises `kernel.sealed.SealBroken`."""
    purpose = sealing_purpose(OrganizationId(account.organization_id), gateway_account=account.id)
    return Keys.from_text(sealed.unseal(bytes(account.sealed), purpose=purpose))


def adapter(*, account: GatewayAccount) -> CardGateway:
    """The adapter with the account's own keys (design, "Ports"). It is asked outside every transaction."""
    keys = keys_of(account=account)
    return build(
        gateway=account.gateway,
        credentials=Credentials(
            account=str(account.id),
            mode=cast(Mode, account.mode),
            api_key=keys.api_key,
            notice_secrets=keys.notice_secrets,
            api_base=settings.CARD_GATEWAY_BASES[account.gateway],
        ),
    )


def build(*, gateway: str, credentials: Credentials) -> CardGateway:
    """An adapter for keys that are kept nowhere yet. Raises KeyError for a gateway that is not one of ours."""
    return cast(CardGateway, import_string(settings.CARD_GATEWAYS[gateway])(credentials))


def one_card_per_currency(*, account: GatewayAccount) -> bool:
    """Whether a card saved here pays in the currency it was saved for only (CD-02)."""
    return adapter(account=account).capabilities().one_instrument_per_currency


def is_known(organization: OrganizationId, *, gateway_account: UUID, gateway: str) -> bool:
    """Whether the company has this account at this gateway; false for a company that there is none of."""
    with within(organization):
        mine = GatewayAccount.objects.filter(organization_id=organization, id=gateway_account, gateway=gateway)
        return mine.exists()
