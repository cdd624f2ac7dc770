"""Paying by a mail's link: for anybody who has it, without a login (PY-01, SB-28)."""

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from selvbetjening.domain.identity.actions.count_up import count_up
from selvbetjening.domain.invoicing import queries as invoicing
from selvbetjening.domain.invoicing.actions.document import document
from selvbetjening.domain.payments.actions.payment_links import mark_opened, may_pay_by_link
from selvbetjening.domain.payments.queries import attempts, links
from selvbetjening.domain.payments.queries.attempts import Attempt
from selvbetjening.domain.payments.queries.links import PaymentLink
from selvbetjening.domain.payments.rules.limits import LINKS_BEGUN, LINKS_BEGUN_FROM, LINKS_MISSED
from selvbetjening.kernel import clock
from selvbetjening.portals.customer.login.answers import too_many
from selvbetjening.portals.customer.login.cookies import is_token
from selvbetjening.portals.customer.paying.begin import pay
from selvbetjening.portals.customer.paying.inside import browser_of, inside
from selvbetjening.portals.customer.paying.pages import contact_page
from selvbetjening.portals.customer.paying.place import Place
from selvbetjening.portals.customer.paying.status import show, stop_attempt, undo_saved
from selvbetjening.portals.customer.paying.till import Till, bill_of, till_of
from selvbetjening.portals.customer.requests import HouseRequest
from selvbetjening.portals.gate import calls_out, public
from selvbetjening.portals.network import network

#: In an address: all that is left of an invoice in instalments, instead of the next one.
WHOLE = "alt"


@public
@calls_out
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HouseRequest, token: str) -> HttpResponse:
    """What is to be paid of the invoice now; a post leads to the gateway's page."""
    link = _link(request, token)
    if isinstance(link, HttpResponse):
        return link
    with inside(request):
        if not may_pay_by_link(request.organization_id):
            return contact_page(request, reason="closed")
        if request.method == "POST":
            mark_opened(request.organization_id, link=link.id, at=clock.now())
    whole = WHOLE in request.GET
    return pay(request, place=_place(link, token), read=lambda: _till(request, link, whole=whole))


@public
@require_safe
def status(request: HouseRequest, token: str) -> HttpResponse:
    """How the newest attempt on the invoice stands."""
    link = _link(request, token)
    if isinstance(link, HttpResponse):
        return link
    place, newest = _place(link, token), _newest(request, link)
    mine = newest is not None and attempts.is_of_browser(
        request.organization_id, attempt=newest, secret=browser_of(request)
    )
    if not mine and not may_pay_by_link(request.organization_id):
        return contact_page(request, reason="closed")
    return show(request, place, newest) if newest else HttpResponseRedirect(place.here)


@public
@calls_out
@require_POST
def stop(request: HouseRequest, token: str) -> HttpResponse:
    """Break off the attempt that runs."""
    link = _link(request, token)
    if isinstance(link, HttpResponse):
        return link
    with inside(request):
        newest = _newest(request, link)
    place = _place(link, token)
    return stop_attempt(request, place, newest) if newest else HttpResponseRedirect(place.here)


@public
@require_POST
def undo(request: HouseRequest, token: str) -> HttpResponse:
    """Undo the saving of the card, in the browser that saved it."""
    link = _link(request, token)
    if isinstance(link, HttpResponse):
        return link
    newest = _newest(request, link)
    place = _place(link, token)
    return undo_saved(request, place, newest) if newest else HttpResponseRedirect(place.here)


@public
@require_safe
def pdf(request: HouseRequest, token: str) -> HttpResponse:
    """The invoice as PDF, where the company lets whoever has the link see it (PY-01)."""
    link = _link(request, token)
    if isinstance(link, HttpResponse):
        return link
    organization = request.organization_id
    if not request.organization.choice("payment_link_pdf") or not may_pay_by_link(organization):
        raise Http404
    try:
        stored = document(organization, invoice=link.invoice_id, at=clock.now())
    except ObjectDoesNotExist:
        raise Http404 from None
    headers = {
        "Content-Disposition": f'inline; filename="faktura-{stored.invoice.number}.pdf"',
        "X-Robots-Tag": "noindex, nofollow",
        "Referrer-Policy": "no-referrer",
    }
    return HttpResponse(bytes(stored.content), content_type="application/pdf", headers=headers)


def _link(request: HouseRequest, token: str) -> PaymentLink | HttpResponse:
    """The link, or the answer to one try too many. Raises Http404, the same for every token that is not ours (SEC-19).

    Looking at one's own invoice is free; guessing and beginning are counted (LG-15).
    """
    organization, place, at = request.organization_id, network(request), clock.now()
    with inside(request):
        found = links.by_token(organization, token=token) if is_token(token) else None
    if found is None:
        again_at = count_up(organization, limit=LINKS_MISSED, subject=place, at=at)
    elif request.method == "POST":
        again_at = count_up(organization, limit=LINKS_BEGUN, subject=str(found.id), at=at)
        again_at = count_up(organization, limit=LINKS_BEGUN_FROM, subject=place, at=at) or again_at
    else:
        return found
    if again_at:
        with inside(request):
            return too_many(request, again_at=again_at)
    if found is None:
        raise Http404
    return found


def _till(request: HouseRequest, link: PaymentLink, *, whole: bool) -> Till:
    organization = request.organization_id
    found = invoicing.get(organization, account=link.account_id, invoice=link.invoice_id)
    bill = bill_of(organization, invoice=found, today=clock.today(), whole=whole)
    return till_of(organization, account=link.account_id, bills=[bill])


def _newest(request: HouseRequest, link: PaymentLink) -> Attempt | None:
    return attempts.last_on(request.organization_id, invoice=link.invoice_id)


def _place(link: PaymentLink, token: str) -> Place:
    return Place((link.invoice_id,), token=token)
