"""A clock in the test's hand."""

from collections.abc import Iterator

import pytest

from selvbetjening.kernel import clock
from tests.story.login import login_steps as steps


@pytest.fixture
def now(database: str) -> Iterator[steps.Watch]:
    """It stands still until the test moves it."""
    watch = steps.Watch(clock.now())
    clock.set_source(watch)
    yield watch
    clock.reset()
