"""Coming in by a press, ending, and the page after the end."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from selvbetjening.domain.accounts import queries as accounts
from selvbetjening.domain.accounts.actions.note_viewing import note_viewing
from selvbetjening.domain.identity.rules.eligibility import able
from selvbetjening.domain.organizations.queries import business_origin
from selvbetjening.kernel import clock
from selvbetjening.portals import sessions
from selvbetjening.portals.customer.login.cookies import is_token
from selvbetjening.portals.customer.requests import HouseRequest
from selvbetjening.portals.customer.viewing.reading import to_the_end
from selvbetjening.portals.gate import public
from selvbetjening.portals.sessions.viewing import offered, take_view


@public
@require_http_methods(["GET", "HEAD", "POST"])
def come_in(request: HouseRequest, token: str) -> HttpResponse:
    """A get shows whom one will see the portal as and changes nothing; the post begins, once (CM-12)."""
    here = request.organization_id
    waiting = offered(here, token=token) if is_token(token) else None
    person = accounts.get_recipient(here, recipient=waiting.recipient) if waiting else None
    if person is None or person.removed_at or not able(person=person, today=clock.today()):
        return to_the_end()
    if request.method == "POST":
        begun = take_view(request, here, token=token)
        if begun is None:
            return to_the_end()
        note_viewing(here, recipient=person.id, actor=begun.actor, at=clock.now())
        return HttpResponseRedirect(reverse("customer:overview"))
    response = render(request, "customer/viewing/begin.html", {"person": person})
    # As with login links: the token is told to nobody, and the page corrects this for its own form.
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@public
@require_POST
def end(request: HouseRequest) -> HttpResponse:
    """Look no more; also when the visit was over already. A customer's own session is not touched."""
    if request.viewing is None:
        return to_the_end()
    account = str(request.visitor.account.id) if request.visitor else ""
    sessions.log_out(request)
    return to_the_end(account)


@public
@require_safe
def over(request: HouseRequest) -> HttpResponse:
    """It is over, or the link was used or too old; the way back to the business portal."""
    return render(request, "customer/viewing/over.html", {"back": _back(request)})


def _back(request: HouseRequest) -> str:
    solution = f"{business_origin()}/v/{request.organization_id}/selvbetjening/"
    try:
        return f"{solution}konti/{UUID(request.GET.get('konto', ''))}/"
    except ValueError:
        return f"{solution}konti/"
