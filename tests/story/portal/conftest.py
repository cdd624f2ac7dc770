"""The pages' tests see a clock that stands still."""

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
from tests import leaving
from tests.story.portal.world import NOW, World, world

from selvbetjening.kernel import clock


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


@pytest.fixture(autouse=True)
def nothing_leaves(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """SEC-35: a page that the database gave up is done again, so nothing of it may have gone out."""
    with leaving.watched(monkeypatch) as seen:
        yield
    assert seen == []
