"""status/: whether what is sent is worked on now (BP-81)."""

from typing import Literal

from selvbetjening.domain.access.permissions import FILE_TRANSFER
from selvbetjening.domain.access.queries.production import is_open
from selvbetjening.domain.access.queries.solutions import solutions_of
from selvbetjening.portals.api.call import ApiRequest
from selvbetjening.portals.api.resource import Resource
from selvbetjening.portals.api.values import Instant, Outgoing
from selvbetjening.portals.operation import operation, scanner_is_away

resource = Resource("status")


class StatusOut(Outgoing):
    """`operation` is `up`, `late` (work waits more than five minutes) or `down`; `files_production` whether real
    files are taken from this company.
    """

    date: Instant
    operation: Literal["up", "late", "down"]
    scanner_away: bool
    file_transfer: bool
    files_production: bool


@resource.reads("status/", StatusOut)
def read_status(request: ApiRequest) -> StatusOut:
    """How things stand now."""
    call = request.call
    has_files = FILE_TRANSFER in solutions_of(call.here, today=call.today)
    return StatusOut(
        date=call.at, operation=operation(), scanner_away=scanner_is_away(at=call.at), file_transfer=has_files,
        files_production=has_files and is_open(call.here),
    )  # fmt: skip
