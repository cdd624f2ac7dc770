"""Upload in pieces, resumable after anything (business-portal.md annex E). Answers are JSON and headers, no pages.

Bytes are on disk before a row says so, and no transaction stands around a request (`calls_out`): the door opens one to
let somebody in, and each step opens its own.
"""

from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.http import http_date
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from selvbetjening.domain.access.permissions import FILES_SEND
from selvbetjening.domain.deliveries import queries
from selvbetjening.domain.deliveries.actions.open_staging import open_staging
from selvbetjening.domain.deliveries.queries import Delivery, Filters, Staging
from selvbetjening.domain.deliveries.rules.limits import CHUNK
from selvbetjening.domain.deliveries.rules.refused import Refused
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.formatting import format_day
from selvbetjening.kernel.ids import new_id
from selvbetjening.portals.business.filetransfer import pieces
from selvbetjening.portals.business.filetransfer.answering import body_of, hash_in, own, problem, refusal
from selvbetjening.portals.business.filetransfer.senders import by_of, reader, scope
from selvbetjening.portals.business.requests import CompanyRequest
from selvbetjening.portals.gate import calls_out, requires
from selvbetjening.ui.components.values import language

#: Such an earlier delivery is no reason to ask about the same content again (annex D.3).
NEVER_COUNTED: Final = frozenset({"rejected", "withdrawn", "quarantined", "duplicate_of"})


@requires(FILES_SEND)
@calls_out
@never_cache
@require_POST
def create(request: CompanyRequest, organization: UUID) -> HttpResponse:
    """Begin an upload: 201 with its address; 200 with where it stands for one that was begun and not finished.

    JSON `{name, size, sha256?, environment?, purpose?, confirm_duplicate?}`. A known hash is 409 MFT-07 until the
    sender says that it is meant.
    """
    here, at, by = request.acting.here, clock.now(), by_of(request)
    asked = _asked(request)
    if asked is None:
        return problem(422, gettext("Say the file's name and its size in bytes."))
    with within(here):
        same = queries.find_same(
            here, by=by, name=asked["name"], size=asked["size"], sha256=asked["sha256"], at=at
        ) if asked["sha256"] else None  # fmt: skip
        if same is not None and same.environment == asked["environment"] and same.purpose == asked["purpose"]:
            return _located(request, same, status=200)
        earlier = None if asked.pop("confirmed") else sent_before(request, asked["sha256"], asked["environment"])
    if earlier is not None:
        return _known(request, earlier)
    try:
        row = open_staging(here, by=by, holder=new_id(), at=at, **asked)
    except Refused as refused:
        # Four at once are too many uploads, not a lock that this one waits for.
        return refusal(refused, status=429 if refused.code == "in_use" else None)
    return _located(request, row, status=201)


def sent_before(request: CompanyRequest, sha256: str, environment: str) -> Delivery | None:
    """The latest delivery of the same content in this environment within the days that count (BP-47)."""
    if not sha256:
        return None
    days = timedelta(days=request.acting.organization.choice("files_look_back_days"))
    filters = Filters(
        text=sha256, environment=environment, from_on=request.acting.today - days, pbs_numbers=scope(request.acting),
        reader=reader(request.acting),
    )  # fmt: skip
    found = queries.deliveries(request.acting.here, filters=filters, limit=20)
    return next((row for row in found if row.state not in NEVER_COUNTED), None)


def _known(request: CompanyRequest, earlier: Delivery) -> JsonResponse:
    day = format_day(copenhagen_day(earlier.received_at), language())
    words = gettext("The file is like delivery %(number)s of %(day)s. Do you want to send it all the same?")
    address = reverse("business:mft_delivery", args=[request.acting.here, earlier.id])
    return problem(
        409, words % {"number": earlier.number, "day": day}, code="MFT-07", delivery=str(earlier.id), address=address
    )


@requires(FILES_SEND)
@calls_out
@never_cache
@require_http_methods(["HEAD", "PATCH", "DELETE"])
def upload(request: CompanyRequest, organization: UUID, upload: UUID) -> HttpResponse:
    """HEAD tells where the upload stands, PATCH sends a piece, DELETE throws it away."""
    with within(request.acting.here):
        row = own(request, upload)
    try:
        match request.method:
            case "PATCH":
                return pieces.patched(request, row)
            case "DELETE":
                return pieces.deleted(request, row)
        return pieces.offset_of(request, row)
    except Refused as refused:
        return refusal(refused)


def _asked(request: HttpRequest) -> dict[str, Any] | None:
    given = body_of(request) or {}
    name, size, sha256 = given.get("name"), given.get("size"), hash_in(given)
    purpose, environment = given.get("purpose", "deliver"), given.get("environment", "production")
    is_sound = isinstance(name, str) and type(size) is int and size >= 0 and sha256 is not None
    if not is_sound or purpose not in {"deliver", "preview"} or environment not in {"production", "test"}:
        return None
    return {
        "name": name, "size": size, "sha256": sha256, "purpose": purpose, "environment": environment,
        "confirmed": given.get("confirm_duplicate") is True,
    }  # fmt: skip


def _located(request: CompanyRequest, row: Staging, *, status: int) -> JsonResponse:
    address = reverse("business:mft_upload", args=[request.acting.here, row.id])
    headers = {
        "Location": address, "Upload-Chunk-Max": str(CHUNK), "Upload-Offset": str(row.offset),
        "Upload-Expires": http_date(row.expires_at.timestamp()),
    }  # fmt: skip
    return JsonResponse({"upload": address, "offset": row.offset}, status=status, headers=headers)
