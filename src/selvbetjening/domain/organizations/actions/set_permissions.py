"""Decide what the company's customers may do themselves (SB-05, SB-11)."""

from collections.abc import Iterable
from datetime import datetime

from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.organizations import permissions
from selvbetjening.domain.organizations.events import PermissionsSet
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.organizations.rules.settings import known_codes
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId


def set_permissions(organization: OrganizationId, *, acts: Iterable[str], actor: Actor, at: datetime) -> None:
    """Allow exactly these acts. Records `organizations.permissions_set` when something changes.

    A switch that is off does not take from consumers what the law gives them (the floor of customer-portal.md
    section 4): `access` decides that, whatever stands here. Raises `Refused("unknown")`.
    """
    wanted = known_codes(codes=acts, known=permissions.REGISTRY, field="allowed_acts")
    with within(organization):
        found = Organization.objects.select_for_update().get(id=organization)
        added = tuple(code for code in wanted if code not in found.allowed_acts)
        removed = tuple(code for code in found.allowed_acts if code not in wanted)
        if added or removed:
            found.allowed_acts = wanted
            found.save(update_fields=["allowed_acts"])
            record(organization, fact=PermissionsSet(added=added, removed=removed), actor=actor, at=at)
