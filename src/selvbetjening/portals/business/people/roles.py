"""Make somebody an Access Manager, or take the role away: with MitID afresh (BP-29)."""

from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from selvbetjening.domain.access.actions.promote import demote as demote_member
from selvbetjening.domain.access.actions.promote import promote as promote_member
from selvbetjening.domain.access.permissions import MANAGE
from selvbetjening.kernel import clock
from selvbetjening.portals.business.own import own
from selvbetjening.portals.business.pages import attempt, page, saved
from selvbetjening.portals.business.people.member import found
from selvbetjening.portals.business.people.sure import Sure
from selvbetjening.portals.business.requests import CompanyRequest
from selvbetjening.portals.business.solutions import name_of
from selvbetjening.portals.gate import confirmed_by_mitid, requires


class _Keep(forms.Form):
    """Which solutions the former manager keeps."""

    keep = forms.MultipleChoiceField(
        required=False, label=_("Keeps access to"), widget=forms.CheckboxSelectMultiple, help_text=_("None by default.")
    )


@requires(MANAGE)
@confirmed_by_mitid("managers")
@require_http_methods(["GET", "HEAD", "POST"])
def promote(request: CompanyRequest, organization: UUID, member: UUID) -> HttpResponse:
    """With two managers in the company, a second one must say yes."""
    row, me, here = found(request, member), own(request), request.acting.here
    back = reverse("business:member", args=[here, member])
    form = Sure(request.POST if request.method == "POST" else None)
    waits: list[bool] = []
    if request.method == "POST" and attempt(
        form, lambda _values: waits.append(promote_member(here, membership=row.id, by=me, at=clock.now()))
    ):
        words = gettext("A second Access Manager must say yes within seven days.") if waits[0] else ""
        return saved(request, back, words or gettext("%(name)s is Access Manager now.") % {"name": row.name})
    title = gettext("Make %(name)s Access Manager") % {"name": row.name}
    context = {"row": row, "form": form, "back": back, "press": gettext("Make Access Manager")}
    return page(request, "business/people/promote.html", title=title, **context)


@requires(MANAGE)
@confirmed_by_mitid("managers")
@require_http_methods(["GET", "HEAD", "POST"])
def demote(request: CompanyRequest, organization: UUID, member: UUID) -> HttpResponse:
    """The person stays a user, with the access that is ticked."""
    row, me, here = found(request, member), own(request), request.acting.here
    back = reverse("business:member", args=[here, member])
    form = _Keep(request.POST if request.method == "POST" else None)
    choices = [(grant.solution, name_of(grant.solution)) for grant in row.grants]
    form.fields["keep"].choices = choices  # type: ignore[attr-defined]
    if not choices:
        del form.fields["keep"]
    if request.method == "POST" and attempt(
        form,
        lambda values: demote_member(here, membership=row.id, keep=values.get("keep", []), by=me, at=clock.now()),
    ):
        return saved(request, back, gettext("%(name)s is no Access Manager any more.") % {"name": row.name})
    title = gettext("Take the role Access Manager from %(name)s") % {"name": row.name}
    context = {"row": row, "form": form, "back": back, "press": gettext("Take the role away")}
    return page(request, "business/people/demote.html", title=title, **context)
