"""Change to other terms: choose, see what it costs to the øre, confirm (SU-01 to SU-03)."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from selvbetjening.domain.billing.actions.confirm import Confirmed
from selvbetjening.domain.billing.actions.quote_change import quote_change
from selvbetjening.domain.billing.rules.quotes import QuoteView
from selvbetjening.domain.catalog import queries as catalog
from selvbetjening.domain.organizations import permissions
from selvbetjening.domain.subscriptions import queries as subscriptions
from selvbetjening.domain.subscriptions.queries import Subscription
from selvbetjening.domain.subscriptions.rules import Refused
from selvbetjening.kernel import clock
from selvbetjening.kernel.formatting import format_day
from selvbetjening.portals.customer.changes.choices import plans_for, wanted_quantity
from selvbetjening.portals.customer.changes.confirming import confirmed, refused_page
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
        today=clock.today(),
        allowed=lambda direction: may_go(request, direction),
    )
    context = {"row": shown(found, party_type=account.party_type), "plans": plans}
    return render(request, "customer/change.html", context)


@dataclass(frozen=True, slots=True)
class _Change:
    """One visitor's wish: this subscription to these terms."""

    request: VisitorRequest
    subscription: UUID
    terms: UUID

    def fits(self, quote: QuoteView) -> bool:
        """A quote of this page's move, not of another quantity on the same terms: that is another permission."""
        same = (quote.act, quote.subscription, quote.terms) == ("change", self.subscription, self.terms)
        moves = quote.quantity == quote.quantity_before or self._present().terms_id != self.terms
        return same and moves and may_go(self.request, quote.direction)

    def _present(self) -> Subscription:
        account = self.request.visitor.account.id
        return subscriptions.get(self.request.organization_id, account=account, subscription=self.subscription)

    def show(self, quote: QuoteView, differs: list[Difference] | None = None) -> HttpResponse:
        """The preview. A direction that the company does not allow is not there (SB-05)."""
        if not may_go(self.request, quote.direction):
            raise Http404
        account = self.request.visitor.account
        context = {
            "shown": quoted(quote, party_type=account.party_type),
            "row": shown(self._present(), party_type=account.party_type),
            "quote": quote,
            "differs": differs,
            "stale": differs is not None,
        }
        return render(self.request, "customer/change_quote.html", context)

    def done(self, result: Confirmed) -> HttpResponse:
        on = format_day(result.effective_on, language())
        if result.effective_on > clock.today():
            messages.success(self.request, _("The change is planned. It happens on %(day)s.") % {"day": on})
        else:
            messages.success(self.request, _("The plan is changed. A receipt is on its way by mail."))
        return HttpResponseRedirect(_back(self.subscription))


@logged_in  # see `choose`
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: VisitorRequest, subscription: UUID, terms: UUID) -> HttpResponse:
    """GET stores a quote and shows it; POST with the quote's id does exactly that."""
    if not may_go(request, "upgrade") and not may_go(request, "downgrade"):
        raise Http404
    wish = _Change(request, subscription, terms)
    back = reverse("customer:change", args=[subscription])
    if request.method == "POST":
        return confirmed(request, fits=wish.fits, show=wish.show, done=wish.done, back=back)
    try:
        quote = _quote(request, subscription, terms)
    except ObjectDoesNotExist:
        raise Http404 from None
    except Refused as refused:
        return refused_page(request, reason=refused.reason, back=back)
    return wish.show(quote)


def _quote(request: VisitorRequest, subscription: UUID, terms: UUID) -> QuoteView:
    """As many as there are now, or the nearest number that the new terms are sold in (XB-11)."""
    organization, account = request.organization_id, request.visitor.account.id
    present = subscriptions.get(organization, account=account, subscription=subscription)
    wanted = wanted_quantity(catalog.terms(organization, terms=terms), present=present.quantity)
    return quote_change(
        organization,
        account=account,
        subscription=subscription,
        terms=terms,
        quantity=None if wanted == present.quantity else wanted,
        at=clock.now(),
    )


def _back(subscription: UUID) -> str:
    return reverse("customer:subscription", args=[subscription])
