"""Host one more company. Its portal is closed until somebody opens it (SB-06 to SB-08)."""

from dataclasses import asdict
from datetime import datetime

from django.conf import settings as django_settings

from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.organizations.actions.host_names import claim
from selvbetjening.domain.organizations.events import OrganizationCreated
from selvbetjening.domain.organizations.models import Host, Organization
from selvbetjening.domain.organizations.rules.names import accept_slug
from selvbetjening.domain.organizations.rules.settings import OrganizationSettings, accept_settings
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId


def create(
    organization: OrganizationId, *, settings: OrganizationSettings, slug: str, actor: Actor, at: datetime
) -> Organization:
    """Make the company with this new id, its host name `<slug>.<base>` and the usual permissions.

    Master switch off, no feature, no API user. Records `organizations.created`. Raises `Refused`: see
    `accept_settings`, `accept_slug`, and `host_taken`.
    """
    accept_settings(settings=settings)
    name = f"{accept_slug(slug=slug)}.{django_settings.PORTAL_BASE_DOMAIN}"
    with within(organization):
        made = Organization.objects.create(id=organization, slug=slug, created_at=at, **asdict(settings))
        claim(organization, name=name, kind=Host.Kind.SLUG, field="slug")
        record(organization, fact=OrganizationCreated(), actor=actor, at=at)
    return made
