"""Files that leave: with the permission to export, with MitID afresh, and written down (BP-08, SEC-121, SEC-122)."""

from collections.abc import Iterable, Sequence

from django.http import HttpResponse

from selvbetjening.domain.organizations.actions.note_export import note_export
from selvbetjening.kernel import clock
from selvbetjening.kernel.tables import as_csv
from selvbetjening.portals.business.requests import CompanyRequest

Cells = Sequence[str | int | None]


def csv_file(content: bytes, name: str) -> HttpResponse:
    """The bytes as a file of this name (without ending); nothing that anybody typed stands in the name."""
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=headers)


def exported(request: CompanyRequest, *, what: str, head: Cells, rows: Iterable[Cells]) -> HttpResponse:
    """A list as a file, and in the company's log that it was taken. No cell is run as a formula (SEC-121)."""
    acting, lines = request.acting, list(rows)
    note_export(acting.here, what=what, rows=len(lines), actor=acting.actor, at=clock.now())
    return csv_file(as_csv([head, *lines]), f"{acting.organization.slug}-{what}-{acting.today}")
