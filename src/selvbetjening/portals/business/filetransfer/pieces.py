"""One upload, once it is known to be the member's: where it stands, another piece, its end, away with it (annex E)."""

import base64
import binascii
from typing import Final
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.http import http_date
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from selvbetjening.domain.access.permissions import FILES_SEND
from selvbetjening.domain.deliveries import queries
from selvbetjening.domain.deliveries.actions.append import append
from selvbetjening.domain.deliveries.actions.commit import commit
from selvbetjening.domain.deliveries.actions.preview import ask_preview
from selvbetjening.domain.deliveries.actions.put_aside import discard
from selvbetjening.domain.deliveries.actions.resume import resume
from selvbetjening.domain.deliveries.queries import Staging
from selvbetjening.domain.deliveries.rules.limits import CHUNK
from selvbetjening.domain.deliveries.rules.refused import Refused
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from selvbetjening.kernel.ids import new_id
from selvbetjening.portals.business.filetransfer.answering import body_of, hash_in, own, problem, refusal
from selvbetjening.portals.business.filetransfer.senders import by_of
from selvbetjening.portals.business.requests import CompanyRequest
from selvbetjening.portals.gate import calls_out, requires

TYPE: Final = "application/offset+octet-stream"
#: The piece is not what its sender hashed: no standard status says so, the protocol's own does.
CHECKSUM_DIFFERS: Final = 460
#: Whole already: there is nothing to take over.
_WHOLE: Final = ("staged", "committed")
_MOST_DIGITS: Final = 15


def offset_of(request: CompanyRequest, row: Staging) -> HttpResponse:
    """Where to go on. Asking changes nothing (SEC-136): a piece that is stuck in another request holds no lock while it
    is read, and when its bytes come too late they stand at the wrong offset.
    """
    if row.state not in _WHOLE and (row.state == "removed" or row.expires_at <= clock.now()):
        raise Refused("expired")
    headers = {
        "Upload-Offset": str(row.offset), "Upload-Length": str(row.size),
        "Upload-Expires": http_date(row.expires_at.timestamp()),
    }  # fmt: skip
    return HttpResponse(headers=headers)


def patched(request: CompanyRequest, row: Staging) -> HttpResponse:
    """Write one piece. A body that ends before its announced length is written nowhere."""
    here, length, offset = (
        request.acting.here,
        _number(request, "CONTENT_LENGTH"),
        _number(request, "HTTP_UPLOAD_OFFSET"),
    )
    if request.content_type != TYPE:
        return problem(415, gettext("Pieces of a file are sent as %(type)s.") % {"type": TYPE})
    if length is None or offset is None:
        return problem(400, gettext("Say the piece's length and its offset."))
    if length > CHUNK:
        return refusal(Refused("too_large", limit=CHUNK))
    checksum = _checksum(request.headers.get("Upload-Checksum", ""))
    if checksum is None:
        return problem(400, gettext("The checksum must be sha256 and its value in base64."))
    if row.state in _WHOLE:
        return refusal(Refused("committed"))
    holder = row.holder
    if row.state != "receiving":
        holder = resume(here, staging=row.id, by=by_of(request), holder=new_id(), at=clock.now()).holder
    data = request.read(length)
    if len(data) != length:
        return problem(400, gettext("The piece broke off. Send it again."))
    try:
        end = append(here, staging=row.id, holder=holder, offset=offset, data=data, at=clock.now(), sha256=checksum)
    except Refused as refused:
        return _not_written(request, row, refused)
    return HttpResponse(status=204, headers={"Upload-Offset": str(end)})


def _not_written(request: CompanyRequest, row: Staging, refused: Refused) -> JsonResponse:
    if refused.code == "hash_differs":
        return refusal(refused, status=CHECKSUM_DIFFERS)
    if refused.code != "lost":
        return refusal(refused)
    with within(request.acting.here):
        now = own(request, row.id)
    return refusal(Refused("lost", offset=now.offset))


def deleted(request: CompanyRequest, row: Staging) -> HttpResponse:
    """Throw it away, with its bytes; again is the same."""
    discard(request.acting.here, staging=row.id, by=by_of(request), at=clock.now())
    return HttpResponse(status=204)


@requires(FILES_SEND)
@calls_out
@never_cache
@require_POST
def finish(request: CompanyRequest, organization: UUID, upload: UUID) -> HttpResponse:
    """The whole file is there: 202 with the delivery, or with the preview to send it from. Again: the same answer."""
    given = body_of(request) or {}
    sha256 = hash_in(given)
    with within(request.acting.here):
        row = own(request, upload)
    if sha256 is None:
        return problem(422, gettext("The hash must be SHA-256 in hexadecimal digits."))
    try:
        if row.purpose == "preview" and row.state == "staged":
            return _looked_at(request, row.id)
        return _committed(request, row, sha256)
    except Refused as refused:
        return refusal(refused)


def _committed(request: CompanyRequest, row: Staging, sha256: str) -> HttpResponse:
    here = request.acting.here
    done = commit(here, staging=row.id, by=by_of(request), at=clock.now(), sha256=sha256)
    if done.outcome == "staged":
        return _looked_at(request, row.id)
    if done.delivery is None:
        words = gettext("The file is not complete: its end is missing. Send the whole file again.")
        return problem(422, words, code="MFT-04", outcome=done.outcome)
    address = reverse("business:mft_delivery", args=[here, done.delivery])
    told = {"delivery": str(done.delivery), "number": done.number, "outcome": done.outcome, "address": address}
    return JsonResponse({**told, "sha256": done.sha256}, status=202, headers={"Location": address})


def _looked_at(request: CompanyRequest, staging: UUID) -> HttpResponse:
    """The preview of a staged file: the one that there is, or a new one."""
    here, at = request.acting.here, clock.now()
    with within(here):
        made = next(iter(queries.previews(here, at=at, staging=staging, limit=1)), None)
    if made is None:
        made = ask_preview(here, staging=staging, by=by_of(request), at=at)
    address = reverse("business:mft_preview", args=[here, made.id])
    told = {"preview": str(made.id), "outcome": "staged", "address": address, "sha256": made.sha256}
    return JsonResponse(told, status=202, headers={"Location": address})


def _number(request: CompanyRequest, name: str) -> int | None:
    text = request.META.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS else None


def _checksum(text: str) -> str | None:
    """The piece's SHA-256 in hex; empty where none was sent, None for what is none."""
    if not text:
        return ""
    method, _, value = text.partition(" ")
    try:
        digest = base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError):
        return None
    return digest.hex() if method.lower() == "sha256" and len(digest) == 32 else None
