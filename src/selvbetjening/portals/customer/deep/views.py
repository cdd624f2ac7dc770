"""From the company's own number to the page. Only the own account's; everything else is unknown (XB-18, SB-01)."""

from typing import Final
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from selvbetjening.domain.catalog import queries as catalog
from selvbetjening.domain.invoicing.queries.numbers import invoice_with_id, invoice_with_number
from selvbetjening.domain.organizations import permissions
from selvbetjening.domain.subscriptions import queries as subscriptions
from selvbetjening.portals.customer.requests import VisitorRequest
from selvbetjening.portals.gate import logged_in, requires

#: No number is longer; what is, is not read as one.
_MOST_DIGITS: Final = 19


@logged_in
@require_safe
def subscription(request: VisitorRequest, code: str) -> HttpResponse:
    """One subscription by the company's number."""
    return _to("subscription", _mine(request, code))


@requires(permissions.CANCEL_SUBSCRIPTION)
@require_safe
def cancel(request: VisitorRequest, code: str) -> HttpResponse:
    """Its cancellation, which shows what happens first."""
    return _to("cancel", _mine(request, code))


@logged_in
@require_safe
def change(request: VisitorRequest, code: str) -> HttpResponse:
    """The plans it may be changed to."""
    return _to("change", _mine(request, code))


@requires(permissions.CREATE_SUBSCRIPTION)
@require_safe
def plan(request: VisitorRequest, code: str) -> HttpResponse:
    """The order page of the terms with this number, or of a plan's first terms."""
    for offered in catalog.offers(request.organization_id):
        terms = list(offered.terms.all())
        found = [one for one in terms if one.code == code] or (terms[:1] if offered.code == code else [])
        if found:
            return _to("new_quote", found[0].id)
    raise Http404


@requires(permissions.VIEW_INVOICES)
@require_safe
def invoice(request: VisitorRequest, reference: str) -> HttpResponse:
    """The invoice with this number."""
    return _to("invoice", _my_invoice(request, reference))


@requires(permissions.USE_PAYMENT_LINK)
@require_safe
def pay(request: VisitorRequest, reference: str) -> HttpResponse:
    """The page on which the invoice is paid."""
    return _to("invoice_pay", _my_invoice(request, reference))


@logged_in
@require_safe
def card(request: VisitorRequest) -> HttpResponse:
    """The saved cards (XB-41)."""
    return HttpResponseRedirect(reverse("customer:cards"))


def _mine(request: VisitorRequest, code: str) -> UUID:
    """By the company's number, or by the id that the API tells."""
    mine = list(subscriptions.of_account(request.organization_id, account=request.visitor.account.id))
    for found in [*(one for one in mine if one.code == code), *(one for one in mine if str(one.id) == code.lower())]:
        return UUID(str(found.id))
    raise Http404


def _my_invoice(request: VisitorRequest, reference: str) -> UUID:
    """By its number, or by the id that the API tells."""
    account = request.visitor.account.id
    if reference.isascii() and reference.isdigit() and len(reference) <= _MOST_DIGITS:
        found = invoice_with_number(request.organization_id, account=account, number=int(reference))
    else:
        found = invoice_with_id(request.organization_id, account=account, id_=reference)
    if found is None:
        raise Http404
    return found


def _to(page: str, id_: UUID) -> HttpResponse:
    return HttpResponseRedirect(reverse(f"customer:{page}", args=[id_]))
