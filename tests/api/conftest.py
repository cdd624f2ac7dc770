"""Two organizations, each with a machine of its own; and no call lets anything out of its transaction."""

from collections.abc import Iterator

import pytest

from tests import leaving, make
from tests.api.client import Machine

__all__ = ["machine", "stranger"]


@pytest.fixture
def machine(database: str, django_db_blocker) -> Machine:  # type: ignore[no-untyped-def]
    return Machine(make.organization())


@pytest.fixture
def stranger(machine: Machine) -> Machine:
    """A machine of another organization."""
    return Machine(make.organization())


@pytest.fixture(autouse=True)
def nothing_leaves(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """fenerum-api.md 2: a call that the database gave up is done again, so nothing of it may have gone out."""
    with leaving.watched(monkeypatch) as seen:
        yield
    assert seen == []
