"""Se som kunde (CM-12): from the account's page over to the company's portal, as one of its people, to read only.

Today, or as of a day ahead: then what will happen until it stands here, and the portal is drawn as of that day.
"""

from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from selvbetjening.domain.access.permissions import SELVBETJENING_VIEW_AS
from selvbetjening.domain.accounts import queries
from selvbetjening.domain.identity.rules.eligibility import able
from selvbetjening.portals.business.pages import page
from selvbetjening.portals.business.requests import CompanyRequest
from selvbetjening.portals.business.selvbetjening.customers.ahead import DayForm, coming
from selvbetjening.portals.business.selvbetjening.finding import account_of
from selvbetjening.portals.gate import requires
from selvbetjening.portals.opening import opening
from selvbetjening.portals.sessions.viewing import hand_over_view


@requires(SELVBETJENING_VIEW_AS)
@require_http_methods(["GET", "HEAD", "POST"])
def view_as(request: CompanyRequest, organization: UUID, account: UUID) -> HttpResponse:
    """The account's people: one press for each who can log in now leads to the portal's host, by a link for once."""
    asked = request.POST if request.method == "POST" else request.GET
    form = DayForm(asked if asked.get("dag") else None, today=request.acting.today)
    day = form.cleaned_data["dag"] if form.is_valid() else None
    acting = request.acting
    here, found, portal = acting.here, account_of(acting.here, account), opening(acting.here)
    people = [
        (person, portal.is_open and able(person=person, today=acting.today))
        for person in queries.recipients_of(here, account=account)
    ]
    if request.method == "POST" and "recipient" in request.POST:
        chosen = next((each for each, may in people if may and str(each.id) == request.POST.get("recipient")), None)
        row = request.session.whose()
        if chosen is None or row is None:
            raise Http404
        token = hand_over_view(here, recipient=chosen.id, actor=acting.actor, session=row.id, day=day)
        return HttpResponseRedirect(f"{portal.address}/se-som/{token}/")
    response = page(
        request,
        "business/selvbetjening/customers/view_as.html",
        title=gettext("See as customer"),
        lead=str(found),
        people=people,
        missing=portal.missing,
        form=form,
        day=day,
        coming=coming(here, account=account, today=acting.today, until=day) if day else [],
        back=reverse("business:sb_account", args=[here, account]),
    )
    response.leads_to = [portal.address]  # type: ignore[attr-defined]
    return response
