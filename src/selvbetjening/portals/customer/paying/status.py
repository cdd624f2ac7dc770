"""How a payment stands: read from our own row, again and again, and never booked from here (PY-05)."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final, Literal
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from selvbetjening.domain.billing.actions.break_off import break_off
from selvbetjening.domain.billing.actions.undo_saving import undo_saving
from selvbetjening.domain.organizations import permissions
from selvbetjening.domain.payments.queries import attempts
from selvbetjening.domain.payments.queries.attempts import Attempt, AttemptPart
from selvbetjening.domain.payments.rules.attempts import can_be_broken_off, may_undo_saving
from selvbetjening.domain.payments.rules.failures import happened, to_do
from selvbetjening.kernel import clock
from selvbetjening.kernel.actors import Actor
from selvbetjening.portals.customer.paying.begin import is_page_open
from selvbetjening.portals.customer.paying.inside import browser_of
from selvbetjening.portals.customer.paying.pages import draw
from selvbetjening.portals.customer.paying.place import BACK, LEFT, Place
from selvbetjening.portals.customer.paying.receipt import Receipt, receipt_of
from selvbetjening.portals.customer.requests import HouseRequest

Shape = Literal["paid", "failed", "left", "mine", "others", "waiting", "slow"]
#: From then on the page says that it takes longer than it should, and asks less often.
SLOW: Final = timedelta(minutes=5)
#: In the address of the page: what it showed, when it asks again.
SEEN: Final = "set"
PAYER: Final = Actor("system", "payment_link")


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page says. `failure` and `way_out` are sentences; `url` is where the payer goes on."""

    shape: Shape
    attempt: Attempt
    numbers: list[int]
    is_live: bool
    failure: str = ""
    way_out: str = ""
    url: str = ""
    may_stop: bool = False
    was_left: bool = False
    receipt: Receipt | None = None
    may_undo: bool = False
    asks_again_in: int = 0


def show(request: HouseRequest, place: Place, attempt: Attempt) -> HttpResponse:
    """The page, which asks again by itself as long as the attempt runs, with or without a script."""
    mine = attempts.is_of_browser(request.organization_id, attempt=attempt, secret=browser_of(request))
    shown = _shown(request, place, attempt, mine=mine)
    if request.headers.get("HX-Request") and request.GET.get(SEEN) == shown.shape:
        return HttpResponse(status=204)  # nothing to swap in, and nothing for a screen reader to read out again
    context = {"place": place, "shown": shown, "urls": _urls(request, place, attempt, shown)}
    return draw(request, "customer/paying/status.html", context)


def stop_attempt(request: HouseRequest, place: Place, attempt: Attempt) -> HttpResponse:
    """Close the gateway's page, and begin anew; whoever has the link or the account may (PY-04)."""
    if break_off(request.organization_id, attempt=attempt.id, at=clock.now()):
        return HttpResponseRedirect(place.here)
    messages.warning(request, _("The payment that is running cannot be broken off right now. Wait for its answer."))
    return HttpResponseRedirect(place.status(attempt.id))


def undo_saved(request: HouseRequest, place: Place, attempt: Attempt) -> HttpResponse:
    """Undo the saving of the card. Raises Http404 for who may not."""
    if not _may_undo(request, place, attempt):
        raise Http404
    actor = request.visitor.actor if request.visitor and not place.token else PAYER
    if undo_saving(request.organization_id, attempt=attempt.id, actor=actor, at=clock.now()):
        messages.success(request, _("The card is not saved any more, and you pay each invoice yourself as before."))
    else:
        messages.info(request, _("There is nothing to undo."))
    return HttpResponseRedirect(place.status(attempt.id))


def _shown(request: HouseRequest, place: Place, attempt: Attempt, *, mine: bool) -> Shown:
    organization, at = request.organization_id, clock.now()
    parts = attempts.invoices_of(organization, attempt=attempt.id)
    numbers, left = [part.invoice.number for part in parts], LEFT in request.GET
    if attempt.state == "succeeded":
        return _receipt(request, place, attempt, parts, mine=mine)
    if not attempt.is_live:
        failed = attempt.state in ("failed", "needs_customer")
        return Shown(
            "failed" if failed else "left",
            attempt,
            numbers,
            is_live=False,
            failure=_(happened(kind=attempt.failure)) if failed else "",
            way_out=_(to_do(kind=attempt.failure, asks_new_card=attempt.asks_new_card, tried_again=False))
            if failed
            else "",
        )
    slow = at - attempt.made_at >= SLOW
    came_back = BACK in request.GET
    shape: Shape = "others"
    if attempt.state == "pending" or (mine and came_back) or attempt.kind == "charge":
        shape = "slow" if slow else "waiting"
    elif mine:
        shape = "mine"
    return Shown(
        shape,
        attempt,
        numbers,
        is_live=True,
        url=attempt.url if mine and is_page_open(attempt) else "",
        may_stop=_can_stop(attempt) and shape in ("others", "mine", "slow"),
        was_left=left,
        asks_again_in=30 if slow else 3,
    )


def _receipt(request: HouseRequest, place: Place, attempt: Attempt, parts: list[AttemptPart], *, mine: bool) -> Shown:
    """Paid. What for, with which card, and what saving it changed, is for the payer and the account's own people."""
    numbers = [part.invoice.number for part in parts]
    if not mine and place.token:
        return Shown("paid", attempt, numbers, is_live=False)
    invoices = [(part.invoice_id, part.invoice.number) for part in parts]
    receipt = receipt_of(request.organization_id, attempt=attempt, invoices=invoices)
    may_undo = receipt.paid.saved is not None and _may_undo(request, place, attempt)
    return Shown("paid", attempt, numbers, is_live=False, receipt=receipt, may_undo=may_undo)


def _can_stop(attempt: Attempt) -> bool:
    has_page = bool(attempt.url and attempt.external_ref)
    return can_be_broken_off(
        kind=attempt.kind, state=attempt.state, has_page=has_page, made_at=attempt.made_at, at=clock.now()
    )


def _may_undo(request: HouseRequest, place: Place, attempt: Attempt) -> bool:
    """The browser that saved it; or the account's own people, who may save one while paying."""
    if not may_undo_saving(saved=attempt.save_card, state=attempt.state, closed_at=attempt.closed_at, at=clock.now()):
        return False
    if attempts.is_of_browser(request.organization_id, attempt=attempt, secret=browser_of(request)):
        return True
    visitor = request.visitor
    return not place.token and visitor is not None and bool(visitor.may(permissions.SAVE_CARD_WHEN_PAYING))


def _urls(request: HouseRequest, place: Place, attempt: Attempt, shown: Shown) -> dict[str, str]:
    status = place.status(attempt.id)
    how = [(name, "1") for name in (BACK, LEFT) if name in request.GET]
    again = f"{status}?{urlencode([*how, (SEEN, shown.shape)])}"
    return {"status": status, "again": again, "stop": place.stop(attempt.id), "undo": place.undo(attempt.id)}
