"""The accounts that the contract is held against: the stand-in's always, the gateways' own where there are keys."""

import os
import secrets
from collections.abc import Iterator

import pytest

from selvbetjening.adapters.quickpay import QuickPayGateway
from selvbetjening.adapters.stripe import StripeGateway
from selvbetjening.domain.payments.ports import CardGateway, Credentials
from tests.contract.gateways.shop import Name, Shop
from tests.gateways import Gateways, standin

BOTH: tuple[Name, ...] = ("stripe", "quickpay")
#: docs/operations.md, "Against the gateways' own test accounts".
OWN = {
    "stripe": ("STRIPE_TEST_KEY", "https://api.stripe.com"),
    "quickpay": ("QUICKPAY_TEST_KEY", "https://api.quickpay.net"),
}


@pytest.fixture(scope="module")
def gateways() -> Iterator[Gateways]:
    with standin() as running:
        running.control("webhooks/order", hold=True)
        yield running


def adapter(name: Name, credentials: Credentials) -> CardGateway:
    """The adapter under test, as the port."""
    return StripeGateway(credentials) if name == "stripe" else QuickPayGateway(credentials)


def opened(gateways: Gateways, name: Name, *, account: str = "account-of-ours", api_key: str = "") -> Shop:
    """An account at the stand-in that nobody else uses."""
    key = api_key or ("sk_test_" if name == "stripe" else "qp_") + secrets.token_hex(12)
    secret = gateways.merchant(name, key)["secret"]
    base = gateways.stripe_base if name == "stripe" else gateways.quickpay_base
    credentials = Credentials(account=account, mode="test", api_key=key, notice_secrets=(secret,), api_base=base)
    return Shop(name, adapter(name, credentials), credentials, gateways)


def own(name: Name) -> Shop:
    """The gateway's own test account. Its order ids are used for ever, so each run counts from elsewhere."""
    variable, base = OWN[name]
    key = os.environ[variable]
    account = secrets.token_hex(4)
    credentials = Credentials(account=account, mode="test", api_key=key, notice_secrets=("-",), api_base=base)
    shop = Shop(name, adapter(name, credentials), credentials)
    for _ in range(secrets.randbelow(1_000_000)):
        next(shop.serials)
    return shop


@pytest.fixture(params=BOTH)
def shop(request: pytest.FixtureRequest, gateways: Gateways) -> Shop:
    """An account with pages that can be filled in: the stand-in's."""
    return opened(gateways, request.param)


@pytest.fixture(params=[*BOTH, *(f"own {name}" for name in BOTH if os.environ.get(OWN[name][0]))])
def any_shop(request: pytest.FixtureRequest, gateways: Gateways) -> Shop:
    """An account whose pages stay untouched: the gateways' own too."""
    where, _, name = request.param.rpartition(" ")
    return own(name) if where else opened(gateways, name)


@pytest.fixture(params=[*BOTH, *(["own stripe"] if os.environ.get("STRIPE_TEST_KEY") else [])])
def card_shop(request: pytest.FixtureRequest, gateways: Gateways) -> Shop:
    """An account with saved cards: no notices come from the gateways' own."""
    where, _, name = request.param.rpartition(" ")
    return own(name) if where else opened(gateways, name)
