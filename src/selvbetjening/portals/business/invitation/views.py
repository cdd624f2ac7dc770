"""The link, the page with its buttons, and what came of it (BP-17, SEC-58). A get changes nothing but "opened"."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from selvbetjening.domain.access.actions.redeem import decline, open_invitation, redeem
from selvbetjening.domain.access.queries.invitations import InvitationCard, invitation_card
from selvbetjening.domain.access.rules.refusals import Refused
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.portals.business.login import cookies
from selvbetjening.portals.business.login.asking import invited, to_broker
from selvbetjening.portals.business.pages import page, saved
from selvbetjening.portals.business.refusing import refused
from selvbetjening.portals.business.requests import BusinessRequest, PersonRequest
from selvbetjening.portals.gate import logged_in, public
from selvbetjening.portals.leading import leads_to_login


@public
@require_safe
def link(request: BusinessRequest, organization: UUID, token: str) -> HttpResponse:
    """From the mail: the token leaves the address for a cookie at once, whatever it is worth (SEC-58)."""
    response = HttpResponseRedirect(reverse("business:invitation"))
    if cookies.is_token(token):
        cookies.keep_invitation(response, organization=organization, token=token)
        if request.method == "GET":
            open_invitation(OrganizationId(organization), token=token, at=clock.now())
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@public
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: BusinessRequest) -> HttpResponse:
    """What one is invited to, and by whom. The post goes to MitID, or says no; every dead link looks alike."""
    opened = cookies.invitation_of(request)
    card = _card(opened)
    if opened is None or card is None:
        return _private(refused(request, "INV-01"))
    organization, token = opened
    if request.method == "POST" and "decline" in request.POST:
        return _declined(request, organization, token)
    if request.method == "POST":
        return to_broker(request, purpose="invitation", wanted="", **invited(organization, card.invitation))
    context = {"card": card, "person": request.proven, "lead": ""}
    response = page(request, "business/invitation/invitation.html", title=gettext("You are invited"), **context)
    leads_to_login(response)
    return _private(response)


@logged_in
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: PersonRequest) -> HttpResponse:
    """After MitID: what one says yes to, and the button that does it."""
    opened = cookies.invitation_of(request)
    card = _card(opened)
    if opened is None or card is None:
        return _private(refused(request, "INV-01"))
    if request.method != "POST":
        context = {"card": card, "person": request.proven}
        return _private(page(request, "business/invitation/accept.html", title=gettext("Say yes"), **context))
    return _accepted(request, opened, card)


def _accepted(request: PersonRequest, opened: tuple[UUID, str], card: InvitationCard) -> HttpResponse:
    organization, token = OrganizationId(opened[0]), opened[1]
    person = request.proven
    try:
        done = redeem(
            organization, invitation=card.invitation, token=token, user=person.user, cvr=person.cvr, at=clock.now()
        )
    except Refused as error:
        return refused(request, error.code, wanted=reverse("business:invitation"), **error.values)
    response = (
        refused(request, "INV-04")
        if done.membership is None
        else saved(request, reverse("business:front", args=[organization]), gettext("Welcome. You are a user now."))
    )
    cookies.forget(response, "invitation")
    return response


def _declined(request: BusinessRequest, organization: UUID, token: str) -> HttpResponse:
    try:
        decline(OrganizationId(organization), token=token, at=clock.now())
    except Refused as error:
        return refused(request, error.code, **error.values)
    title = gettext("You have said no")
    response = page(request, "business/invitation/declined.html", title=title)
    cookies.forget(response, "invitation")
    return response


def _card(opened: tuple[UUID, str] | None) -> InvitationCard | None:
    if opened is None:
        return None
    organization = OrganizationId(opened[0])
    with within(organization):
        return invitation_card(organization, token=opened[1], at=clock.now())


def _private(response: HttpResponse) -> HttpResponse:
    # The page corrects this with a meta element for its own form: without any origin, no browser could post it.
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
