"""Change what the company says of itself, and its settings."""

from dataclasses import asdict, replace
from datetime import datetime

from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.organizations.events import OrganizationConfigured
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.organizations.rules.settings import OrganizationSettings, accept_settings
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.addresses import normalise_email
from selvbetjening.kernel.ids import OrganizationId


def configure(
    organization: OrganizationId, *, settings: OrganizationSettings, actor: Actor, at: datetime
) -> tuple[str, ...]:
    """Save the settings and return which changed. Records `organizations.configured` when any did.

    Raises `Refused`, see `accept_settings`.
    """
    accept_settings(settings=settings)
    if settings.email:
        settings = replace(settings, email=normalise_email(settings.email))
    with within(organization):
        found = Organization.objects.select_for_update().get(id=organization)
        values = asdict(settings)
        changed = tuple(field for field, value in values.items() if getattr(found, field) != value)
        if changed:
            for field in changed:
                setattr(found, field, values[field])
            found.save(update_fields=changed)
            record(organization, fact=OrganizationConfigured(fields=changed), actor=actor, at=at)
    return changed
