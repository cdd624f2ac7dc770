"""The bytes of files, of what was sent and of what lies ready (BP-48, BP-49, BP-81): a right of its own, by name."""

import base64
from collections.abc import Iterator
from datetime import date
from itertools import chain
from typing import Final
from uuid import UUID

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.formats import date_format
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from selvbetjening.domain.deliveries.actions.collect import mark_collected, note_fetched
from selvbetjening.domain.deliveries.ports import StoreFailed
from selvbetjening.domain.deliveries.queries import Delivery, OutFile, bytes_of
from selvbetjening.portals.api.call import ApiRequest
from selvbetjening.portals.api.deliveries import by_of, file_transfer, found
from selvbetjening.portals.api.errors import Problem, conflict, said
from selvbetjening.portals.api.outputs import output
from selvbetjening.portals.api.resource import Resource

resource = Resource("contents")
_KIND: Final = "application/octet-stream"


@resource.gives_file("deliveries/{uuid}/content/")
def read_delivery_content(request: ApiRequest, uuid: UUID) -> HttpResponseBase:
    """The bytes that were sent, as they came. What the virus scanner has not passed, or has stopped, is a 409."""
    call = file_transfer(request.call)
    row = found(call, uuid)
    if row.content_gone_on is not None:
        raise _gone(row.content_gone_on)
    if not row.may_leave():
        words = _("The virus scanner has not passed these bytes, so they leave through no door. Follow the file.")
        raise conflict(words, code="content_stopped")
    answer = _answer(request, row)
    if answer.status_code == 200 and request.method == "GET":
        note_fetched(call.here, delivery=row.id, by=by_of(call), at=call.at)
    return answer


@resource.gives_file("outputs/{uuid}/content/")
def read_output_content(request: ApiRequest, uuid: UUID) -> HttpResponseBase:
    """The bytes of a file that lies ready. It is then marked as fetched, as over every door, and stays where it is."""
    call = file_transfer(request.call)
    row = output(call, uuid)
    if row.content_gone_on is not None:
        raise _gone(row.content_gone_on)
    answer = _answer(request, row)
    if answer.status_code == 200 and request.method == "GET":
        mark_collected(call.here, file=row.id, by=by_of(call), at=call.at)
    return answer


def _answer(request: ApiRequest, row: Delivery | OutFile) -> HttpResponseBase:
    """The file: whole for GET, its headers for HEAD, nothing for who has it already (If-None-Match)."""
    digest = base64.b64encode(bytes.fromhex(row.sha256)).decode()
    headers = {"ETag": f'"{row.sha256}"', "Repr-Digest": f"sha-256=:{digest}:"}
    known = {tag.strip().removeprefix("W/") for tag in request.headers.get("If-None-Match", "").split(",")}
    if known & {headers["ETag"], "*"}:
        return HttpResponse(status=304, headers=headers)
    headers |= {
        "Content-Disposition": str(content_disposition_header(as_attachment=True, filename=row.name)),
        "Content-Length": str(row.size),
    }
    if request.method == "HEAD":
        return HttpResponse(content_type=_KIND, headers=headers)
    return StreamingHttpResponse(_begun(request, row), content_type=_KIND, headers=headers)


def _begun(request: ApiRequest, row: Delivery | OutFile) -> Iterator[bytes]:
    """The bytes, the first of them read, so that what the store has lost is said and not cut off."""
    try:
        pieces = bytes_of(request.call.here, id=row.id)
        first = next(pieces, b"")
    except StoreFailed:
        words = _("The file cannot be read just now. Try again later.")
        raise said(503, words, code="content_unreadable", headers={"Retry-After": "60"}) from None
    return chain([first], pieces)


def _gone(on: date) -> Problem:
    words = _("The content was deleted on %(day)s.") % {"day": date_format(on)}
    return said(410, words, code="content_gone")
