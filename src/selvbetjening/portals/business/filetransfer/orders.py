"""Orders about mandates that wait for a second person: what they are, and yes or no with MitID (BM-04)."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from selvbetjening.domain.access.permissions import FILES_APPROVE
from selvbetjening.domain.deliveries.actions.approve_orders import approve_orders, turn_down_orders
from selvbetjening.domain.deliveries.queries import people_behind_orders
from selvbetjening.domain.deliveries.rules.refused import Refused
from selvbetjening.domain.directdebit.queries.held_orders import counted, digest, order_batch, shown
from selvbetjening.kernel import clock
from selvbetjening.portals.business.filetransfer.senders import me, scope
from selvbetjening.portals.business.filetransfer.sending import made_by
from selvbetjening.portals.business.filetransfer.words import said
from selvbetjening.portals.business.pages import page, saved
from selvbetjening.portals.business.refusing import refused as refused_page
from selvbetjening.portals.business.requests import CompanyRequest
from selvbetjening.portals.gate import confirmed_by_mitid, requires

#: So many are named; a yes is to all of them.
_SHOWN = 100


@requires(FILES_APPROVE)
@confirmed_by_mitid("files")
@require_http_methods(["GET", "HEAD", "POST"])
def approve_held_orders(request: CompanyRequest, organization: UUID, batch: UUID) -> HttpResponse:
    """How many are registered and ended, whose, and who asked for it; never approved by whoever did."""
    here, row = request.acting.here, order_batch(request.acting.here, batch=batch)
    numbers = scope(request.acting)
    if row is None or (numbers and row.agreement.pbs_number not in numbers):
        raise Http404
    if request.method == "POST":
        return _decided(request, batch)
    many = counted(here, batch=batch)
    first = shown(here, batch=batch, limit=_SHOWN)
    context = {
        "batch": row,
        "is_held": row.state == "held",
        "mine": me(request).user in people_behind_orders(here, batch=row),
        "by": made_by(request, UUID(row.actor_id)) if row.actor_kind == "user" else "",
        "registered": many.get("register", 0),
        "ended": many.get("end", 0),
        "orders": first,
        "more": sum(many.values()) - len(first),
        "sha256": digest(here, batch=batch),
        "back": reverse("business:front", args=[here]),
    }
    return page(request, "business/filetransfer/orders.html", title=gettext("Approve orders about mandates"), **context)


def _decided(request: CompanyRequest, batch: UUID) -> HttpResponse:
    here, at, back = request.acting.here, clock.now(), reverse("business:front", args=[request.acting.here])
    try:
        with transaction.atomic():
            if "reject" in request.POST:
                turn_down_orders(here, batch=batch, actor=request.acting.actor, at=at)
                return saved(request, back, gettext("They are turned down. Nobody is asked for anything."))
            shown_ = request.POST.get("sha256", "")
            go = approve_orders(here, batch=batch, membership=me(request).id, sha256=shown_, at=at)
    except Refused as refused:
        if refused.code == "own_file":
            return refused_page(request, "ACC-04")
        messages.error(request, said(refused).words)
        return HttpResponseRedirect(request.path if refused.code == "stale" else back)
    words = gettext("You have approved them. They go out with the next delivery.")
    return saved(request, back, words if go else gettext("You have approved them. One more person must."))
