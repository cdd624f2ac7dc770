"""Change to other terms, and to another quantity with it: choose, see what it costs, confirm (SU-01 to SU-03)."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from selvbetjening.domain.billing.actions.confirm import Confirmed
from selvbetjening.domain.billing.actions.quote_change import quote_change
from selvbetjening.domain.billing.rules.quotes import QuoteView
from selvbetjening.domain.catalog import queries as catalog
from selvbetjening.domain.catalog.queries import PlanTerms
from selvbetjening.domain.organizations import permissions
from selvbetjening.domain.subscriptions import queries as subscriptions
from selvbetjening.domain.subscriptions.queries import Subscription
from selvbetjening.domain.subscriptions.rules import Refused
from selvbetjening.kernel import clock
from selvbetjening.kernel.formatting import format_day
from selvbetjening.portals.customer.changes.choices import plans_for, waits_for_the_number, wanted_quantity
from selvbetjening.portals.customer.changes.confirming import confirmed, refused_page
from selvbetjening.portals.customer.conditions import obligations
from selvbetjening.portals.customer.offered import priced
from selvbetjening.portals.customer.prices import counted
from selvbetjening.portals.customer.quantities import QuantityForm
from selvbetjening.portals.customer.quoted import Difference, quoted
from selvbetjening.portals.customer.requests import VisitorRequest
from selvbetjening.portals.customer.subscriptions.shown import shown
from selvbetjening.portals.gate import logged_in
from selvbetjening.ui.components.values import language

_OF_DIRECTION = {
    "upgrade": permissions.UPGRADE_SUBSCRIPTION,
    "none": permissions.UPGRADE_SUBSCRIPTION,
    "downgrade": permissions.DOWNGRADE_SUBSCRIPTION,
}


def may_go(request: VisitorRequest, direction: str) -> bool:
    """Whether the company lets this visitor change in this direction; the same price counts as an upgrade (SU-02)."""
    return request.visitor.may(_OF_DIRECTION[direction]).allowed


@logged_in  # upgrade and downgrade are two permissions: asked below, by direction
@require_safe
def choose(request: VisitorRequest, subscription: UUID) -> HttpResponse:
    """Every plan and price that this subscription may move to, with what becomes of the price and when."""
    if not may_go(request, "upgrade") and not may_go(request, "downgrade"):
        raise Http404
    account = request.visitor.account
    try:
        found = subscriptions.get(request.organization_id, account=account.id, subscription=subscription)
    except ObjectDoesNotExist:
        raise Http404 from None
    if found.state != "active":
        return refused_page(request, reason=found.state, back=_back(subscription))
    plans = plans_for(
        request.organization_id,
        found,
        party_type=account.party_type,
        own=request.visitor.own_prices,
        today=clock.today(),
        allowed=lambda direction: may_go(request, direction),
    )
    countable = any(choice.counted and not choice.present for plan in plans for choice in plan.choices)
    row = shown(found, party_type=account.party_type, own=request.visitor.own_prices)
    context = {"row": row, "plans": plans, "countable": countable}
    return render(request, "customer/change.html", context)


@dataclass(frozen=True, slots=True)
class _Change:
    """One visitor's wish: this subscription to these terms, and with the permission to another quantity at once."""

    request: VisitorRequest
    present: Subscription
    terms: PlanTerms

    @property
    def kept(self) -> int:
        """As many as there are now, or the nearest number that the new terms are sold in (XB-11)."""
        return wanted_quantity(self.terms, present=self.present.quantity)

    def form(self, data: QueryDict | None, *, quantity: int) -> QuantityForm | None:
        """How many; None where that is not this visitor's to say, or there is nothing to choose (SB-05)."""
        if not self._may_count() or self.terms.limits.is_fixed or self.present.terms_id == self.terms.id:
            return None
        return QuantityForm(data, limits=self.terms.limits, initial={"antal": quantity})

    def fits(self, quote: QuoteView) -> bool:
        """A quote of this page's move. Another number than the move itself brings is another permission."""
        same = (quote.act, quote.subscription, quote.terms) == ("change", self.present.id, self.terms.id)
        moved = quote.quantity in (quote.quantity_before, wanted_quantity(self.terms, present=quote.quantity_before))
        return same and (moved or self._may_count()) and may_go(self.request, quote.direction)

    def _may_count(self) -> bool:
        return self.request.visitor.may(permissions.CHANGE_QUANTITY).allowed

    def stale(self, quote: QuoteView, differs: list[Difference]) -> HttpResponse:
        """What holds now. Where the move has been made meanwhile, only a number is left of it: see `fits`."""
        if self.present.terms_id == self.terms.id and not self._may_count():
            raise Http404
        return self.show(quote, self.form(None, quantity=quote.quantity), differs)

    def show(
        self, quote: QuoteView, form: QuantityForm | None, differs: list[Difference] | None = None
    ) -> HttpResponse:
        """The preview. A direction that the company does not allow is not there (SB-05)."""
        if not may_go(self.request, quote.direction):
            raise Http404
        visitor = self.request.visitor
        party_type, own = visitor.account.party_type, visitor.own_prices
        context = {
            "shown": quoted(quote, party_type=party_type),
            "row": shown(self.present, party_type=party_type, own=own),
            "quote": quote,
            "form": form,
            "units": counted(self.terms, before=quote.quantity_before, after=quote.quantity, language=language()),
            "had": f"{quote.quantity_before} {self.terms.unit(language(), quantity=quote.quantity_before)}".rstrip(),
            "waits": self._waits(quote),
            "ends_own": self.present.own_price is not None and self.present.terms_id != self.terms.id,
            "obligations": obligations(self.terms, party_type=party_type),
            "priced": priced(self.terms, party_type=party_type, own=own, trial=False),
            "differs": differs,
            "stale": differs is not None,
        }
        return render(self.request, "customer/change_quote.html", context)

    def _waits(self, quote: QuoteView) -> bool:
        if quote.timing == "now" or quote.quantity == quote.quantity_before:
            return False
        return waits_for_the_number(
            self.request.organization_id, self.present, terms=self.terms, quantity=quote.quantity, today=clock.today()
        )

    def done(self, result: Confirmed) -> HttpResponse:
        on = format_day(result.effective_on, language())
        if result.effective_on > clock.today():
            messages.success(self.request, _("The change is planned. It happens on %(day)s.") % {"day": on})
        else:
            messages.success(self.request, _("The plan is changed. A receipt is on its way by mail."))
        return HttpResponseRedirect(_back(self.present.id))


