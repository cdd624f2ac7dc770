"""Add a card: choose where, go to the gateway's page, and come back to a page that only reads (SB-26, CD-02, PY-05)."""

from typing import Final
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from selvbetjening.domain.billing.actions.charge import notices_address
from selvbetjening.domain.billing.queries.paid_by_card import paid_by_card
from selvbetjening.domain.organizations import permissions
from selvbetjening.domain.organizations.queries import portal_origin
from selvbetjening.domain.payments.actions.make_attempt import Wish, make_attempt
from selvbetjening.domain.payments.actions.redirect_payer import redirect_payer
from selvbetjening.domain.payments.ports import GatewayRefused, NotReached, Returns
from selvbetjening.domain.payments.queries.attempts import Attempt, get_attempt
from selvbetjening.domain.payments.queries.saving import places_to_save, saves_begun
from selvbetjening.kernel import clock
from selvbetjening.portals.customer.cards.forms import AddForm, Place
from selvbetjening.portals.customer.cards.shown import currencies_of
from selvbetjening.portals.customer.paying.consent import CARD, VERSION, Consent, consent_for
from selvbetjening.portals.customer.paying.inside import inside
from selvbetjening.portals.customer.paying.taken import sums
from selvbetjening.portals.customer.requests import VisitorRequest
from selvbetjening.portals.gate import calls_out, requires
from selvbetjening.portals.leading import leads_to
from selvbetjening.ui.components.values import language

#: Cards that an account may begin to add within an hour: enough for typing errors, too few for trying stolen numbers.
MOST_AN_HOUR: Final = 10
#: How often the page of an answer that has not come looks again, in seconds, and for how long it does so by itself.
LOOKS_EVERY, LOOKS_FOR = 3, 120


@requires(permissions.ADD_CARD)
@require_http_methods(["GET", "HEAD", "POST"])
@calls_out
def add(request: VisitorRequest) -> HttpResponse:
    """GET asks where the card is entered and whether it is to be used; POST leads to the gateway's page."""
    if request.method != "POST":
        return _page(request)
    here = request.organization_id
    with inside(request):
        places, consent = _places(request), _consent(request)
        form = AddForm(request.POST, places=places, consent=consent)
        if not places or not form.is_valid() or _too_many(request):
            return _page(request, form, problem=_TOO_OFTEN if form.is_valid() and places else "")
        attempt = make_attempt(here, wish=_wish(request, form, consent), at=clock.now())
        returns = _returns(request, attempt, form.chosen.gateway)
    try:
        to = redirect_payer(
            here,
            attempt=attempt.id,
            email=request.visitor.recipient.email,
            language=language(),
            text=_("Card for later payments"),
            returns=returns,
            at=clock.now(),
        )
    except (NotReached, GatewayRefused):
        with inside(request):
            return _page(request, form, problem=_NOT_REACHED)
    return HttpResponseRedirect(to.url)


@requires(permissions.ADD_CARD)
@require_safe
def status(request: VisitorRequest, saving: UUID) -> HttpResponse:
    """How the saving stands, by our own row alone (PY-05); `?afbrudt` comes from the gateway's way back."""
    try:
        found = get_attempt(request.organization_id, account=request.visitor.account.id, attempt=saving)
    except ObjectDoesNotExist:
        raise Http404 from None
    if found.kind != "save":
        raise Http404
    if found.state == "succeeded":
        return _to_the_list(request, f"{reverse('customer:cards')}?gemt={found.id}")
    at = clock.now()
    gave_up = "afbrudt" in request.GET
    waits = found.is_live and not gave_up
    context = {
        "attempt": found,
        "gave_up": gave_up,
        "waits": waits,
        "looks_every": LOOKS_EVERY if waits and (at - found.made_at).total_seconds() < LOOKS_FOR else 0,
        "go_on": found.url if _is_open(found) else "",
    }
    return render(request, "customer/cards/status.html", context)


def _to_the_list(request: VisitorRequest, address: str) -> HttpResponse:
    """The page that looks again by itself is told to leave; any other is led on."""
    if "HX-Request" in request.headers:
        return HttpResponse(headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)


_NOT_REACHED: Final = "not_reached"
_TOO_OFTEN: Final = "too_often"


def _is_open(attempt: Attempt) -> bool:
    still = attempt.redirect_expires_at is None or clock.now() < attempt.redirect_expires_at
    return attempt.state == "open" and bool(attempt.url) and still


def _page(request: VisitorRequest, form: AddForm | None = None, *, problem: str = "") -> HttpResponse:
    places, consent = _places(request), _consent(request)
    if form is None:
        form = AddForm(places=places, consent=consent)
    words = {
        _NOT_REACHED: _("The payment company does not answer at the moment. No card was saved. Try again in a while."),
        _TOO_OFTEN: _("You have tried many times within an hour. Wait an hour and try again."),
        "": "",
    }
    context = {
        "form": form,
        "places": places,
        "consent": consent,
        "at_once_total": sums(consent.takes.at_once),
        "problem": words[problem],
        "without": _without_the_box(request),
    }
    response = render(request, "customer/cards/add.html", context, status=503 if problem == _NOT_REACHED else 200)
    leads_to(response, gateways={place.gateway for place in places})
    return response


def _places(request: VisitorRequest) -> list[Place]:
    """Where a card can be entered: once for each gateway, or for each currency where a card pays only one (CD-02)."""
    work = paid_by_card(request.organization_id, account=request.visitor.account.id, today=clock.today())
    currencies = currencies_of(request, work)
    found = []
    for way in places_to_save(request.organization_id):
        able = [currency for currency in currencies if currency in way.currencies]
        wanted = able if way.one_per_currency else able[:1]
        found += [Place(way.id, way.gateway, way.name, each, way.one_per_currency) for each in wanted]
    return found


def _consent(request: VisitorRequest) -> Consent:
    return consent_for(
        request.organization_id,
        company=request.organization.name,
        account=request.visitor.account,
        choose_scope=False,
        paying=(),
    )


def _pays_by_card(request: VisitorRequest) -> bool:
    """Whether something is charged by itself already: then a new card steps in where no other can be."""
    account = request.visitor.account
    work = paid_by_card(request.organization_id, account=account.id, today=clock.today())
    return bool(work.subscriptions) or account.collection_method == CARD


def _without_the_box(request: VisitorRequest) -> str:
    """What the page says of a card whose box is not ticked; kept with it."""
    if _pays_by_card(request):
        return _(
            "Without the box the card is only saved here. "
            "Nothing is charged now. It is charged when you choose it, or when no other card can be."
        )
    return _("Without the box the card is only saved here. Nothing is charged, and you pay as you do now.")


def _too_many(request: VisitorRequest) -> bool:
    account = request.visitor.account.id
    return saves_begun(request.organization_id, account=account, at=clock.now()) >= MOST_AN_HOUR


def _wish(request: VisitorRequest, form: AddForm, consent: Consent) -> Wish:
    uses = form.uses
    return Wish(
        account=request.visitor.account.id,
        gateway_account=form.chosen.id,
        kind="save",
        currency=form.chosen.currency,
        save_card=uses,
        consent=consent.text if uses else _without_the_box(request),
        consent_version=VERSION,
        at_once=consent.takes.parts if uses else (),
    )


def _returns(request: VisitorRequest, attempt: Attempt, gateway: str) -> Returns:
    back = portal_origin(request.organization_id) + reverse("customer:card_status", args=[attempt.id])
    notices = notices_address(request.organization_id, gateway=gateway, gateway_account=attempt.gateway_account_id)
    return Returns(done=back, cancelled=f"{back}?afbrudt=1", notices=notices)
