"""A liar for each test, and the portal that believes it is its broker."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import override_settings

from selvbetjening.domain.identity.queries import brokers
from tests.hostile.mitid.forge import client_pem
from tests.hostile.mitid.provider import CLIENT, ISSUER, Liar

KEY = client_pem()


def setup(liar: Liar, **more: Any) -> dict[str, Any]:
    """How the portal knows it: as Signaturgruppen's, on this machine."""
    return {
        "class": "selvbetjening.adapters.mitid.MitIDLogin", "issuer": ISSUER, "client_id": CLIENT, "keys": (KEY,),
        "profile": "signaturgruppen", "discovery": f"{liar.base}/.well-known/openid-configuration",
        "hosts": ("127.0.0.1",), "on_this_machine": True, **more,
    }  # fmt: skip


@pytest.fixture(autouse=True)
def present() -> None:
    """The clock goes here, in the place of one that stands still: tokens carry the machine's own time."""


@pytest.fixture
def liar(database: str) -> Iterator[Liar]:
    made = Liar()
    with made.running(), override_settings(LOGIN_BROKERS={"liar": setup(made), "other": setup(made)}):
        brokers.forget()
        yield made
    brokers.forget()
