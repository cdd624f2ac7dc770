"""Take the list of users and their access out as a file (BP-27)."""

from datetime import datetime
from typing import Final
from uuid import UUID

from selvbetjening.domain.access.actions.company import actor_of, manager
from selvbetjening.domain.access.events import MembersExported
from selvbetjening.domain.access.queries.overview import overview
from selvbetjening.domain.access.rules.refusals import Refused
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.sheets import as_xlsx
from selvbetjening.kernel.tables import as_csv

FORMS: Final = ("csv", "xlsx")


def export_members(organization: OrganizationId, *, form: str, by: UUID, at: datetime) -> bytes:
    """The file; the door asks for a step-up first. No cell is run as a formula (SEC-121, SEC-122).

    Records `access.members_exported`. Raises `Refused`: `unknown` for another form, `ACC-01` without the role.
    """
    if form not in FORMS:
        raise Refused("unknown", field="form")
    with within(organization):
        manager(organization, by=by, at=at)
        rows = list(overview(organization, at=at))
        record(organization, fact=MembersExported(form=form), actor=actor_of(by=by), at=at)
    return as_csv(rows) if form == "csv" else as_xlsx(rows)
