"""Paying one's own invoices, logged in: one, or several at once (SB-28, SB-30)."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from selvbetjening.domain.invoicing import queries as invoicing
from selvbetjening.domain.organizations import permissions
from selvbetjening.domain.payments.queries import attempts
from selvbetjening.domain.payments.queries.attempts import Attempt
from selvbetjening.kernel import clock
from selvbetjening.portals.customer.paying.begin import pay
from selvbetjening.portals.customer.paying.by_link import WHOLE
from selvbetjening.portals.customer.paying.inside import inside
from selvbetjening.portals.customer.paying.pages import draw
from selvbetjening.portals.customer.paying.place import CHOSEN, Place, pay_several
from selvbetjening.portals.customer.paying.status import show, stop_attempt, undo_saved
from selvbetjening.portals.customer.paying.till import MOST, Bill, Till, bill_of, till_of
from selvbetjening.portals.customer.requests import VisitorRequest
from selvbetjening.portals.gate import calls_out, requires

#: As the list of documents names what is ticked there.
PICK = "pick"


@requires(permissions.USE_PAYMENT_LINK)
@calls_out
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: VisitorRequest, invoice: UUID) -> HttpResponse:
    """One invoice."""
    with inside(request):
        _bill(request, invoice)
    return pay(request, place=Place((invoice,)), read=lambda: _till(request, [_bill(request, invoice)]))


@requires(permissions.USE_PAYMENT_LINK)
@calls_out
@require_http_methods(["GET", "HEAD", "POST"])
def several(request: VisitorRequest) -> HttpResponse:
    """Those that were ticked, with something to pay; all in one currency, for a payment is in one."""
    with inside(request):
        bills = [bill for bill in (_own(request, each) for each in _picked(request)) if bill]
        owed = [bill for bill in bills if bill.amount.minor > 0]
        if not owed:
            messages.info(request, _("None of what you chose is to be paid. Tick the invoices that you want to pay."))
            return HttpResponseRedirect(reverse("customer:invoices"))
        by_currency: dict[str, list[Bill]] = {}
        for bill in owed:
            by_currency.setdefault(bill.amount.currency, []).append(bill)
        if len(by_currency) > 1:
            return _apart(request, by_currency)
    chosen = tuple(bill.invoice for bill in owed)
    return pay(
        request,
        place=Place(chosen),
        read=lambda: _till(request, [bill for each in chosen if (bill := _own(request, each))]),
    )


@requires(permissions.USE_PAYMENT_LINK)
@require_safe
def status(request: VisitorRequest, attempt: UUID) -> HttpResponse:
    """How an attempt on one's own invoices stands."""
    found = _attempt(request, attempt)
    return show(request, _place(request, found), found)


@requires(permissions.USE_PAYMENT_LINK)
@calls_out
@require_POST
def stop(request: VisitorRequest, attempt: UUID) -> HttpResponse:
    """Break it off."""
    with inside(request):
        found = _attempt(request, attempt)
        place = _place(request, found)
    return stop_attempt(request, place, found)


@requires(permissions.USE_PAYMENT_LINK)
@require_POST
def undo(request: VisitorRequest, attempt: UUID) -> HttpResponse:
    """Undo the saving of the card."""
    found = _attempt(request, attempt)
    return undo_saved(request, _place(request, found), found)


def _apart(request: VisitorRequest, by_currency: dict[str, list[Bill]]) -> HttpResponse:
    """Several currencies: each is paid by itself."""
    groups = [
        (bills, _till(request, bills).total, pay_several([bill.invoice for bill in bills]))
        for _currency, bills in sorted(by_currency.items())
    ]
    return draw(request, "customer/paying/apart.html", {"groups": groups})


def _picked(request: VisitorRequest) -> list[UUID]:
    """What the address names, each once and in its order; anything that is no invoice's id is passed over."""
    named = [text.removeprefix("invoice:") for text in request.GET.getlist(CHOSEN) + request.GET.getlist(PICK)]
    found: dict[UUID, None] = {}
    for text in named:
        try:
            found[UUID(text)] = None
        except ValueError:
            continue
    return list(found)[:MOST]


def _own(request: VisitorRequest, invoice: UUID) -> Bill | None:
    organization = request.organization_id
    try:
        found = invoicing.get(organization, account=request.visitor.account.id, invoice=invoice)
    except ObjectDoesNotExist:
        return None
    return bill_of(organization, invoice=found, today=clock.today(), whole=WHOLE in request.GET)


def _bill(request: VisitorRequest, invoice: UUID) -> Bill:
    found = _own(request, invoice)
    if found is None:
        raise Http404
    return found


def _till(request: VisitorRequest, bills: list[Bill]) -> Till:
    return till_of(request.organization_id, account=request.visitor.account.id, bills=bills)


def _attempt(request: VisitorRequest, attempt: UUID) -> Attempt:
    try:
        return attempts.get_attempt(request.organization_id, account=request.visitor.account.id, attempt=attempt)
    except ObjectDoesNotExist:
        raise Http404 from None


def _place(request: VisitorRequest, attempt: Attempt) -> Place:
    parts = attempts.invoices_of(request.organization_id, attempt=attempt.id)
    if not parts:  # the saving of a card is shown where cards are
        raise Http404
    return Place(tuple(part.invoice_id for part in parts))
