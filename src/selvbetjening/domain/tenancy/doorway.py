"""The one doorway through the wall, for work across organizations: it only reads, and writes each use down (SEC-18)."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction

from selvbetjening.domain.tenancy.models import DoorwayUse
from selvbetjening.kernel.actors import Actor

ALIAS = "doorway"


@contextmanager
def doorway(*, reason: str, actor: Actor, at: datetime) -> Iterator[str]:
    """Yield the name of the database alias that reads across organizations.

    The role behind it may only SELECT, by policies of its own (never BYPASSRLS). It finds ids; the work itself
    is done one organization at a time, `within` each. The use is recorded before anything is read.
    """
    if not reason.strip():
        raise ValueError("the doorway needs a reason")
    DoorwayUse.objects.create(at=at, actor_kind=actor.kind, actor_id=actor.id, reason=reason)
    with transaction.atomic(using=ALIAS):
        yield ALIAS
