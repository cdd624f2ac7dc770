"""A clock that stands still, the gateway in memory, and a shop with one invoice to pay."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest

from selvbetjening.kernel import clock
from tests import card_gateway
from tests.story.paying.shop import Shop, shop
from tests.story.portal.world import NOW


@pytest.fixture(autouse=True)
def present(database: str, settings: Any) -> Iterator[Callable[[datetime], None]]:
    """Let it be the tests' present; call it with another instant to move on."""
    card_gateway.install(settings)

    def move(to: datetime) -> None:
        clock.set_source(lambda: to)

    move(NOW)
    yield move
    clock.reset()


@pytest.fixture
def ours() -> Shop:
    return shop()
