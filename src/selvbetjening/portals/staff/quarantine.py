"""Files in quarantine: what the scanner found, who wants one out, and the second operator's yes (SEC-83).

No file's content is shown, and none leaves through this page.
"""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from selvbetjening.domain.deliveries.actions.let_out import NotLetOut, let_out
from selvbetjening.domain.deliveries.queries.quarantine import Quarantined, quarantined
from selvbetjening.kernel import clock
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.portals.staff.forms import ReasonForm
from selvbetjening.portals.staff.looking import actor_of, look
from selvbetjening.portals.staff.pages import page, saved

_NO: dict[str, Promise] = {
    "reason": _("Write why."),
    "same_person": _("You have asked for it already: a second operator must agree."),
    "not_now": _("The file is not in quarantine any more."),
}


def quarantine(request: HttpRequest, organization: UUID) -> HttpResponse:
    """The company's files in quarantine."""
    with look(request, organization, at_what="quarantine") as company:
        rows = quarantined(OrganizationId(company.id), at=clock.now())
        title = gettext("Files in quarantine")
        return page(request, "staff/quarantine.html", title=title, organization=company, rows=rows)


def quarantine_release(request: HttpRequest, organization: UUID, delivery: UUID) -> HttpResponse:
    """One operator's wish, with the reason that the company reads; the second one's lets the file go on."""
    back = reverse("admin:quarantine", args=[organization])
    with look(request, organization, at_what="quarantine") as company:
        here = OrganizationId(company.id)
        found = _found(here, delivery)
        form = ReasonForm(request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            try:
                let_out(
                    here, delivery=delivery, reason=form.cleaned_data["reason"], actor=actor_of(request), at=clock.now()
                )
            except NotLetOut as refused:
                form.add_error("reason", str(_NO[refused.reason]))
            else:
                return saved(request, back)
        title = gettext("Let delivery %(number)s out of quarantine") % {"number": found.delivery.number}
        frame = {"organization": company, "found": found, "form": form, "back": back}
        return page(request, "staff/quarantine_release.html", title=title, **frame)


def _found(organization: OrganizationId, delivery: UUID) -> Quarantined:
    for each in quarantined(organization, at=clock.now()):
        if each.delivery.id == delivery:
            return each
    raise Http404