@logged_in  # see `choose`
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: VisitorRequest, subscription: UUID, terms: UUID) -> HttpResponse:
    """GET stores a quote, with `?antal=` for that many, and shows it; POST with its id does exactly that, at once."""
    if not may_go(request, "upgrade") and not may_go(request, "downgrade"):
        raise Http404
    organization, account = request.organization_id, request.visitor.account.id
    try:
        present = subscriptions.get(organization, account=account, subscription=subscription)
        wish = _Change(request, present, catalog.terms(organization, terms=terms))
    except ObjectDoesNotExist:
        raise Http404 from None
    back = reverse("customer:change", args=[subscription])
    if request.method == "POST":
        return confirmed(request, fits=wish.fits, show=wish.stale, done=wish.done, back=back)
    form = wish.form(request.GET if "antal" in request.GET else None, quantity=wish.kept)
    try:
        return wish.show(_quote(wish, form), form)
    except Refused as refused:
        return refused_page(request, reason=refused.reason, back=back)


def _quote(wish: _Change, form: QuantityForm | None) -> QuoteView:
    """Of the number that was written, where it is one that can be had, else of the move alone."""
    kept = None if wish.kept == wish.present.quantity else wish.kept
    written = form is not None and form.is_bound and form.is_valid()
    return quote_change(
        wish.request.organization_id,
        account=wish.present.account_id,
        subscription=wish.present.id,
        terms=wish.terms.id,
        quantity=form.cleaned_data["antal"] if form and written else kept,
        at=clock.now(),
    )


def _back(subscription: UUID) -> str:
    return reverse("customer:subscription", args=[subscription])
