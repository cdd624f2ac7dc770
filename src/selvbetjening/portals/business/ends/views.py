"""My access, a request for more, and the way out."""

from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from selvbetjening.domain.access.actions.delete_member import leave as leave_company
from selvbetjening.domain.access.actions.grants import renew_grant
from selvbetjening.domain.access.actions.request_access import request_access as ask_for
from selvbetjening.domain.access.actions.request_access import withdraw_request
from selvbetjening.domain.access.permissions import ACTIONS
from selvbetjening.domain.access.queries import helpers
from selvbetjening.domain.access.queries.people import get_member
from selvbetjening.domain.access.queries.tasks import requests_of
from selvbetjening.kernel import clock
from selvbetjening.portals.business.day_fields import DayField
from selvbetjening.portals.business.own import own
from selvbetjening.portals.business.pages import attempt, page, saved, tried
from selvbetjening.portals.business.people.sure import Sure
from selvbetjening.portals.business.requests import CompanyRequest
from selvbetjening.portals.business.solutions import name_of
from selvbetjening.portals.gate import logged_in, open_when_refused


class RequestForm(forms.Form):
    """What one wants and why (BP-14)."""

    solution = forms.ChoiceField(label=_("Solution"))
    reason = forms.CharField(label=_("Why do you need it?"), max_length=200, widget=forms.Textarea(attrs={"rows": 3}))
    ends_on = DayField(label=_("Until"), required=False)


@logged_in
@require_http_methods(["GET", "HEAD"])
def own_access(request: CompanyRequest, organization: UUID) -> HttpResponse:
    """What one has here, until when, and what one has asked for."""
    membership, acting = own(request), request.acting
    row = get_member(acting.here, membership=membership, today=acting.today)
    context = {
        "row": row,
        "requests": [(one, name_of(one.subject)) for one in requests_of(acting.here, membership=membership)],
        "solutions": sorted(acting.standing.solutions) if acting.standing else [],
    }
    return page(request, "business/ends/own_access.html", title=gettext("My access"), **context)


@logged_in
@require_http_methods(["GET", "HEAD", "POST"])
def request_access(request: CompanyRequest, organization: UUID) -> HttpResponse:
    """To every Access Manager of the company; asked again, it is one request."""
    membership, acting = own(request), request.acting
    given = request.POST if request.method == "POST" else None
    form = RequestForm(given, initial={"solution": request.GET.get("loesning", "")})
    has = [code for code in ACTIONS if acting.standing and code in acting.standing.solutions]
    form.fields["solution"].choices = [(code, name_of(code)) for code in has]  # type: ignore[attr-defined]
    if given is not None and attempt(
        form,
        lambda values: ask_for(
            acting.here,
            solution=values["solution"],
            reason=values["reason"],
            ends_on=values["ends_on"],
            by=membership,
            at=clock.now(),
        ),
    ):
        names = ", ".join(one.name for one in helpers(acting.here, is_member=True))
        words = gettext("You have asked %(names)s. You are told by mail when one of them has answered.")
        return saved(request, reverse("business:own_access", args=[acting.here]), words % {"names": names})
    context = {"form": form, "press": gettext("Ask"), "back": reverse("business:own_access", args=[acting.here])}
    return page(request, "business/form.html", title=gettext("Ask for access"), **context)


@logged_in
@require_POST
def press(request: CompanyRequest, organization: UUID) -> HttpResponse:
    """`withdraw` takes a request back; `renew` keeps an access that fades (BM-05)."""
    membership, acting = own(request), request.acting
    back = reverse("business:own_access", args=[acting.here])
    mine = {str(one.id): one.id for one in requests_of(acting.here, membership=membership)}
    row = get_member(acting.here, membership=membership, today=acting.today)
    grants = {str(grant.id): grant.id for grant in row.grants} if row else {}
    if task := mine.get(request.POST.get("withdraw", "")):
        tried(request, lambda: withdraw_request(acting.here, task=task, by=membership, at=clock.now()))
    elif grant := grants.get(request.POST.get("renew", "")):
        tried(request, lambda: renew_grant(acting.here, grant=grant, by=membership, at=clock.now()))
    return HttpResponseRedirect(back)


@logged_in
@open_when_refused("LOGIN-06", "LOGIN-08", "LOGIN-09")
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: CompanyRequest, organization: UUID) -> HttpResponse:
    """End one's own membership, also when suspended, or when the company has lost its agreement (BP-25)."""
    membership, acting, person = own(request), request.acting, request.proven
    if person is None:
        raise Http404
    form = Sure(request.POST if request.method == "POST" else None)
    if request.method == "POST" and attempt(
        form, lambda _values: leave_company(acting.here, membership=membership, user=person.user, at=clock.now())
    ):
        words = gettext("You have left %(company)s.") % {"company": acting.organization.name}
        return saved(request, reverse("business:own_sessions"), words)
    title = gettext("Leave %(company)s") % {"company": acting.organization.name}
    back = "" if acting.refused else reverse("business:own_access", args=[acting.here])
    context = {"form": form, "press": gettext("Leave the company"), "back": back}
    return page(request, "business/ends/leave.html", title=title, **context)
