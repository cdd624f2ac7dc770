"""The pages' tests speak to a gateway in memory, at the tests' own present."""

from typing import Any

import pytest

from tests import card_gateway
from tests.story.portal.conftest import ours, present

__all__ = ["ours", "present"]


@pytest.fixture(autouse=True)
def _fake(settings: Any) -> None:
    card_gateway.install(settings)
