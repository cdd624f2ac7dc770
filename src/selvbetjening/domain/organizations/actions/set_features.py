"""Decide which features the company has access to (SB-06)."""

from collections.abc import Iterable
from datetime import datetime

from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.organizations.events import FeaturesSet
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.organizations.rules.settings import FEATURES, known_codes
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId


def set_features(organization: OrganizationId, *, features: Iterable[str], actor: Actor, at: datetime) -> None:
    """Give exactly these features; without `self_service` the portal is closed (SB-06).

    Records `organizations.features_set` when something changes. Raises `Refused("unknown")`.
    """
    wanted = known_codes(codes=features, known=FEATURES, field="features")
    with within(organization):
        found = Organization.objects.select_for_update().get(id=organization)
        added = tuple(code for code in wanted if code not in found.features)
        removed = tuple(code for code in found.features if code not in wanted)
        if added or removed:
            found.features = wanted
            found.save(update_fields=["features"])
            record(organization, fact=FeaturesSet(added=added, removed=removed), actor=actor, at=at)
