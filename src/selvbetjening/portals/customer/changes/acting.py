"""The page of an act on one subscription: a choice where there is one, the stored quote, and exactly that (SU-01)."""

from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from selvbetjening.domain.billing.actions.confirm import Confirmed
from selvbetjening.domain.billing.rules.quotes import Act, QuoteView
from selvbetjening.domain.subscriptions import queries as subscriptions
from selvbetjening.domain.subscriptions.rules import Refused
from selvbetjening.portals.customer.changes.confirming import confirmed, refused_page
from selvbetjening.portals.customer.quoted import Difference, Quoted, quoted
from selvbetjening.portals.customer.requests import VisitorRequest
from selvbetjening.portals.customer.subscriptions.shown import Shown, shown
from selvbetjening.portals.customer.words import refusal


@dataclass(frozen=True, slots=True)
class Saying:
    """What a page says around the amounts: what happens, and the words of the two buttons, equal in size (ORD-6)."""

    title: str
    confirm: str
    keep: str
    lead: str = ""
    notes: list[str] = field(default_factory=list)
    ask: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActPage:
    """One visitor at one act. `say` puts a quote into words, None before anything is chosen.

    `form` holds the choice, `asks` its field that a refusal belongs to; `allows` says whether this visitor may confirm
    a quote of this act.
    """

    request: VisitorRequest
    subscription: UUID
    act: Act
    say: Callable[[Quoted | None, Shown], Saying]
    done: Callable[[Confirmed], str]
    form: forms.Form | None = None
    asks: str = ""
    allows: Callable[[QuoteView], bool] = lambda quote: True
    back: str = ""

    def answer(self, make: Callable[[], QuoteView] | None) -> HttpResponse:
        """The whole page. Unknown and foreign subscriptions are 404 (SEC-19)."""
        back = self.back or _home(self.subscription)
        if self.request.method == "POST":
            return confirmed(self.request, fits=self.fits, show=self.show, done=self._landed, back=back)
        try:
            return self.show(make() if make else None)
        except ObjectDoesNotExist:
            raise Http404 from None
        except Refused as refused:
            if self.form is not None and self.form.is_bound and _is_about(refused.reason, self.asks):
                self.form.add_error(self.asks, str(refusal(refused.reason)))
                return self.show(None)
            return refused_page(self.request, reason=refused.reason, back=back)

    def fits(self, quote: QuoteView) -> bool:
        """Whether a posted quote is of this page, and may be confirmed here."""
        return (quote.act, quote.subscription) == (self.act, self.subscription) and self.allows(quote)

    def show(self, quote: QuoteView | None, differs: list[Difference] | None = None) -> HttpResponse:
        """The choice and the quote; a quote that this visitor may not confirm is not there (SB-05)."""
        if quote is not None and not self.allows(quote):
            raise Http404
        account = self.request.visitor.account
        found = subscriptions.get(self.request.organization_id, account=account.id, subscription=self.subscription)
        row = shown(found, party_type=account.party_type, own=self.request.visitor.own_prices)
        said = quoted(quote, party_type=account.party_type) if quote else None
        context = {
            "row": row,
            "quote": quote,
            "shown": said,
            "say": self.say(said, row),
            "form": self.form,
            "differs": differs,
            "stale": differs is not None,
        }
        return render(self.request, "customer/act.html", context)

    def _landed(self, result: Confirmed) -> HttpResponse:
        messages.success(self.request, self.done(result))
        return HttpResponseRedirect(_home(result.subscription))


def _home(subscription: UUID) -> str:
    return reverse("customer:subscription", args=[subscription])


def _is_about(reason: str, asks: str) -> bool:
    return bool(asks) and reason.startswith({"antal": "quantity", "indtil": "pause_", "kode": "coupon"}[asks])
