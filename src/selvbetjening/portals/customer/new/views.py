"""Order a subscription: choose a plan, see everything that the law wants said, order (ORD-1, ORD-2)."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from selvbetjening.domain.billing.actions.confirm import Confirmed
from selvbetjening.domain.billing.actions.quote_start import quote_start
from selvbetjening.domain.billing.rules.quotes import QuoteView
from selvbetjening.domain.catalog import queries as catalog
from selvbetjening.domain.organizations import permissions
from selvbetjening.domain.subscriptions.rules import Refused
from selvbetjening.kernel import clock
from selvbetjening.portals.customer.changes.confirming import confirmed, refused_page
from selvbetjening.portals.customer.changes.quoted import Difference, quoted
from selvbetjening.portals.customer.new.forms import QuantityForm
from selvbetjening.portals.customer.new.offered import plans_with_prices
from selvbetjening.portals.customer.prices import how_often
from selvbetjening.portals.customer.requests import VisitorRequest
from selvbetjening.portals.gate import requires
from selvbetjening.ui.components.values import language

#: The approved labels of the button (ORD-2).
ORDER_LABEL: Final = {"da": "Bestil med betalingspligt", "en": "Order with obligation to pay"}


@requires(permissions.CREATE_SUBSCRIPTION)
@require_safe
def plans(request: VisitorRequest) -> HttpResponse:
    """Every offered plan with all its prices (SB-13 to SB-15)."""
    offers = catalog.offers(request.organization_id)
    context = {"plans": plans_with_prices(offers, party_type=request.visitor.account.party_type)}
    return render(request, "customer/plans.html", context)


@dataclass(frozen=True, slots=True)
class _Order:
    request: VisitorRequest
    terms: UUID

    def fits(self, quote: QuoteView) -> bool:
        return (quote.act, quote.terms) == ("start", self.terms)

    def show(
        self, quote: QuoteView, differs: list[Difference] | None = None, form: QuantityForm | None = None
    ) -> HttpResponse:
        terms = catalog.terms(self.request.organization_id, terms=self.terms)
        context = {
            "shown": quoted(quote, party_type=self.request.visitor.account.party_type),
            "quote": quote,
            "terms": how_often(terms.interval),
            "unit": (terms.unit_en if language() == "en" and terms.unit_en else terms.unit_da),
            "description": terms.plan.description(language()),
            "differs": differs,
            "stale": differs is not None,
            "form": form or QuantityForm(initial={"antal": quote.quantity}),
            "label": ORDER_LABEL[language()],
        }
        return render(self.request, "customer/order.html", context)

    def done(self, result: Confirmed) -> HttpResponse:
        messages.success(
            self.request, _("Thank you. Your subscription has begun; a confirmation is on its way by mail.")
        )
        return HttpResponseRedirect(reverse("customer:subscription", args=[result.subscription]))


@requires(permissions.CREATE_SUBSCRIPTION)
@require_http_methods(["GET", "HEAD", "POST"])
def order(request: VisitorRequest, terms: UUID) -> HttpResponse:
    """GET (`?antal=` says how many) stores a quote and shows it; POST with the quote's id orders exactly that."""
    wish, back = _Order(request, terms), reverse("customer:new")
    if request.method == "POST":
        return confirmed(request, fits=wish.fits, show=wish.show, done=wish.done, back=back)
    form = QuantityForm(request.GET if "antal" in request.GET else None, initial={"antal": 1})
    quantity = form.cleaned_data["antal"] if form.is_bound and form.is_valid() else 1
    try:
        quote = quote_start(
            request.organization_id,
            account=request.visitor.account.id,
            terms=terms,
            quantity=quantity,
            at=clock.now(),
        )
    except ObjectDoesNotExist:
        raise Http404 from None
    except Refused as refused:
        return refused_page(request, reason=refused.reason, back=back)
    return wish.show(quote, form=form)
