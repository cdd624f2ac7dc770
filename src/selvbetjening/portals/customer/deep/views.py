"""From the company's own number to the page. Only the own account's; everything else is unknown (XB-18, SB-01)."""

from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from selvbetjening.domain.catalog import queries as catalog
from selvbetjening.domain.invoicing.queries.numbers import invoice_with_number
from selvbetjening.domain.organizations import permissions
from selvbetjening.domain.subscriptions import queries as subscriptions
from selvbetjening.portals.customer.requests import VisitorRequest
from selvbetjening.portals.gate import logged_in, requires


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
def invoice(request: VisitorRequest, number: int) -> HttpResponse:
    """The invoice with this number."""
    found = invoice_with_number(request.organization_id, account=request.visitor.account.id, number=number)
    if found is None:
        raise Http404
    return _to("invoice", found)


@logged_in
@require_safe
def card(request: VisitorRequest) -> HttpResponse:
    """The saved cards (XB-41)."""
    return HttpResponseRedirect(reverse("customer:cards"))


def _mine(request: VisitorRequest, code: str) -> UUID:
    for mine in subscriptions.of_account(request.organization_id, account=request.visitor.account.id):
        if mine.code == code:
            return UUID(str(mine.id))
    raise Http404


def _to(page: str, id_: UUID) -> HttpResponse:
    return HttpResponseRedirect(reverse(f"customer:{page}", args=[id_]))
