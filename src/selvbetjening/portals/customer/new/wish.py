"""One visitor's wish to buy: the page of the order, what is declared with it, and where it leads."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from selvbetjening.domain.billing.actions.confirm import Confirmed
from selvbetjening.domain.billing.rules.law.declarations import Consents
from selvbetjening.domain.billing.rules.law.withdrawal import withdrawal_deadline
from selvbetjening.domain.billing.rules.quotes import Act, QuoteView
from selvbetjening.domain.catalog.queries import PlanTerms
from selvbetjening.domain.organizations import permissions
from selvbetjening.kernel import clock
from selvbetjening.kernel.formatting import format_day
from selvbetjening.portals.customer.new.forms import ConsentForm, OrderForm
from selvbetjening.portals.customer.new.words import words_for
from selvbetjening.portals.customer.offered import priced
from selvbetjening.portals.customer.quoted import Difference, quoted
from selvbetjening.portals.customer.requests import VisitorRequest
from selvbetjening.ui.components.values import language


@dataclass(frozen=True, slots=True)
class Wish:
    """To buy on these terms: anew (`start`), or what an ended subscription was (`resubscribe`)."""

    request: VisitorRequest
    act: Act
    terms: PlanTerms
    subscription: UUID | None = None

    def form(self, values: Any = None, **first: Any) -> OrderForm:
        """How many and which code; bound to `values` where there are any."""
        coupons = self.request.visitor.may(permissions.USE_COUPON).allowed
        return OrderForm(values, limits=self.terms.limits, coupons=coupons, initial=first)

    def fits(self, quote: QuoteView) -> bool:
        """Whether a posted quote is of this page."""
        same = (quote.act, quote.terms) == (self.act, self.terms.id)
        return same and (self.act == "start" or quote.subscription == self.subscription)

    def show(
        self,
        quote: QuoteView,
        differs: list[Difference] | None = None,
        *,
        form: OrderForm | None = None,
        boxes: ConsentForm | None = None,
    ) -> HttpResponse:
        """The whole page: price, choice, everything that the law wants said, the boxes and the button."""
        visitor, today = self.request.visitor, clock.today()
        party_type = visitor.account.party_type
        words = words_for(self.request, quote, today=today)
        context = {
            "shown": quoted(quote, party_type=party_type),
            "quote": quote,
            "plan": self.terms.plan.name(language()),
            "one": priced(self.terms, party_type=party_type, own=visitor.own_prices, trial=not quote.trial_used),
            "description": self.terms.plan.description(language()),
            "differs": differs,
            "stale": differs is not None,
            "anew": self.act == "resubscribe",
            "form": form or self.form(antal=quote.quantity, kode=quote.coupon),
            "words": words,
            "order_label": words.label,
            "after_withdrawal": withdrawal_deadline(contracted_on=today),
            "is_later": quote.effective_on > withdrawal_deadline(contracted_on=today),
            "boxes": boxes or ConsentForm(start=words.asks_to_start, adult=words.asks_adult),
        }
        return render(self.request, "customer/order.html", context)

    def declare(self, quote: QuoteView) -> Consents | HttpResponse:
        """What was ticked with the order; the page again where a box that must be ticked is not (ORD-5, ORD-8)."""
        words = words_for(self.request, quote, today=clock.today())
        boxes = ConsentForm(self.request.POST, start=words.asks_to_start, adult=words.asks_adult)
        if not boxes.is_valid():
            return self.show(quote, boxes=boxes)
        return Consents(language=language(), asked_to_start=boxes.said("begynd"), said_adult=boxes.said("myndig"))

    def done(self, result: Confirmed) -> HttpResponse:
        """To the new subscription."""
        if result.effective_on > clock.today():
            day = format_day(result.effective_on, language())
            said = _("Thank you. Your subscription begins on %(day)s; a confirmation is on its way by mail.")
            messages.success(self.request, said % {"day": day})
        else:
            said = _("Thank you. Your subscription has begun; a confirmation is on its way by mail.")
            messages.success(self.request, said)
        return HttpResponseRedirect(reverse("customer:subscription", args=[result.subscription]))
