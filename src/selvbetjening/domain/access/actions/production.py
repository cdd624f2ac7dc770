"""Open production of My File Transfer, and close it again (BP-50)."""

from datetime import datetime
from uuid import UUID

from selvbetjening.domain.access.actions.company import actor_of, lock, manager, needs_second
from selvbetjening.domain.access.actions.tasks import ask
from selvbetjening.domain.access.events import ProductionClosed, ProductionOpened
from selvbetjening.domain.access.models import AccessTask, FileProduction
from selvbetjening.domain.access.permissions import FILE_TRANSFER
from selvbetjening.domain.access.rules.invitations import WAITS
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId


def ask_for_production(organization: OrganizationId, *, tested: UUID, by: UUID, at: datetime) -> bool:
    """Open production, after the test delivery `tested`; True where a second manager must say yes first (BP-29).

    Twice is once. The door asks for a step-up, and `deliveries` has seen the test. Records `access.production_opened`
    or `access.task_asked`. Raises `Refused("ACC-01")` for whoever is no manager.
    """
    with within(organization):
        company = lock(organization)
        manager(organization, by=by, at=at)
        if FileProduction.objects.filter(organization_id=organization, closed_at=None).exists():
            return False
        if needs_second(organization, company=company, today=copenhagen_day(at)):
            kind, wanted = AccessTask.Kind.OPEN_PRODUCTION, {"tested": str(tested)}
            ask(organization, kind=kind, by=by, life=WAITS, at=at, subject=FILE_TRANSFER, wanted=wanted)
            return True
        open_production(organization, tested=tested, by=by, approved_by=None, at=at)
        return False


def open_production(
    organization: OrganizationId, *, tested: UUID | None, by: UUID | None, approved_by: UUID | None, at: datetime
) -> None:
    """The opening itself; the caller has asked everybody. Twice is once. Records `access.production_opened`."""
    with within(organization):
        lock(organization)
        if FileProduction.objects.filter(organization_id=organization, closed_at=None).exists():
            return
        made = FileProduction.objects.create(
            organization_id=organization, opened_at=at, opened_by_id=by, approved_by_id=approved_by, tested_id=tested
        )
        fact = ProductionOpened(opening=made.id, tested=tested, approved_by=approved_by)
        record(organization, fact=fact, actor=actor_of(by=approved_by or by), at=at)


def close_production(organization: OrganizationId, *, by: UUID, at: datetime) -> None:
    """No real file is taken from now on; what was received goes on. At once and by one person: it is the careful act.

    Twice is once. Records `access.production_closed`. Raises `Refused("ACC-01")` for whoever is no manager.
    """
    with within(organization):
        lock(organization)
        manager(organization, by=by, at=at)
        row = FileProduction.objects.filter(organization_id=organization, closed_at=None).first()
        if row is None:
            return
        row.closed_at, row.closed_by_id = at, by
        row.save(update_fields=["closed_at", "closed_by_id"])
        record(organization, fact=ProductionClosed(opening=row.id), actor=actor_of(by=by), at=at)
