"""Receive a whole file at once: a form without JavaScript (annex E, fallback), and whatever hands over bytes."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Literal

from selvbetjening.domain.deliveries.actions.append import append
from selvbetjening.domain.deliveries.actions.commit import Committed, commit
from selvbetjening.domain.deliveries.actions.open_staging import open_staging
from selvbetjening.domain.deliveries.models import Staging
from selvbetjening.domain.deliveries.rules.doors import By, Environment
from selvbetjening.domain.deliveries.rules.limits import CHUNK
from selvbetjening.kernel.ids import OrganizationId, new_id


def take(
    organization: OrganizationId,
    *,
    by: By,
    name: str,
    chunks: Iterable[bytes],
    size: int,
    at: datetime,
    environment: Environment = "production",
    purpose: Literal["deliver", "preview"] = "deliver",
) -> tuple[Staging, Committed]:
    """Open, append and commit. `size` is what the request said, and what must come. Raises `Refused` as those do."""
    holder = new_id()
    row = open_staging(
        organization, by=by, name=name, environment=environment, size=size, purpose=purpose, holder=holder, at=at
    )
    offset = 0
    for chunk in _in_chunks(chunks):
        offset = append(organization, staging=row.id, holder=holder, offset=offset, data=chunk, at=at)
    return row, commit(organization, staging=row.id, by=by, at=at)


def _in_chunks(pieces: Iterable[bytes]) -> Iterator[bytes]:
    held = bytearray()
    for piece in pieces:
        held += piece
        while len(held) >= CHUNK:
            yield bytes(held[:CHUNK])
            del held[:CHUNK]
    if held:
        yield bytes(held)
