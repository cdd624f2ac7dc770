"""What a file would do, and the button that sends it (BM-01). Nothing is uploaded a second time."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.timesince import timeuntil
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from selvbetjening.domain.access.permissions import FILES_FETCH, FILES_SEND
from selvbetjening.domain.deliveries import queries
from selvbetjening.domain.deliveries.actions.commit import Committed
from selvbetjening.domain.deliveries.actions.preview import send
from selvbetjening.domain.deliveries.actions.put_aside import discard
from selvbetjening.domain.deliveries.documents import reason_words
from selvbetjening.domain.deliveries.queries import Preview
from selvbetjening.domain.deliveries.queries.policy import choices, foretold
from selvbetjening.domain.deliveries.rules import receipt
from selvbetjening.domain.deliveries.rules.refused import Refused
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from selvbetjening.portals.business import stepping_up
from selvbetjening.portals.business.filetransfer.contents import content_of
from selvbetjening.portals.business.filetransfer.senders import by_of
from selvbetjening.portals.business.filetransfer.sending import made_by, may_see
from selvbetjening.portals.business.filetransfer.uploads import sent_before
from selvbetjening.portals.business.filetransfer.words import TYPES, said
from selvbetjening.portals.business.pages import page, saved
from selvbetjening.portals.business.requests import CompanyRequest
from selvbetjening.portals.gate import calls_out, requires
from selvbetjening.ui.components.values import language

_LOOKS_EVERY = "4"


@requires(FILES_SEND)
@calls_out
@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: CompanyRequest, organization: UUID, preview: UUID) -> HttpResponse:
    """Exactly what will happen; Send, Send straight away (with MitID), or throw it away."""
    with within(request.acting.here):
        row = found(request, preview)
        if request.method != "POST":
            return _page(request, row)
        if "straight_away" in request.POST and (asked := stepping_up.needs(request, "files")) is not None:
            return asked
    try:
        if "discard" in request.POST:
            discard(request.acting.here, staging=row.staging_id, by=by_of(request), at=clock.now())
            return saved(request, _send_address(request), gettext("The file is thrown away. Nothing was sent."))
        return _sent(request, row)
    except Refused as refused:
        messages.error(request, said(refused).words)
        return HttpResponseRedirect(request.path)


def found(request: CompanyRequest, preview: UUID) -> Preview:
    """A preview that the member may see. Raises Http404 for every other one."""
    row = queries.preview(request.acting.here, preview=preview)
    if row is None or not may_see(request, row):
        raise Http404
    return row


def _send_address(request: CompanyRequest) -> str:
    return reverse("business:mft_send", args=[request.acting.here])


def _sent(request: CompanyRequest, row: Preview) -> HttpResponse:
    """Send it; when the world has moved on, the new preview is shown first, with what differs."""
    acting = request.acting
    if row.staging.membership_id != by_of(request).membership:
        messages.error(request, gettext("Only the one who uploaded the file can send it."))
        return HttpResponseRedirect(request.path)
    straight = "straight_away" in request.POST
    done = send(acting.here, preview=row.id, by=by_of(request), at=clock.now(), straight_away=straight)
    if not isinstance(done, Committed):
        address = reverse("business:mft_preview", args=[acting.here, done.id])
        return HttpResponseRedirect(f"{address}?foer={row.id}")
    if done.delivery is None or not acting.holds(FILES_FETCH):
        return saved(request, request.path, gettext("The file is sent."))
    address = reverse("business:mft_delivery", args=[acting.here, done.delivery])
    return saved(request, address, gettext("The file is sent. This is its receipt page."))


def _page(request: CompanyRequest, row: Preview) -> HttpResponse:
    acting, staging = request.acting, row.staging
    content = content_of(row.result)
    is_ready, is_open = row.state == "ready", staging.state == "staged"
    is_trial = staging.door == "sftp"
    mine = staging.membership_id == by_of(request).membership
    context: dict[str, Any] = {
        "preview": row,
        "staging": staging,
        "content": content,
        "types": [str(TYPES.get(each, each)) for each in content.types],
        "by": made_by(request, row.membership_id),
        "is_open": is_open,
        "is_readable": is_open,
        "sent": queries.delivery(acting.here, delivery=staging.id) if staging.state == "committed" else None,
        "may_look": acting.holds(FILES_FETCH),
        "can_send": is_ready and is_open and mine and not is_trial and row.expires_at > clock.now(),
        "mine": mine,
        "is_trial": is_trial,
        "would_be_refused": is_ready and row.result.get("outcome") == "rejected",
        "earlier": sent_before(request, row.sha256, staging.environment) if is_open else None,
        "undo_minutes": acting.organization.choice("files_undo_minutes"),
        "why": _why(request, row) if is_ready and is_open else [],
        "time_left": _time_left(content.deadline) if is_open else "",
        "changed": _changed(request, row),
        "looks_every": "" if is_ready else _LOOKS_EVERY,
    }
    return page(request, "business/filetransfer/preview.html", title=gettext("What the file will do"), **context)


def _why(request: CompanyRequest, row: Preview) -> list[str]:
    """Why a second person would have to approve it, by the company's rules as they are now (BM-04)."""
    here = request.acting.here
    wanted = foretold(
        here, content=row.result, environment=row.staging.environment, policies=choices(here).policies, at=clock.now()
    )  # fmt: skip
    return reason_words(reasons=wanted.as_data, language=language())


def _time_left(deadline: datetime | None) -> str:
    now = clock.now()
    return timeuntil(deadline, now) if deadline is not None and deadline > now else ""


def _changed(request: CompanyRequest, row: Preview) -> bool:
    """Whether this preview replaces one that the world has overtaken, and says something else."""
    try:
        before = queries.preview(request.acting.here, preview=UUID(request.GET.get("foer", "")))
    except ValueError:
        return False
    if before is None or before.staging_id != row.staging_id or before.state != "ready" or row.state != "ready":
        return False
    return bool(receipt.changes(old=before.result, new=row.result))
