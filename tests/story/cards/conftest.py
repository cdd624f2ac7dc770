"""The gateway in memory stands behind the port."""

from typing import Any

import pytest

from tests import card_gateway


@pytest.fixture(autouse=True)
def _gateway(settings: Any, database: str) -> None:
    card_gateway.install(settings)
