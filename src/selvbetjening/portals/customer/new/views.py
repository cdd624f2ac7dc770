"""Order a subscription: choose a plan, see everything that the law wants said, order (ORD-1, ORD-2)."""

from datetime import timedelta
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from selvbetjening.domain.billing.actions.quote_resubscribe import quote_resubscribe
from selvbetjening.domain.billing.actions.quote_start import quote_start
from selvbetjening.domain.billing.rules.law.withdrawal import withdrawal_deadline
from selvbetjening.domain.billing.rules.quotes import QuoteView
from selvbetjening.domain.catalog import queries as catalog
from selvbetjening.domain.organizations import permissions
from selvbetjening.domain.subscriptions import queries as subscriptions
from selvbetjening.domain.subscriptions.rules import Refused
from selvbetjening.kernel import clock
from selvbetjening.portals.customer.changes.confirming import confirmed, refused_page
from selvbetjening.portals.customer.new.wish import Wish
from selvbetjening.portals.customer.offered import plans_with_prices
from selvbetjening.portals.customer.requests import VisitorRequest
from selvbetjening.portals.customer.words import refusal
from selvbetjening.portals.gate import requires


@requires(permissions.CREATE_SUBSCRIPTION)
@require_safe
def plans(request: VisitorRequest) -> HttpResponse:
    """Every offered plan with all its prices (SB-13 to SB-15)."""
    offers = catalog.offers(request.organization_id)
    visitor = request.visitor
    found = plans_with_prices(offers, party_type=visitor.account.party_type, own=visitor.own_prices)
    context = {"plans": found}
    return render(request, "customer/plans.html", context)


@requires(permissions.CREATE_SUBSCRIPTION)
@require_http_methods(["GET", "HEAD", "POST"])
def order(request: VisitorRequest, terms: UUID) -> HttpResponse:
    """GET stores a quote and shows it; POST with the quote's id orders exactly that.

    `?antal=` says how many, `?kode=` a discount code, `?fra=senere` that it begins when the time to withdraw is over.
    """
    try:
        wish = Wish(request, "start", catalog.terms(request.organization_id, terms=terms))
    except ObjectDoesNotExist:
        raise Http404 from None
    back = reverse("customer:new")
    if request.method == "POST":
        return confirmed(request, fits=wish.fits, show=wish.show, done=wish.done, back=back, declare=wish.declare)
    least = wish.terms.minimum_quantity
    form = wish.form(request.GET if "antal" in request.GET else None, antal=least)
    said = form.cleaned_data if form.is_bound and form.is_valid() else {}
    try:
        quote = _quote(request, terms, quantity=said.get("antal", least), coupon=said.get("kode", ""))
    except Refused as refused:
        if not refused.reason.startswith("coupon"):
            return refused_page(request, reason=refused.reason, back=back)
        form.add_error("kode", str(refusal(refused.reason)))
        quote = _quote(request, terms, quantity=said.get("antal", least), coupon="")
    return wish.show(quote, form=form)


def _quote(request: VisitorRequest, terms: UUID, *, quantity: int, coupon: str) -> QuoteView:
    later = request.GET.get("fra") == "senere"
    return quote_start(
        request.organization_id,
        account=request.visitor.account.id,
        terms=terms,
        quantity=quantity,
        coupon=coupon,
        starts_on=withdrawal_deadline(contracted_on=clock.today()) + timedelta(days=1) if later else None,
        at=clock.now(),
    )


@requires(permissions.REACTIVATE_SUBSCRIPTION)
@require_http_methods(["GET", "HEAD", "POST"])
def resubscribe(request: VisitorRequest, subscription: UUID) -> HttpResponse:
    """Begin an ended subscription anew: an order like any other, on what it was (XB-16)."""
    account, back = request.visitor.account.id, reverse("customer:subscription", args=[subscription])
    try:
        found = subscriptions.get(request.organization_id, account=account, subscription=subscription)
        wish = Wish(request, "resubscribe", found.terms, subscription)
        if request.method == "POST":
            return confirmed(request, fits=wish.fits, show=wish.show, done=wish.done, back=back, declare=wish.declare)
        at = clock.now()
        return wish.show(quote_resubscribe(request.organization_id, account=account, subscription=subscription, at=at))
    except ObjectDoesNotExist:
        raise Http404 from None
    except Refused as refused:
        return refused_page(request, reason=refused.reason, back=back)
