"""Whether the company may send real files over My File Transfer (BP-50)."""

from dataclasses import dataclass
from datetime import datetime

from selvbetjening.domain.access.lifecycle import TaskState
from selvbetjening.domain.access.models import AccessTask, FileProduction
from selvbetjening.kernel.ids import OrganizationId


@dataclass(frozen=True, slots=True)
class Production:
    """How it stands: `opening` while it is open, `waits` while a second manager is asked for."""

    opening: FileProduction | None
    waits: AccessTask | None

    @property
    def is_open(self) -> bool:
        """Whether real files are taken."""
        return self.opening is not None


def is_open(organization: OrganizationId) -> bool:
    """Whether real files are taken. Inside the company's transaction."""
    return FileProduction.objects.filter(organization_id=organization, closed_at=None).exists()


def production(organization: OrganizationId, *, at: datetime) -> Production:
    """The same with what a page shows of it."""
    asked = AccessTask.objects.filter(
        organization_id=organization, kind=AccessTask.Kind.OPEN_PRODUCTION, state=TaskState.OPEN, expires_at__gt=at
    )
    opening = FileProduction.objects.filter(organization_id=organization, closed_at=None).first()
    return Production(opening, None if opening else asked.first())
