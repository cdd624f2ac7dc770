"""The master switch "Aktivér Selvbetjening" (SB-08)."""

from datetime import datetime

from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.organizations.events import SelfServiceSwitchedOff, SelfServiceSwitchedOn
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId


def switch_on(organization: OrganizationId, *, actor: Actor, at: datetime) -> None:
    """Open the portal. Records `organizations.self_service_switched_on`, once."""
    with within(organization):
        if Organization.objects.filter(id=organization, self_service_enabled=False).update(self_service_enabled=True):
            record(organization, fact=SelfServiceSwitchedOn(), actor=actor, at=at)


def switch_off(organization: OrganizationId, *, actor: Actor, at: datetime) -> None:
    """Close the portal; running logins end at their next request. Records `…_switched_off`, once."""
    with within(organization):
        if Organization.objects.filter(id=organization, self_service_enabled=True).update(self_service_enabled=False):
            record(organization, fact=SelfServiceSwitchedOff(), actor=actor, at=at)
