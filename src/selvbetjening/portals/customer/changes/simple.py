"""Acts that need no choice, cancel and reactivate: GET shows a stored quote, POST does exactly that."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from selvbetjening.domain.billing.rules.quotes import Act, QuoteView
from selvbetjening.domain.subscriptions import queries as subscriptions
from selvbetjening.domain.subscriptions.rules import Refused
from selvbetjening.kernel import clock
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.portals.customer.changes.confirming import confirmed, refused_page
from selvbetjening.portals.customer.quoted import Difference, quoted
from selvbetjening.portals.customer.requests import VisitorRequest
from selvbetjening.portals.customer.subscriptions.shown import shown


class MakeQuote(Protocol):
    """One of `billing.actions`: stores the quote of an act on one subscription. Raises `Refused`, `DoesNotExist`."""

    def __call__(
        self, organization: OrganizationId, *, account: UUID, subscription: UUID, at: datetime
    ) -> QuoteView: ...


def preview_or_confirm(
    request: VisitorRequest,
    subscription: UUID,
    *,
    act: Act,
    make_quote: MakeQuote,
    template: str,
    done: Callable[[], HttpResponse],
    more: Callable[[], dict[str, Any]] = dict,
) -> HttpResponse:
    """The whole page of such an act; `more` is what its template wants besides. Unknown and foreign ones are 404."""
    account = request.visitor.account
    back = reverse("customer:subscription", args=[subscription])

    def fits(quote: QuoteView) -> bool:
        return (quote.act, quote.subscription) == (act, subscription)

    def show(quote: QuoteView, differs: list[Difference] | None = None) -> HttpResponse:
        found = subscriptions.get(request.organization_id, account=account.id, subscription=subscription)
        never_began = quote.ends_on is not None and quote.ends_on <= found.started_on
        at_once = not never_began and quote.ends_on is not None and quote.ends_on <= clock.today()
        context = {
            "shown": quoted(quote, party_type=account.party_type, never_began=never_began, at_once=at_once),
            "row": shown(found, party_type=account.party_type, own=request.visitor.own_prices),
            "quote": quote,
            "differs": differs,
            "stale": differs is not None,
            **more(),
        }
        return render(request, template, context)

    if request.method == "POST":
        return confirmed(request, fits=fits, show=show, done=lambda _result: done(), back=back)
    try:
        return show(make_quote(request.organization_id, account=account.id, subscription=subscription, at=clock.now()))
    except ObjectDoesNotExist:
        raise Http404 from None
    except Refused as refused:
        return refused_page(request, reason=refused.reason, back=back)
