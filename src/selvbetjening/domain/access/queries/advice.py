"""What an Access Manager is advised now: the card on the front page and the weekly mail ask the same (BP-30)."""

from datetime import date, datetime
from uuid import UUID

from selvbetjening.domain.access.queries.reviews import is_review_due
from selvbetjening.domain.access.queries.tasks import is_snoozed, manager_health
from selvbetjening.kernel.ids import OrganizationId


def advice_for(organization: OrganizationId, *, membership: UUID, at: datetime, today: date) -> list[str]:
    """A second manager, and a review that is due; without what this manager has put off."""
    due = {
        "two_managers": manager_health(organization, at=at, today=today).too_few,
        "review": is_review_due(organization, at=at),
    }
    return [
        advice
        for advice, is_due in due.items()
        if is_due and not is_snoozed(organization, membership=membership, advice=advice, today=today)
    ]
