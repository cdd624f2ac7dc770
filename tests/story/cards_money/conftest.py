"""The gateway in memory stands in the adapters' place."""

from typing import Any

import pytest

from tests import card_gateway
from tests.story.cards_money.till import Till, till


@pytest.fixture(autouse=True)
def _fake(database: str, settings: Any) -> None:
    card_gateway.install(settings)


@pytest.fixture
def mine() -> Till:
    return till()
