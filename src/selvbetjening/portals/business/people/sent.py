"""Invitations that are out: their list, sending again, taking back, other access, and "it is that person" (BP-18)."""

from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from selvbetjening.domain.access.actions.confirm_person import confirm_person, reject_person
from selvbetjening.domain.access.actions.send_again import change_invitation, resend, revoke
from selvbetjening.domain.access.permissions import MANAGE
from selvbetjening.domain.access.queries.invitations import InvitationRow
from selvbetjening.domain.access.queries.invitations import invitations as invitations_of
from selvbetjening.domain.access.rules.members import ACCESS_MANAGER
from selvbetjening.kernel import clock
from selvbetjening.portals.business import stepping_up
from selvbetjening.portals.business.own import own
from selvbetjening.portals.business.pages import attempt, page, saved, tried
from selvbetjening.portals.business.people.forms import SolutionsForm
from selvbetjening.portals.business.people.sure import Sure
from selvbetjening.portals.business.requests import CompanyRequest
from selvbetjening.portals.gate import confirmed_by_mitid, requires


def _found(request: CompanyRequest, invitation: UUID) -> InvitationRow:
    for row in invitations_of(request.acting.here, at=clock.now(), everything=True):
        if row.id == invitation:
            return row
    raise Http404


def _list(request: CompanyRequest) -> str:
    return reverse("business:invitations", args=[request.acting.here])


@requires(MANAGE)
@require_safe
def invitations(request: CompanyRequest, organization: UUID) -> HttpResponse:
    """The open ones, and those that ended without anybody joining in the last thirty days."""
    rows = invitations_of(request.acting.here, at=clock.now())
    return page(request, "business/people/invitations.html", title=gettext("Invitations"), rows=rows)


@requires(MANAGE)
@require_POST
def press(request: CompanyRequest, organization: UUID, invitation: UUID) -> HttpResponse:
    """`resend` makes a new link and kills the old one; `revoke` kills it. To send a manager's wants MitID (BP-29)."""
    row, me, here = _found(request, invitation), own(request), request.acting.here
    if "revoke" not in request.POST and row.role == ACCESS_MANAGER:
        asked = stepping_up.needs(request, "managers", back=_list(request))
        if asked is not None:
            return asked
    if "revoke" in request.POST:
        done = tried(request, lambda: revoke(here, invitation=row.id, by=me, at=clock.now()))
        words = gettext("The invitation is withdrawn.")
    else:
        waits: list[bool] = []
        done = tried(request, lambda: waits.append(resend(here, invitation=row.id, by=me, at=clock.now())))
        sent = gettext("A new link is sent. The old one is dead.")
        words = gettext("The old link is dead. A second Access Manager must say yes first.") if any(waits) else sent
    return saved(request, _list(request), words) if done else HttpResponseRedirect(_list(request))


@requires(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: CompanyRequest, organization: UUID, invitation: UUID) -> HttpResponse:
    """Other solutions for an invitation that waits; nobody is mailed."""
    row, me, acting = _found(request, invitation), own(request), request.acting
    initial = {f"has_{code}": True for code in row.solutions}
    form = SolutionsForm(request.POST if request.method == "POST" else None, acting=acting, initial=initial)
    if request.method == "POST" and attempt(
        form,
        lambda _values: change_invitation(
            acting.here,
            invitation=row.id,
            grants=form.grants(),
            ends_on=row.row.membership_ends_on,
            by=me,
            at=clock.now(),
        ),
    ):
        return saved(request, _list(request))
    title = gettext("Access for %(name)s") % {"name": row.name}
    return page(request, "business/people/change_invitation.html", title=title, form=form, back=_list(request))


@requires(MANAGE)
@confirmed_by_mitid("managers")
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: CompanyRequest, organization: UUID, invitation: UUID) -> HttpResponse:
    """The login told another name than the invitation: is it the invited person? (BP-17)"""
    row, me, here = _found(request, invitation), own(request), request.acting.here
    form = Sure(request.POST if request.method == "POST" else None)
    act = reject_person if "reject" in request.POST else confirm_person
    if request.method == "POST" and attempt(form, lambda _values: act(here, invitation=row.id, by=me, at=clock.now())):
        return saved(request, _list(request))
    context = {"row": row, "form": form, "back": _list(request), "press": gettext("Yes, let the person in")}
    return page(request, "business/people/confirm_person.html", title=gettext("Is it the same person?"), **context)
