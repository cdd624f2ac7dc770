"""The bookkeeper's cockpit: what waits in each company, one at a time, counts and times only (BM-10, SEC-17)."""

import logging
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from selvbetjening.domain.access import queries as access
from selvbetjening.domain.organizations import queries as organizations
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from selvbetjening.kernel.actors import Actor
from selvbetjening.portals.business.acting import Acting
from selvbetjening.portals.business.front.attention import waiting_for
from selvbetjening.portals.business.pages import page
from selvbetjening.portals.business.requests import PersonRequest, Proven
from selvbetjening.portals.gate import logged_in

logger = logging.getLogger(__name__)
_FAILED: Final = "failed"


@dataclass(frozen=True)
class Row:
    """One company. `state` is empty, a LOGIN code, or `failed` where the company's rows could not be read."""

    id: UUID
    name: str
    waiting: int = 0
    next_end: date | None = None
    state: str = ""


@logged_in
@require_safe
def cockpit(request: PersonRequest) -> HttpResponse:
    """Every company in which the person is active now; opening a row goes into that company."""
    mine = access.companies_of(user=request.proven.user, cvr=request.proven.cvr)
    rows = [row for one in mine if (row := _row(request.proven, one)) is not None]
    title = gettext("Overview of my companies")
    return page(request, "business/front/cockpit.html", title=title, rows=sorted(rows, key=lambda row: row.name))


def _row(person: Proven, one: access.CompanyOf) -> Row | None:
    """None for a membership that opens nothing; a company that fails says so on its own row only."""
    try:
        with within(one.organization):
            company = organizations.get(one.organization)
            standing = access.standing(one.organization, user=person.user, cvr=person.cvr, today=clock.today())
            if standing is None or standing.refused:
                return None
            acting = Acting(company, clock.today(), person.name, Actor("user", str(one.membership)), standing)
            ends = [grant.ends_on for grant in standing.grants if grant.ends_on is not None]
            return Row(one.organization, company.name, len(waiting_for(acting)), min(ends, default=None))
    except Exception:
        # BM-10: one company failing must not take the others' rows with it.
        logger.exception("a company's row of the overview could not be read")
        return Row(one.organization, "", state=_FAILED)
