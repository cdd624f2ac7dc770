"""An account moves to another side's Selvbetjening: asked for by an Access Manager, made by a job, fetched (CM-13)."""

import base64
from datetime import date
from typing import Any, Final
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import content_disposition_header
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from selvbetjening.domain.access.permissions import MANAGE
from selvbetjening.domain.access.queries.people import names as names_of
from selvbetjening.domain.access.rules.members import Member
from selvbetjening.domain.rights.actions.ask_move import ask_move, note_move_fetched
from selvbetjening.domain.rights.queries import move_requests as moves
from selvbetjening.domain.rights.rules.moving import MoveRefused
from selvbetjening.kernel import clock
from selvbetjening.portals.business.pages import page
from selvbetjening.portals.business.requests import CompanyRequest
from selvbetjening.portals.business.selvbetjening.finding import account_of
from selvbetjening.portals.gate import confirmed_by_mitid, requires
from selvbetjening.ui.components.values import language

#: Why an account cannot move, and what to do.
_REFUSALS: Final[dict[str, Promise]] = {
    "moved": _("The account has moved already."),
    "paused": _("The subscription is paused. Take it up or end it first."),
    "backward": _("The subscription is billed backward: nobody could say who bills its running period. End it first."),
    "no_manager": _("Whoever asked for it is no Access Manager any more. Ask for it anew."),
    "no_key": _("There is no key to sign the file with. Write to the operator."),
}
_LOOKS_EVERY: Final = "4"
_STEPS: Final = {"waiting": 1, "working": 2, "ready": 3}


class MoveForm(forms.Form):
    """The word for it: what ends here is not begun anew by a press."""

    sure = forms.BooleanField(label=_("The subscriptions shall end here, and the other side bills from the days shown"))


@requires(MANAGE)
@confirmed_by_mitid("export")
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: CompanyRequest, organization: UUID, account: UUID) -> HttpResponse:
    """What would move and from which day on; a press with MitID has the file made. Then how far it is, and the file."""
    here, member = request.acting.here, _me(request)
    holder = account_of(here, account)
    form = MoveForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            ask_move(here, account=account, membership=member.id, actor=request.acting.actor, at=clock.now())
            return HttpResponseRedirect(request.path)
        except MoveRefused as refused:
            form.add_error(None, _words(refused.reason, refused.about))
    asked, done = moves.latest_request(here, account=account), moves.moved_out(here, account=account)
    leaving = [] if done else moves.handing_over(here, account=account)
    under_way = asked is not None and asked.state in {"waiting", "working"}
    stopped = [each for each in leaving if each.obstacle]
    context: dict[str, Any] = {
        "account": holder,
        "form": None if done or under_way or stopped else form,
        "asked": asked,
        "who": names_of(here, ids={asked.membership_id}).get(asked.membership_id, "") if asked else "",
        "done": done,
        "key": base64.b64encode(bytes(done.key)).decode() if done else "",
        "days": [(code, date.fromisoformat(on)) for code, on in sorted(done.hand_over.items())] if done else [],
        "leaving": [
            (each, each.subscription.terms.plan.name(language()), str(_REFUSALS.get(each.obstacle, "")))
            for each in leaving
        ],
        "stopped": bool(stopped),
        "refusal": _words(asked.refusal, asked.about) if asked and asked.state == "refused" else "",
        "step": _STEPS.get(asked.state, 0) if asked else 0,
        "can_fetch": asked is not None and asked.state == "ready" and (asked.expires_at or clock.now()) > clock.now(),
        "looks_every": _LOOKS_EVERY if under_way else "",
        "back": reverse("business:sb_account", args=[here, account]),
    }
    title = gettext("Move to another system")
    return page(request, "business/selvbetjening/customers/move.html", title=title, **context)


@requires(MANAGE)
@require_safe
def move_file(request: CompanyRequest, organization: UUID, move_request: UUID) -> HttpResponse:
    """The signed file, to any Access Manager, until its time is over. Every download is written down (SEC-119)."""
    here, at = request.acting.here, clock.now()
    _me(request)
    found = moves.request_with(here, move_request=move_request)
    content = moves.file_of(here, move_request=found, at=at) if found else None
    if found is None or content is None:
        raise Http404
    if request.method == "GET":
        note_move_fetched(here, move_request=found.id, actor=request.acting.actor, at=at)
    name = f"{request.acting.organization.slug}-{account_of(here, found.account_id).code}.zip"
    response = HttpResponse(content, content_type="application/zip")
    response.headers["Content-Disposition"] = str(content_disposition_header(as_attachment=True, filename=name))
    return response


def _me(request: CompanyRequest) -> Member:
    """The Access Manager. Raises Http404 for an operator, who moves nobody's customers (SEC-34)."""
    if request.acting.standing is None:
        raise Http404
    return request.acting.standing.membership


def _words(reason: str, about: str) -> str:
    words = str(_REFUSALS.get(reason, reason))
    return f"{about}: {words}" if about else words
