"""Two organizations, each with a machine of its own."""

import pytest

from tests import make
from tests.api.client import Machine

__all__ = ["machine", "stranger"]


@pytest.fixture
def machine(database: str, django_db_blocker) -> Machine:  # type: ignore[no-untyped-def]
    return Machine(make.organization())


@pytest.fixture
def stranger(machine: Machine) -> Machine:
    """A machine of another organization."""
    return Machine(make.organization())
