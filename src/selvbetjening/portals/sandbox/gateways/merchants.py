"""The companies that have an account at a gateway: the API key says which one.

An account exists from its key's first use. Its secrets follow from the key, so that whoever knows the key knows them
too and nothing has to be told; `/__control/merchants` sets others.
"""

import hashlib
from dataclasses import dataclass
from typing import Literal

Gateway = Literal["stripe", "quickpay"]


@dataclass
class Merchant:
    """One account. `via` (`host:port`) is where the webhook's host is really found, `""` for its own address."""

    gateway: Gateway
    api_key: str
    secret: str
    webhook_url: str = ""
    via: str = ""
    name: str = "Demo"
    every_event: bool = False

    @property
    def id(self) -> str:
        """The name of the account inside the stand-in, which tells nothing of the key."""
        return account_id(gateway=self.gateway, api_key=self.api_key)

    @property
    def number(self) -> int:
        """The account's number, as QuickPay has it."""
        return int(_digest(self.api_key)[:6], 16)


def account_id(*, gateway: str, api_key: str) -> str:
    """Where an account is found."""
    return f"{gateway}:{_digest(api_key)[:16]}"


def default_secret(*, gateway: str, api_key: str) -> str:
    """Stripe: the endpoint's secret `whsec_…`; QuickPay: the private key. Follows from the API key alone."""
    made = _digest(f"{gateway} secret of {api_key}")
    return f"whsec_{made[:32]}" if gateway == "stripe" else made


def new_merchant(*, gateway: Gateway, api_key: str) -> Merchant:
    """An account as its key's first use makes it."""
    return Merchant(gateway, api_key, default_secret(gateway=gateway, api_key=api_key))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
