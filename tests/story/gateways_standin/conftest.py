"""One stand-in for each module, and the real SDK on it."""

from collections.abc import Iterator

import httpx
import pytest
from stripe import StripeClient

from tests.gateways import Gateways, standin

KEY = "sk_test_fjordbyg"


@pytest.fixture(scope="module")
def running() -> Iterator[Gateways]:
    with standin() as gateways:
        yield gateways


@pytest.fixture
def gateways(running: Gateways) -> Gateways:
    """The module's stand-in, empty."""
    running.control("reset")
    running.handed.clear()
    return running


@pytest.fixture
def client(gateways: Gateways) -> StripeClient:
    """The SDK as the adapter uses it, without its own retries."""
    return sdk(gateways, KEY)


def sdk(gateways: Gateways, key: str, *, retries: int = 0) -> StripeClient:
    return StripeClient(key, base_addresses={"api": gateways.stripe_base}, max_network_retries=retries)


QUICKPAY_KEY = "demo-api-key"


@pytest.fixture
def quickpay(gateways: Gateways) -> Iterator[httpx.Client]:
    """A client as the adapter's, on the stand-in."""
    headers = {"Accept-Version": "v10", "Accept": "application/json"}
    with httpx.Client(base_url=gateways.quickpay_base, auth=("", QUICKPAY_KEY), headers=headers) as client:
        yield client
