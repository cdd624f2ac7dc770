"""Suspend, restore, delete, and until when (BP-22 to BP-24, BP-26). What it leads to is said before it is done."""

from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from selvbetjening.domain.access.actions.delete_member import delete_member
from selvbetjening.domain.access.actions.restore import restore as restore_member
from selvbetjening.domain.access.actions.set_end import set_end
from selvbetjening.domain.access.actions.suspend import suspend as suspend_member
from selvbetjening.domain.access.permissions import MANAGE
from selvbetjening.domain.access.queries.people import MemberRow
from selvbetjening.domain.access.rules.members import ACCESS_MANAGER
from selvbetjening.kernel import clock
from selvbetjening.portals.business import stepping_up
from selvbetjening.portals.business.own import own
from selvbetjening.portals.business.pages import attempt, page, saved
from selvbetjening.portals.business.people.forms import DeleteForm, EndForm, RestoreForm, SuspendForm
from selvbetjening.portals.business.people.member import found
from selvbetjening.portals.business.requests import CompanyRequest
from selvbetjening.portals.gate import requires


def _back(request: CompanyRequest, member: UUID) -> str:
    return reverse("business:member", args=[request.acting.here, member])


def _asked(request: CompanyRequest, form: forms.Form, row: MemberRow) -> HttpResponse | None:
    """MitID afresh before a manager loses the role or the access, as before a demotion (BP-08)."""
    if request.method == "POST" and form.is_valid() and row.role == ACCESS_MANAGER:
        return stepping_up.needs(request, "managers")
    return None


@requires(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def suspend(request: CompanyRequest, organization: UUID, member: UUID) -> HttpResponse:
    """Close every door of the user at once."""
    row, me = found(request, member), own(request)
    form = SuspendForm(request.POST if request.method == "POST" else None)
    if (asked := _asked(request, form, row)) is not None:
        return asked
    if request.method == "POST" and attempt(
        form,
        lambda values: suspend_member(
            request.acting.here,
            membership=row.id,
            by=me,
            at=clock.now(),
            reason=values["reason"],
            until=values["until"],
        ),
    ):
        return saved(request, _back(request, member), gettext("The user is suspended."))
    title = gettext("Suspend %(name)s") % {"name": row.name}
    context = {"row": row, "form": form, "back": _back(request, member), "press": gettext("Suspend")}
    return page(request, "business/people/suspend.html", title=title, **context)


@requires(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def restore(request: CompanyRequest, organization: UUID, member: UUID) -> HttpResponse:
    """Let the user in again, with the access that is ticked; the manager's role wants MitID afresh (BP-23)."""
    row, me, acting = found(request, member), own(request), request.acting
    form = RestoreForm(request.POST if request.method == "POST" else None, row=row, grants=row.grants)
    if request.method == "POST" and form.is_valid() and form.cleaned_data.get("as_manager"):
        asked = stepping_up.needs(request, "managers")
        if asked is not None:
            return asked
    if request.method == "POST" and attempt(
        form,
        lambda values: restore_member(
            acting.here,
            membership=row.id,
            grants=form.wanted(),
            as_manager=values.get("as_manager", False),
            ends_on=values["ends_on"],
            by=me,
            at=clock.now(),
        ),
    ):
        return saved(request, _back(request, member), gettext("The user is restored."))
    title = gettext("Restore %(name)s") % {"name": row.name}
    context = {"row": row, "form": form, "back": _back(request, member), "press": gettext("Restore")}
    return page(request, "business/people/restore.html", title=title, **context)


@requires(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: CompanyRequest, organization: UUID, member: UUID) -> HttpResponse:
    """End the user's access; for thirty days it can be undone."""
    row, me = found(request, member), own(request)
    form = DeleteForm(request.POST if request.method == "POST" else None)
    if (asked := _asked(request, form, row)) is not None:
        return asked
    if request.method == "POST" and attempt(
        form,
        lambda values: delete_member(
            request.acting.here, membership=row.id, surname=values["surname"], by=me, at=clock.now()
        ),
    ):
        address = reverse("business:members", args=[request.acting.here])
        return saved(request, address, gettext("The user is deleted. You can restore the user for 30 days."))
    title = gettext("Delete %(name)s") % {"name": row.name}
    context = {"row": row, "form": form, "back": _back(request, member), "press": gettext("Delete")}
    return page(request, "business/people/delete.html", title=title, **context)


@requires(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: CompanyRequest, organization: UUID, member: UUID) -> HttpResponse:
    """The first day without access."""
    row, me = found(request, member), own(request)
    form = EndForm(request.POST if request.method == "POST" else None, initial={"ends_on": row.ends_on})
    if (asked := _asked(request, form, row)) is not None:
        return asked
    if request.method == "POST" and attempt(
        form,
        lambda values: set_end(
            request.acting.here, membership=row.id, ends_on=values["ends_on"], by=me, at=clock.now()
        ),
    ):
        return saved(request, _back(request, member))
    title = gettext("Until when is %(name)s a user?") % {"name": row.name}
    return page(request, "business/form.html", title=title, form=form, back=_back(request, member))
