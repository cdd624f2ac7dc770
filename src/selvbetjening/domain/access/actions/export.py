"""Take the list of users and their access out as a file (BP-27)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from selvbetjening.domain.access.actions.company import actor_of, manager
from selvbetjening.domain.access.events import MembersExported
from selvbetjening.domain.access.queries.overview import overview
from selvbetjening.domain.access.rules.refusals import Refused
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.sheets import as_xlsx
from selvbetjening.kernel.tables import as_csv

CONTENT_TYPES: Final = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True)
class Exported:
    """A file as it is sent. The name is fixed: nothing that anybody typed stands in it (SEC-122)."""

    name: str
    content_type: str
    content: bytes


def export_overview(organization: OrganizationId, *, kind: str, by: UUID, at: datetime) -> Exported:
    """The file, `csv` or `xlsx`; the door asks for a step-up first. No cell is run as a formula (SEC-121, SEC-122).

    Records `access.members_exported`. Raises `Refused`: `unknown` for another kind, `ACC-01` without the role.
    """
    if kind not in CONTENT_TYPES:
        raise Refused("unknown", field="kind")
    with within(organization):
        manager(organization, by=by, at=at)
        rows = list(overview(organization, at=at))
        record(organization, fact=MembersExported(form=kind), actor=actor_of(by=by), at=at)
    content = as_csv(rows) if kind == "csv" else as_xlsx(rows)
    return Exported(f"brugere-{copenhagen_day(at).isoformat()}.{kind}", CONTENT_TYPES[kind], content)
