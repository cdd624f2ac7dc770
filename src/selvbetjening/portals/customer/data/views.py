"""Ask for the file with everything, see how far it is, and fetch it (GDP-3, XB-39)."""

from collections.abc import Iterator
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from selvbetjening.domain.organizations import permissions
from selvbetjening.domain.rights.actions.export import ask_export, note_fetched
from selvbetjening.domain.rights.queries import exports
from selvbetjening.domain.rights.rules.erasing import export_open
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from selvbetjening.portals.customer.requests import VisitorRequest
from selvbetjening.portals.gate import requires


@requires(permissions.EXPORT_DATA)
@require_http_methods(["GET", "HEAD", "POST"])
def my_data(request: VisitorRequest) -> HttpResponse:
    """What is kept and why; a press has the file made."""
    organization, account = request.organization_id, request.visitor.account.id
    person, at = request.visitor.recipient.id, clock.now()
    if request.method == "POST":
        ask_export(organization, account=account, recipient=person, actor=request.visitor.actor, at=at)
        return HttpResponseRedirect(reverse("customer:my_data"))
    last = exports.latest(organization, account=account, recipient=person)
    ready = last if last and last.state == "ready" and export_open(expires_at=last.expires_at, at=at) else None
    working = last if last and last.state == "working" else None
    return render(request, "customer/my_data.html", {"ready": ready, "working": working})


@requires(permissions.EXPORT_DATA)
@require_safe
def fetch(request: VisitorRequest, data_export: UUID) -> StreamingHttpResponse:
    """The file, to the person who asked for it, for a day. Every download is written down (SEC-119, SEC-123)."""
    organization, account, at = request.organization_id, request.visitor.account.id, clock.now()
    try:
        found = exports.get(
            organization, account=account, recipient=request.visitor.recipient.id, data_export=data_export
        )
    except ObjectDoesNotExist:
        raise Http404 from None
    if found.state != "ready" or not export_open(expires_at=found.expires_at, at=at):
        raise Http404
    note_fetched(organization, account=account, data_export=found.id, actor=request.visitor.actor, at=at)

    def pieces() -> Iterator[bytes]:
        number = 0
        while True:
            with within(organization):  # the request's own transaction is over by now (SEC-10)
                piece = exports.part(organization, data_export=found, number=number)
            if piece is None:
                return
            yield piece
            number += 1

    headers = {"Content-Disposition": 'attachment; filename="mine-data.zip"', "Content-Length": str(found.size)}
    return StreamingHttpResponse(pieces(), content_type="application/zip", headers=headers)
