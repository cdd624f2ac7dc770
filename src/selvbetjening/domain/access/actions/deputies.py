"""Name who follows when no Access Manager is left (BM-11)."""

from datetime import datetime
from typing import Final
from uuid import UUID

from selvbetjening.domain.access.actions.company import active, actor_of, lock, manager
from selvbetjening.domain.access.events import DeputyAccepted, DeputyEnded, DeputyNamed
from selvbetjening.domain.access.models import Deputy
from selvbetjening.domain.access.rules.members import ACCESS_MANAGER
from selvbetjening.domain.access.rules.refusals import Refused
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId

MOST: Final = 2


def name_deputy(organization: OrganizationId, *, membership: UUID, by: UUID, at: datetime) -> Deputy:
    """A manager names an active user, who must say yes; two at most. Records `access.deputy_named`; twice is once.

    Raises `Refused`: `USER-04` for a manager, `external` for a partner, `gone` for a user who is not active,
    `too_many`.
    """
    with within(organization):
        lock(organization)
        manager(organization, by=by, at=at)
        try:
            row = active(organization, membership=membership, today=copenhagen_day(at))
        except Refused:
            raise Refused("gone") from None
        if row.role == ACCESS_MANAGER:
            raise Refused("USER-04")
        if row.is_external:
            raise Refused("external")
        named = Deputy.objects.filter(organization_id=organization, ended_at__isnull=True)
        if (already := named.filter(membership=row).first()) is not None:
            return already
        if named.count() >= MOST:
            raise Refused("too_many")
        made = Deputy.objects.create(organization_id=organization, membership=row, named_by_id=by, named_at=at)
        record(organization, fact=DeputyNamed(membership=row.id), actor=actor_of(by=by), at=at)
    return made


def accept_deputy(organization: OrganizationId, *, by: UUID, at: datetime) -> None:
    """The named user says yes; the door asks for MitID first. Records `access.deputy_accepted`; twice is once.

    Raises `Refused("gone")` where nobody named this user.
    """
    with within(organization):
        lock(organization)
        row = active(organization, membership=by, today=copenhagen_day(at))
        found = Deputy.objects.filter(organization_id=organization, membership=row, ended_at__isnull=True).first()
        if found is None:
            raise Refused("gone")
        if found.accepted_at is None:
            found.accepted_at = at
            found.save(update_fields=["accepted_at"])
            record(organization, fact=DeputyAccepted(membership=row.id), actor=actor_of(by=by), at=at)


def end_deputy(organization: OrganizationId, *, membership: UUID, by: UUID, at: datetime) -> None:
    """A manager takes it back, or the user does. Records `access.deputy_ended` once."""
    with within(organization):
        lock(organization)
        if membership != by:
            manager(organization, by=by, at=at)
        named = Deputy.objects.filter(organization_id=organization, membership_id=membership, ended_at__isnull=True)
        if named.update(ended_at=at):
            record(organization, fact=DeputyEnded(membership=membership), actor=actor_of(by=by), at=at)
