"""Ids: random UUIDs, with a type of its own for the one that decides what may be seen."""

from typing import NewType
from uuid import UUID, uuid4

OrganizationId = NewType("OrganizationId", UUID)


def new_id() -> UUID:
    """A fresh random id (version 4): it tells neither time nor order."""
    return uuid4()
