"""The quarterly look at who has access: only what is odd stands open (BP-27, BM-05)."""

from typing import Final
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from selvbetjening.domain.access.actions.review import begin_review, decide_review_row, finish_review
from selvbetjening.domain.access.permissions import MANAGE
from selvbetjening.domain.access.queries.people import get_member
from selvbetjening.domain.access.queries.reviews import (
    ReviewLine,
    get_review,
    is_review_due,
    latest_review,
    review_lines,
)
from selvbetjening.domain.access.rules.members import ACCESS_MANAGER
from selvbetjening.kernel import clock
from selvbetjening.portals.business import stepping_up
from selvbetjening.portals.business.day_fields import DayField
from selvbetjening.portals.business.own import own
from selvbetjening.portals.business.pages import attempt, page, saved, tried
from selvbetjening.portals.business.people.sure import Sure
from selvbetjening.portals.business.requests import CompanyRequest
from selvbetjening.portals.gate import confirmed_by_mitid, requires

ODD: Final[dict[str, Promise]] = {
    "unused": _("not used for long"),
    "external": _("external partner"),
    "no_end": _("no end"),
    "manager": _("Access Manager"),
    "never_logged_in": _("never logged in"),
    "wider_than_use": _("wider than what is used"),
    "old_key": _("an old key"),
    "suspended": _("suspended"),
    "permanent": _("permanent"),
}
_DECISIONS: Final = ("keep", "remove")


class ShortenForm(forms.Form):
    """An earlier end for one row."""

    ends_on = DayField(label=_("Shorten to"))


@requires(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: CompanyRequest, organization: UUID) -> HttpResponse:
    """A post begins one: the picture of all access is frozen. The page shows the one under way, or the last."""
    me, here = own(request), request.acting.here
    if request.method == "POST":
        tried(request, lambda: begin_review(here, by=me, at=clock.now()))
        return HttpResponseRedirect(reverse("business:review", args=[here]))
    latest = latest_review(here)
    lines = review_lines(here, review=latest.id) if latest else []
    odd = [line for line in lines if line.odd]
    context = {
        "review": latest,
        "odd": [(line, [str(ODD.get(code, code)) for code in line.odd]) for line in odd],
        "left": sum(not line.decision for line in odd),
        "plain": [line for line in lines if not line.odd],
        "due": is_review_due(here, at=clock.now()),
        "shorten": ShortenForm(auto_id=False),
    }
    return page(request, "business/people/review.html", title=gettext("Review of who has access"), **context)


@requires(MANAGE)
@require_POST
def decide(request: CompanyRequest, organization: UUID, row: UUID) -> HttpResponse:
    """Keep, shorten or remove one row, at once; the page comes back to where one was."""
    me, here = own(request), request.acting.here
    line = _line(request, row)
    decision = request.POST.get("decision", "")
    form = ShortenForm(request.POST)
    ends_on = form.cleaned_data["ends_on"] if decision == "shorten" and form.is_valid() else None
    back = f"{reverse('business:review', args=[here])}#r{line.id}"
    person = get_member(here, membership=line.membership, today=request.acting.today)
    if decision != "keep" and line.grant is None and person is not None and person.role == ACCESS_MANAGER:
        # A manager loses the access: with MitID, as by every other page (BP-08).
        asked = stepping_up.needs(request, "managers", back=back)
        if asked is not None:
            return asked
    tried(
        request,
        lambda: decide_review_row(here, row=line.id, decision=decision, by=me, at=clock.now(), ends_on=ends_on),
    )
    return HttpResponseRedirect(back)


@requires(MANAGE)
@confirmed_by_mitid("review")
@require_http_methods(["GET", "HEAD", "POST"])
def finish(request: CompanyRequest, organization: UUID, review: UUID) -> HttpResponse:
    """When every odd row is decided; the report is sealed with a digest."""
    me, here = own(request), request.acting.here
    if get_review(here, review=review) is None:
        raise Http404
    form = Sure(request.POST if request.method == "POST" else None)
    back = reverse("business:review", args=[here])
    if request.method == "POST" and attempt(
        form, lambda _values: finish_review(here, review=review, by=me, at=clock.now())
    ):
        return saved(request, back, gettext("The review is finished and sealed."))
    context = {"form": form, "back": back, "press": gettext("Finish the review")}
    return page(request, "business/form.html", title=gettext("Finish the review"), **context)


def _line(request: CompanyRequest, row: UUID) -> ReviewLine:
    latest = latest_review(request.acting.here)
    for line in review_lines(request.acting.here, review=latest.id) if latest else []:
        if line.id == row:
            return line
    raise Http404
