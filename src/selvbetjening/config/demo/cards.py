"""The demo's accounts at the gateways, and the cards that were saved there: the same here and at the stand-ins."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any, cast
from uuid import UUID

from django.conf import settings

from selvbetjening.config.demo.cast import Card, Company, Customer
from selvbetjening.config.demo.past import Deed
from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.billing.actions.charge import notices_address
from selvbetjening.domain.billing.actions.save_effects import save_effects
from selvbetjening.domain.organizations.queries import get as get_organization
from selvbetjening.domain.payments.actions.connect_gateway import connect_gateway
from selvbetjening.domain.payments.actions.keep_card import keep_card
from selvbetjening.domain.payments.models import GatewayAccount
from selvbetjening.domain.payments.ports import Instrument
from selvbetjening.domain.payments.queries.gateways import active, keys_of, of_company
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.portals.sandbox.gateways.merchants import Gateway, default_secret
from selvbetjening.portals.sandbox.gateways.quickpay import outside as quickpay
from selvbetjening.portals.sandbox.gateways.seeding import seeding
from selvbetjening.portals.sandbox.gateways.state import State
from selvbetjening.portals.sandbox.gateways.stripe import outside as stripe

_YEARS = 4
_CONSENT = "Kortet er gemt i demoen."


def connect(organization: OrganizationId, *, company: Company, at: datetime) -> None:
    """Connect the company with each gateway of its own that it never had an account at. Twice is once.

    The keys are the organization's own, so that what an earlier demo left at the stand-ins is another company's.
    """
    with within(organization):
        had = {account.gateway for account in of_company(organization)}
        for gateway in company.gateways:
            if gateway not in had:
                api_key = f"sk_test_{organization.hex}" if gateway == "stripe" else organization.hex
                secret = default_secret(gateway=gateway, api_key=api_key)
                connect_gateway(
                    organization, gateway=gateway, api_key=api_key, notice_secret=secret, mode="test", actor=SYSTEM,
                    at=at,
                )  # fmt: skip


def tell_stand_ins(organization: OrganizationId) -> None:
    """Let the stand-ins know the company's name and its notices' address; at each start, for their file may be gone."""
    with within(organization), seeding(settings.VAR_DIR / "gateways.json") as state:
        name = get_organization(organization).name
        for account in active(organization):
            merchant = state.merchant(cast(Gateway, account.gateway), keys_of(account=account).api_key)
            merchant.name = name
            if account.gateway == "stripe":  # QuickPay is told with each order
                merchant.webhook_url = notices_address(
                    organization, gateway=account.gateway, gateway_account=account.id
                )


def saving(organization: OrganizationId, *, customer: Customer, today: date) -> Iterator[Deed]:
    """The customer saves each card on its day, and pays by card from the first one on."""
    for card in customer.cards:
        account = Account.objects.get(organization_id=organization, name=customer.details.name)
        save = partial(_save, organization, account.id, customer, card, today)
        yield Deed(today - timedelta(days=card.days_ago), save)


def _save(
    organization: OrganizationId, account: UUID, customer: Customer, card: Card, today: date, at: datetime
) -> None:
    gateway_account = GatewayAccount.objects.get(organization_id=organization, gateway=card.gateway, is_active=True)
    expiry = f"{today:%m/%y}" if card.ends_this_month else f"12/{(today.year + _YEARS) % 100}"
    asked = {
        "api_key": keys_of(account=gateway_account).api_key, "number": card.number, "exp": expiry,
        "name": customer.people[0].name, "email": customer.people[0].email,
        "order_id": f"demo-{account.hex[-12:]}-{card.number[-4:]}",
    }  # fmt: skip
    with seeding(settings.VAR_DIR / "gateways.json") as state:
        instrument = _MAKERS[card.gateway](state, asked)
    keep_card(
        organization, account=account, gateway_account=gateway_account, instrument=instrument,
        currency="DKK" if card.gateway == "quickpay" else "", consent=_CONSENT, consent_version="demo", actor=SYSTEM,
        at=at,
    )  # fmt: skip
    save_effects(organization, account=account, actor=SYSTEM, at=at)


def _at_stripe(state: State, asked: dict[str, Any]) -> Instrument:
    method = stripe.saved_card(state, asked)
    card = method["card"]
    told = {name: card[name] for name in ("brand", "last4", "exp_month", "exp_year", "fingerprint", "country")}
    return Instrument(external_id=method["id"], customer_ref=method["customer"], **told)


def _at_quickpay(state: State, asked: dict[str, Any]) -> Instrument:
    subscription = quickpay.saved_card(state, asked)
    card = subscription["metadata"]
    told = {name: card[name] for name in ("brand", "last4", "exp_month", "exp_year", "country")}
    return Instrument(external_id=f"subscription:{subscription['id']}", fingerprint=card["hash"], **told)


_MAKERS: dict[str, Callable[[State, dict[str, Any]], Instrument]] = {"stripe": _at_stripe, "quickpay": _at_quickpay}
