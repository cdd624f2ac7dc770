"""The law's tests see a clock that stands still, and a small company with one consumer."""

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest

from selvbetjening.kernel import clock
from tests.story.portal.world import NOW, World, world


@pytest.fixture(autouse=True)
def present(database: str) -> Iterator[Callable[[datetime], None]]:
    """Let it be the tests' present; call it with another instant to move on."""

    def move(to: datetime) -> None:
        clock.set_source(lambda: to)

    move(NOW)
    yield move
    clock.reset()


@pytest.fixture
def ours() -> World:
    return world()
