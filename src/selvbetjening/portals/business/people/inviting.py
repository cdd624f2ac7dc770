"""Invite one person, or several in one go; a summary stands before the sending (BP-15, BP-16)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from selvbetjening.domain.access.actions.invite import check_invitation, invite_many
from selvbetjening.domain.access.actions.invite import invite as send
from selvbetjening.domain.access.permissions import MANAGE
from selvbetjening.domain.access.rules.invitations import InvitationDetails
from selvbetjening.kernel import clock
from selvbetjening.kernel.formatting import format_day
from selvbetjening.portals.business import stepping_up
from selvbetjening.portals.business.own import own
from selvbetjening.portals.business.pages import attempt, page, saved
from selvbetjening.portals.business.people.forms import LIVES, InviteForm, ManyForm
from selvbetjening.portals.business.requests import CompanyRequest
from selvbetjening.portals.business.solutions import choices
from selvbetjening.portals.business.words import ACTIONS, ROLES, sentence
from selvbetjening.portals.gate import requires
from selvbetjening.ui.components.values import language

Row = tuple[str, str]


@requires(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: CompanyRequest, organization: UUID) -> HttpResponse:
    """The form; then what is about to be sent; then it is sent. A new Access Manager wants MitID afresh (BP-29)."""
    acting, me = request.acting, own(request)
    given = request.POST if request.method == "POST" else None
    initial = {"role": "access_manager" if request.GET.get("rolle") == "access_manager" else "user"}
    form = InviteForm(given, acting=acting, initial=initial)
    title = gettext("Invite a user")
    if given is not None and "change" not in given and _is_sound(request, form):
        details = form.details()
        if "confirmed" not in given:
            context = {"form": form, "rows": _summary(details), "press": gettext("Send the invitation"), "seal": "1"}
            return page(request, "business/people/invite_summary.html", title=title, **context)
        if details.role == "access_manager" and (asked := stepping_up.needs(request, "managers")) is not None:
            return asked
        if attempt(form, lambda _values: send(acting.here, details=details, by=me, at=clock.now())):
            address = reverse("business:invitations", args=[acting.here])
            return saved(request, address, gettext("The invitation is sent to %(email)s.") % {"email": details.email})
    back = reverse("business:members", args=[acting.here])
    return page(request, "business/people/invite.html", title=title, form=form, back=back)


def _is_sound(request: CompanyRequest, form: InviteForm) -> bool:
    """Whether it could be sent as it stands; else its fields say what is wrong, before anything is confirmed."""
    me, here = own(request), request.acting.here
    return attempt(form, lambda _values: check_invitation(here, details=form.details(), by=me, at=clock.now()))


@dataclass(frozen=True)
class Result:
    """What became of one line."""

    email: str
    words: str
    sent: bool


@requires(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def several(request: CompanyRequest, organization: UUID) -> HttpResponse:
    """Several colleagues with the same access; each line has its own result."""
    acting, me = request.acting, own(request)
    form = ManyForm(request.POST if request.method == "POST" else None, acting=acting)
    back = reverse("business:invitations", args=[acting.here])
    title = gettext("Invite several users")
    if request.method == "POST" and form.is_valid():
        rows = form.details()
        sent = invite_many(acting.here, rows=rows, by=me, at=clock.now())
        results = [
            Result(row.email, gettext("Sent") if one.invitation else sentence(one.code), one.invitation is not None)
            for row, one in zip(rows, sent, strict=True)
        ]
        return page(request, "business/people/several_done.html", title=title, results=results, back=back)
    return page(request, "business/people/several.html", title=title, form=form, back=back)


def _summary(details: InvitationDetails) -> list[Row]:
    """What the person will be able to do, in words."""
    rows = [
        (gettext("Name"), f"{details.given_name} {details.surname}"),
        (gettext("E-mail address"), details.email),
        (gettext("Role"), str(ROLES[details.role])),
    ]
    if details.is_external:
        rows.append((gettext("External partner"), f"{details.partner_name} CVR {details.partner_cvr}".strip()))
    solutions = dict(choices(grant.solution for grant in details.grants))
    for grant in details.grants:
        actions = ", ".join(str(ACTIONS[action]) for action in grant.actions) or gettext("everything")
        rows.append((solutions[grant.solution], actions + _until(grant.ends_on)))
    if details.ends_on:
        rows.append((gettext("User until"), format_day(details.ends_on, language())))
    rows.append((gettext("The link works for"), str(dict(LIVES)[details.hours or 72])))
    return rows


def _until(day: date | None) -> str:
    return gettext(", until %(day)s") % {"day": format_day(day, language())} if day else ""
