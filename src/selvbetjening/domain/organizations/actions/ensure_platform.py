"""Make the row that the bookkeepers' host stands on, where it is not there yet (CM-08)."""

from datetime import datetime

from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.organizations.events import OrganizationCreated
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.organizations.rules.platform import BOOKKEEPERS, PLATFORM, PLATFORM_NAME
from selvbetjening.domain.tenancy.within import one_at_a_time, within
from selvbetjening.kernel.actors import SYSTEM


def ensure_platform(*, at: datetime) -> None:
    """The installation as a tenant of its own: it has no customers, no API user and no portal; only logins.

    Records `organizations.created` the first time.
    """
    with within(PLATFORM):
        one_at_a_time(PLATFORM, what="platform")
        _, made = Organization.objects.get_or_create(
            id=PLATFORM,
            defaults={
                "name": PLATFORM_NAME,
                "slug": BOOKKEEPERS,
                "allowed_acts": [],
                "features": ["self_service"],
                "self_service_enabled": True,
                "choices": {"duplicate_email_mode": "chooser"},
                "created_at": at,
            },
        )
        if made:
            record(PLATFORM, fact=OrganizationCreated(), actor=SYSTEM, at=at)
