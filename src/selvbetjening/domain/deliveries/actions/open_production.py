"""A manager opens production, after a test that was accepted (BP-50)."""

from datetime import datetime
from uuid import UUID

from selvbetjening.domain.access.actions.production import ask_for_production
from selvbetjening.domain.deliveries.queries.production import accepted_test
from selvbetjening.domain.deliveries.rules.refused import Refused
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import OrganizationId


def open_after_test(organization: OrganizationId, *, by: UUID, at: datetime) -> bool:
    """Open production, or ask for the second manager's yes: then True. See `access.actions.production`.

    Raises `Refused("untested")` while no test delivery was accepted, and what `ask_for_production` raises.
    """
    with within(organization):
        tested = accepted_test(organization)
        if tested is None:
            raise Refused("untested")
        return ask_for_production(organization, tested=tested.id, by=by, at=at)
