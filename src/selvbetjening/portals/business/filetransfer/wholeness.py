"""A person's word that a file without a provable end is whole (annex C.4)."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from selvbetjening.domain.access.permissions import FILES_SEND
from selvbetjening.domain.deliveries import queries
from selvbetjening.domain.deliveries.actions.confirm_whole import confirm_whole
from selvbetjening.domain.deliveries.lifecycle import StagingState
from selvbetjening.domain.deliveries.rules.refused import Refused
from selvbetjening.kernel import clock
from selvbetjening.portals.business.filetransfer.senders import me, scope
from selvbetjening.portals.business.filetransfer.words import said
from selvbetjening.portals.business.pages import page, saved
from selvbetjening.portals.business.people.sure import Sure
from selvbetjening.portals.business.requests import CompanyRequest
from selvbetjening.portals.gate import confirmed_by_mitid, requires


@requires(FILES_SEND)
@confirmed_by_mitid("files")
@require_http_methods(["GET", "HEAD", "POST"])
def whole(request: CompanyRequest, organization: UUID, waiting_file: UUID) -> HttpResponse:
    """What arrived, and one button; whoever may see some PBS numbers only has no say, since nobody has looked in it."""
    here = request.acting.here
    me(request)
    row = queries.staging(here, staging=waiting_file)
    if row is None or row.door != "sftp" or row.state != StagingState.WAITING or scope(request.acting):
        raise Http404
    back = reverse("business:mft", args=[here])
    if request.method == "POST":
        seen = str(request.POST.get("sha256", ""))
        try:
            with transaction.atomic():
                done = confirm_whole(here, staging=row.id, sha256=seen, actor=request.acting.actor, at=clock.now())
        except Refused as refused:
            messages.error(request, said(refused).words)
            return HttpResponseRedirect(back)
        return saved(
            request, reverse("business:mft_delivery", args=[here, done.delivery]), gettext("The file is delivered.")
        )
    context = {"form": Sure(), "row": row, "back": back, "press": gettext("The file is whole: deliver it")}
    return page(request, "business/filetransfer/whole.html", title=gettext("Is the file whole?"), **context)
