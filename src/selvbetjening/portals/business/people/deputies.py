"""Deputies: who follows when no Access Manager is left. A manager names them, and they say yes with MitID (BM-11)."""

from uuid import UUID

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from selvbetjening.domain.access import queries as access
from selvbetjening.domain.access.actions import deputies as acts
from selvbetjening.domain.access.permissions import MANAGE
from selvbetjening.kernel import clock
from selvbetjening.portals.business import stepping_up
from selvbetjening.portals.business.own import own
from selvbetjening.portals.business.pages import attempt, page, saved, tried
from selvbetjening.portals.business.requests import CompanyRequest
from selvbetjening.portals.gate import confirmed_by_mitid, logged_in, requires


class NameForm(forms.Form):
    """Which user."""

    member = forms.ChoiceField(label=_("User"), help_text=_("One of the company's own users who is no Access Manager."))


@requires(MANAGE)
@confirmed_by_mitid("managers")
@require_http_methods(["GET", "HEAD", "POST"])
def deputies(request: CompanyRequest, organization: UUID) -> HttpResponse:
    """Two at most; `end` takes one back."""
    me, acting = own(request), request.acting
    named = access.deputies(acting.here)
    here = reverse("business:deputies", args=[acting.here])
    ending = {str(one.membership_id): one.membership_id for one in named}.get(request.POST.get("end", ""))
    if ending is not None:
        tried(request, lambda: acts.end_deputy(acting.here, membership=ending, by=me, at=clock.now()))
        return HttpResponseRedirect(here)
    form = _form(request, {one.membership_id for one in named})
    if request.method == "POST" and attempt(
        form,
        lambda values: acts.name_deputy(acting.here, membership=UUID(values["member"]), by=me, at=clock.now()),
    ):
        return saved(request, here, gettext("The user is told by mail, and must say yes with MitID."))
    shown = form if len(named) < acts.MOST and form.fields["member"].choices else None  # type: ignore[attr-defined]
    back = reverse("business:managers", args=[acting.here])
    context = {"deputies": named, "form": shown, "press": gettext("Name as deputy"), "back": back}
    return page(request, "business/people/deputies.html", title=gettext("Deputies"), **context)


@logged_in
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: CompanyRequest, organization: UUID) -> HttpResponse:
    """The named user's own page: yes wants MitID afresh, no does not; a yes can be taken back."""
    me, acting = own(request), request.acting
    back = reverse("business:managers", args=[acting.here])
    mine = next((one for one in access.deputies(acting.here) if one.membership_id == me), None)
    if mine is None:
        return HttpResponseRedirect(back)
    if "decline" in request.POST:
        tried(request, lambda: acts.end_deputy(acting.here, membership=me, by=me, at=clock.now()))
        return saved(request, back, gettext("You are no deputy."))
    if "accept" in request.POST:
        if (asked := stepping_up.needs(request, "managers")) is not None:
            return asked
        if tried(request, lambda: acts.accept_deputy(acting.here, by=me, at=clock.now())):
            return saved(request, back, gettext("You are a deputy now."))
    title = gettext("You have been named deputy")
    return page(request, "business/people/deputy_answer.html", title=title, accepted=mine.accepted_at is not None)


def _form(request: CompanyRequest, named: set[UUID]) -> NameForm:
    form = NameForm(request.POST if request.method == "POST" else None)
    found = access.members(
        request.acting.here,
        today=request.acting.today,
        states=("active",),
        role="user",
        external=False,
        limit=None,
    )[1]
    form.fields["member"].choices = [  # type: ignore[attr-defined]
        (str(row.id), f"{row.name}, {row.email}") for row in found if row.id not in named
    ]
    return form
