"""outputs/: files that were laid ready for the company, 0602, 0603, 0621 and the rest (BP-48, BP-81)."""

from collections.abc import Iterable
from datetime import date
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet

from selvbetjening.domain.deliveries.queries import OutFile
from selvbetjening.domain.deliveries.queries.listed import listed_out_files
from selvbetjening.portals.api import filters
from selvbetjening.portals.api.call import ApiRequest, Call
from selvbetjening.portals.api.deliveries import ENVIRONMENTS, file_transfer
from selvbetjening.portals.api.errors import missing
from selvbetjening.portals.api.listing import Listing
from selvbetjening.portals.api.resource import Resource
from selvbetjening.portals.api.values import Instant, Outgoing

resource = Resource("outputs")
#: What a file tells of → the type of its delivery (betalingsservice.md).
_TYPES: Final = {
    "payments": "0602", "mandates": "0603", "mandates_full": "0603", "information": "0621", "collections": "0601",
    "registrations": "0605",
}  # fmt: skip


class OutputOut(Outgoing):
    """A file to fetch. `is_fetched`: somebody has, over any door; `content_gone_date`: its bytes were deleted then."""

    uuid: UUID
    number: int | None
    name: str
    kind: str
    type: str
    pbs_number: str | None
    environment: str
    size: int
    sha256: str
    is_fetched: bool
    fetched_date: Instant | None
    fetch_count: int
    content_gone_date: date | None
    created_date: Instant


def rows(_call: Call, found: "Iterable[OutFile]") -> list[OutputOut]:
    """These files."""
    return [
        OutputOut(
            uuid=row.id, number=row.number, name=row.name, kind=row.kind, type=_TYPES.get(row.kind, row.kind),
            pbs_number=row.pbs_number or None, environment=row.environment, size=row.size, sha256=row.sha256,
            is_fetched=row.collected_at is not None, fetched_date=row.collected_at, fetch_count=row.collections,
            content_gone_date=row.content_gone_on, created_date=row.made_at,
        )
        for row in found
    ]  # fmt: skip


def _of_type(value: str) -> Q:
    return Q(kind__in=[value, *(kind for kind, type_ in _TYPES.items() if type_ == value)])


LISTING: Final = Listing(
    present=rows,
    filters={
        "uuid": filters.uuid("id"),
        "number": filters.number("number"),
        "name": filters.text("name"),
        "kind": filters.text("kind"),
        "type": filters.asked(lambda value: Q(pk__in=[]) if "\x00" in value else _of_type(value)),
        "pbs_number": filters.text("pbs_number"),
        "environment": filters.choice("environment", ENVIRONMENTS),
        "sha256": filters.text("sha256"),
        "is_fetched": filters.choice("collected_at__isnull", {"true": False, "false": True}),
        "created_date": filters.instant("made_at"),
        "fetched_date": filters.instant("collected_at"),
    },
    ordering={"created_date": "made_at", "name": "name"},
)


@resource.lists("outputs/", OutputOut, LISTING)
def list_outputs(request: ApiRequest) -> "QuerySet[OutFile]":
    """What lies ready, the newest first; files whose content is deleted are not in it."""
    return listed_out_files(file_transfer(request.call).here).filter(content_gone_on=None)


@resource.reads("outputs/{uuid}/", OutputOut)
def read_output(request: ApiRequest, uuid: UUID) -> OutputOut:
    """One file, also after its content was deleted."""
    return rows(request.call, [output(file_transfer(request.call), uuid)])[0]


def output(call: Call, uuid: UUID) -> OutFile:
    """The company's file. Raises a 404."""
    found = listed_out_files(call.here).filter(id=uuid).first()
    if found is None:
        raise missing()
    return found
