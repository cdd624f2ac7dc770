"""Explain this line: what it is, and each of its fields, from the format's own tables (BP-45, BM-01)."""

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from betalingsservice.explain import Explained, ExplainedField
from betalingsservice.rows import written
from selvbetjening.domain.access.permissions import FILES_FETCH, FILES_SEND
from selvbetjening.domain.deliveries import queries
from selvbetjening.domain.deliveries.ports import StoreFailed
from selvbetjening.portals.business.filetransfer.delivery import found, is_readable
from selvbetjening.portals.business.filetransfer.previewing import found as found_preview
from selvbetjening.portals.business.pages import page
from selvbetjening.portals.business.requests import CompanyRequest
from selvbetjening.portals.gate import requires
from selvbetjening.ui.components.values import language

#: Blanks inside are shown as these; those at the end fill the field up, and mean nothing.
_BLANK: Final = "\N{OPEN BOX}"


@dataclass(frozen=True, slots=True)
class Field:
    """One field of the line: where it stands, what stands there, what it means, and what is wrong with it."""

    place: str
    name: str
    raw: str
    value: str
    help: str
    faults: list[tuple[str, str]]


@requires(FILES_FETCH)
@require_safe
def line(request: CompanyRequest, organization: UUID, delivery: UUID, line: int) -> HttpResponse:
    """A line of a delivery, for as long as its content is kept."""
    row = found(request, delivery)
    if not is_readable(row) or _is_beyond(row.content, line):
        raise Http404
    back = reverse("business:mft_delivery", args=[request.acting.here, row.id])
    return _page(request, row.id, line, name=row.name, back=back)


@requires(FILES_SEND)
@require_safe
def preview_line(request: CompanyRequest, organization: UUID, preview: UUID, line: int) -> HttpResponse:
    """A line of a file that is looked at before it is sent."""
    row = found_preview(request, preview)
    if row.staging.state == "removed" or _is_beyond(row.result, line):
        raise Http404
    back = reverse("business:mft_preview", args=[request.acting.here, row.id])
    return _page(request, row.staging_id, line, name=row.staging.name, back=back)


def _is_beyond(checked: dict[str, Any], line: int) -> bool:
    """Whether the check counted fewer lines: then nothing has to be read to know."""
    lines = checked.get("counts", {}).get("lines")
    return line < 1 or (lines is not None and line > lines)


def _page(request: CompanyRequest, file: UUID, number: int, *, name: str, back: str) -> HttpResponse:
    try:
        told = queries.explained(request.acting.here, id=file, line=number)
    except StoreFailed:
        raise Http404 from None
    if told is None:
        raise Http404
    context: dict[str, Any] = {
        "name": name,
        "what": told.label.into(language()),
        "where": _where(told),
        "fields": [_field(each) for each in told.fields],
        "faults": _faults(told.findings),
        "back": back,
        "raw": told.record.raw.rstrip(),
    }
    title = gettext("Line %(number)s explained") % {"number": number}
    return page(request, "business/filetransfer/line.html", title=title, **context)


def _where(told: Explained) -> str:
    if not told.delivery:
        return ""
    words = gettext("delivery %(type)s, section %(section)s") if told.section else gettext("delivery %(type)s")
    return words % {"type": told.delivery, "section": told.section}


def _field(each: ExplainedField) -> Field:
    column, spoken = each.column, language()
    last = column.start + column.length - 1
    value = gettext("cannot be read") if each.value is None and each.raw.strip(" 0") else written(each.value)
    return Field(
        place=str(column.start) if last == column.start else f"{column.start}–{last}",
        name=column.label.into(spoken), raw=each.raw.rstrip().replace(" ", _BLANK),
        value="" if value is None else str(value), help=column.help_text.into(spoken), faults=_faults(each.findings),
    )  # fmt: skip


def _faults(findings: Any) -> list[tuple[str, str]]:
    spoken = language()
    return [(finding.what(spoken), finding.mend(spoken)) for finding in findings]
