"""A bank's server that lies in memory, for the tests that send and fetch over a line."""

from typing import Any

import pytest

from tests.external import HeldLine


@pytest.fixture
def line(settings: Any) -> type[HeldLine]:
    """The empty server; every company's line of the kind `held` is it."""
    settings.BANK_LINES = {**settings.BANK_LINES, "held": "tests.external.HeldLine"}
    HeldLine.reset()
    return HeldLine
