"""Make a company active or inactive; inactive closes everything at the next request (LG-14)."""

from datetime import datetime

from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.organizations.events import OrganizationActivated, OrganizationDeactivated
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId


def activate(organization: OrganizationId, *, actor: Actor, at: datetime) -> None:
    """Records `organizations.activated`, once."""
    with within(organization):
        if Organization.objects.filter(id=organization, is_active=False).update(is_active=True):
            record(organization, fact=OrganizationActivated(), actor=actor, at=at)


def deactivate(organization: OrganizationId, *, actor: Actor, at: datetime) -> None:
    """Records `organizations.deactivated`, once."""
    with within(organization):
        if Organization.objects.filter(id=organization, is_active=True).update(is_active=False):
            record(organization, fact=OrganizationDeactivated(), actor=actor, at=at)
